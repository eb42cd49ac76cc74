/** What stands in the drawer: head, numbers, chart, last trades; or a sentence where nothing is known of the ticker. */
import { useState } from 'react';
import { X } from 'lucide-react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { clock } from '../../format/time.ts';
import { useFrames, usePanelState, useWant } from '../../state/flowboard-context.tsx';
import { IconButton } from '../../ui/button.tsx';
import { StateChip } from '../../ui/state-chip.tsx';
import { LastTrades } from './last-trades.tsx';
import { MarketHead } from './market-head.tsx';
import { MarketStats } from './market-stats.tsx';
import { PriceSection } from './price-section.tsx';

const TRADES_SHOWN = 20;

export function MarketSheet({ ticker, onClose }: { ticker: Ticker; onClose: () => void }) {
  const [span, setSpan] = useState<ChartSpan>('60m');
  useWant('market', { ticker, span, trades: TRADES_SHOWN });
  const newest = useFrames((frames) => frames.market);
  // While the next span is on its way the old one stays, so that nothing jumps.
  const [part, setPart] = useState(newest);
  if (newest !== undefined && newest !== part && newest.value.label.ticker === ticker) setPart(newest);
  const frame = part?.value.label.ticker === ticker ? part.value : undefined;
  const panelState = usePanelState();
  const isUnknown = frame !== undefined && isSilent(frame);
  return (
    <div className="drawer-sheet">
      <header className="drawer-top">
        <code className="drawer-ticker num">{ticker}</code>
        {panelState !== undefined && <StateChip state={panelState} />}
        <IconButton label="Close" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      {frame === undefined ? (
        <SheetSkeleton />
      ) : (
        <div className="drawer-body" data-dimmed={panelState?.isDimmed || undefined}>
          <MarketHead frame={frame} />
          {isUnknown ? (
            <Nothing frame={frame} />
          ) : (
            <>
              <MarketStats frame={frame} />
              <PriceSection frame={frame} span={span} onSpan={setSpan} />
              <LastTrades trades={frame.trades} />
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** Returns true when no trade of the market is known, in the window or in what is stored. */
function isSilent({ market, bars, trades, span }: MarketFrame): boolean {
  return market === undefined && bars.startMs.length === 0 && trades.length === 0 && span !== '24h';
}

/** Quiet or misspelt, we cannot tell: say what we know and nothing more. */
function Nothing({ frame }: { frame: MarketFrame }) {
  const since = frame.recordedFrom;
  return (
    <div className="drawer-nothing">
      <p>
        {since === undefined
          ? 'No trade of this market has been recorded yet.'
          : `No trade of this market has been recorded since ${clock.second(since)}.`}
      </p>
      <p className="text-text2">
        {frame.label.title === ''
          ? 'The exchange has not named this ticker either: it may be quiet, closed, or misspelt. Its trades will appear here as they happen.'
          : 'It is quiet. Its trades will appear here as they happen.'}
      </p>
    </div>
  );
}

function SheetSkeleton() {
  return (
    <div className="skeleton drawer-skeleton" aria-hidden="true">
      <div className="skeleton-bar h-6 w-72" />
      <div className="skeleton-bar h-9 w-40" />
      <div className="skeleton-bar h-24 w-full" />
      <div className="skeleton-bar h-56 w-full" />
      <div className="skeleton-bar h-64 w-full" />
    </div>
  );
}
