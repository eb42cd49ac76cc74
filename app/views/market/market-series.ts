/**
 * The drawer's chart columns from a market frame: one row per bar that traded, plus the edges of what is known. A price
 * holds until the next trade; inside a gap, and from its end to the next trade, it is unknown. Sums are exact integers.
 */
import type { MarketFrame } from '#contract/frames.ts';
import type { Money } from '#core/units/money.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';
import { priceAt, quantityAt, timeAt } from '../../charts/columns.ts';
import type { PriceWords } from '../../format/price-words.ts';

/** `edge`: left or right end of the span; `gap`: where our knowledge breaks off. Neither has volume of its own. */
export type RowKind = 'bar' | 'edge' | 'gap';

export interface MarketRow {
  readonly kind: RowKind;
  readonly at: UnixMs;
  readonly price: Price | undefined;
  readonly yesVolume: Quantity;
  readonly noVolume: Quantity;
  /** Since the left edge of the span. */
  readonly vwap: Price | undefined;
  readonly flow: Quantity;
}

/** Returns price per contract, rounded to 1e-4 dollar; `undefined` without volume. 1e-6 dollar by 1e-2 contract is 1e-4 dollar. */
export function vwapOf(notional: Money, volume: Quantity): Price | undefined {
  return volume > 0 ? priceAt([Math.round(notional / volume)], 0) : undefined;
}

/** Returns the rows of `frame`, times ascending and unique. */
export function marketRows(frame: MarketFrame): readonly MarketRow[] {
  const { bars, gaps, from, to } = frame;
  const none = quantityAt([], 0);
  const rows: MarketRow[] = [];
  let price: Price | undefined;
  let volume = 0;
  let notional = 0;
  let flow = 0;

  const push = (kind: RowKind, at: UnixMs, yesVolume: Quantity, noVolume: Quantity): void => {
    const last = rows.at(-1);
    if (last !== undefined && at <= last.at) return;
    const vwap = volume > 0 ? priceAt([Math.round(notional / volume)], 0) : undefined;
    rows.push({ kind, at, price, yesVolume, noVolume, vwap, flow: quantityAt([flow], 0) });
  };
  const pending = [...gaps].sort((a, b) => a.from - b.from);
  const breakAt = (until: number): void => {
    for (let gap = pending[0]; gap !== undefined && gap.from < until; gap = pending[0]) {
      pending.shift();
      price = undefined;
      if (gap.to > from) push('gap', timeAt([Math.max(gap.from, from + 1)], 0), none, none);
    }
  };

  const first = bars.startMs[0];
  if (first === undefined || first > from) push('edge', from, none, none);
  for (let index = 0; index < bars.startMs.length; index++) {
    const at = timeAt(bars.startMs, index);
    breakAt(at);
    const yesVolume = quantityAt(bars.yesVolume, index);
    const noVolume = quantityAt(bars.noVolume, index);
    price = priceAt(bars.close, index);
    volume += yesVolume + noVolume;
    notional += bars.notional[index] ?? 0;
    flow += yesVolume - noVolume;
    push('bar', at, yesVolume, noVolume);
  }
  breakAt(to);
  push('edge', to, none, none);
  return rows;
}

/** Returns the chart's columns: time, price, YES volume, NO volume, VWAP, cumulative flow; null where the price is unknown. Prices are of the outcome of `words`. */
export function chartColumns(rows: readonly MarketRow[], { seen }: Pick<PriceWords, 'seen'>) {
  const priced = (price: Price | undefined): number | null => (price === undefined ? null : seen(price));
  const column = <T>(take: (row: MarketRow) => T): T[] => rows.map(take);
  return [
    column((row): number => row.at),
    column((row): number | null => priced(row.price)),
    column((row): number => row.yesVolume),
    column((row): number => row.noVolume),
    column((row): number | null => (row.price === undefined ? null : priced(row.vwap))),
    column((row): number | null => (row.price === undefined ? null : row.flow)),
  ] satisfies [number[], ...(number | null)[][]];
}
