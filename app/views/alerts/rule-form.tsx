/**
 * The form of one rule: what to look for, where, until when, and how it is told. Errors stand at their fields, in words. One
 * file, longer than most: its fields are read and faulted together.
 */
import { useId, useRef, useState, type ReactNode } from 'react';
import { ALERT_KINDS, ALERT_MINUTES, type AlertRule } from '#core/market/alerts/rule.ts';
import { Segments } from '../../ui/segments.tsx';
import { SwitchRow } from '../../ui/switch-row.tsx';
import { Button } from '../../ui/button.tsx';
import { KIND_NAMES } from './alert-words.ts';
import type { PriceWords } from '../../format/price-words.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { endOf, levelOf, ruleOf, type DraftFaults, type DraftField, type RuleDraft } from './rule-draft.ts';

interface RuleFormProps {
  readonly start: RuleDraft;
  /** The rule that is changed; `undefined` for a new one. */
  readonly before: AlertRule | undefined;
  readonly onSave: (rule: AlertRule) => void;
  readonly onCancel: () => void;
}

const DIRECTIONS = [
  { value: 'up', text: 'Up' },
  { value: 'down', text: 'Down' },
  { value: 'either', text: 'Either' },
] as const;
const MINUTES = ALERT_MINUTES.map((value) => ({ value, text: `${value} min` }));

export function RuleForm({ start, before, onSave, onCancel }: RuleFormProps) {
  const [draft, setDraft] = useState(start);
  const [openedAt] = useState(() => Date.now());
  const [faults, setFaults] = useState<DraftFaults>({});
  const form = useRef<HTMLFormElement>(null);
  const clock = useClock();
  const words = useWords();
  const set = (change: Partial<RuleDraft>): void => {
    setDraft({ ...draft, ...change });
    // What is being mended is not called wrong any more.
    setFaults(Object.fromEntries(Object.entries(faults).filter(([field]) => !(field in change))));
  };
  const save = (): void => {
    const rule = ruleOf(draft, Date.now(), clock, before);
    if (rule.ok) return onSave(rule.value);
    setFaults(rule.reason);
    // After the faults are drawn: the first wrong field takes the focus and is read with its sentence.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const text = (field: TextField, label: string, more: Partial<TextFieldProps> = {}) => (
    <TextRow
      label={label}
      value={draft[field]}
      fault={faults[field]}
      onChange={(value) => set({ [field]: value })}
      {...more}
    />
  );
  return (
    <form
      ref={form}
      className="rule-form"
      data-draft
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Row label="Look for">
        {(id) => (
          <select
            id={id}
            className="field"
            value={draft.kind}
            onChange={(event) => set({ kind: event.target.value as RuleDraft['kind'] })}
          >
            {ALERT_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {KIND_NAMES[kind]}
              </option>
            ))}
          </select>
        )}
      </Row>
      <KindFields draft={draft} set={set} text={text} words={words} />
      {draft.kind !== 'feed-stale' && (
        <>
          <Choice label="Where">
            <Segments
              label="Where"
              options={[
                { value: 'everywhere', text: 'All markets' },
                { value: 'event', text: 'One event' },
                { value: 'tickers', text: 'Listed markets' },
              ]}
              value={draft.scope}
              onChange={(scope) => set({ scope })}
            />
          </Choice>
          {draft.scope === 'everywhere' && <p className="rule-note text-text2">Combos are left out.</p>}
          {draft.scope === 'event' && text('event', 'Event', { isWide: true })}
          {draft.scope === 'tickers' &&
            text('tickers', 'Markets', { isWide: true, note: 'Tickers, with blanks between them.' })}
        </>
      )}
      {text('coolDown', 'Fires again after', {
        unit: 'min',
        note: 'At the earliest, for the same market: one thing is told once.',
      })}
      {text('expires', 'Ends', {
        type: 'datetime-local',
        note: `By the clock you read: ${clock.zone(endOf(draft, clock, before) ?? openedAt)}. Empty: never.`,
      })}
      {text('name', 'Name', { isWide: true, note: 'Empty: it is called by what it looks for.', most: 80 })}
      <SwitchRow
        name="Sound"
        meaning="Where sounds are on, under “Sound and quiet hours”."
        isOn={draft.sound}
        onChange={(sound) => set({ sound })}
      />
      <SwitchRow
        name="System notification"
        meaning="While this page is hidden, and the browser allows it."
        isOn={draft.notify}
        onChange={(notify) => set({ notify })}
      />
      <div className="rule-acts">
        <Button onClick={onCancel}>Cancel</Button>
        <button type="submit" className="button button-strong">
          {before === undefined ? 'Add rule' : 'Save rule'}
        </button>
      </div>
    </form>
  );
}

type TextField = Extract<
  DraftField,
  | 'name'
  | 'event'
  | 'tickers'
  | 'dollars'
  | 'times'
  | 'minTrades'
  | 'level'
  | 'amount'
  | 'closingMinutes'
  | 'seconds'
  | 'coolDown'
  | 'expires'
>;

interface KindFieldsProps {
  readonly draft: RuleDraft;
  readonly set: (change: Partial<RuleDraft>) => void;
  readonly text: (field: TextField, label: string, more?: Partial<TextFieldProps>) => ReactNode;
  readonly words: PriceWords;
}

function KindFields({ draft, set, text, words }: KindFieldsProps) {
  const minutes = (label: string) => (
    <Choice label={label}>
      <Segments
        label={label}
        options={MINUTES}
        value={draft.minutes}
        onChange={(value) => set({ minutes: value })}
      />
    </Choice>
  );
  const direction = (
    <Choice label="Direction">
      <Segments
        label="Direction"
        options={DIRECTIONS}
        value={draft.direction}
        onChange={(value) => set({ direction: value })}
      />
    </Choice>
  );
  switch (draft.kind) {
    case 'large-trade':
      return (
        <>
          <Choice label="Large by">
            <Segments
              label="Large by"
              options={[
                { value: 'value', text: 'Dollars' },
                { value: 'median', text: 'The market’s median' },
              ]}
              value={draft.largeBy}
              onChange={(largeBy) => set({ largeBy })}
            />
          </Choice>
          {draft.largeBy === 'value' ? (
            text('dollars', 'At least', { unit: 'dollars', note: 'What the taker pays.' })
          ) : (
            <>
              {text('times', 'At least', { unit: 'times the median trade' })}
              {minutes('Median of the last')}
              {text('minTrades', 'Once', {
                unit: 'trades are known',
                note: 'Of fewer, a median says little.',
              })}
            </>
          )}
        </>
      );
    case 'price-cross':
      return (
        <>
          {text('level', 'YES price', {
            unit: 'cents of YES',
            note: `${levelNote(draft, words)}Fires when a trade comes to it, or past it, from the other side.`,
          })}
          {direction}
        </>
      );
    case 'move':
      return (
        <>
          <Choice label="Measured in">
            <Segments
              label="Measured in"
              options={[
                { value: 'points', text: 'Points' },
                { value: 'percent', text: 'Percent of the price' },
              ]}
              value={draft.moveBy}
              onChange={(moveBy) => set({ moveBy })}
            />
          </Choice>
          {text('amount', 'At least', { unit: draft.moveBy })}
          {minutes('Within')}
          {direction}
        </>
      );
    case 'burst':
      return minutes('Against the pace of the last');
    case 'closing-soon':
      return text('closingMinutes', 'Before the close', { unit: 'min' });
    case 'feed-stale':
      return text('seconds', 'Nothing heard for', {
        unit: 's',
        note: 'Frames, or the relay’s heartbeat every 5 s.',
      });
  }
}

/** What the field takes is cents of YES; who reads prices otherwise is told what it reads as: "60 cents of YES is NO 40¢. ". */
function levelNote(draft: RuleDraft, words: PriceWords): string {
  const level = levelOf(draft);
  if (level === undefined || (words.form === 'cents' && words.outcome === 'yes')) return '';
  return `${draft.level.trim()} cents of YES is ${words.side} ${words.of(level)}. `;
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (value: string) => void;
  readonly unit?: string;
  readonly note?: string;
  readonly type?: 'text' | 'datetime-local';
  readonly isWide?: boolean;
  readonly most?: number;
}

function TextRow({
  label,
  value,
  fault,
  onChange,
  unit,
  note,
  type = 'text',
  isWide = false,
  most,
}: TextFieldProps) {
  return (
    <Row label={label} fault={fault} note={note}>
      {(id, describedBy) => (
        <span className="flex min-w-0 flex-1 items-center gap-2">
          <input
            id={id}
            type={type}
            className={`field num ${isWide ? 'min-w-0 flex-1' : type === 'text' ? 'w-[96px] text-right' : ''}`}
            inputMode={unit === undefined ? undefined : 'decimal'}
            autoComplete="off"
            spellCheck={false}
            maxLength={most}
            value={value}
            aria-invalid={fault !== undefined}
            aria-describedby={describedBy}
            onChange={(event) => onChange(event.target.value)}
          />
          {unit !== undefined && <span className="text-text2">{unit}</span>}
        </span>
      )}
    </Row>
  );
}

interface RowProps {
  readonly label: string;
  readonly fault?: string | undefined;
  readonly note?: string | undefined;
  readonly children: (id: string, describedBy: string | undefined) => ReactNode;
}

function Row({ label, fault, note, children }: RowProps) {
  const id = useId();
  const about = fault ?? note;
  return (
    <div className="rule-row">
      <label htmlFor={id}>{label}</label>
      {children(id, about === undefined ? undefined : `${id}-about`)}
      {about !== undefined && (
        <p id={`${id}-about`} className={`rule-note ${fault === undefined ? 'text-text2' : 'text-err'}`}>
          {about}
        </p>
      )}
    </div>
  );
}

/** A row whose control names itself. */
function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="rule-row">
      <span aria-hidden="true">{label}</span>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
