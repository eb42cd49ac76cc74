/** The last frames of each subscription by their numbers: tells a frame that stands in the file twice from another of the same number. */
import type { Seq, Sid } from '#core/wire/messages.ts';

/** Frames remembered of a subscription; 12 bytes each. What comes again after more of them counts as another. */
const REMEMBERED = 2_048;

interface Frames {
  readonly seqs: Float64Array;
  readonly hashes: Int32Array;
}

export class Heard {
  readonly #bySid = new Map<Sid, Frames>();

  add(sid: Sid, seq: Seq, hash: number): void {
    let frames = this.#bySid.get(sid);
    if (frames === undefined) {
      frames = { seqs: new Float64Array(REMEMBERED).fill(-1), hashes: new Int32Array(REMEMBERED) };
      this.#bySid.set(sid, frames);
    }
    frames.seqs[seq % REMEMBERED] = seq;
    frames.hashes[seq % REMEMBERED] = hash;
  }

  /** Whether the frame of this number was there, with the same text. */
  has(sid: Sid, seq: Seq, hash: number): boolean {
    const frames = this.#bySid.get(sid);
    return frames?.seqs[seq % REMEMBERED] === seq && frames.hashes[seq % REMEMBERED] === (hash | 0);
  }

  forget(sid: Sid): void {
    this.#bySid.delete(sid);
  }
}
