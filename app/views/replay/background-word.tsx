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
      {live === undefined ? 'Live feed in background' : words(live.connection.state)}
      {ageMs !== undefined && <span className="text-text3">{age(ageMs)}</span>}
      {live !== undefined && (
        <span className="background-stored text-text3">{grouped(live.tradesStored)} stored</span>
      )}
    </div>
  );
}

function words(state: string): string {
  return state === 'live' || state === 'quiet' ? 'Live feed in background' : `Live feed: ${state}`;
}
