/**
 * Continuity of the stream, per sid (protocol 3.6): every sequenced frame of a subscription counts one up, over all its
 * markets, acknowledgements and rejected frames included. So it must see every frame that carries sid and seq, in order.
 * Says what it sees; what a gap means for books and totals is decided elsewhere.
 */
import type { Seq, Sid } from './messages.ts';

export type Continuity = 'pass' | 'duplicate' | 'gap';

/** Sids remembered: a socket has one per channel, so more than this is nonsense from outside; the oldest is forgotten. */
const MAX_SIDS = 1_000;

export class Sequencer {
  readonly #last = new Map<Sid, Seq>();

  /**
   * Returns 'pass' for the next number, for the first one of a sid (adopted as it is) and for a frame without sid or seq;
   * 'duplicate' for one already passed; 'gap' where numbers were left out, and goes on from there.
   */
  observe(sid: Sid | undefined, seq: Seq | undefined): Continuity {
    if (sid === undefined || seq === undefined) return 'pass';
    const last = this.#last.get(sid);
    if (last === undefined) {
      this.#forgetOldest();
    } else if (seq <= last) {
      return 'duplicate';
    }
    this.#last.set(sid, seq);
    return last === undefined || seq === last + 1 ? 'pass' : 'gap';
  }

  /** Starts `sid` afresh: its subscription ended, or one begins. */
  forget(sid: Sid): void {
    this.#last.delete(sid);
  }

  /** Starts all afresh: a new socket has new sids. */
  reset(): void {
    this.#last.clear();
  }

  #forgetOldest(): void {
    if (this.#last.size < MAX_SIDS) return;
    for (const sid of this.#last.keys()) {
      this.#last.delete(sid);
      return;
    }
  }
}
