/**
 * Trade ids of the last hour or more: tells a repeated trade, in bounded memory. Two generations: ids go into the young one,
 * and when it is an hour old or full it becomes the old one. UUIDs stand in an open-addressed table of 32-bit words (20 bytes
 * an entry), other ids in a map. Beside each id stands a short hash of what the trade said, to see contradictions.
 */
import { HOUR } from '../units/time.ts';
import { UUID_WORDS } from './trade-id.ts';

const FIRST_ENTRIES = 4_096;

export type Repetition = 'new' | 'same' | 'conflict';

export class Duplicates {
  readonly #limit: number;
  #young = new Generation();
  #old = new Generation();
  #bornAt: number | undefined;

  /** `limit`: ids a generation may hold; at least this many, at most twice as many are remembered. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Ids held at the moment. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Returns whether the id in `words` was seen; remembers it if not. */
  observeUuid(words: Uint32Array, content: number): Repetition {
    const aged = this.#old.size > 0 ? this.#old.findUuid(words) : undefined;
    const known = aged ?? this.#young.takeUuid(words, content);
    if (known !== undefined) return known === content ? 'same' : 'conflict';
    if (this.#young.size >= this.#limit) this.#rotate();
    return 'new';
  }

  /** Returns whether `id`, which is no UUID, was seen; remembers it if not. */
  observeText(id: string, content: number): Repetition {
    const known = this.#young.texts.get(id) ?? this.#old.texts.get(id);
    if (known !== undefined) return known === content ? 'same' : 'conflict';
    this.#young.texts.set(id, content);
    if (this.#young.size >= this.#limit) this.#rotate();
    return 'new';
  }

  /** Changes generations when the young one is an hour old. A clock set back only makes it live longer. */
  advance(now: number): void {
    this.#bornAt ??= now;
    if (now - this.#bornAt <= HOUR) return;
    this.#rotate();
    this.#bornAt = now;
  }

  #rotate(): void {
    this.#old = this.#young;
    this.#young = new Generation();
  }
}

/** An entry: the UUID's words, then the content, which is 0 where the entry is free. One entry, one cache line (mostly). */
const CONTENT = UUID_WORDS;
const STRIDE = UUID_WORDS + 1;

class Generation {
  readonly texts = new Map<string, number>();
  #entries = FIRST_ENTRIES;
  #uuids = 0;
  #table = new Uint32Array(FIRST_ENTRIES * STRIDE);

  get size(): number {
    return this.#uuids + this.texts.size;
  }

  findUuid(words: Uint32Array): number | undefined {
    const content = this.#table[this.#offsetOf(words, 0) + CONTENT];
    return content === 0 ? undefined : content;
  }

  /** Returns what is held of the UUID; takes it in where nothing is. */
  takeUuid(words: Uint32Array, content: number): number | undefined {
    // Half full at most: a probe then sees two entries on average.
    if (this.#uuids * 2 >= this.#entries) this.#grow();
    const offset = this.#offsetOf(words, 0);
    const known = this.#table[offset + CONTENT];
    if (known !== 0) return known;
    const table = this.#table;
    for (let i = 0; i < UUID_WORDS; i++) table[offset + i] = words[i] ?? 0;
    table[offset + CONTENT] = content;
    this.#uuids++;
    return undefined;
  }

  /** Returns where the UUID of `words` at `from` is held, else the free entry where it belongs. */
  #offsetOf(words: Uint32Array, from: number): number {
    const a = words[from] ?? 0;
    const b = words[from + 1] ?? 0;
    const c = words[from + 2] ?? 0;
    const d = words[from + 3] ?? 0;
    const table = this.#table;
    const hash = (Math.imul(a ^ c, 0x9e3779b1) ^ Math.imul(b ^ d, 0x85ebca6b)) >>> 0;
    // By the hash's upper bits: a grown table then has the same order, so growing walks both tables straight on.
    let offset = Math.floor((hash / 0x1_0000_0000) * this.#entries) * STRIDE;
    while (table[offset + CONTENT] !== 0) {
      if (
        table[offset] === a &&
        table[offset + 1] === b &&
        table[offset + 2] === c &&
        table[offset + 3] === d
      )
        break;
      offset += STRIDE;
      if (offset === table.length) offset = 0;
    }
    return offset;
  }

  #grow(): void {
    const old = this.#table;
    this.#entries *= 2;
    this.#table = new Uint32Array(this.#entries * STRIDE);
    for (let from = 0; from < old.length; from += STRIDE) {
      if (old[from + CONTENT] === 0) continue;
      const to = this.#offsetOf(old, from);
      for (let i = 0; i < STRIDE; i++) this.#table[to + i] = old[from + i] ?? 0;
    }
  }
}

/** FNV-1a's multiplier. */
const FNV_PRIME = 0x01000193;

/** Returns a 32-bit hash of `text`. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash;
}

/** Returns a hash, never 0, of what makes a trade the same: market, price, quantity and side. Stamps differ by source (REST, socket) and are left out. */
export function contentHash(tickerHash: number, yesPrice: number, quantity: number, isYes: boolean): number {
  let hash = Math.imul(tickerHash ^ yesPrice, FNV_PRIME);
  hash = Math.imul(hash ^ (quantity >>> 0), FNV_PRIME);
  hash = Math.imul(hash ^ Math.floor(quantity / 0x1_0000_0000), FNV_PRIME);
  hash = Math.imul(hash ^ (isYes ? 1 : 2), FNV_PRIME);
  return hash >>> 0 || 1;
}
