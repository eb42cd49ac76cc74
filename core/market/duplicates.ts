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

  /** Returns what is held of the UUID; takes it in where nothing is. */
  takeUuid(words: Uint32Array, content: number): number | undefined {
    // Half full at most: a probe then sees two entries on average.
    if (this.#uuids * 2 >= this.#entries) this.#grow();
    const entry = this.#entryOf(words, 0);
    const known = this.#content[entry];
    if (known !== 0) return known;
    this.#put(entry, words, 0, content);
    this.#uuids++;
    return undefined;
  }

  #put(entry: number, words: Uint32Array, offset: number, content: number): void {
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
      const offset = entry * UUID_WORDS;
      if (value !== 0) this.#put(this.#entryOf(words, offset), words, offset, value);
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
