/**
 * Analytics: how much was taken in each minute of the last hour or each hour of the last day, by side, or how large the trades
 * of the window were. All three are always held, so the toggle costs nothing. Chart and table show the same numbers.
 */
import { useState } from 'react';
import { TableButton } from '../../../charts/chart-table.tsx';
import { useFrames, usePanelState, useWant } from '../../../state/flowboard-context.tsx';
import { aheadOf } from '../../../state/venue-now.ts';
import { SideGlyph } from '../../../ui/glyphs.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import type { AnalyticsUnit } from './analytics-model.ts';
import { AnalyticsSkeleton } from './analytics-skeleton.tsx';
import { TakenOverTime } from './taken-over-time.tsx';
import { TradeSizesView } from './trade-sizes.tsx';
import './analytics.css';

const SPANS = [
  { value: 'hour', text: 'Minutes · 60', name: 'Minutes of the last hour' },
  { value: 'day', text: 'Hours · 24', name: 'Hours of the last day' },
  {
    value: 'sizes',
    text: 'Sizes',
    name: 'Sizes over the window',
    title: 'How many trades of which size there were in the window chosen above',
  },
] as const;
const UNITS = [
  { value: 'contracts', text: 'Contracts' },
  { value: 'trades', text: 'Trades' },
  { value: 'dollars', text: 'Dollars' },
] as const;
/** The bucket that ends so long ago is not the one of now. */
const OLD_MS = 60_000;
type View = (typeof SPANS)[number]['value'];

export function AnalyticsPanel() {
  useWant('analytics', {});
  const frame = useFrames((frames) => frames.analytics?.value);
  const isOld = useFrames(
    (frames) => frames.analytics !== undefined && Date.now() - aheadOf(frames) - frames.analytics.at > OLD_MS,
  );
  const panelState = usePanelState();
  const [view, setView] = useState<View>('hour');
  const [unit, setUnit] = useState<AnalyticsUnit>('contracts');
  const [isTable, setTable] = useState(false);

  return (
    <Panel
      title="Analytics"
      state={panelState}
      className="analytics-panel"
      note={<Segments label="Span" options={SPANS} value={view} onChange={setView} />}
      actions={
        <>
          <Legend view={view} unit={unit} />
          {view !== 'sizes' && <Segments label="Unit" options={UNITS} value={unit} onChange={setUnit} />}
          <TableButton isTable={isTable} onChange={setTable} />
        </>
      }
      isLoading={frame === undefined}
      skeleton={<AnalyticsSkeleton />}
    >
      {frame === undefined ? null : view === 'sizes' ? (
        <TradeSizesView sizes={frame.sizes} isTable={isTable} />
      ) : (
        <TakenOverTime
          buckets={frame[view]}
          gaps={frame.gaps}
          isOld={isOld}
          span={view}
          unit={unit}
          isTable={isTable}
        />
      )}
    </Panel>
  );
}

function Legend({ view, unit }: { view: View; unit: AnalyticsUnit }) {
  const isSizes = view === 'sizes';
  if (!isSizes && unit !== 'contracts')
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
      {isSizes ? (
        <span>trades by size</span>
      ) : (
        <span>
          <svg width="16" height="8" viewBox="0 0 16 8" aria-hidden="true">
            <path d="M1 6 6 2l4 3 5-4" fill="none" stroke="var(--text)" strokeWidth="1.5" />
          </svg>
          Net
        </span>
      )}
    </span>
  );
}
