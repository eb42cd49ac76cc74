/** Hot now: the markets with most contracts in the window, best first. The order waits while the reader is inside. */
import type { FocusEvent, KeyboardEvent } from 'react';
import {
  useFrames,
  useFlowboard,
  usePanelState,
  useSession,
  useWant,
  useIsReplay,
} from '../../../state/flowboard-context.tsx';
import { rowStepOf } from '../../../state/keys.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { selection, selectMarket } from '../../../state/selection.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { HotCard } from './hot-card.tsx';
import { useHeldOrder } from './use-held-order.ts';

/** More than is shown, so that a market that has just left a held order still gets its values. */
const SPARE = 8;
const WIDEST_WINDOW = 60;

export function HotPanel() {
  const flowboard = useFlowboard();
  const isReplay = useIsReplay();
  const limit = useSession((session) => session.settings.hotMarketsLimit);
  useWant('hot', { limit: limit + SPARE });
  const part = useFrames((frames) => frames.hot);
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const state = usePanelState();
  const words = useWords();
  const clock = useClock();
  const order = useHeldOrder(part?.value.markets ?? [], (market) => market.label.ticker, limit);

  const onBlur = (event: FocusEvent): void => {
    // The drawer gives the focus back to the card it was opened from: the same market must be there.
    if (selection.getSnapshot() !== undefined) return;
    if (!event.currentTarget.contains(event.relatedTarget)) order.release('focus');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = rowStepOf(event);
    if (step === undefined) return;
    const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('.hot-card')];
    const index = cards.findIndex((card) => card === document.activeElement);
    const next = cards[index + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <Panel
      title={isReplay ? 'Hot' : 'Hot now'}
      note={`${windowMinutes} min · by contracts`}
      className="area-hot"
      state={state}
      isLoading={part === undefined}
      skeleton={<HotSkeleton />}
      isEmpty={part !== undefined && order.items.length === 0}
      empty={
        <>
          <span>No trades in the last {windowMinutes} minutes.</span>
          {windowMinutes < WIDEST_WINDOW && (
            <Button
              isSmall
              look="strong"
              onClick={() => void flowboard.updateSettings({ windowMinutes: WIDEST_WINDOW })}
            >
              Widen to {WIDEST_WINDOW} min
            </Button>
          )}
        </>
      }
      actions={
        order.isOutOfOrder && (
          <Button isSmall onClick={order.sortNow} title="The order waits while you are in the list">
            Sort now
          </Button>
        )
      }
    >
      <ol
        className="hot-list"
        onPointerEnter={(event) => event.pointerType === 'mouse' && order.hold('pointer')}
        onPointerLeave={(event) => event.pointerType === 'mouse' && order.release('pointer')}
        onFocus={() => order.hold('focus')}
        onBlur={onBlur}
        onKeyDown={onKeyDown}
      >
        {order.items.map((market, index) => (
          <HotCard
            key={index}
            market={market}
            rank={index + 1}
            windowMinutes={windowMinutes}
            at={part?.at ?? 0}
            words={words}
            clock={clock}
            onOpen={() => selectMarket(market.label.ticker)}
          />
        ))}
      </ol>
    </Panel>
  );
}

function HotSkeleton() {
  return (
    <div className="hot-skeleton">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="skeleton-bar" />
      ))}
    </div>
  );
}
