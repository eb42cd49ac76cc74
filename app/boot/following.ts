/** What a tab that follows does in place of one that leads: carries a river through the leader, and says what it cannot do. */
import type { RiverAnswer } from '#contract/river.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Follower } from './follower.ts';

/** Instead of an answer from a tab of another build (tabs.ts). */
export const OTHER_VERSION =
  'Another tab records with another version of Flowboard. Reload the older one, or lead from this tab.';

/** For people and scripts alike. */
export const LEAD_FIRST = 'Another tab records: press "Lead from this tab" in this one first.';

/** Returns a port on which one market flows (river.ts), from the worker of the tab that leads. */
export function followRiver(follower: Follower, ticker: Ticker): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const end = follower.open({ kind: 'river', ticker }, (data) => {
    port1.postMessage(data);
  });
  // The only thing a reader says is that it reads no more.
  port1.onmessage = (event: MessageEvent<RiverAnswer>) => {
    if (event.data.kind !== 'close') return;
    end.close();
    port1.close();
  };
  return port2;
}
