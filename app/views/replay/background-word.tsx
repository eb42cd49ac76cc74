/** In the header during a replay: the live feed goes on, unlit, and is being kept; or it does not, and this says so. */
import { grouped } from '../../format/number.ts';
import { age } from '../../format/time.ts';
import { useLive, type LiveNow } from './use-live.ts';

export function BackgroundWord() {
  const live = useLive();
  const stats = live.kind === 'known' ? live.stats : undefined;
  const trouble = troubleIn(live);
  const ageMs = stats?.connection.lastMessageAgeMs ?? undefined;
  return (
    <div className="background-word num" data-trouble={trouble !== undefined || undefined}>
      <span className="background-dot" aria-hidden="true" />
      <span>
        {trouble === undefined ? (
          <>
            Live feed<span className="background-more"> in background</span>
          </>
        ) : (
          `Live feed: ${trouble}`
        )}
      </span>
      {ageMs !== undefined && <span className="text-text3">{age(ageMs)}</span>}
      {stats !== undefined && (
        <span className="background-stored text-text3">{grouped(stats.tradesStored)} stored</span>
      )}
    </div>
  );
}

/** Returns what is wrong with the live feed, in a word or two; `undefined` while nothing is. */
export function troubleIn(live: LiveNow): string | undefined {
  if (live.kind === 'asking') return undefined;
  if (live.kind === 'silent') return 'not answering';
  const { state } = live.stats.connection;
  return state === 'live' || state === 'quiet' ? undefined : state;
}
