/**
 * Whole numbers as few bytes: seven bits a byte, lowest first, top bit set while more follow. Signed numbers fold the sign
 * into the lowest bit. Writing throws on what is no whole number (a mistake of ours); reading never throws, since stored
 * bytes come from outside: it remembers that it broke.
 */

/** Bytes of the longest number: 63 bits, past every sum we keep. */
const MAX_BYTES = 9;

/** Returns a signed whole number as one from 0 up: what is near 0 stays small. Throws on any other. */
export function folded(value: number): number {
  const result = value < 0 ? -2 * value - 1 : 2 * value;
  if (!Number.isInteger(value) || !Number.isSafeInteger(result))
    throw new Error(`Expected a whole number below 2^52, but found ${value}.`);
  return result;
}

/** Returns what `folded` was given. */
export function unfolded(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Grows as needed; `take` hands over a copy of exactly the bytes written. */
export class VarintWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(capacity = 1_024) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Writes a whole number from 0 up. */
  write(value: number): void {
    if (!Number.isInteger(value) || value < 0)
      throw new Error(`Expected a whole number from 0 up, but found ${value}.`);
    if (this.#length + MAX_BYTES > this.#bytes.length) this.#grow();
    const bytes = this.#bytes;
    let left = value;
    while (left >= 0x80) {
      bytes[this.#length++] = (left % 0x80) | 0x80;
      left = Math.floor(left / 0x80);
    }
    bytes[this.#length++] = left;
  }

  writeSigned(value: number): void {
    this.write(folded(value));
  }

  writeText(text: string): void {
    this.write(text.length);
    for (let i = 0; i < text.length; i++) this.write(text.charCodeAt(i));
  }

  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #grow(): void {
    const grown = new Uint8Array(this.#bytes.length * 2 + MAX_BYTES);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** After a read past the end, or of a number that is too long, `isBroken` stays true and every read gives 0. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #offset: number;
  #isBroken = false;

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Bytes not yet read. A count of things that take a byte each cannot be more. */
  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  read(): number {
    let byte = this.#bytes[this.#offset++];
    if (byte !== undefined && byte < 0x80) return byte;
    let value = 0;
    let unit = 1;
    for (let i = 0; i < MAX_BYTES && byte !== undefined; i++) {
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 0x80;
      byte = this.#bytes[this.#offset++];
    }
    this.#isBroken = true;
    this.#offset = this.#bytes.length;
    return 0;
  }

  /** Fills `into` with as many numbers; local variables make this several times faster than as many calls of `read`. */
  readInto(into: Float64Array | Uint32Array): void {
    const bytes = this.#bytes;
    let offset = this.#offset;
    for (let i = 0; i < into.length; i++) {
      const low = bytes[offset];
      if (low !== undefined && low < 0x80) {
        into[i] = low;
        offset++;
        continue;
      }
      const high = bytes[offset + 1];
      if (low !== undefined && high !== undefined && high < 0x80) {
        into[i] = (low & 0x7f) + high * 0x80;
        offset += 2;
        continue;
      }
      this.#offset = offset;
      into[i] = this.read();
      offset = this.#offset;
      if (this.#isBroken) return;
    }
    this.#offset = offset;
  }

  /** As `readInto`, of signed numbers. */
  readSignedInto(into: Float64Array): void {
    this.readInto(into);
    for (let i = 0; i < into.length; i++) into[i] = unfolded(into[i] ?? 0);
  }

  readSigned(): number {
    return unfolded(this.read());
  }

  readText(): string {
    const length = this.read();
    if (length > this.left) this.#isBroken = true;
    let text = '';
    for (let i = 0; i < length && !this.#isBroken; i++) text += String.fromCharCode(this.read());
    return text;
  }
}
