/**
 * One tab works, the others follow: the holder of an exclusive Web Lock leads. When it closes or crashes the browser gives the
 * lock to the next tab in line, which then starts by the same path as a cold start. A tab may also take the lock by force:
 * who lost it is told, and stands in line again. What is written meanwhile is guarded by the store's term, not here.
 */

export const LEADER_LOCK = 'flowboard-leader';

/** What of navigator.locks is used. */
export interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly steal?: boolean; readonly signal?: AbortSignal },
    run: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

export interface LeaderEvents {
  /** This tab leads now, until it closes, resigns or loses the lock. */
  onLead(): void;
  /** Another tab leads; this one is in line. */
  onFollow(): void;
  /** Another tab has taken the lead by force; `onFollow` comes next. */
  onLost(): void;
}

export interface Candidacy {
  /** Takes the lock from whoever holds it. Does nothing in the tab that leads. */
  seize(): void;
  /** Gives the lock back, or leaves the line, for good. */
  resign(): void;
}

type Outcome = 'released' | 'refused' | 'left' | 'stolen';

/** Stands for election. Where the browser has no Web Locks, or refuses them, this tab leads, since nobody can tell. */
export function runForLeader(locks: Locks | undefined, events: LeaderEvents): Candidacy {
  if (locks === undefined) {
    events.onLead();
    return { seize: () => undefined, resign: () => undefined };
  }
  let isOver = false;
  let isLeading = false;
  let line = new AbortController();
  let release: () => void = () => undefined;

  async function request(options: Parameters<Locks['request']>[1]): Promise<Outcome> {
    let isHeld = false;
    const lead = (lock: unknown): Promise<void> | undefined => {
      // Granted in the very moment it was no longer wanted.
      if (lock === null || isOver || options.signal?.aborted === true) return undefined;
      isHeld = isLeading = true;
      events.onLead();
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    try {
      await locks?.request(LEADER_LOCK, options, lead);
      isLeading = isLeading && !isHeld;
      return isHeld ? 'released' : 'refused';
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'AbortError') throw error;
      if (!isHeld) return 'left';
      isLeading = false;
      events.onLost();
      return 'stolen';
    }
  }

  async function stand(first: Parameters<Locks['request']>[1]): Promise<void> {
    let outcome = await request(first);
    while (!isOver && (outcome === 'refused' || outcome === 'stolen')) {
      line = new AbortController();
      events.onFollow();
      outcome = await request({ signal: line.signal });
    }
  }

  function begin(first: Parameters<Locks['request']>[1]): void {
    stand(first).catch(() => {
      if (!isOver && !isLeading) events.onLead();
    });
  }

  begin({ ifAvailable: true });
  return {
    seize: () => {
      if (isLeading || isOver) return;
      line.abort();
      begin({ steal: true });
    },
    resign: () => {
      isOver = true;
      line.abort();
      release();
    },
  };
}
