/** What stands in the drawer: head, numbers, chart, book, last trades; or a sentence where nothing is known of the ticker. */
import { useRef, useState } from 'react';
import { Maximize2, X } from 'lucide-react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { DRAWER_WISH } from '../../state/ask-ahead.ts';
import { useFlowboard, useFrames, usePanelState, useWant } from '../../state/flowboard-context.tsx';
import { useClock } from '../../state/reading.ts';
import { openMarketPage } from '../../state/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { SnapshotButton } from '../../ui/snapshot/snapshot-button.tsx';
import { PinStar } from '../../ui/star.tsx';
import { StateChip } from '../../ui/state-chip.tsx';
import { AlertMe } from './alert-me.tsx';
import { BookSection } from './book-section.tsx';
import { LastTrades } from './last-trades.tsx';
import { MarketHead } from './market-head.tsx';
import { MarketStats } from './market-stats.tsx';
import { PriceSection } from './price-section.tsx';
import { isSilent, useMarketFrame } from './use-market-frame.ts';

export function MarketSheet({ ticker, onClose }: { ticker: Ticker; onClose: () => void }) {
  const [span, setSpan] = useState<ChartSpan>(DRAWER_WISH.span);
  const frame = useMarketFrame(ticker, span, DRAWER_WISH.trades);
  // Last: it is asked for at once, and what was wished before goes with it.
  useWant('book', { ticker });
  const isFrozen = useFrames((frames) => frames.isFrozen);
  const panelState = usePanelState();
  const isUnknown = frame !== undefined && isSilent(frame);
  const sheet = useRef<HTMLDivElement>(null);
  return (
    <div ref={sheet} className="drawer-sheet">
      <header className="drawer-top">
        <code className="drawer-ticker num" title={ticker}>
          {ticker}
        </code>
        {panelState !== undefined && <StateChip state={panelState} />}
        <Button isSmall className="drawer-open" onClick={() => openMarketPage(ticker)}>
          <Maximize2 size={12} aria-hidden="true" /> Open page <kbd aria-hidden="true">Enter</kbd>
        </Button>
        {frame !== undefined && (
          <SnapshotButton
            title="Market"
            state={panelState}
            panel={sheet}
            scope={frame.label.name === ticker ? ticker : `${frame.label.name} · ${ticker}`}
            stillAt={undefined}
          />
        )}
        <AlertMe ticker={ticker} />
        <PinStar ticker={ticker} name={frame?.label.name ?? ticker} />
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
              <BookSection />
            </>
          ) : (
            <>
              <MarketStats frame={frame} />
              <PriceSection frame={frame} span={span} onSpan={setSpan} />
              <BookSection />
              <LastTrades trades={frame.trades} />
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** Quiet or misspelt, we cannot tell: say what we know and nothing more. */
function Nothing({ frame, onLookBack }: { frame: MarketFrame; onLookBack: () => void }) {
  const { recordedFrom, from, span, label } = frame;
  const clock = useClock();
  const begin = Math.max(recordedFrom ?? from, from);
  const since = recordedFrom === undefined ? undefined : `${clock.dayMinute(begin)} ${clock.zone(begin)}`;
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
