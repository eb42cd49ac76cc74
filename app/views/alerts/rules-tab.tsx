/** The rules: on or off, silent for a while, changed, taken away. Where there are none, three useful ones in one click. */
import { useRef, useState } from 'react';
import { Switch } from 'radix-ui';
import { isQuietAt, MAX_RULES, type AlertRule } from '#core/market/alerts/rule.ts';
import { DAY, HOUR, type UnixMs } from '#core/units/time.ts';
import { instantAt } from '#core/units/zone.ts';
import { instantWords, type Clock } from '../../format/time.ts';
import type { AlertRules } from '../../state/alerts.ts';
import { useNow } from '../../state/now.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { Button } from '../../ui/button.tsx';
import { nameWith } from '../../ui/name-with.ts';
import { focusTab } from '../../ui/return-focus.ts';
import { aimWords, ruleName, scopeWords } from './alert-words.ts';
import { usefulRules } from './useful-rules.ts';

interface RulesTabProps {
  readonly rules: AlertRules;
  readonly onNew: () => void;
  readonly onEdit: (rule: AlertRule) => void;
}

/** A rule that was deleted, and where it stood: it comes back there. */
interface Removed {
  readonly rule: AlertRule;
  readonly place: number;
}

export function RulesTab({ rules, onNew, onEdit }: RulesTabProps) {
  const [removed, setRemoved] = useState<Removed>();
  const [returned, setReturned] = useState<string>();
  const remove = (rule: AlertRule): void => {
    setRemoved({ rule, place: rules.rules.indexOf(rule) });
    rules.remove(rule.id);
  };
  return (
    <>
      {removed !== undefined && (
        <Undo
          rule={removed.rule}
          onUndo={() => {
            setRemoved(undefined);
            setReturned(removed.rule.id);
            rules.change({ rules: rules.rules.toSpliced(removed.place, 0, removed.rule) });
          }}
        />
      )}
      {rules.rules.length === 0 ? (
        <NoRules rules={rules} onNew={onNew} />
      ) : (
        <>
          <QuietWord rules={rules} />
          <ul className="alert-list" aria-label="Rules">
            {rules.rules.map((rule) => (
              <Rule
                key={rule.id}
                rule={rule}
                rules={rules}
                isReturned={rule.id === returned}
                onEdit={onEdit}
                onRemove={remove}
              />
            ))}
          </ul>
          <div className="flex items-center justify-end gap-2">
            {rules.rules.length >= MAX_RULES && <p className="text-text2">{MAX_RULES} rules are the most.</p>}
            <Button look="strong" disabled={rules.rules.length >= MAX_RULES} onClick={onNew}>
              New rule
            </Button>
          </div>
        </>
      )}
    </>
  );
}

/** While quiet hours are in force. They go by the time of this computer, whatever zone is shown. */
function QuietWord({ rules: { quiet } }: { rules: AlertRules }) {
  const now = new Date(useNow());
  if (quiet === undefined || !isQuietAt(now.getHours() * 60 + now.getMinutes(), quiet)) return null;
  const end = [quiet.toMinute / 60, quiet.toMinute % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  );
  const until = quiet.fromMinute === quiet.toMinute ? 'the whole day' : `until ${end.join(':')}`;
  return (
    <p className="text-warn" role="note">
      Quiet hours {until}: what fires goes to the history, without toast, tone or notification.
    </p>
  );
}

/** In the dialog, not as a toast: behind a dialog nothing can be clicked. Takes the focus, whose button is gone. */
function Undo({ rule, onUndo }: { rule: AlertRule; onUndo: () => void }) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-2">
      <span className="min-w-0 break-words text-text2">“{ruleName(rule)}” was deleted.</span>
      <Button key={rule.id} isSmall autoFocus onClick={onUndo}>
        Undo
      </Button>
    </div>
  );
}

function NoRules({ rules, onNew }: { rules: AlertRules; onNew: () => void }) {
  return (
    <div className="alerts-empty">
      <p>No rules yet. A rule watches the live feed and tells you when something happens.</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          look="strong"
          onClick={(event) => {
            focusTab(event.currentTarget);
            rules.change({ rules: usefulRules(() => crypto.randomUUID()) });
          }}
        >
          Add three useful rules
        </Button>
        <Button onClick={onNew}>Write one</Button>
      </div>
      <p className="text-text2">
        Trades of $2,000 or more, prices that move 40 points in 5 minutes, a feed that is silent.
      </p>
    </div>
  );
}

interface RuleProps {
  readonly rule: AlertRule;
  readonly rules: AlertRules;
  /** By Undo: the focus is where it was deleted. */
  readonly isReturned: boolean;
  readonly onEdit: (rule: AlertRule) => void;
  readonly onRemove: (rule: AlertRule) => void;
}

function Rule({ rule, rules, isReturned, onEdit, onRemove }: RuleProps) {
  const now = useNow();
  const words = useWords();
  const clock = useClock();
  const name = ruleName(rule);
  const isMuted = rule.mutedUntilMs !== undefined && rule.mutedUntilMs > now;
  const muteButton = useRef<HTMLButtonElement>(null);
  const mute = (mutedUntilMs: number | undefined): void =>
    rules.put({ ...rule, mutedUntilMs: mutedUntilMs as UnixMs | undefined });
  return (
    <li className="alert-row" data-off={!rule.isOn || undefined}>
      <Switch.Root
        className="switch"
        checked={rule.isOn}
        aria-label={`${name} is on`}
        onCheckedChange={(isOn) => rules.put({ ...rule, isOn })}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      <div className="min-w-0 flex-1">
        <b className="break-words">{name}</b>
        <p className="break-words text-text2">
          {capital(aimWords(rule, words))}
          {rule.kind !== 'feed-stale' && `; ${scopeWords(rule.scope)}`}
        </p>
        <StateWords rule={rule} now={now} isMuted={isMuted} />
      </div>
      <div className="alert-acts">
        {/* One button for both, so that the focus stays on it, also when the time is over. */}
        <Button
          ref={muteButton}
          isSmall
          aria-label={isMuted ? `Unmute ${name}` : nameWith('Mute 1 h', `${name} for an hour`)}
          onClick={() => mute(isMuted ? undefined : Date.now() + HOUR)}
        >
          {isMuted ? 'Unmute' : 'Mute 1 h'}
        </Button>
        {!isMuted && (
          <Button
            isSmall
            aria-label={`Mute ${name} until tomorrow`}
            onClick={() => {
              // This one goes.
              muteButton.current?.focus();
              mute(tomorrow(Date.now(), clock));
            }}
          >
            Until tomorrow
          </Button>
        )}
        <Button isSmall aria-label={`Edit ${name}`} onClick={() => onEdit(rule)}>
          Edit
        </Button>
        <Button
          isSmall
          look="danger"
          autoFocus={isReturned}
          aria-label={`Delete ${name}`}
          onClick={() => onRemove(rule)}
        >
          Delete
        </Button>
      </div>
    </li>
  );
}

function StateWords({ rule, now, isMuted }: { rule: AlertRule; now: number; isMuted: boolean }) {
  const clock = useClock();
  const { expiresAtMs, mutedUntilMs } = rule;
  const words = [
    isMuted &&
      mutedUntilMs !== undefined &&
      `Muted until ${instantWords(mutedUntilMs, now, clock, clock.minute)}`,
    expiresAtMs !== undefined &&
      (expiresAtMs <= now ? 'Ended' : `Ends ${instantWords(expiresAtMs, now, clock, clock.minute)}`),
  ].filter((each) => each !== false);
  return words.length === 0 ? null : <p className="num text-warn">{words.join(' · ')}</p>;
}

/** Returns the next midnight by the reader's clock. */
function tomorrow(now: number, { offset }: Clock): number {
  return instantAt((Math.floor((now + offset(now)) / DAY) + 1) * DAY, offset);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
