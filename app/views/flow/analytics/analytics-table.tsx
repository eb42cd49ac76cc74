/** The chart's numbers as a table, newest bucket first, nothing shortened. */
import type { AnalyticsBuckets } from '#contract/frames.ts';
import { ChartTable, type ChartRow } from '../../../charts/chart-table.tsx';
import { moneyAt, quantityAt, timeAt } from '../../../charts/columns.ts';
import { grouped } from '../../../format/number.ts';
import { zoneWords, type Clock } from '../../../format/time.ts';
import { contracts, dollars, netFlow } from '../../../format/units.ts';

interface AnalyticsTableProps {
  readonly buckets: AnalyticsBuckets;
  readonly known: readonly boolean[];
  readonly span: 'hour' | 'day';
  readonly clock: Clock;
}

export function AnalyticsTable({ buckets, known, span, clock }: AnalyticsTableProps) {
  const count = buckets.startMs.length;
  const zone = zoneWords(buckets.startMs[0] ?? 0, buckets.startMs.at(-1) ?? 0, clock);
  const rowAt = (place: number): ChartRow => {
    const index = count - 1 - place;
    const yes = quantityAt(buckets.yesVolume, index);
    const no = quantityAt(buckets.noVolume, index);
    return {
      key: buckets.startMs[index] ?? 0,
      head: `${clock.minute(timeAt(buckets.startMs, index))}${place === 0 ? ' running' : ''}`,
      cells:
        known[index] !== true
          ? 'not recorded'
          : [
              contracts(yes),
              contracts(no),
              netFlow(quantityAt([yes - no], 0)),
              contracts(quantityAt(buckets.volume, index)),
              grouped(buckets.trades[index] ?? 0),
              dollars(moneyAt(buckets.notional, index)),
            ],
    };
  };
  const what = span === 'hour' ? 'Minutes of the last hour' : 'Hours of the last day';
  return (
    <ChartTable
      key={span}
      caption={`${what}, newest first. Dollars are at the YES price.`}
      columns={[
        `${span === 'hour' ? 'Minute' : 'Hour'} ${zone}`,
        ...['YES', 'NO', 'Net', 'Contracts', 'Trades', 'Dollars'],
      ]}
      count={count}
      rowAt={rowAt}
    />
  );
}
