/** How large the trades of the window are: a histogram by class of size, YES takers above and NO takers below, or its table. */
import { useMemo, useState } from 'react';
import type { TradeSizes } from '#contract/frames.ts';
import { Chart } from '../../../charts/chart.tsx';
import { ChartTable } from '../../../charts/chart-table.tsx';
import { sizeBars } from '../../../charts/size-bars.ts';
import { grouped, share, lastMinutes } from '../../../format/number.ts';
import { Empty } from '../../../ui/panel.tsx';
import { Totals } from './analytics-totals.tsx';
import { classLabel, className, sizeColumns, sizeSentence, sizeTotals, tradesIn } from './sizes-model.ts';

const BUILD = sizeBars(classLabel);

interface TradeSizesProps {
  readonly sizes: TradeSizes;
  readonly isTable: boolean;
}

export function TradeSizesView({ sizes, isTable }: TradeSizesProps) {
  const data = useMemo(() => sizeColumns(sizes), [sizes]);
  const [cursor, setCursor] = useState<number>();
  const span = lastMinutes(sizes.windowMinutes);
  const { yes, no } = sizes;
  if (tradesIn(sizes) === 0) return <Empty>{`No trades in ${span}.`}</Empty>;
  return (
    <div className="analytics">
      <Totals lines={sizeTotals(sizes)} />
      {isTable ? (
        <SizesTable sizes={sizes} span={span} />
      ) : (
        <div className="analytics-chart">
          {cursor !== undefined && (
            <div
              className="analytics-words num"
              style={{ left: `clamp(150px, ${((cursor + 0.5) / yes.length) * 100}%, calc(100% - 190px))` }}
            >
              <b>{className(cursor)} contracts</b>
              <span className="side-yes">YES {grouped(yes[cursor] ?? 0)}</span>
              <span className="side-no">NO {grouped(no[cursor] ?? 0)}</span>
            </div>
          )}
          <Chart
            label={`Trades by size over ${span}, in contracts; arrow keys read the classes`}
            build={BUILD}
            data={data}
            marks={undefined}
            cursor={cursor}
            onCursor={setCursor}
            describe={(index) => sizeSentence(sizes, index)}
          />
        </div>
      )}
    </div>
  );
}

function SizesTable({ sizes, span }: { sizes: TradeSizes; span: string }) {
  const { yes, no } = sizes;
  const trades = tradesIn(sizes);
  return (
    <ChartTable
      caption={`Trades of ${span} by size, smallest first. Prints of a sweep count one by one.`}
      columns={['Contracts', 'YES', 'NO', 'Trades', 'Share']}
      count={yes.length}
      rowAt={(index) => {
        const both = (yes[index] ?? 0) + (no[index] ?? 0);
        return {
          key: index,
          head: className(index),
          cells: [grouped(yes[index] ?? 0), grouped(no[index] ?? 0), grouped(both), share(both, trades)],
        };
      }}
    />
  );
}
