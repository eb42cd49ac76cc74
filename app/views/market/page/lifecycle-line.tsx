/** The market's life in one line under its name: what has been, where it stands, what comes. */
import type { MarketLabel } from '#contract/frames.ts';
import { clock } from '../../../format/time.ts';
import { useNow } from '../../../state/now.ts';
import { lifecycleOf } from './lifecycle.ts';

const MEANING = { done: 'done', now: 'now', next: 'to come' } as const;

export function LifecycleLine({ label }: { label: MarketLabel }) {
  const now = useNow();
  return (
    <ol className="life num" aria-label="Life of the market" title={`Times in ${clock.zone(now)}`}>
      {lifecycleOf(label, now).map(({ word, detail, state }, index) => (
        <li key={index} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
          <i aria-hidden="true" />
          <span>{word}</span>
          {detail !== '' && <b>{detail}</b>}
          <span className="sr-only">, {MEANING[state]}</span>
        </li>
      ))}
    </ol>
  );
}
