/** What fired, newest first: when, where, what, how late. By rule, where one is chosen. */
import { useRef, useState } from 'react';
import type { AlertRow } from '#contract/rows.ts';
import type { AlertRule } from '#core/market/alerts/rule.ts';
import { counted } from '../../format/number.ts';
import { instantWords } from '../../format/time.ts';
import { closeDialog } from '../../state/dialogs.ts';
import { useFlowboard, useIsFollower } from '../../state/flowboard-context.tsx';
import { useNow } from '../../state/now.ts';
import { goTo } from '../../state/view.ts';
import { tell } from '../../state/tell.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { Button } from '../../ui/button.tsx';
import { focusTab } from '../../ui/return-focus.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { exactWords, firingWords, lateWords, ruleName, subjectWords } from './alert-words.ts';

/** More rows at once would make opening slow. */
const PAGE = 100;

export function HistoryTab({
  rows,
  rules,
}: {
  rows: readonly AlertRow[] | undefined;
  rules: readonly AlertRule[];
}) {
  const flowboard = useFlowboard();
  const isFollower = useIsFollower();
  const [rule, setRule] = useState('');
  const [shown, setShown] = useState(PAGE);
  const list = useRef<HTMLUListElement>(null);
  const now = useNow();
  const clock = useClock();
  const words = useWords();
  if (rows === undefined) return <p className="alerts-empty text-text2">The history is being read…</p>;
  if (rows.length === 0)
    return (
      <p className="alerts-empty text-text2">
        Nothing has fired yet. What fires stands here, also when it was quiet.
      </p>
    );
  const names = new Map(rows.map((row) => [row.ruleId, nameOf(row, rules)]));
  // Rules that are called alike, as one that was deleted and made again, are one choice.
  const found = rows.filter(({ ruleId }) => rule === '' || names.get(ruleId) === rule).reverse();
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-2">
          <span className="text-text2">Rule</span>
          <select className="field" value={rule} onChange={(event) => setRule(event.target.value)}>
            <option value="">All</option>
            {[...new Set(names.values())].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <span className="num text-text2">{counted(found.length, 'alert')}</span>
        <Button
          isSmall
          look="danger"
          className="ml-auto"
          disabled={isFollower}
          title={isFollower ? 'Only in the tab that records' : undefined}
          onClick={(event) => {
            focusTab(event.currentTarget);
            tell(flowboard.clearAlerts());
          }}
        >
          Clear history
        </Button>
      </div>
      <ul ref={list} className="alert-list" aria-label="History of alerts">
        {found.slice(0, shown).map((row) => (
          <li key={row.id} tabIndex={-1} className="alert-fired">
            <time className="num text-text2" dateTime={new Date(row.firedAtMs).toISOString()}>
              {instantWords(row.firedAtMs, now, clock)}
            </time>
            <div className="alert-what">
              <p className="break-words">
                <Subject row={row} /> <span className="text-text2">· {names.get(row.ruleId)}</span>
              </p>
              <p className="num break-words" title={exactWords(row, words)}>
                {firingWords(row, words, clock)}
              </p>
            </div>
            <p className="alert-late num text-text2">
              {lateWords(row.lateMs)}
              {row.isQuiet && ' · quiet'}
            </p>
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <Button
          className="justify-self-center"
          onClick={() => {
            // Where the button goes, the next Tab leads into what has come.
            if (found.length <= shown + PAGE) focusLast(list.current);
            setShown(shown + PAGE);
          }}
        >
          Show {Math.min(PAGE, found.length - shown)} more
        </Button>
      )}
    </>
  );
}

function focusLast(list: HTMLElement | null): void {
  const last = list?.lastElementChild;
  if (last instanceof HTMLElement) last.focus();
}

function Subject({ row }: { row: AlertRow }) {
  const { ticker } = row;
  if (ticker === undefined) return <b>{subjectWords(row)}</b>;
  return (
    <PlaceLink
      to={{ view: 'flow', drawer: ticker }}
      onGo={() => {
        closeDialog();
        goTo({ view: 'flow', drawer: ticker });
      }}
      className="alert-link"
    >
      {subjectWords(row)}
    </PlaceLink>
  );
}

/** As the rule is called now; as it was called then, where it is gone. */
function nameOf(row: AlertRow, rules: readonly AlertRule[]): string {
  const rule = rules.find(({ id }) => id === row.ruleId);
  return rule === undefined ? ruleName({ name: row.rule, kind: row.kind }) : ruleName(rule);
}
