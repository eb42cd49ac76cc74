/** How much was taken in each bucket, by side: totals, and a chart or the same numbers as a table. */
import { useCallback, useMemo, useState } from 'react';
import type { AnalyticsBuckets, GapSpan } from '#contract/frames.ts';
import { Chart } from '../../../charts/chart.tsx';
import { flowBars } from '../../../charts/flow-bars.ts';
import { useIsReplay } from '../../../state/flowboard-context.tsx';
import { useClock } from '../../../state/reading.ts';
import {
  chartColumns,
  heightLabel,
  knownBuckets,
  readOut,
  readOutSentence,
  totalLines,
  type AnalyticsUnit,
  type ReadOut,
} from './analytics-model.ts';
import { AnalyticsTable } from './analytics-table.tsx';
import { Totals } from './analytics-totals.tsx';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SHAPES = {
  hour: { bucketMs: MINUTE_MS, labelEveryMs: 10 * MINUTE_MS },
  day: { bucketMs: HOUR_MS, labelEveryMs: 4 * HOUR_MS },
} as const;

interface TakenOverTimeProps {
  readonly buckets: AnalyticsBuckets;
  readonly gaps: readonly GapSpan[];
  /** What is shown ends well before now: the line is gone, or the board frozen. */
  readonly isOld: boolean;
  readonly span: keyof typeof SHAPES;
  readonly unit: AnalyticsUnit;
  readonly isTable: boolean;
}

export function TakenOverTime({ buckets, gaps, isOld, span, unit, isTable }: TakenOverTimeProps) {
  const clock = useClock();
  const isReplay = useIsReplay();
  const [cursor, setCursor] = useState<number>();
  const data = useMemo(() => chartColumns(buckets, unit), [buckets, unit]);
  const known = useMemo(() => knownBuckets(buckets, gaps), [buckets, gaps]);
  const marks = useMemo(() => ({ known, gaps }), [known, gaps]);
  const build = useMemo(
    () =>
      flowBars({
        ...SHAPES[span],
        isSplit: unit === 'contracts',
        formatHeight: (value) => heightLabel(unit, value),
        clock,
        // A recording's clock is not now.
        lastLabel: isReplay ? 'playhead' : isOld ? undefined : 'now',
      }),
    [span, unit, clock, isReplay, isOld],
  );
  const describe = useCallback(
    (index: number) => readOutSentence(readOut(buckets, known, unit, index, clock)),
    [buckets, known, unit, clock],
  );
  return (
    <div className="analytics">
      <Totals lines={totalLines(buckets, unit, clock)} />
      {isTable ? (
        <AnalyticsTable buckets={buckets} known={known} span={span} clock={clock} />
      ) : (
        <div className="analytics-chart">
          {cursor !== undefined && cursor < buckets.startMs.length && (
            <CursorWords
              words={readOut(buckets, known, unit, cursor, clock)}
              share={(cursor + 0.5) / buckets.startMs.length}
            />
          )}
          <Chart
            label={`Contracts taken per ${span === 'hour' ? 'minute of the last hour' : 'hour of the last day'}; arrow keys read the buckets`}
            build={build}
            data={data}
            marks={marks}
            cursor={cursor}
            onCursor={setCursor}
            describe={describe}
          />
        </div>
      )}
    </div>
  );
}

/** The read-out above the cursor; it slides with it but never leaves the chart. */
function CursorWords({ words, share }: { words: ReadOut; share: number }) {
  return (
    <div
      className="analytics-words num"
      style={{ left: `clamp(118px, ${share * 100}%, calc(100% - 160px))` }}
    >
      <b>{words.time}</b>
      {words.total !== undefined && <span>{words.total}</span>}
      {words.yes !== undefined && <span className="side-yes">YES {words.yes}</span>}
      {words.no !== undefined && <span className="side-no">NO {words.no}</span>}
      {words.net !== undefined && <span className="text-text2">net {words.net}</span>}
      {words.isRunning && <span className="text-text3">running</span>}
    </div>
  );
}
