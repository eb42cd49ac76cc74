/**
 * The treemap's data as a table: the equal way for those who do not see tiles, and the one with exact numbers. Values move
 * once a second, with their cards where they have one; what is pinned is on top, the other rows keep their order for 30 s, and
 * longer while pointer or focus is inside.
 */
import { memo, useState } from 'react';
import type { HeatFrame, HotMarket } from '#contract/frames.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { grouped, share, lastMinutes, counted } from '../../../format/number.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { whenNamedAlike } from '../../../format/when-apart.ts';
import { contracts, netFlow, points, contractsCounted } from '../../../format/units.ts';
import { useFrames } from '../../../state/flowboard-context.tsx';
import { usePins } from '../../../state/pins.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { selectMarket } from '../../../state/selection.ts';
import { Button } from '../../../ui/button.tsx';
import { DirectionGlyph } from '../../../ui/glyphs.tsx';
import { PinnedMark } from '../../../ui/star.tsx';
import { orderOf, sortBy, type HeatColumn, type HeatSort } from './heat-order.ts';
import { RANK_EVERY_MS } from './heat-rank.ts';
import './heat-table.css';

const COLUMNS: readonly (readonly [HeatColumn, (words: PriceWords) => string])[] = [
  ['name', () => 'Market'],
  ['category', () => 'Category'],
  ['price', (words) => words.head],
  ['change', () => 'Change, pt'],
  ['volume', () => 'Contracts'],
  ['share', () => 'YES taker'],
  ['flow', () => 'Net flow'],
  ['trades', () => 'Trades'],
];

interface Order {
  readonly sort: HeatSort;
  readonly tickers: readonly Ticker[];
  readonly orderedAt: number;
  /** Prices of the other outcome are in another order. */
  readonly outcome: Outcome;
}

export function HeatTable({ frame, windowMinutes }: { frame: HeatFrame; windowMinutes: number }) {
  const at = useFrames((frames) => frames.heat?.at ?? 0);
  const words = useWords();
  const { outcome } = words;
  const [isHeld, setHeld] = useState(false);
  const [order, setOrder] = useState<Order>(() => orderNow({ column: 'volume', isAscending: false }));
  const isDue = at - order.orderedAt >= RANK_EVERY_MS;
  if ((isDue && !isHeld) || order.outcome !== outcome) setOrder(orderNow(order.sort));

  function orderNow(sort: HeatSort): Order {
    return { sort, tickers: orderOf(frame.tiles, sort, outcome), orderedAt: at, outcome };
  }

  const markets = new Map(frame.tiles.map((market) => [market.label.ticker, market]));
  const when = whenNamedAlike(
    frame.tiles.map(({ label }) => label),
    useClock(),
  );
  const pins = usePins();
  const rows = [...new Set([...pins.list, ...order.tickers, ...markets.keys()])];
  return (
    <div
      className="heat-table-scroll"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <table className="heat-table">
        <caption className="sr-only">
          Hot markets of {lastMinutes(windowMinutes)}. Rows keep their order for 30 seconds.
        </caption>
        <thead>
          <tr>
            {COLUMNS.map(([column, text]) => (
              <th key={column} scope="col" aria-sort={ariaSort(order.sort, column)}>
                <button type="button" onClick={() => setOrder(orderNow(sortBy(order.sort, column)))}>
                  {text(words)}
                  {order.sort.column === column && (order.sort.isAscending ? ' ↑' : ' ↓')}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {rows.map((ticker) => {
            const market = markets.get(ticker);
            return market === undefined ? null : (
              <HeatRow
                key={ticker}
                market={market}
                when={when.get(ticker)?.full}
                words={words}
                isPinned={pins.has(ticker)}
              />
            );
          })}
        </tbody>
      </table>
      <p className="heat-table-note num">
        {frame.othersCount > 0 &&
          `${counted(frame.othersCount, 'more market')} traded ${contractsCounted(frame.othersVolume)}. `}
        {isHeld && isDue && (
          <>
            The order is held while you are here.{' '}
            <Button isSmall onClick={() => setOrder(orderNow(order.sort))}>
              Sort now
            </Button>
          </>
        )}
      </p>
    </div>
  );
}

interface HeatRowProps {
  readonly market: HotMarket;
  /** Where another row has the same name. */
  readonly when: string | undefined;
  readonly words: PriceWords;
  readonly isPinned: boolean;
}

const HeatRow = memo(function HeatRow({ market, when, words, isPinned }: HeatRowProps) {
  const { label, yesPrice, volume, yesVolume, trades } = market;
  const change = words.change(market.change);
  return (
    <tr>
      <td>
        <button type="button" title={label.title} onClick={() => selectMarket(label.ticker)}>
          {isPinned && <PinnedMark />}
          {label.name}
          {when !== undefined && ` · ${when}`}
        </button>
      </td>
      <td>{label.category}</td>
      <td title={words.exactOf(yesPrice)}>{words.of(yesPrice)}</td>
      <td>
        <DirectionGlyph change={change} /> {points(change)}
      </td>
      <td>{contracts(volume)}</td>
      <td>{share(yesVolume, volume)}</td>
      <td>{netFlow(market.netFlow)}</td>
      <td>{grouped(trades)}</td>
    </tr>
  );
});

function ariaSort(sort: HeatSort, column: HeatColumn): 'ascending' | 'descending' | 'none' {
  return sort.column !== column ? 'none' : sort.isAscending ? 'ascending' : 'descending';
}
