/** The market's newest trades, as many as fit and more to scroll; each as it came. */
import { useState } from 'react';
import type { MarketFrame } from '#contract/frames.ts';
import { ONE_CONTRACT } from '#core/units/quantity.ts';
import { usePanelState } from '../../../state/flowboard-context.tsx';
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
      <div className="trades-scroll" tabIndex={0} role="region" aria-label="Trades, newest first">
        <TradesTable trades={trades} />
      </div>
    </Panel>
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
