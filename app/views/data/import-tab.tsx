/** Bring a recording in: pick or drop a file, see how far it is, and in the end what came in or what is wrong and where. */
import { useRef, useState, type DragEvent } from 'react';
import type { ImportOutcome } from '#contract/query.ts';
import type { RecordingEntry, RecordingVerbs, RemoveOptions } from '../../boot/recording-verbs.ts';
import { counted, grouped } from '../../format/number.ts';
import { bytes } from '../../format/units.ts';
import { launchedFiles } from '../../state/launched.ts';
import { useClock } from '../../state/reading.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressRow } from './progress-row.tsx';
import { gapWords, spanOf } from './recording-name.ts';
import { Removable } from './removable.tsx';
import type { ImportState, ImportWork } from './use-import.ts';
import type { RecordingList } from './use-recordings.ts';

interface ImportTabProps {
  readonly work: ImportWork;
  readonly list: RecordingList;
  readonly verbs: RecordingVerbs;
  readonly onReplay: (entry: RecordingEntry) => void;
}

export function ImportTab({ work, list, verbs, onReplay }: ImportTabProps) {
  const { state, start, cancel } = work;
  const isBusy = state.kind === 'busy';
  const inLine = useStore(launchedFiles);
  return (
    <>
      <DropZone isDisabled={isBusy} onFile={start} />
      <div className="export-outcome num" aria-live="polite">
        {isBusy && <Busy state={state} onCancel={cancel} />}
        {inLine.length > 0 && (
          <p className="text-text2">
            {isBusy ? 'Next' : 'Waiting for the recorder to start'}:{' '}
            {inLine.map(({ name }) => name).join(', ')}
          </p>
        )}
        {state.kind === 'ended' && (
          <Ended
            name={state.name}
            outcome={state.outcome}
            entry={list.entries?.find(({ kind, id }) => kind === 'import' && id === state.id)}
            onReplay={onReplay}
            verbs={verbs}
            onRemove={(entry, options) => list.change(verbs.remove(entry, options))}
          />
        )}
        {list.problem !== '' && (
          <p role="alert" className="text-err">
            {list.problem}
          </p>
        )}
      </div>
    </>
  );
}

function DropZone({ isDisabled, onFile }: { isDisabled: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined && !isDisabled) onFile(file);
  };
  return (
    <div
      className="drop-zone"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <p>Drop a file here, or</p>
      <Button disabled={isDisabled} onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Recording to import"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <p className="text-text3">
        A SQLite file that Flowboard exported, or a raw recording: one JSON frame a line, plain or gzip.
      </p>
    </div>
  );
}

function Busy({ state, onCancel }: { state: Extract<ImportState, { kind: 'busy' }>; onCancel: () => void }) {
  const { progress, name } = state;
  return (
    <ProgressRow label="Import" done={progress?.done ?? 0} total={progress?.total ?? 0} onCancel={onCancel}>
      {name}
      {progress !== undefined &&
        ` · ${bytes(progress.done)} of ${bytes(progress.total)} · ${counted(progress.trades, 'trade')}, ${counted(progress.bookChanges, 'change')} of books`}
    </ProgressRow>
  );
}

interface EndedProps {
  readonly name: string;
  readonly outcome: ImportOutcome;
  /** Of the list; `undefined` until the list was read again, or when it was removed. */
  readonly entry: RecordingEntry | undefined;
  readonly onReplay: (entry: RecordingEntry) => void;
  readonly verbs: RecordingVerbs;
  readonly onRemove: (entry: RecordingEntry, options: RemoveOptions) => Promise<boolean>;
}

function Ended({ name, outcome, entry, verbs, onReplay, onRemove }: EndedProps) {
  const clock = useClock();
  if (outcome.kind === 'cancelled') return <p className="text-text2">Cancelled. Nothing was imported.</p>;
  if (outcome.kind === 'failed')
    return (
      <p role="alert" className="break-words text-err">
        <b>{name}</b> was not imported, and nothing was changed. {outcome.reason}
      </p>
    );
  const { trades, bookChanges, gaps, rejected, fromMs, toMs, tickers, remarks } = outcome;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 break-words">
          <b>{name}</b>
          <br />
          <span className="text-text2">
            {counted(trades, 'trade')}, {counted(bookChanges, 'change')} of books of{' '}
            {counted(tickers.length, 'market')}, {gapWords(gaps)}, {grouped(rejected)} left out
          </span>
          <br />
          <span className="text-text2">{spanOf({ from: fromMs, to: toMs }, clock)}</span>
        </p>
        {entry !== undefined && (
          <Removable name={name} entry={entry} verbs={verbs} onRemove={(options) => onRemove(entry, options)}>
            {(removeButton) => (
              <div className="recording-acts">
                {removeButton}
                <Button isSmall look="strong" onClick={() => onReplay(entry)}>
                  Replay
                </Button>
              </div>
            )}
          </Removable>
        )}
      </div>
      {remarks.length > 0 && (
        <ul className="remarks" aria-label="Remarks">
          {remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
    </>
  );
}
