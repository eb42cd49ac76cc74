/**
 * What each category does in the window: contracts, net flow, and the market that moved most. A press narrows tape, treemap and
 * hot list down to it, another one or Escape takes that back. The order waits while the reader is inside.
 */
import { useEffect, type FocusEvent, type KeyboardEvent } from 'react';
import type { CategorySum } from '#contract/frames.ts';
import { counted, grouped, lastMinutes } from '../../../format/number.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import {
  changeWords,
  compactContracts,
  directionWord,
  netFlow,
  points,
  pointsWord,
  contractsCounted,
} from '../../../format/units.ts';
import { boardFilter, chooseCategory, toggleCategory } from '../../../state/board-filter.ts';
import { useFrames, usePanelState, useWant } from '../../../state/flowboard-context.tsx';
import { useWords } from '../../../state/reading.ts';
import { useSelected } from '../../../state/store.ts';
import { onEscape } from '../../../ui/escape.ts';
import { DirectionGlyph } from '../../../ui/glyphs.tsx';
import { Unseen } from '../../../ui/unseen.tsx';
import { shortName } from '../short-name.ts';
import { useHeldOrder } from '../hot/use-held-order.ts';
import { withChosen } from './with-chosen.ts';
import './categories.css';

const NOTHING = {};
/** Exchanges have some twenty; a broken one must not fill the page. */
const MOST = 40;
const LONGEST_MOVER = 12;
const STEPS: Readonly<Record<string, number | undefined>> = { ArrowRight: 1, ArrowLeft: -1 };

export function CategoryStrip() {
  useWant('categories', NOTHING);
  const part = useFrames((frames) => frames.categories);
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const chosen = useSelected(boardFilter, ({ category }) => category);
  const isDimmed = usePanelState()?.isDimmed === true;
  const words = useWords();
  const order = useHeldOrder(withChosen(part?.value.categories ?? [], chosen), (sum) => sum.category, MOST);
  useEffect(() => (chosen === undefined ? undefined : onEscape(() => chooseCategory(undefined))), [chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    // At the ends too: an arrow that leads nowhere must not move a replay's clock.
    event.preventDefault();
    const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
    cells[cells.findIndex((cell) => cell === document.activeElement) + step]?.focus();
  };
  const onBlur = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) order.release('focus');
  };
  return (
    <section className="categories" aria-label={`Categories, ${counted(windowMinutes, 'minute')}`}>
      {part === undefined || order.items.length === 0 ? (
        <p className="categories-none">
          {part === undefined ? '' : `No category has traded in ${lastMinutes(windowMinutes)}.`}
        </p>
      ) : (
        <div
          role="group"
          aria-label="Show only one category"
          className="categories-cells num"
          data-dimmed={isDimmed || undefined}
          onPointerEnter={(event) => event.pointerType === 'mouse' && order.hold('pointer')}
          onPointerLeave={(event) => event.pointerType === 'mouse' && order.release('pointer')}
          onFocus={() => order.hold('focus')}
          onBlur={onBlur}
          onKeyDown={onKeyDown}
        >
          {order.items.map((sum) => (
            <Cell key={sum.category} sum={sum} words={words} isChosen={sum.category === chosen} />
          ))}
        </div>
      )}
    </section>
  );
}

function Cell({ sum, words, isChosen }: { sum: CategorySum; words: PriceWords; isChosen: boolean }) {
  const { category, volume, netFlow: net, mover, markets, trades } = sum;
  const change = mover === undefined ? 0 : words.change(mover.change);
  const moved = mover === undefined ? 'no price has changed' : `${mover.label.name} ${changeWords(change)}`;
  const whole =
    `${category}: ${contractsCounted(volume)} in ${counted(trades, 'trade', grouped(trades))} of ` +
    `${counted(markets, 'market', grouped(markets))}, net flow ${netFlow(net)}, biggest mover: ${moved}`;
  const side = net > 0 ? 'text-yes' : net < 0 ? 'text-no' : 'text-text2';
  return (
    <button
      type="button"
      className="category"
      aria-pressed={isChosen}
      title={whole}
      onClick={() => toggleCategory(category)}
    >
      <span className="category-name">{category}</span>
      <span className="category-volume">
        {compactContracts(volume)}
        <Unseen words=" contracts, " />
      </span>
      <span className="category-mover">
        {mover === undefined ? (
          'no move'
        ) : (
          <>
            <DirectionGlyph change={change} /> <Unseen words={`${directionWord(change)} `} />
            {points(change)} <Unseen words={`${pointsWord(change)}: `} />
            {shortName(mover.label.name, LONGEST_MOVER)}
          </>
        )}
      </span>
      <span className={`category-net ${side}`}>
        <Unseen words="net flow " />
        {netFlow(net)}
      </span>
    </button>
  );
}
