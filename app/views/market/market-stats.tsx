/** Eight facts in a grid of two rows. */
import type { MarketFrame } from '#contract/frames.ts';
import { useFrames, useIsReplay } from '../../state/flowboard-context.tsx';
import { useVenueNow } from '../../state/venue-now.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { FactName } from '../../ui/fact-name.tsx';
import { factsOf } from './market-facts.ts';

export function MarketStats({ frame }: { frame: MarketFrame }) {
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const isReplay = useIsReplay();
  const now = useVenueNow();
  const words = useWords();
  const clock = useClock();
  return (
    <dl className="drawer-stats">
      {factsOf(frame, windowMinutes, now, { words, clock }, isReplay).map(({ name, value, full, side }) => (
        <div key={name} title={full || undefined}>
          <dt>
            <FactName name={name} />
          </dt>
          <dd className={`num${side === undefined ? '' : ` side-${side}`}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
