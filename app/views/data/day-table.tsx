/** Each day that is stored, newest first: rows and bytes of trades, books and the rest; and the question before one of them is erased. */
import { useId, useState, type KeyboardEvent } from 'react';
import { counted, grouped } from '../../format/number.ts';
import { bytes } from '../../format/units.ts';
import { Button } from '../../ui/button.tsx';
import { Segments, type SegmentOption } from '../../ui/segments.tsx';
import type { ErasedKind, StoredDay, StoredKind, StoredTable } from './stored-days.ts';

interface DayTableProps {
  /** `undefined` until it is measured. */
  readonly table: StoredTable | undefined;
  /** Nothing can be erased from this tab. */
  readonly isLocked: boolean;
  readonly onErase: (day: StoredDay, kind: ErasedKind) => Promise<void>;
}

const KINDS: readonly SegmentOption<ErasedKind>[] = [
  { value: 'both', text: 'Trades and books' },
  { value: 'trades', text: 'Trades' },
  { value: 'books', text: 'Books' },
];

export function DayTable({ table, isLocked, onErase }: DayTableProps) {
  /** The day that is asked about. */
  const [asked, setAsked] = useState<string>();
  const [kept, setKept] = useState<string>();
  const end = (day: StoredDay): void => {
    setAsked(undefined);
    setKept(day.name);
  };
  return (
    <div className="stored-scroll" tabIndex={0} role="region" aria-label="Stored by day">
      <table className="stored-table num">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Trades</th>
            <th scope="col">Book rows</th>
            <th scope="col" title="Charts, gaps, alerts, the list of recordings, names of markets">
              Other rows
            </th>
            <th scope="col">
              <span className="sr-only">Erase</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {table === undefined && (
            <tr>
              <td colSpan={5} className="text-text2">
                Measuring …
              </td>
            </tr>
          )}
          {table?.days.length === 0 && (
            <tr>
              <td colSpan={5} className="text-text2">
                Nothing is stored yet.
              </td>
            </tr>
          )}
          {table?.days.map((day) =>
            asked === day.name ? (
              <tr key={day.name}>
                <td colSpan={5}>
                  <EraseQuestion
                    day={day}
                    onKeep={() => end(day)}
                    onErase={async (kind) => {
                      await onErase(day, kind);
                      end(day);
                    }}
                  />
                </td>
              </tr>
            ) : (
              <tr key={day.name}>
                <th scope="row">{day.name}</th>
                <Cell of={day.trades} />
                <Cell of={day.books} />
                <Cell of={day.others} />
                <td>
                  {(day.trades !== undefined || day.books !== undefined) && (
                    <Button
                      isSmall
                      look="danger"
                      disabled={isLocked}
                      // The focus comes back to where the question was asked.
                      autoFocus={kept === day.name}
                      aria-label={`Erase ${day.name}`}
                      onClick={() => setAsked(day.name)}
                    >
                      Erase…
                    </Button>
                  )}
                </td>
              </tr>
            ),
          )}
        </tbody>
        {table !== undefined && table.days.length > 0 && (
          <tfoot>
            <tr>
              <th scope="row">Names of markets</th>
              <td />
              <td />
              <Cell of={table.undated} />
              <td />
            </tr>
            <tr>
              <th scope="row">All of it</th>
              <td colSpan={3}>
                {counted(table.total.rows, 'row')}, <b>{bytes(table.total.bytes)}</b>
              </td>
              <td />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Cell({ of }: { of: StoredKind | undefined }) {
  if (of === undefined || of.rows === 0) return <td className="text-text3">–</td>;
  return (
    <td>
      {grouped(of.rows)} <span className="stored-bytes">{bytes(of.bytes)}</span>
    </td>
  );
}

interface EraseQuestionProps {
  readonly day: StoredDay;
  readonly onKeep: () => void;
  readonly onErase: (kind: ErasedKind) => Promise<void>;
}

function EraseQuestion({ day, onKeep, onErase }: EraseQuestionProps) {
  const [kind, setKind] = useState<ErasedKind>('both');
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const goes = [kind === 'books' ? undefined : day.trades, kind === 'trades' ? undefined : day.books];
  const size = goes.reduce((sum, parts) => sum + (parts?.bytes ?? 0), 0);
  const erase = async (): Promise<void> => {
    setBusy(true);
    await onErase(kind);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !isBusy) onKeep();
  };
  return (
    <div
      className="removable"
      role="alertdialog"
      aria-label={`Erase ${day.name}`}
      aria-describedby={id}
      data-escape
      onKeyDown={onKeyDown}
    >
      <div className="stored-question">
        <p>
          Erase <b>{day.name}</b> for good?
        </p>
        <Segments label="What is erased" options={KINDS} value={kind} onChange={setKind} />
        <p id={id} className="text-text2">
          Up to {bytes(size)} go from the disk; what a pinned recording covers stays. This cannot be taken
          back. What this page has received stays on the screen until it is reloaded.
        </p>
      </div>
      <div className="recording-acts">
        <Button isSmall look="danger" disabled={isBusy || size === 0} onClick={() => void erase()}>
          {isBusy ? 'Erasing…' : 'Erase'}
        </Button>
        <Button isSmall autoFocus disabled={isBusy} onClick={onKeep}>
          Keep
        </Button>
      </div>
    </div>
  );
}
