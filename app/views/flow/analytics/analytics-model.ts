/**
 * What the analytics panel says and draws, from the frame's buckets: chart columns, totals, read-outs. Contracts are split
 * by the taker's side; trades and dollars come as one sum, and the panel says so.
 */
import type { AnalyticsBuckets, GapSpan } from '#contract/frames.ts';
import { ONE_CONTRACT, type Quantity } from '#core/units/quantity.ts';
import { moneyAt, quantityAt, timeAt } from '../../../charts/columns.ts';
import type { ChartData } from '../../../charts/chart.tsx';
import { compact, grouped, share, counted } from '../../../format/number.ts';
import type { Clock } from '../../../format/time.ts';
import {
  compactContracts,
  compactDollars,
  contracts,
  dollars,
  netFlow,
  contractsCounted,
} from '../../../format/units.ts';

export type AnalyticsUnit = 'contracts' | 'trades' | 'dollars';

/** Returns the chart's columns: start, above, below (negative), net. Below and net are zero where the unit has no sides. */
export function chartColumns(buckets: AnalyticsBuckets, unit: AnalyticsUnit): ChartData {
  const { startMs, yesVolume, noVolume } = buckets;
  if (unit === 'contracts')
    return [
      startMs,
      yesVolume,
      noVolume.map((volume) => -volume),
      yesVolume.map((volume, index) => volume - (noVolume[index] ?? 0)),
    ];
  const none = new Float64Array(startMs.length);
  return [startMs, unit === 'trades' ? buckets.trades : buckets.notional, none, none];
}

/** One line of the column at the left: name, value, and the full value where it is shortened. */
export interface TotalLine {
  readonly name: string;
  readonly value: string;
  readonly full: string;
  readonly side?: 'yes' | 'no' | undefined;
}

/** Returns the totals over all buckets. */
export function totalLines(
  buckets: AnalyticsBuckets,
  unit: AnalyticsUnit,
  clock: Clock,
): readonly TotalLine[] {
  const { totals, peak, bucketMs } = buckets;
  const net = netOf(totals.yesVolume, totals.noVolume);
  const plain = (name: string, value: string): TotalLine => ({ name, value, full: '' });
  const most = peakIn(buckets, unit);
  const first: TotalLine =
    unit === 'dollars'
      ? {
          name: 'Dollars',
          value: compactDollars(totals.notional),
          full: `${dollars(totals.notional)} at the YES price`,
        }
      : {
          name: 'Contracts',
          value: compactContracts(totals.volume),
          full: `${contractsCounted(totals.volume)}, ${dollars(totals.notional)} at the YES price`,
        };
  return [
    first,
    plain('Trades', grouped(totals.trades)),
    plain('Average size', averageSize(totals.volume, totals.trades)),
    plain('YES taker share', share(totals.yesVolume, totals.volume)),
    {
      name: 'Net flow',
      value: netFlow(net),
      full: `${contracts(totals.yesVolume)} YES and ${contracts(totals.noVolume)} NO`,
      side: net > 0 ? 'yes' : net < 0 ? 'no' : undefined,
    },
    plain(
      bucketMs >= HOUR_MS ? 'Peak hour' : 'Peak minute',
      peak === undefined
        ? '–'
        : `${clock.minute(timeAt(buckets.startMs, most))} · ${amount(buckets, unit, most)}`,
    ),
  ];
}

/** The parts of one bucket's read-out; `yes`, `no` and `net` only where the unit has sides. */
export interface ReadOut {
  readonly time: string;
  readonly isRunning: boolean;
  readonly yes?: string | undefined;
  readonly no?: string | undefined;
  readonly net?: string | undefined;
  readonly total?: string | undefined;
}

/** Returns what the bucket at `index` says in `unit`; `known` is of `knownBuckets`. */
export function readOut(
  buckets: AnalyticsBuckets,
  known: readonly boolean[],
  unit: AnalyticsUnit,
  index: number,
  clock: Clock,
): ReadOut {
  const time = clock.minute(timeAt(buckets.startMs, index));
  const isRunning = index === buckets.startMs.length - 1;
  if (known[index] !== true) return { time, isRunning, total: 'nothing recorded' };
  if (unit === 'trades') return { time, isRunning, total: counted(buckets.trades[index] ?? 0, 'trade') };
  if (unit === 'dollars') return { time, isRunning, total: compactDollars(moneyAt(buckets.notional, index)) };
  const yes = quantityAt(buckets.yesVolume, index);
  const no = quantityAt(buckets.noVolume, index);
  return {
    time,
    isRunning,
    yes: compactContracts(yes),
    no: compactContracts(no),
    net: netFlow(netOf(yes, no)),
  };
}

/** Returns the read-out as one sentence for a screen reader. */
export function readOutSentence(words: ReadOut): string {
  const running = words.isRunning ? ', still running' : '';
  if (words.total !== undefined) return `${words.time}: ${words.total}${running}`;
  return `${words.time}: YES ${words.yes ?? ''}, NO ${words.no ?? ''}, net ${words.net ?? ''}${running}`;
}

/** Returns the chart's axis label in `unit`, round numbers without zeros: "50k". `value` is in the column's own unit. */
export function heightLabel(unit: AnalyticsUnit, value: number): string {
  const text =
    unit === 'contracts'
      ? compactContracts(quantityAt([value], 0))
      : unit === 'dollars'
        ? compactDollars(moneyAt([value], 0))
        : compact(value);
  return text.replace(/\.0+(?=\D|$)/, '');
}

const HOUR_MS = 3_600_000;

/** The column that `unit` measures. */
function columnOf(buckets: AnalyticsBuckets, unit: AnalyticsUnit): ArrayLike<number> {
  if (unit === 'trades') return buckets.trades;
  return unit === 'dollars' ? buckets.notional : buckets.volume;
}

/** The bucket with most of `unit`; the first of equal ones. */
function peakIn(buckets: AnalyticsBuckets, unit: AnalyticsUnit): number {
  const column = columnOf(buckets, unit);
  let best = 0;
  for (let index = 1; index < column.length; index++)
    if ((column[index] ?? 0) > (column[best] ?? 0)) best = index;
  return best;
}

function amount(buckets: AnalyticsBuckets, unit: AnalyticsUnit, index: number): string {
  if (unit === 'trades') return compact(buckets.trades[index] ?? 0);
  if (unit === 'dollars') return compactDollars(moneyAt(buckets.notional, index));
  return compactContracts(quantityAt(buckets.volume, index));
}

/**
 * Returns of each bucket whether it can be said what was taken in it. Before the first trade nothing is known, and where trades were
 * missed and none is held neither: nothing of that is said to be nought.
 */
export function knownBuckets(
  { startMs, trades, bucketMs }: AnalyticsBuckets,
  gaps: readonly GapSpan[],
): readonly boolean[] {
  const traded = Array.from(trades, (count) => count > 0);
  const first = traded.includes(true) ? traded.indexOf(true) : traded.length - 1;
  return traded.map((isTraded, index) => {
    const start = startMs[index] ?? 0;
    const isMissed = gaps.some(({ from, to }) => from < start + bucketMs && to > start);
    return isTraded || (index >= first && !isMissed);
  });
}

function netOf(yes: Quantity, no: Quantity): Quantity {
  return quantityAt([yes - no], 0);
}

function averageSize(volume: Quantity, trades: number): string {
  return trades === 0 ? '–' : (volume / ONE_CONTRACT / trades).toFixed(1);
}
