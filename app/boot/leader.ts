/**
 * One tab works, the others wait: the holder of an exclusive Web Lock leads. When it closes or crashes the browser gives
 * the lock to the next tab, which then starts by the same path as a cold start.
 */

export const LEADER_LOCK = 'flowboard-leader';

/** What of navigator.locks is used. */
export interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    run: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

export interface LeaderEvents {
  /** This tab leads now, until it closes or resigns. */
  onLead(): void;
  /** Another tab leads; this one is in line. */
  onWait(): void;
}

/** Stands for election; the result resigns (or leaves the line). Without Web Locks this tab leads, since nobody can tell. */
export function runForLeader(locks: Locks | undefined, events: LeaderEvents): () => void {
  if (locks === undefined) {
    events.onLead();
    return () => undefined;
  }
  const aborter = new AbortController();
  let resign: () => void = () => undefined;
  const reign = new Promise<void>((resolve) => {
    resign = resolve;
  });
  const lead = (): Promise<void> | undefined => {
    if (aborter.signal.aborted) return undefined;
    events.onLead();
    return reign;
  };
  const stand = async (): Promise<void> => {
    let isHeld = true;
    const first = locks.request(LEADER_LOCK, { ifAvailable: true }, (lock) => {
      isHeld = lock !== null;
      return isHeld ? lead() : undefined;
    });
    await first;
    if (isHeld || aborter.signal.aborted) return;
    events.onWait();
    await locks.request(LEADER_LOCK, { signal: aborter.signal }, lead);
  };
  stand().catch((error: unknown) => {
    // Leaving the line rejects the request with AbortError: that is what was asked for.
    if (!aborter.signal.aborted) throw error;
  });
  return () => {
    aborter.abort();
    resign();
  };
}
