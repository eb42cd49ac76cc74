/** In the header during a replay: the live feed goes on, unlit, and is being kept. */
import { grouped } from '../../format/number.ts';
import { age } from '../../format/time.ts';
import { useLive } from './use-live.ts';

export function BackgroundWord() {
  const live = useLive();
  const ageMs = live?.connection.lastMessageAgeMs ?? undefined;
  return (
    <div className="background-word num">
      <span className="background-dot" aria-hidden="true" />
      <span>
        {live === undefined || isCurrent(live.connection.state) ? (
          <>
            Live feed<span className="background-more"> in background</span>
          </>
        ) : (
          `Live feed: ${live.connection.state}`
        )}
      </span>
      {ageMs !== undefined && <span className="text-text3">{age(ageMs)}</span>}
      {live !== undefined && (
        <span className="background-stored text-text3">{grouped(live.tradesStored)} stored</span>
      )}
    </div>
  );
}

function isCurrent(state: string): boolean {
  return state === 'live' || state === 'quiet';
}
