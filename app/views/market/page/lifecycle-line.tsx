/** The market's life in one line under its name: what has been, where it stands, what comes. */
import type { MarketFrame } from '#contract/frames.ts';
import { useFrames, useIsReplay } from '../../../state/flowboard-context.tsx';
import { useVenueNow } from '../../../state/venue-now.ts';
import { useClock } from '../../../state/reading.ts';
import { lifecycleOf, unheardWords } from './lifecycle.ts';

const MEANING = { done: 'done', now: 'now', next: 'to come' } as const;

export function LifecycleLine({ frame }: { frame: MarketFrame }) {
  const { label } = frame;
  const now = useVenueNow();
  const clock = useClock();
  const book = useFrames((frames) => frames.book?.value);
  const hasRest = useFrames((frames) => frames.status?.value.hasRest === true);
  const isReplay = useIsReplay();
  const state = book?.ticker === label.ticker ? book.state : undefined;
  const isGap = book?.gapFrom !== undefined;
  const unheard = unheardWords(frame, state, { hasRest, isReplay, isGap });
  // Keeps its place, so that nothing moves when its life becomes known.
  if (unheard !== undefined) return <p className="life">{unheard}</p>;
  return (
    <ol className="life num" aria-label="Life of the market" title={`Times in ${clock.zone(now)}`}>
      {lifecycleOf(label, now, clock).map(({ word, detail, state }, index) => (
        <li
          key={index}
          data-word={word}
          data-state={state}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <i aria-hidden="true" />
          <span>{word}</span>
          {detail !== '' && <b>{detail}</b>}
          <span className="sr-only">, {MEANING[state]}</span>
        </li>
      ))}
    </ol>
  );
}
