/** The last prices of the event's dearest markets over the window, in one chart with their names. */
import { useCallback, useMemo, useState } from 'react';
import type { EventFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { Chart, type ChartData } from '../../charts/chart.tsx';
import { ChartTable } from '../../charts/chart-table.tsx';
import { linesChart } from '../../charts/lines-chart.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { eventLines, legendWords, lineRow, lineWords } from './event-lines.ts';

interface EventChartProps {
  readonly frame: EventFrame;
  /** The worker's clock: where the lines end. */
  readonly at: number;
  readonly windowMinutes: number;
  readonly chosen: Ticker | undefined;
  readonly isTable: boolean;
}

export function EventChart({ frame, at, windowMinutes, chosen, isTable }: EventChartProps) {
  const [cursor, setCursor] = useState<number>();
  const words = useWords();
  const clock = useClock();
  const lines = useMemo(
    () => eventLines(frame, at - windowMinutes * 60_000, at, words),
    [frame, at, windowMinutes, words],
  );
  const data = useMemo(
    (): ChartData => [[...lines.times], ...lines.lines.map(({ prices }) => [...prices])],
    [lines],
  );
  const marks = useMemo(
    () => ({
      names: lines.lines.map((line) => line.name),
      dashed: lines.lines.map((line) => line.isFromBefore),
      chosen: lines.lines.findIndex((line) => line.ticker === chosen),
      gaps: frame.gaps,
    }),
    [lines, chosen, frame.gaps],
  );
  const count = lines.lines.length;
  const build = useMemo(() => linesChart(count, clock, words), [count, clock, words]);
  const describe = useCallback(
    (index: number) => lineWords(lines, index, clock.second(lines.times[index] ?? 0), words),
    [lines, clock, words],
  );
  const said = cursor === undefined ? legendWords(lines, frame.gaps.length > 0) : describe(cursor);
  return (
    <div className="event-lines">
      {/* Two lines have room; all of it is in the tooltip. */}
      <p className="num text-text2" title={said}>
        {said}
      </p>
      <div className="event-lines-chart">
        {isTable ? (
          <ChartTable
            caption={`Last ${words.side} prices of the markets, newest first`}
            columns={[`Time ${clock.zone(at)}`, ...lines.lines.map(({ name }) => name)]}
            count={lines.times.length}
            rowAt={(place) => lineRow(lines, lines.times.length - 1 - place, clock, words)}
          />
        ) : (
          <Chart
            label={`Last ${words.side} prices of the markets; arrow keys read the times`}
            build={build}
            data={data}
            marks={marks}
            cursor={cursor}
            onCursor={setCursor}
            describe={describe}
          />
        )}
      </div>
    </div>
  );
}
