/** The price paths of an event's markets as columns of one chart: all on the same steps of time. Pure. */
import type { EventFrame, EventMarket } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { ChartRow } from '../../charts/chart-table.tsx';
import { priceAt } from '../../charts/columns.ts';
import type { PriceWords } from '../../format/price-words.ts';
import type { Clock } from '../../format/time.ts';
import { eventNames } from './event-names.ts';

export interface EventLine {
  readonly ticker: Ticker;
  readonly name: string;
  /** No trade in this time: its last known price from before. */
  readonly isFromBefore: boolean;
  /** At each step, of the outcome that is read first, 1e-4 dollar; null before the first trade that is known, and from a gap to the next trade. */
  readonly prices: readonly (number | null)[];
}

export interface EventLines {
  /** ms, ascending. */
  readonly times: readonly number[];
  /** Dearest first. */
  readonly lines: readonly EventLine[];
  /** Markets with a price that have no line here. */
  readonly others: number;
  /** Names of the markets without a trade in this time and without a price from before. */
  readonly silent: readonly string[];
}

/** Steps of the time axis: finer than the eye needs, coarse enough to walk with the arrow keys. */
const STEPS = 120;
/** More lines than these nobody can tell apart. */
const MOST_LINES = 12;

/** Returns the paths of the markets dearest in the prices of `words`, between `from` and `to` (ms). */
export function eventLines(
  { markets, eventTitle, gaps }: EventFrame,
  from: number,
  to: number,
  words: PriceWords,
): EventLines {
  const times = timesOf(from, to, gaps);
  const nameOf = eventNames(markets, eventTitle);
  const paths = markets
    .map((market) => ({ market, prices: heldPrices(market.points, times, words) }))
    .sort((a, b) => lastOf(b.market, words) - lastOf(a.market, words) || b.market.volume - a.market.volume);
  const priced = paths.filter(({ prices }) => prices.some((price) => price !== null));
  const lines = priced.slice(0, MOST_LINES).map(({ market: { label, points }, prices }) => ({
    ticker: label.ticker,
    name: nameOf(label.ticker),
    isFromBefore: !hasTraded(points, from),
    prices,
  }));
  const silent = paths.filter((path) => !priced.includes(path) && !hasTraded(path.market.points, from));
  return {
    times,
    lines,
    others: priced.length - lines.length,
    silent: silent.map(({ market }) => nameOf(market.label.ticker)),
  };
}

/** Returns whether a path holds a trade later than `from` (ms); a gap is none. */
export function hasTraded({ at, yesPrice }: EventMarket['points'], from: number): boolean {
  return at.some((time, i) => time >= from && yesPrice[i] !== 0);
}

/** Returns what the lines are, and which markets have none. */
export function legendWords({ lines, others, silent }: EventLines, hasGaps: boolean): string {
  const parts = [
    others > 0
      ? `The ${lines.length} dearest; ${others} more have a price.`
      : lines.length === 0
        ? ''
        : hasGaps
          ? 'Each line is the last price of a market. Where a line breaks, trades may be missing.'
          : 'Each line is the last price of a market, held until its next trade.',
    lines.some(({ isFromBefore }) => isFromBefore)
      ? 'Dashed: no trades in this range, the last known price from before.'
      : '',
    silent.length > 0 ? `No trades in this range: ${silent.join(', ')}.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Returns one step of the chart in words; the lines hold prices of the outcome of `words`. */
export function lineWords({ lines }: EventLines, index: number, time: string, words: PriceWords): string {
  const prices = lines.flatMap(({ name, prices: path }) => {
    const price = path[index];
    return price === null || price === undefined ? [] : `${name} ${words.own(priceAt([price], 0))}`;
  });
  return `${time}: ${prices.length === 0 ? 'no trade known' : prices.join(', ')}`;
}

/** Steps, and the edges of the gaps: a line ends exactly where one begins. */
function timesOf(from: number, to: number, gaps: EventFrame['gaps']): readonly number[] {
  const steps = Array.from({ length: STEPS + 1 }, (_, i) => from + ((to - from) * i) / STEPS);
  const edges = gaps.flatMap((gap) => [gap.from, gap.to]).filter((edge) => edge > from && edge < to);
  return [...new Set([...steps, ...edges])].sort((a, b) => a - b);
}

/** Returns the same as a row of the table. */
export function lineRow(
  { times, lines }: EventLines,
  index: number,
  clock: Pick<Clock, 'second'>,
  words: PriceWords,
): ChartRow {
  const prices = lines.map(({ prices: path }) => path[index] ?? null);
  return {
    key: index,
    head: clock.second(times[index] ?? 0),
    cells: prices.every((price) => price === null)
      ? 'no trade known'
      : prices.map((price) => (price === null ? 'not known' : words.own(priceAt([price], 0)))),
  };
}

function lastOf({ last }: EventMarket, words: PriceWords): number {
  return last === undefined ? -1 : words.seen(last);
}

/** A price holds until the next trade or gap. */
function heldPrices(
  { at, yesPrice }: EventMarket['points'],
  times: readonly number[],
  words: PriceWords,
): readonly (number | null)[] {
  let next = 0;
  let held: number | null = null;
  return times.map((time) => {
    for (; next < at.length && (at[next] ?? 0) <= time; next++)
      // Nothing is what a gap looks like.
      held = (yesPrice[next] ?? 0) === 0 ? null : words.seen(priceAt(yesPrice, next));
    return held;
  });
}
