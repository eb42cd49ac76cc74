/** The market's newest trades, as many as fit and more to scroll; each as it came. Only rows in view are in the document. */
import { useState } from 'react';
import type { MarketFrame, TapeRow } from '#contract/frames.ts';
import { ONE_CONTRACT } from '#core/units/quantity.ts';
import { useSize } from '../../../charts/use-size.ts';
import { usePanelState } from '../../../state/flowboard-context.tsx';
import { useRowHeight } from '../../../state/row-heights.ts';
import { Panel } from '../../../ui/panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { TradesTable } from '../last-trades.tsx';

const LEAST = [
  { value: 0, text: 'All', name: 'Trades of any size' },
  { value: 100, text: '100+', name: 'Of 100 contracts and more' },
  { value: 500, text: '500+', name: 'Of 500 contracts and more' },
] as const;

export function TradesPanel({ frame }: { frame: MarketFrame | undefined }) {
  const [least, setLeast] = useState<(typeof LEAST)[number]['value']>(0);
  const state = usePanelState();
  const trades = frame?.trades.filter(({ quantity }) => quantity >= least * ONE_CONTRACT) ?? [];
  return (
    <Panel
      title="Trades"
      className="area-trades"
      state={state}
      isLoading={frame === undefined}
      skeleton={<TradesSkeleton />}
      isEmpty={frame !== undefined && trades.length === 0}
      empty={
        frame?.trades.length === 0
          ? 'No trade in the last hour. The next one shows here.'
          : `None of the last ${frame?.trades.length} trades has ${least} contracts.`
      }
      actions={<Segments label="Least size" options={LEAST} value={least} onChange={setLeast} />}
    >
      <Scroll trades={trades} />
    </Panel>
  );
}

/** Rows drawn beyond the edges, so that a quick scroll shows no hole. */
const SPARE = 6;

function Scroll({ trades }: { trades: readonly TapeRow[] }) {
  const [measure, { height }] = useSize();
  const [top, setTop] = useState(0);
  const row = useRowHeight('trade');
  const count = Math.ceil(height / row) + 2 * SPARE;
  const from = Math.max(0, Math.min(Math.floor(top / row) - SPARE, trades.length - count));
  const shown = trades.slice(from, from + count);
  return (
    <div
      ref={measure}
      className="trades-scroll"
      tabIndex={0}
      role="region"
      aria-label="Trades, newest first"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <TradesTable trades={shown} before={from} after={trades.length - from - shown.length} />
    </div>
  );
}

function TradesSkeleton() {
  return (
    <div className="ladder-skeleton">
      {Array.from({ length: 16 }, (_, index) => (
        <div key={index} className="skeleton-bar" />
      ))}
    </div>
  );
}
