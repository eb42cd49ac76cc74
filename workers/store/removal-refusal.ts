/** Why a session cannot be removed, in words for people: what is so, and what to do. */
import type { SessionRow } from '#contract/rows.ts';

/** Thrown where nothing is wrong with the disk: the message is the sentence. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Returns why the session with number `id` stays, or `undefined` where it may go. `running` is the one that is being recorded. */
export function removalRefusal(
  session: SessionRow | undefined,
  id: number,
  running: number | undefined,
): string | undefined {
  if (session === undefined)
    return `Expected a session with number ${id}, but there is none. Reload the list.`;
  if (id === running) return 'It is being recorded now. Start a new one, then this one can be removed.';
  return session.isPinned ? 'It is pinned. Take the pin off, then it can be removed.' : undefined;
}
