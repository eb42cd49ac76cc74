/**
 * Continuity of the stream, per sid (protocol 3.6): every sequenced frame of a subscription counts one up, over all its
 * markets, acknowledgements and rejected frames included. So it must see every frame that carries sid and seq, in order.
 * Says what it sees; what a gap means for books and totals is decided elsewhere.
 */
import type { Seq, Sid } from './messages.ts';

export type Continuity = 'pass' | 'duplicate' | 'gap';

/**
 * A repeated frame or two come one at a time. So many numbers in a row that count up and were all passed already are no
 * repetition: the count began anew, or the number that was adopted was nonsense.
 */
const RESTART_RUN = 3;

/** Sids remembered: a socket has one per channel, so more than this is nonsense from outside; the oldest is forgotten. */
const MAX_SIDS = 1_000;

interface Count {
  last: Seq;
  /** The newest number that was passed already, and how many in a row counted up to it. */
  repeated: Seq | undefined;
  run: number;
}

export class Sequencer {
  readonly #counts = new Map<Sid, Count>();

  /**
   * Returns 'pass' for the next number, for the first one of a sid (adopted as it is) and for a frame without sid or seq;
   * 'duplicate' for one already passed; 'gap' where numbers were left out or the count began anew, and goes on from there.
   */
  observe(sid: Sid | undefined, seq: Seq | undefined): Continuity {
    if (sid === undefined || seq === undefined) return 'pass';
    const count = this.#counts.get(sid);
    if (count === undefined) {
      this.#forgetOldest();
      this.#counts.set(sid, { last: seq, repeated: undefined, run: 0 });
      return 'pass';
    }
    if (seq <= count.last && !isRestart(count, seq)) return 'duplicate';
    const verdict = seq === count.last + 1 ? 'pass' : 'gap';
    count.last = seq;
    count.repeated = undefined;
    count.run = 0;
    return verdict;
  }

  /** Starts `sid` afresh: its subscription ended, or one begins. */
  forget(sid: Sid): void {
    this.#counts.delete(sid);
  }

  /** Starts all afresh: a new socket has new sids. */
  reset(): void {
    this.#counts.clear();
  }

  #forgetOldest(): void {
    if (this.#counts.size < MAX_SIDS) return;
    for (const sid of this.#counts.keys()) {
      this.#counts.delete(sid);
      return;
    }
  }
}

/** Notes a number that was passed already; returns whether the count has begun anew. */
function isRestart(count: Count, seq: Seq): boolean {
  count.run = count.repeated !== undefined && seq === count.repeated + 1 ? count.run + 1 : 1;
  count.repeated = seq;
  return count.run >= RESTART_RUN;
}
