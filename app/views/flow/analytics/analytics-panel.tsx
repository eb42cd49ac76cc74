/**
 * Analytics: how much was taken in each minute of the last hour or each hour of the last day, by side. Both spans are always
 * held, so the toggle costs nothing. Chart and table show the same numbers.
 */
import { useCallback, useMemo, useState } from 'react';
import { Chart } from '../../../charts/chart.tsx';
import { TableButton } from '../../../charts/chart-table.tsx';
import { flowBars } from '../../../charts/flow-bars.ts';
import { useFrames, usePanelState, useWant, useIsReplay } from '../../../state/flowboard-context.tsx';
import { useClock } from '../../../state/reading.ts';
import { SideGlyph } from '../../../ui/glyphs.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { AnalyticsSkeleton } from './analytics-skeleton.tsx';
import { AnalyticsTable } from './analytics-table.tsx';
import {
  chartColumns,
  firstTraded,
  heightLabel,
  readOut,
  readOutSentence,
  totalLines,
  type AnalyticsUnit,
  type ReadOut,
} from './analytics-model.ts';
import './analytics.css';

const SPANS = [
  { value: 'hour', text: 'Minutes · 60', name: 'Minutes of the last hour' },
  { value: 'day', text: 'Hours · 24', name: 'Hours of the last day' },
] as const;
const UNITS = [
  { value: 'contracts', text: 'Contracts' },
  { value: 'trades', text: 'Trades' },
  { value: 'dollars', text: 'Dollars' },
] as const;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SHAPES = {
  hour: { bucketMs: MINUTE_MS, labelEveryMs: 10 * MINUTE_MS },
  day: { bucketMs: HOUR_MS, labelEveryMs: 4 * HOUR_MS },
} as const;

type Span = keyof typeof SHAPES;

export function AnalyticsPanel() {
  useWant('analytics', {});
  const frame = useFrames((frames) => frames.analytics?.value);
  const panelState = usePanelState();
  const clock = useClock();
  const [span, setSpan] = useState<Span>('hour');
  const [unit, setUnit] = useState<AnalyticsUnit>('contracts');
  const [isTable, setTable] = useState(false);
  const isReplay = useIsReplay();
  const [cursor, setCursor] = useState<number>();
  const buckets = frame?.[span];
  const data = useMemo(
    () => (buckets === undefined ? undefined : chartColumns(buckets, unit)),
    [buckets, unit],
  );
  const marks = useMemo(
    () => ({ first: buckets === undefined ? 0 : firstTraded(buckets.trades) }),
    [buckets],
  );
  const build = useMemo(
    () =>
      flowBars({
        ...SHAPES[span],
        isSplit: unit === 'contracts',
        formatHeight: (value) => heightLabel(unit, value),
        clock,
        // A recording's clock is not now.
        lastLabel: isReplay ? 'playhead' : 'now',
      }),
    [span, unit, clock, isReplay],
  );
  const describe = useCallback(
    (index: number) => (buckets === undefined ? '' : readOutSentence(readOut(buckets, unit, index, clock))),
    [buckets, unit, clock],
  );

  return (
    <Panel
      title="Analytics"
      state={panelState}
      className="analytics-panel"
      note={<Segments label="Span" options={SPANS} value={span} onChange={setSpan} />}
      actions={
        <>
          <Legend unit={unit} />
          <Segments label="Unit" options={UNITS} value={unit} onChange={setUnit} />
          <TableButton isTable={isTable} onChange={setTable} />
        </>
      }
      isLoading={buckets === undefined}
      skeleton={<AnalyticsSkeleton />}
    >
      {buckets !== undefined && data !== undefined && (
        <div className="analytics">
          <dl className="analytics-totals">
            {totalLines(buckets, unit, clock).map(({ name, value, full, side }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className={`num${side === undefined ? '' : ` side-${side}`}`} title={full || undefined}>
                  {value}
                </dd>
              </div>
            ))}
          </dl>
          {isTable ? (
            <AnalyticsTable buckets={buckets} span={span} clock={clock} />
          ) : (
            <div className="analytics-chart">
              {cursor !== undefined && cursor < buckets.startMs.length && (
                <CursorWords
                  words={readOut(buckets, unit, cursor, clock)}
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
      )}
    </Panel>
  );
}

function Legend({ unit }: { unit: AnalyticsUnit }) {
  if (unit !== 'contracts')
    return (
      <span className="analytics-legend">
        {unit === 'dollars' ? 'At the YES price, both sides together' : 'Both sides together'}
      </span>
    );
  return (
    <span className="analytics-legend">
      <span>
        <span className="side-yes">
          <SideGlyph side="yes" />
        </span>
        YES<span className="analytics-wide"> taker</span>
      </span>
      <span>
        <span className="side-no">
          <SideGlyph side="no" />
        </span>
        NO<span className="analytics-wide"> taker</span>
      </span>
      <span>
        <svg width="16" height="8" viewBox="0 0 16 8" aria-hidden="true">
          <path d="M1 6 6 2l4 3 5-4" fill="none" stroke="var(--text)" strokeWidth="1.5" />
        </svg>
        Net
      </span>
    </span>
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
