/** The list of recordings: name, when, what is in it; replay, pin, remove. A session's name is a field that is written in place. */
import { useState } from 'react';
import { Switch } from 'radix-ui';
import { MAX_SESSION_TICKERS } from '#contract/rows.ts';
import type { RecordingEntry, RecordingVerbs } from '../../boot/recording-verbs.ts';
import { compact, counted, grouped } from '../../format/number.ts';
import type { Clock } from '../../format/time.ts';
import { useSession, useStatus } from '../../state/flowboard-context.tsx';
import { useClock } from '../../state/reading.ts';
import { recordingViewOf } from '../../state/recording.ts';
import { Button } from '../../ui/button.tsx';
import { RecordedBooks } from './recorded-books.tsx';
import { fetchedWords, gapWords, nameOf, spanOf } from './recording-name.ts';
import { Removable } from './removable.tsx';
import type { RecordingList } from './use-recordings.ts';

interface RecordingsTabProps {
  readonly verbs: RecordingVerbs;
  readonly list: RecordingList;
  readonly onReplay: (entry: RecordingEntry) => void;
}

/** Longer names would not fit anywhere. */
const MAX_NAME = 80;

export function RecordingsTab({ verbs, list, onReplay }: RecordingsTabProps) {
  const { entries, problem, change } = list;
  const clock = useClock();
  return (
    <>
      <RecordedBooks />
      <NewSession onStart={(name) => void change(verbs.startSession(name))} />
      {problem !== '' && (
        <p role="alert" className="text-err">
          {problem}
        </p>
      )}
      {entries?.length === 0 && (
        <p className="text-text2">
          Nothing is recorded yet. It begins by itself as soon as the exchange says something.
        </p>
      )}
      <ul className="recordings" aria-label="Recordings">
        {entries?.map((entry) => (
          <li key={`${entry.kind}-${entry.id}`} className="recording">
            <Removable
              name={nameOf(entry, clock)}
              entry={entry}
              verbs={verbs}
              onRemove={(options) => change(verbs.remove(entry, options))}
            >
              {(removeButton) => (
                <>
                  <div className="min-w-0">
                    {entry.kind === 'session' ? (
                      <NameField entry={entry} onRename={(name) => void change(verbs.rename(entry, name))} />
                    ) : (
                      <b className="break-words">{nameOf(entry, clock)}</b>
                    )}
                    <p className="num text-text2">
                      {entry.kind === 'import' && 'Imported · '}
                      {spanOf(entry, clock)}
                      {entry.isRunning && <RunningMark />}
                    </p>
                    <p className="num text-text3">{contents(entry, clock)}</p>
                  </div>
                  <div className="recording-acts">
                    {entry.kind === 'session' && (
                      <Pin entry={entry} onPin={(isPinned) => void change(verbs.pin(entry, isPinned))} />
                    )}
                    {removeButton}
                    <Button
                      isSmall
                      look="strong"
                      onClick={() => onReplay(entry)}
                      aria-label={`Replay ${nameOf(entry, clock)}`}
                    >
                      Replay
                    </Button>
                  </div>
                </>
              )}
            </Removable>
          </li>
        ))}
      </ul>
    </>
  );
}

function Pin({ entry, onPin }: { entry: RecordingEntry; onPin: (isPinned: boolean) => void }) {
  const clock = useClock();
  return (
    <label className="flex items-center gap-1 text-text2" title="Pinned recordings outlive the retention">
      Pin
      <Switch.Root
        className="switch"
        checked={entry.isPinned}
        onCheckedChange={onPin}
        aria-label={`Pin ${nameOf(entry, clock)}`}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </label>
  );
}

/** Beside the one to which more is added; a word of its own where nothing comes in just now. */
function RunningMark() {
  const status = useStatus();
  const pairing = useSession((session) => session.pairing);
  const isRunning = status !== undefined && recordingViewOf(status, pairing).isRunning;
  return (
    <span className="recording-now" data-running={isRunning}>
      {isRunning ? 'recording now' : 'not recording now'}
    </span>
  );
}

function contents(entry: RecordingEntry, clock: Clock): string {
  const { trades, tickers, bookChanges, gaps, leftOut, removedUpTo } = entry;
  const changes =
    bookChanges === undefined ? '' : ` (${counted(bookChanges, 'change', compact(bookChanges))})`;
  const more = tickers.length === MAX_SESSION_TICKERS ? ' or more' : '';
  const books =
    tickers.length === 0 ? 'no books' : `books of ${counted(tickers.length, 'market')}${more}${changes}`;
  const missing = leftOut === 0 ? '' : `, ${grouped(leftOut)} left out`;
  const words = `${counted(trades, 'trade')}, ${books}, ${gapWords(gaps)}${missing}`;
  return [
    words,
    fetchedWords(entry, clock),
    removedUpTo === undefined
      ? undefined
      : `counted as it was recorded: up to ${clock.dayMinute(removedUpTo)} ${clock.zone(removedUpTo)} some of it has been removed since`,
  ]
    .filter((part) => part !== undefined)
    .join('; ');
}

function NameField({ entry, onRename }: { entry: RecordingEntry; onRename: (name: string) => void }) {
  const [draft, setDraft] = useState<string>();
  const clock = useClock();
  const end = (): void => {
    if (draft !== undefined && draft.trim() !== entry.name) onRename(draft.trim());
    setDraft(undefined);
  };
  return (
    <input
      className="recording-name"
      data-escape={draft !== undefined || undefined}
      aria-label="Name"
      maxLength={MAX_NAME}
      placeholder={nameOf({ ...entry, name: '' }, clock)}
      value={draft ?? entry.name}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={end}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}

function NewSession({ onStart }: { onStart: (name: string) => void }) {
  const [name, setName] = useState('');
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onStart(name.trim());
        setName('');
      }}
    >
      <input
        className="field min-w-0 flex-1"
        aria-label="Name of a new recording"
        placeholder="Name of a new recording"
        maxLength={MAX_NAME}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" className="button">
        Start a new one now
      </button>
    </form>
  );
}
