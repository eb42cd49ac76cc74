/** The chart's numbers as a table, newest bucket first, nothing shortened. At most 60 rows, so no pages. */
import type { AnalyticsBuckets } from '#contract/frames.ts';
import { moneyAt, quantityAt, timeAt } from '../../../charts/columns.ts';
import { grouped } from '../../../format/number.ts';
import { zoneWords, type Clock } from '../../../format/time.ts';
import { firstTraded } from './analytics-model.ts';
import { contracts, dollars, netFlow } from '../../../format/units.ts';

interface AnalyticsTableProps {
  readonly buckets: AnalyticsBuckets;
  readonly span: 'hour' | 'day';
  readonly clock: Clock;
}

export function AnalyticsTable({ buckets, span, clock }: AnalyticsTableProps) {
  const count = buckets.startMs.length;
  const first = firstTraded(buckets.trades);
  const rows = Array.from({ length: count }, (_, index) => count - 1 - index);
  return (
    // Scrolls, so the keyboard must reach it.
    <div className="analytics-table-scroll" tabIndex={0} role="region" aria-label="Analytics as a table">
      <table className="analytics-table num">
        <caption className="sr-only">
          {span === 'hour' ? 'Minutes of the last hour' : 'Hours of the last day'}, newest first. Dollars are
          at the YES price.
        </caption>
        <thead>
          <tr>
            <th scope="col">
              {span === 'hour' ? 'Minute' : 'Hour'}{' '}
              {zoneWords(buckets.startMs[0] ?? 0, buckets.startMs.at(-1) ?? 0, clock)}
            </th>
            <th scope="col">YES</th>
            <th scope="col">NO</th>
            <th scope="col">Net</th>
            <th scope="col">Contracts</th>
            <th scope="col">Trades</th>
            <th scope="col">Dollars</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((index) => {
            const yes = quantityAt(buckets.yesVolume, index);
            const no = quantityAt(buckets.noVolume, index);
            return (
              <tr key={buckets.startMs[index]}>
                <th scope="row">
                  {clock.minute(timeAt(buckets.startMs, index))}
                  {index === count - 1 && ' running'}
                </th>
                {index < first ? (
                  <td colSpan={6}>not recorded</td>
                ) : (
                  <>
                    <td>{contracts(yes)}</td>
                    <td>{contracts(no)}</td>
                    <td>{netFlow(quantityAt([yes - no], 0))}</td>
                    <td>{contracts(quantityAt(buckets.volume, index))}</td>
                    <td>{grouped(buckets.trades[index] ?? 0)}</td>
                    <td>{dollars(moneyAt(buckets.notional, index))}</td>
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
