/**
 * The ladder's rows. Only those in view are in the document; each stands where its price stands, so nothing moves but numbers.
 * Owns the scrolling; what the rows say is ladder-grid.ts.
 */
import { useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { opposite, type Outcome } from '#core/units/outcome.ts';
import type { Price } from '#core/units/price.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { shortcutOf } from '../../../state/keys.ts';
import { useSize } from '../../../charts/use-size.ts';
import { SideGlyph } from '../../../ui/glyphs.tsx';
import { changedLevels, middleRow, type ChangedLevels, type LadderGrid } from './ladder-grid.ts';
import { LadderRow } from './ladder-row.tsx';
import { SpreadFollower } from './spread-follower.ts';
import { useHeld } from '../../../ui/use-held.ts';

const HEAD = 22;
/** Rows drawn beyond the edges, so that a quick scroll shows no hole. */
const SPARE = 6;

interface LadderTableProps {
  readonly grid: LadderGrid;
  readonly words: PriceWords;
  /** Height of a row, px. */
  readonly row: number;
  readonly first: Outcome;
  /** Changes when the rows are others, by choice or with the market's grid: nothing has flashed, the spread is centred. */
  readonly view: string;
  /** Each new number centres the spread. */
  readonly centred: number;
  /** Row of the last trade. */
  readonly lastRow: Price | undefined;
  readonly onCentre: () => void;
  readonly onSwap: () => void;
}

const KEYS = ['centreLadder', 'swapLadder'] as const;
const NOTHING: ChangedLevels = { bids: new Set(), asks: new Set() };

export function LadderTable(props: LadderTableProps) {
  const { grid, words, row, first, view, centred, lastRow } = props;
  const box = useRef<HTMLDivElement>(null);
  const [measure, { height }] = useSize();
  // The same function each time: another one would be measured afresh with every commit.
  const frame = useCallback(
    (element: HTMLDivElement | null) => {
      box.current = element;
      return measure(element);
    },
    [measure],
  );
  const [top, setTop] = useState(0);
  // Told where the rows are: to ask the element would lay the page out whenever the best prices move.
  const [follower] = useState(() => new SpreadFollower());
  const held = useHeld();
  const [shown, setShown] = useState({ grid, view, changed: NOTHING });
  if (shown.grid !== grid)
    setShown({ grid, view, changed: shown.view === view ? changedLevels(shown.grid, grid) : NOTHING });

  const middle = middleRow(grid);
  const room = height - HEAD;
  const most = Math.max(0, grid.prices.length * row - room);
  const wanted =
    middle === undefined ? undefined : Math.min(most, Math.max(0, (middle + 0.5) * row - room / 2));
  useLayoutEffect(() => {
    if (box.current === null) return;
    // Not the height: a line more of facts under the rows must not take a reader away from where they are.
    const mark = `${view} ${centred} ${row}`;
    const to = follower.follow({ wanted, room, mark, isHeld: held.isHeld });
    if (to === undefined) return;
    // In the frame and not here: to scroll lays the page out, and with what was just drawn that is one long task.
    requestAnimationFrame(() => {
      if (box.current !== null) box.current.scrollTop = to;
    });
  }, [follower, wanted, row, room, view, centred, held.isHeld]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const shortcut = shortcutOf(event, KEYS);
    if (shortcut === undefined) return;
    event.preventDefault();
    if (shortcut === 'centreLadder') props.onCentre();
    else props.onSwap();
  };
  const from = Math.max(0, Math.floor(top / row) - SPARE);
  const rows = grid.prices.slice(from, from + Math.ceil(Math.max(room, 0) / row) + 2 * SPARE);
  const { size, sum, traded } = largestOf(grid, rows);
  const other = opposite(first);
  return (
    <div
      ref={frame}
      role="table"
      tabIndex={0}
      aria-label={`Order book of every price, prices of ${first.toUpperCase()} first`}
      aria-rowcount={grid.prices.length + 1}
      className="rungs num"
      onScroll={(event) => {
        follower.scrolled(event.currentTarget.scrollTop);
        setTop(event.currentTarget.scrollTop);
      }}
      onKeyDown={onKeyDown}
      {...held.handlers}
    >
      <div role="rowgroup" className="rungs-head">
        <div role="row" aria-rowindex={1} className="rung">
          <span role="columnheader" title="Contracts traded at this price in the last ten minutes">
            Traded
          </span>
          <span role="columnheader" className={`side-${first}`}>
            <SideGlyph side={first} /> {first.toUpperCase()} bids
          </span>
          <span role="columnheader">{first.toUpperCase()}</span>
          <span role="columnheader" className={`side-${other}`}>
            <SideGlyph side={other} /> {other.toUpperCase()} bids
          </span>
          <span role="columnheader">{other.toUpperCase()}</span>
        </div>
      </div>
      <div role="rowgroup" className="rungs-body" style={{ height: grid.prices.length * row }}>
        {/* A row stands where it stands for as long as it lives: one that was used for another price would be seen to jump. */}
        {rows.map((price, index) => (
          <LadderRow
            key={from + index}
            price={price}
            index={from + index}
            height={row}
            words={words}
            first={first}
            bid={grid.bids.get(price)}
            ask={grid.asks.get(price)}
            best={price === grid.bestBid ? 'bid' : price === grid.bestAsk ? 'ask' : undefined}
            isInside={isInside(price, grid)}
            isLast={price === lastRow}
            traded={grid.traded.get(price)}
            isBidChanged={shown.changed.bids.has(price)}
            isAskChanged={shown.changed.asks.has(price)}
            scale={{ size, sum, traded }}
          />
        ))}
      </div>
    </div>
  );
}

function isInside(price: Price, { bestBid, bestAsk }: LadderGrid): boolean {
  return bestBid !== undefined && bestAsk !== undefined && price > bestBid && price < bestAsk;
}

/** The longest bars are of what is in view: the heaps at a cent and at 99 would make all others dots. */
function largestOf({ bids, asks, traded }: LadderGrid, rows: readonly Price[]) {
  const most = { size: 1, sum: 1, traded: 1 };
  for (const price of rows) {
    for (const level of [bids.get(price), asks.get(price)]) {
      most.size = Math.max(most.size, level?.size ?? 0);
      most.sum = Math.max(most.sum, level?.sum ?? 0);
    }
    most.traded = Math.max(most.traded, traded.get(price) ?? 0);
  }
  return most;
}
