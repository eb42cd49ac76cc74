/** Whose books are recorded right now and what that costs, with the rule that chooses them. */
import { useEffect, useId, useState } from 'react';
import type { RecordedBook } from '#contract/market.ts';
import { counted } from '../../format/number.ts';
import { useFlowboard, useIsFollower, useSession } from '../../state/flowboard-context.tsx';
import { tell } from '../../state/tell.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { bytesPerChange, changesWords, hourWords, totalChanges } from './recording-cost.ts';

const EVERY_MS = 2_000;
/** The exchange's one subscription takes as many. */
const MOST_BOOKS = 500;
const LIMITS = `0 to ${MOST_BOOKS}`;

const STATES: Readonly<Record<RecordedBook['state'], string>> = {
  waiting: 'asking',
  exact: 'in sync',
  stale: 'rebuilding',
  none: 'no book',
};
const ENDS: Readonly<Record<NonNullable<RecordedBook['ended']>, string>> = {
  closed: 'ended: closed',
  determined: 'ended: determined',
  settled: 'ended: settled',
  gone: 'ended: not listed any more',
};

export function RecordedBooks() {
  const flowboard = useFlowboard();
  const recording = useSession((session) => session.settings.recording);
  const isFollower = useIsFollower();
  const { books, cost } = useRecordedBooks();
  const [refused, setRefused] = useState<string>();
  const id = useId();
  const total = totalChanges(books);
  return (
    <section aria-label="Recording now" className="recorded-books">
      <div className="data-line">
        <label htmlFor={id}>Record the books of the</label>
        <fieldset disabled={isFollower} className="contents">
          <NumberField
            id={id}
            value={recording.mostActive}
            min={0}
            max={MOST_BOOKS}
            describedBy={`${id}-limit`}
            onRefuse={setRefused}
            onCommit={(mostActive) =>
              tell(flowboard.updateSettings({ recording: { ...recording, mostActive } }))
            }
          />
        </fieldset>
        <span>most active markets</span>
        <span
          id={`${id}-limit`}
          role="status"
          className={`num ${refused === undefined ? 'text-text3' : 'text-warn'}`}
        >
          {refused === undefined
            ? `(${LIMITS})`
            : `${refused || 'An empty field'} is not a whole number from ${LIMITS}: nothing was changed`}
        </span>
      </div>
      <p className="text-text2">
        Looked at every ten seconds; the books of markets you pin with a star are recorded too. Trades of all
        markets always are.
      </p>
      <details>
        <summary className="num">
          Now: {counted(books.length, 'book')},{' '}
          {total === undefined
            ? 'what they take is being measured'
            : `${changesWords(total)} changes a minute, about ${hourWords(total, cost)} an hour`}
        </summary>
        <div className="recorded-scroll">
          <table className="recorded-table num">
            <thead>
              <tr>
                <th scope="col">Market</th>
                <th scope="col">Why</th>
                <th scope="col">Book</th>
                <th scope="col">Changes a minute</th>
                <th scope="col">An hour</th>
              </tr>
            </thead>
            <tbody>
              {books.map(({ ticker, name, reason, state, ended, changesPerMinute }) => (
                <tr key={ticker}>
                  <td title={ticker}>{name}</td>
                  <td>{reason === 'chosen' ? 'pinned' : 'active'}</td>
                  <td>{ended === undefined ? STATES[state] : ENDS[ended]}</td>
                  <td>{changesWords(changesPerMinute)}</td>
                  <td>{hourWords(changesPerMinute, cost)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

interface RecordedNow {
  readonly books: readonly RecordedBook[];
  /** Bytes a change takes on this disk. */
  readonly cost: number;
}

function useRecordedBooks(): RecordedNow {
  const flowboard = useFlowboard();
  const [now, setNow] = useState<RecordedNow>({ books: [], cost: bytesPerChange(undefined) });
  useEffect(() => {
    let isGone = false;
    const read = async (): Promise<void> => {
      const [books, status] = await Promise.all([flowboard.recordedBooks(), flowboard.storeStatus()]);
      if (!isGone) setNow({ books, cost: bytesPerChange(status) });
    };
    const readQuietly = (): void => void read().catch(() => undefined);
    readQuietly();
    const timer = setInterval(readQuietly, EVERY_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [flowboard]);
  return now;
}
