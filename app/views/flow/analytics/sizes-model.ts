/** What the histogram of trade sizes says and draws: names of the classes, chart columns, totals, read-outs. Pure. */
import type { TradeSizes } from '#contract/frames.ts';
import { SIZE_CLASSES } from '#core/market/trade-sizes.ts';
import { ONE_CONTRACT } from '#core/units/quantity.ts';
import type { ChartData } from '../../../charts/chart.tsx';
import { counted, grouped, share } from '../../../format/number.ts';
import type { TotalLine } from './analytics-model.ts';

/** From here a trade is large, as on the tape. */
const LARGE = 1_000 * ONE_CONTRACT;

/** Returns the chart's columns: number of the class, trades of YES takers, trades of NO takers (negative). */
export function sizeColumns({ yes, no }: TradeSizes): ChartData {
  return [Float64Array.from(yes.keys()), yes, no.map((count) => -count)];
}

/** Returns the least size of class `index` as an axis has room for it: "<1", "5", "10k". */
export function classLabel(index: number): string {
  if (index === 0) return '<1';
  const from = leastOf(index);
  const text = from >= 1_000 ? `${from / 1_000}k` : String(from);
  return index === SIZE_CLASSES.length - 1 ? `${text}+` : text;
}

/** Returns class `index` in words, without its unit: "under 1", "5 to under 10", "50,000 or more". */
export function className(index: number): string {
  if (index === 0) return 'under 1';
  if (index === SIZE_CLASSES.length - 1) return `${grouped(leastOf(index))} or more`;
  return `${grouped(leastOf(index))} to under ${grouped(leastOf(index + 1))}`;
}

/** Returns how many trades there are, of both sides. */
export function tradesIn({ yes, no }: TradeSizes): number {
  return sum(yes) + sum(no);
}

/** Returns the totals at the side of the chart. */
export function sizeTotals(sizes: TradeSizes): readonly TotalLine[] {
  const { yes, no } = sizes;
  const trades = tradesIn(sizes);
  const large = SIZE_CLASSES.findIndex((least) => least >= LARGE);
  const largeTrades = sum(yes.subarray(large)) + sum(no.subarray(large));
  const plain = (name: string, value: string, full = ''): TotalLine => ({ name, value, full });
  const classLine = (name: string, index: number | undefined, full: string): TotalLine =>
    index === undefined ? plain(name, '–') : plain(name, className(index).replace(' to under ', '–<'), full);
  const median = medianClass(sizes);
  return [
    plain('Trades', grouped(trades), 'Each print of a sweep is one trade'),
    classLine('Median size', median, 'The class of the trade in the middle, contracts'),
    classLine('Most common', mostCommon(sizes), 'The class with most trades, contracts'),
    plain('1,000 and more', `${grouped(largeTrades)} · ${share(largeTrades, trades)}`, 'Trades so large'),
    plain('YES taker share', share(sum(yes), trades), 'Of the trades, whatever their size'),
  ];
}

/** Returns what the class at `index` says, as one sentence. */
export function sizeSentence({ yes, no }: TradeSizes, index: number): string {
  const both = (yes[index] ?? 0) + (no[index] ?? 0);
  return `${className(index)} contracts: ${counted(both, 'trade')}, YES ${grouped(yes[index] ?? 0)}, NO ${grouped(no[index] ?? 0)}`;
}

/** The class of the trade in the middle by size, the lower one of two; `undefined` without trades. */
function medianClass(sizes: TradeSizes): number | undefined {
  const half = tradesIn(sizes) / 2;
  if (half === 0) return undefined;
  let trades = 0;
  for (const [index, count] of sizes.yes.entries()) {
    trades += count + (sizes.no[index] ?? 0);
    if (trades >= half) return index;
  }
  return undefined;
}

/** The class with most trades, the smaller one of two; `undefined` without trades. */
function mostCommon(sizes: TradeSizes): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (const [index, count] of sizes.yes.entries()) {
    const both = count + (sizes.no[index] ?? 0);
    if (both > most) [best, most] = [index, both];
  }
  return best;
}

function leastOf(index: number): number {
  return (SIZE_CLASSES[index] ?? 0) / ONE_CONTRACT;
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
