/** Ask in SQL: of which recording and stretch, the question, and its answer. Ctrl or Cmd with Enter asks. */
import { useId, type KeyboardEvent } from 'react';
import type { RecordingEntry } from '../../boot/recording-verbs.ts';
import { grouped } from '../../format/number.ts';
import { Button } from '../../ui/button.tsx';
import { Segments, type SegmentOption } from '../../ui/segments.tsx';
import { distinctNames } from './recording-name.ts';
import type { Stretch } from './sql-stretch.ts';
import { SQL_EXAMPLES, SQL_TABLES } from './sql-examples.ts';
import { SqlResult } from './sql-result-view.tsx';
import type { Question } from './use-question.ts';
import type { SqlState, SqlWork } from './use-sql.ts';

const SPANS: readonly SegmentOption<Stretch>[] = [
  { value: 'all', text: 'All of it' },
  { value: 'first', text: 'First hour' },
  { value: 'last', text: 'Last hour' },
];

interface SqlTabProps {
  readonly question: Question;
  readonly work: SqlWork;
  readonly entries: readonly RecordingEntry[];
}

export function SqlTab({ question, work, entries }: SqlTabProps) {
  const { sql, chosen, span, change, boundsOf } = question;
  const id = useId();
  const entry = entries.find((each) => keyOf(each) === chosen) ?? entries[0];
  const names = distinctNames(entries);
  const isBusy = work.state.kind === 'busy';
  const ask = (isFresh = false): void => {
    if (entry === undefined || isBusy) return;
    work.ask({ exchangeId: entry.exchangeId, sql, ...boundsOf(entry, isFresh) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask();
  };
  return (
    <>
      <div className="export-line">
        <label htmlFor={`${id}-of`} className="text-text2">
          Of
        </label>
        <select
          id={`${id}-of`}
          className="field sql-of"
          value={entry === undefined ? '' : keyOf(entry)}
          onChange={(event) => change({ chosen: event.target.value })}
        >
          {entries.map((each, index) => (
            <option key={keyOf(each)} value={keyOf(each)}>
              {names[index]}
            </option>
          ))}
        </select>
        <Segments label="Stretch" options={SPANS} value={span} onChange={(next) => change({ span: next })} />
      </div>
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
          disabled={isBusy || entry === undefined}
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
      {work.state.kind === 'ended' && work.state.outcome.kind === 'done' ? (
        <SqlResult answer={work.state.outcome} />
      ) : (
        <Help onExample={(example) => change({ sql: example })} />
      )}
      {work.state.kind === 'ended' && work.state.outcome.kind === 'failed' && (
        <Problem reason={work.state.outcome.reason} at={work.state.outcome.at} sql={sql} />
      )}
    </>
  );
}

function keyOf({ kind, id }: RecordingEntry): string {
  return `${kind}-${id}`;
}

function stateText(state: SqlState): string {
  if (state.kind === 'busy') {
    const { progress } = state;
    if (progress?.phase === 'running') return 'Asking …';
    return progress === undefined
      ? 'Starting …'
      : `Loading ${grouped(progress.done)} of ${grouped(progress.total)} rows`;
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

function Help({ onExample }: { onExample: (sql: string) => void }) {
  return (
    <div className="sql-help">
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
    </div>
  );
}
