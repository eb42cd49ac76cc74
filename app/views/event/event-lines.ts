/** The price paths of an event's markets as columns of one chart: all on the same steps of time. Pure. */
import type { EventFrame, EventMarket } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { priceAt } from '../../charts/columns.ts';
import { cents } from '../../format/units.ts';
import { nameWithin } from './event-model.ts';

export interface EventLine {
  readonly ticker: Ticker;
  readonly name: string;
  /** At each step, 1e-4 dollar; null before the first trade that is known, and from a gap to the next trade. */
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

/** Returns the paths of the dearest markets between `from` and `to` (ms). */
export function eventLines({ markets, eventTitle }: EventFrame, from: number, to: number): EventLines {
  const times = Array.from({ length: STEPS + 1 }, (_, i) => from + ((to - from) * i) / STEPS);
  const traded = markets
    .filter(({ points }) => points.at.length > 0)
    .sort((a, b) => (b.last ?? 0) - (a.last ?? 0) || b.volume - a.volume);
  const lines = traded.slice(0, MOST_LINES).map(({ label, points }) => ({
    ticker: label.ticker,
    name: nameWithin(label.name, eventTitle),
    prices: heldPrices(points, times),
  }));
  return { times, lines, others: traded.length - lines.length };
}

/** Returns one step of the chart in words. */
export function lineWords({ lines }: EventLines, index: number, time: string): string {
  const prices = lines.flatMap(({ name, prices: path }) => {
    const price = path[index];
    return price === null || price === undefined ? [] : `${name} ${cents(priceAt([price], 0))}`;
  });
  return `${time}: ${prices.length === 0 ? 'no trade known' : prices.join(', ')}`;
}

/** A price holds until the next trade or gap. */
function heldPrices(
  { at, yesPrice }: EventMarket['points'],
  times: readonly number[],
): readonly (number | null)[] {
  let next = 0;
  let held: number | null = null;
  return times.map((time) => {
    for (; next < at.length && (at[next] ?? 0) <= time; next++) held = (yesPrice[next] ?? 0) || null;
    return held;
  });
}
