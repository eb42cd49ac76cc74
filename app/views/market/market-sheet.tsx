/** What stands in the drawer: head, numbers, chart, book, last trades; or a sentence where nothing is known of the ticker. */
import { useState } from 'react';
import { X } from 'lucide-react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { clock } from '../../format/time.ts';
import { useFlowboard, useFrames, usePanelState, useWant } from '../../state/flowboard-context.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { StateChip } from '../../ui/state-chip.tsx';
import { BookSection } from './book-section.tsx';
import { LastTrades } from './last-trades.tsx';
import { MarketHead } from './market-head.tsx';
import { MarketStats } from './market-stats.tsx';
import { PriceSection } from './price-section.tsx';

const TRADES_SHOWN = 20;

export function MarketSheet({ ticker, onClose }: { ticker: Ticker; onClose: () => void }) {
  const [span, setSpan] = useState<ChartSpan>('30m');
  useWant('market', { ticker, span, trades: TRADES_SHOWN });
  const newest = useFrames((frames) => frames.market);
  // While the next span is on its way the old one stays, so that nothing jumps.
  const [part, setPart] = useState(newest);
  if (newest !== undefined && newest !== part && newest.value.label.ticker === ticker) setPart(newest);
  const frame = part?.value.label.ticker === ticker ? part.value : undefined;
  const isFrozen = useFrames((frames) => frames.isFrozen);
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
        isFrozen ? (
          <Frozen />
        ) : (
          <SheetSkeleton />
        )
      ) : (
        <div className="drawer-body" data-dimmed={panelState?.isDimmed || undefined}>
          <MarketHead frame={frame} />
          {isUnknown ? (
            <>
              <Nothing frame={frame} onLookBack={() => setSpan('24h')} />
              <BookSection ticker={ticker} />
            </>
          ) : (
            <>
              <MarketStats frame={frame} />
              <PriceSection frame={frame} span={span} onSpan={setSpan} />
              <BookSection ticker={ticker} />
              <LastTrades trades={frame.trades} />
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** Returns true when no trade of the market is known over the span. */
function isSilent({ market, bars, trades }: MarketFrame): boolean {
  return market === undefined && bars.startMs.length === 0 && trades.length === 0;
}

/** Quiet or misspelt, we cannot tell: say what we know and nothing more. */
function Nothing({ frame, onLookBack }: { frame: MarketFrame; onLookBack: () => void }) {
  const { recordedFrom, from, span, label } = frame;
  const since = recordedFrom === undefined ? undefined : clock.dayMinute(Math.max(recordedFrom, from));
  return (
    <div className="drawer-nothing">
      <p>No trade of this market has been recorded{since === undefined ? ' yet' : ` since ${since}`}.</p>
      <p className="text-text2">
        {label.title === ''
          ? 'The exchange has not named this ticker either: it may be quiet, closed, or misspelt. Its trades will appear here as they happen.'
          : 'It is quiet. Its trades will appear here as they happen.'}
      </p>
      {span !== '24h' && (
        <Button look="strong" onClick={onLookBack}>
          Look back 24 hours
        </Button>
      )}
    </div>
  );
}

/** The reader has stopped all updates, and this market was not on the screen when he did. */
function Frozen() {
  const { frames } = useFlowboard();
  return (
    <div className="drawer-nothing">
      <p>The board is frozen, so this market cannot be loaded.</p>
      <Button look="strong" onClick={() => frames.freeze(false)}>
        Unfreeze
      </Button>
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
