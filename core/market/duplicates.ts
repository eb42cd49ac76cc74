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
    const known = this.#young.findUuid(words) ?? this.#old.findUuid(words);
    if (known !== undefined) return known === content ? 'same' : 'conflict';
    if (this.#young.size >= this.#limit) this.#rotate();
    this.#young.addUuid(words, content);
    return 'new';
  }

  /** Returns whether `id`, which is no UUID, was seen; remembers it if not. */
  observeText(id: string, content: number): Repetition {
    const known = this.#young.texts.get(id) ?? this.#old.texts.get(id);
    if (known !== undefined) return known === content ? 'same' : 'conflict';
    if (this.#young.size >= this.#limit) this.#rotate();
    this.#young.texts.set(id, content);
    return 'new';
  }

  /** Changes generations when the young one is an hour old. A clock set back starts the hour again. */
  advance(now: number): void {
    if (this.#bornAt === undefined || now < this.#bornAt) this.#bornAt = now;
    if (now - this.#bornAt <= HOUR) return;
    this.#rotate();
    this.#bornAt = now;
  }

  #rotate(): void {
    this.#old = this.#young;
    this.#young = new Generation();
  }
}

class Generation {
  readonly texts = new Map<string, number>();
  #entries = FIRST_ENTRIES;
  #uuids = 0;
  /** [entry, UUID_WORDS]; an entry is in use where `#content` is not 0. */
  #words = new Uint32Array(FIRST_ENTRIES * UUID_WORDS);
  #content = new Uint32Array(FIRST_ENTRIES);

  get size(): number {
    return this.#uuids + this.texts.size;
  }

  findUuid(words: Uint32Array): number | undefined {
    const content = this.#content[this.#entryOf(words, 0)];
    return content === 0 ? undefined : content;
  }

  addUuid(words: Uint32Array, content: number): void {
    // Half full at most: a probe then sees two entries on average.
    if (this.#uuids * 2 >= this.#entries) this.#grow();
    this.#put(words, 0, content);
    this.#uuids++;
  }

  #put(words: Uint32Array, offset: number, content: number): void {
    const entry = this.#entryOf(words, offset);
    for (let i = 0; i < UUID_WORDS; i++) this.#words[entry * UUID_WORDS + i] = words[offset + i] ?? 0;
    this.#content[entry] = content;
  }

  /** Returns the entry that holds the UUID, else the free one where it belongs. */
  #entryOf(words: Uint32Array, offset: number): number {
    const a = words[offset] ?? 0;
    const b = words[offset + 1] ?? 0;
    const c = words[offset + 2] ?? 0;
    const d = words[offset + 3] ?? 0;
    const table = this.#words;
    const mask = this.#entries - 1;
    let entry = (Math.imul(a ^ c, 0x9e3779b1) ^ Math.imul(b ^ d, 0x85ebca6b)) >>> 0;
    entry = (entry ^ (entry >>> 15)) & mask;
    while (this.#content[entry] !== 0) {
      const at = entry * UUID_WORDS;
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d) break;
      entry = (entry + 1) & mask;
    }
    return entry;
  }

  #grow(): void {
    const words = this.#words;
    const content = this.#content;
    this.#entries *= 2;
    this.#words = new Uint32Array(this.#entries * UUID_WORDS);
    this.#content = new Uint32Array(this.#entries);
    for (let entry = 0; entry < content.length; entry++) {
      const value = content[entry] ?? 0;
      if (value !== 0) this.#put(words, entry * UUID_WORDS, value);
    }
  }
}

/** Returns a hash, never 0, of what makes a trade the same: market, price, quantity and side. Stamps differ by source (REST, socket) and are left out. */
export function contentHash(ticker: string, yesPrice: number, quantity: number, isYes: boolean): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < ticker.length; i++) hash = Math.imul(hash ^ ticker.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ yesPrice, 0x01000193);
  hash = Math.imul(hash ^ (quantity >>> 0), 0x01000193);
  hash = Math.imul(hash ^ Math.floor(quantity / 0x1_0000_0000), 0x01000193);
  hash = Math.imul(hash ^ (isYes ? 1 : 2), 0x01000193);
  return hash >>> 0 || 1;
}
