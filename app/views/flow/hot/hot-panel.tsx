/**
 * Hot now: what is pinned, then the first markets of the window by contracts, or by what the reader has chosen, best first; of the
 * category the board is narrowed down to. The order waits while the reader is inside.
 */
import { lastMinutes } from '../../../format/number.ts';
import { Suspense, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { ArrowDownWideNarrow } from 'lucide-react';
import type { HotMarket } from '#contract/frames.ts';
import { NoTradesHere } from '../../../lazy.ts';
import {
  useFrames,
  useFlowboard,
  usePanelState,
  useSession,
  useWant,
  useIsReplay,
} from '../../../state/flowboard-context.tsx';
import { boardFilter, chooseCategory } from '../../../state/board-filter.ts';
import { usePinnedHere } from '../../../state/pinned.ts';
import { display, updateDisplay } from '../../../state/display.ts';
import { rowStepOf } from '../../../state/keys.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { selection, selectMarket } from '../../../state/selection.ts';
import { useSelected } from '../../../state/store.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { HOT_SORTS } from '../../settings/look-choices.ts';
import { namesApart } from '../names-apart.ts';
import { HotCard } from './hot-card.tsx';
import { hotEntries } from './hot-entries.ts';
import { useHeldOrder } from './use-held-order.ts';

/** More than is shown, so that a market that has just left a held order still gets its values. */
const SPARE = 8;
const WIDEST_WINDOW = 60;
const NONE: readonly HotMarket[] = [];

export function HotPanel() {
  const isReplay = useIsReplay();
  const limit = useSession((session) => session.settings.hotMarketsLimit);
  const by = useSelected(display, ({ hotBy }) => hotBy);
  const category = useSelected(boardFilter, (filter) => filter.category);
  useWant('hot', { limit: limit + SPARE, by, category });
  const part = useFrames((frames) => frames.hot);
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const state = usePanelState();
  const words = useWords();
  const clock = useClock();
  const { entries, shown } = hotEntries(part?.value.markets ?? NONE, usePinnedHere(), limit);
  const order = useHeldOrder(entries, ({ label }) => label.ticker, shown);
  const apart = namesApart(
    order.items.map(({ label }) => label),
    clock,
  );
  // Held is the order of one question: that of another one is shown as it comes.
  const question = part && `${part.value.by} ${part.value.category ?? ''}`;
  const [answered, setAnswered] = useState(question);
  if (question !== answered) {
    setAnswered(question);
    order.sortNow();
  }
  const sortName = HOT_SORTS.find(({ value }) => value === by)?.name ?? by;

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
      note={`${category === undefined ? '' : `${category} · `}${windowMinutes} min · by ${sortName}${words.outcome === 'no' ? ' · NO prices' : ''}`}
      className="area-hot"
      scope={category}
      state={state}
      isLoading={part === undefined}
      skeleton={<HotSkeleton />}
      isEmpty={part !== undefined && order.items.length === 0}
      empty={<HotEmpty windowMinutes={windowMinutes} category={category} />}
      actions={
        <>
          {order.isOutOfOrder && (
            <Button isSmall onClick={order.sortNow} title="The order waits while you are in the list">
              Sort now
            </Button>
          )}
          <span className="icon-select" title="Sort by">
            <ArrowDownWideNarrow size={14} aria-hidden="true" />
            <select
              aria-label="Sort the hot list by"
              value={by}
              onChange={(event) => {
                const chosen = HOT_SORTS.find(({ value }) => value === event.target.value);
                if (chosen !== undefined) updateDisplay({ hotBy: chosen.value });
              }}
            >
              {HOT_SORTS.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </span>
        </>
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
        {order.items.map(({ label, market, yesPrice, rank, isPinned }, index) => {
          const card = {
            label,
            yesPrice,
            rank,
            isPinned,
            apart: apart.get(label.ticker),
            windowMinutes,
            at: part?.at ?? 0,
            words,
            clock,
            onOpen: () => selectMarket(label.ticker),
          };
          return <HotCard key={index} {...card} market={market} isByValue={by === 'notional'} />;
        })}
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

interface HotEmptyProps {
  readonly windowMinutes: number;
  readonly category: string | undefined;
}

function HotEmpty(props: HotEmptyProps) {
  if (!useIsReplay()) return <NothingTraded {...props} />;
  return (
    <Suspense>
      <NoTradesHere isShort instead={<NothingTraded {...props} />} />
    </Suspense>
  );
}

function NothingTraded({ windowMinutes, category }: HotEmptyProps) {
  const flowboard = useFlowboard();
  const where = category === undefined ? '' : ` in ${category}`;
  return (
    <>
      <span>
        No trades{where} in {lastMinutes(windowMinutes)}.
      </span>
      {category !== undefined && (
        <Button isSmall look="strong" onClick={() => chooseCategory(undefined)}>
          Show all categories
        </Button>
      )}
      {category === undefined && windowMinutes < WIDEST_WINDOW && (
        <Button
          isSmall
          look="strong"
          onClick={() => void flowboard.updateSettings({ windowMinutes: WIDEST_WINDOW })}
        >
          Widen to {WIDEST_WINDOW} min
        </Button>
      )}
    </>
  );
}
