/** The price paths of an event's markets as columns of one chart: all on the same steps of time. Pure. */
import type { EventFrame, EventMarket } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { ChartRow } from '../../charts/chart-table.tsx';
import { priceAt } from '../../charts/columns.ts';
import type { PriceWords } from '../../format/price-words.ts';
import type { Clock } from '../../format/time.ts';
import { nameWithin } from './event-model.ts';

export interface EventLine {
  readonly ticker: Ticker;
  readonly name: string;
  /** At each step, of the outcome that is read first, 1e-4 dollar; null before the first trade that is known, and from a gap to the next trade. */
  readonly prices: readonly (number | null)[];
}

export interface EventLines {
  /** ms, ascending. */
  readonly times: readonly number[];
  /** Dearest first. */
  readonly lines: readonly EventLine[];
  /** Markets that traded but have no line here. */
  readonly others: number;
}

/** Steps of the time axis: finer than the eye needs, coarse enough to walk with the arrow keys. */
const STEPS = 120;
/** More lines than these nobody can tell apart. */
const MOST_LINES = 12;

/** Returns the paths of the markets dearest in the prices of `words`, between `from` and `to` (ms). */
export function eventLines(
  { markets, eventTitle }: EventFrame,
  from: number,
  to: number,
  words: PriceWords,
): EventLines {
  const times = Array.from({ length: STEPS + 1 }, (_, i) => from + ((to - from) * i) / STEPS);
  const traded = markets
    .filter(({ points }) => points.at.length > 0)
    .sort((a, b) => lastOf(b, words) - lastOf(a, words) || b.volume - a.volume);
  const lines = traded.slice(0, MOST_LINES).map(({ label, points }) => ({
    ticker: label.ticker,
    name: nameWithin(label.name, eventTitle),
    prices: heldPrices(points, times, words),
  }));
  return { times, lines, others: traded.length - lines.length };
}

/** Returns one step of the chart in words; the lines hold prices of the outcome of `words`. */
export function lineWords({ lines }: EventLines, index: number, time: string, words: PriceWords): string {
  const prices = lines.flatMap(({ name, prices: path }) => {
    const price = path[index];
    return price === null || price === undefined ? [] : `${name} ${words.own(priceAt([price], 0))}`;
  });
  return `${time}: ${prices.length === 0 ? 'no trade known' : prices.join(', ')}`;
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
