/** Ask in SQL: of which recording and stretch, the question, and its answer. Ctrl or Cmd with Enter asks. */
import { useState, type KeyboardEvent } from 'react';
import type { RecordingEntry } from '../../boot/recording-verbs.ts';
import { grouped, counted } from '../../format/number.ts';
import { useClock } from '../../state/reading.ts';
import { Button } from '../../ui/button.tsx';
import { chosenRange } from './range.ts';
import { SqlAbout } from './sql-about.tsx';
import { SQL_EXAMPLES, SQL_TABLES } from './sql-examples.ts';
import { SqlResult } from './sql-result-view.tsx';
import { keyOf, rangeProblem } from './sql-stretch.ts';
import type { Question } from './use-question.ts';
import type { SqlState, SqlWork } from './use-sql.ts';

interface SqlTabProps {
  readonly question: Question;
  readonly work: SqlWork;
  readonly entries: readonly RecordingEntry[];
}

export function SqlTab({ question, work, entries }: SqlTabProps) {
  const { sql, chosen, span, change, boundsOf } = question;
  const entry = entries.find((each) => keyOf(each) === chosen) ?? entries[0];
  const clock = useClock();
  const range = span === 'range' ? chosenRange(question.range, clock) : {};
  const problem = typeof range === 'string' ? range : entry && rangeProblem(entry, range);
  const isBusy = work.state.kind === 'busy';
  const outcome = work.state.kind === 'ended' ? work.state.outcome : undefined;
  const [isHelpOpen, setIsHelpOpen] = useState(work.state.kind === 'idle');
  const ask = (isFresh = false): void => {
    if (entry === undefined || typeof range === 'string' || problem !== undefined) return;
    // The answer comes under it, and needs the room.
    setIsHelpOpen(false);
    work.ask({ exchangeId: entry.exchangeId, sql, ...boundsOf(entry, range, isFresh) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask();
  };
  return (
    <>
      <SqlAbout question={question} entries={entries} entry={entry} problem={problem} onKeyDown={onKeyDown} />
      <textarea
        className="sql-editor"
        aria-label="Question in SQL"
        spellCheck={false}
        autoComplete="off"
        rows={8}
        value={sql}
        onChange={(event) => change({ sql: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <div className="data-line">
        <Button
          look="strong"
          disabled={entry === undefined || problem !== undefined}
          onClick={() => ask()}
          title="Ctrl+Enter"
        >
          Ask
        </Button>
        {isBusy && <Button onClick={work.cancel}>Stop</Button>}
        {work.state.kind === 'ended' && entry?.kind === 'session' && (
          <Button onClick={() => ask(true)} title="Answers are about the rows up to the first question">
            Ask with newer rows
          </Button>
        )}
        <span className="num text-text2" aria-live="polite">
          {stateText(work.state)}
        </span>
      </div>
      {outcome?.kind === 'failed' && <Problem reason={outcome.reason} at={outcome.at} sql={sql} />}
      <Help isOpen={isHelpOpen} onToggle={setIsHelpOpen} onExample={(example) => change({ sql: example })} />
      {outcome?.kind === 'done' && <SqlResult answer={outcome} />}
    </>
  );
}

function stateText(state: SqlState): string {
  if (state.kind === 'busy') {
    const { progress } = state;
    if (progress?.phase === 'running') return 'Asking …';
    return progress === undefined
      ? 'Starting …'
      : `Loading ${grouped(progress.done)} of ${counted(progress.total, 'row')}`;
  }
  if (state.kind === 'ended' && state.outcome.kind === 'cancelled') return 'Stopped.';
  return '';
}

function Problem({ reason, at, sql }: { reason: string; at: number | undefined; sql: string }) {
  const line = at === undefined ? undefined : sql.slice(0, at).split('\n').length;
  return (
    <p role="alert" className="break-words text-err">
      {reason}
      {line !== undefined && ` (line ${line})`}
    </p>
  );
}

interface HelpProps {
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly onExample: (sql: string) => void;
}

function Help({ isOpen, onToggle, onExample }: HelpProps) {
  return (
    <details
      className="sql-help"
      open={isOpen}
      onToggle={({ currentTarget }) => onToggle(currentTarget.open)}
    >
      <summary>Examples and tables</summary>
      <div className="flex flex-wrap gap-2" role="group" aria-label="Examples">
        {SQL_EXAMPLES.map(({ name, sql }) => (
          <Button key={name} isSmall onClick={() => onExample(sql)}>
            {name}
          </Button>
        ))}
      </div>
      <dl className="sql-tables" aria-label="Tables">
        {SQL_TABLES.map(({ table, columns }) => (
          <div key={table}>
            <dt>{table}</dt>
            <dd>{columns}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
