/**
 * Unpacks gzip of any number of members, one after the other: files that were put together, or written in parts. Browsers
 * unpack the first member alone and refuse what follows it, and do not say where it ends. So the bytes are handed over in
 * pieces that are cut wherever another member may begin. One begins there only when what stands before it is a whole member:
 * its last eight bytes are checksum and length of all that came of it (RFC 1952). Anything else that is refused is damage.
 */
import { crc32 } from '#core/lib/checksum.ts';

/** RFC 1952: two magic bytes, the only method, flags, time (4), extra flags, system. */
const HEADER_BYTES = 10;
/** RFC 1952: checksum (4) and length (4) of what was packed, the low byte first. */
const TRAILER_BYTES = 8;
const MAGIC = [0x1f, 0x8b, 0x08] as const;
const FLAGS_AT = 3;
/** These flags are not given out: a member has none of them. */
const RESERVED_FLAGS = 0xe0;
/** A piece unpacks to a thousand times its length at most; so much is in memory at once. */
const PIECE_BYTES = 65_536;

interface Piece {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** It begins as a member does; most often it is one, but any bytes may be packed. */
  readonly isHead: boolean;
}

/**
 * Yields what is unpacked, in order, and nothing of a piece that was refused. Rejects with the browser's words where the bytes
 * are damaged, where a member ends too early, and where something that is none follows the last one.
 */
export async function* gunzip(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let member = new Member();
  for await (const { bytes, isHead } of piecesOf(source)) {
    if (isHead && (await member.isWhole())) {
      yield* endOf(member);
      member = new Member();
    }
    if (!(await member.write(bytes))) throw member.error;
    yield* member.take();
  }
  yield* endOf(member);
}

/** Yields the rest of a member that nothing follows. Rejects where something of it is missing. */
async function* endOf(member: Member): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const isWhole = await member.end();
  yield* member.take();
  if (!isWhole) throw member.error;
}

/** Cuts the stream where a member may begin, and before a piece grows too long. */
export async function* piecesOf(source: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Piece> {
  const reader = source.getReader();
  // What may be the beginning of a header waits for the rest of it.
  let rest = new Uint8Array(0);
  try {
    for (let isOver = false; !isOver;) {
      const { done, value = new Uint8Array(0) } = await reader.read();
      isOver = done;
      const bytes = joined(rest, value);
      const end = isOver ? bytes.length : Math.max(0, bytes.length - HEADER_BYTES + 1);
      let start = 0;
      while (start < end) {
        const to = nextHead(bytes, start + 1, Math.min(end, start + PIECE_BYTES));
        yield { bytes: bytes.slice(start, to), isHead: isHeadAt(bytes, start) };
        start = to;
      }
      rest = bytes.slice(end);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Returns where the next member may begin, from `from` on and before `end`; `end` where none may. */
function nextHead(bytes: Uint8Array, from: number, end: number): number {
  for (let at = bytes.indexOf(MAGIC[0], from); at >= 0 && at < end; at = bytes.indexOf(MAGIC[0], at + 1))
    if (isHeadAt(bytes, at)) return at;
  return end;
}

function isHeadAt(bytes: Uint8Array, at: number): boolean {
  const flags = bytes[at + FLAGS_AT] ?? 0;
  const isMagic = MAGIC.every((byte, index) => bytes[at + index] === byte);
  return isMagic && (flags & RESERVED_FLAGS) === 0 && at + HEADER_BYTES <= bytes.length;
}

function joined(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The browser's own unpacking of one member. It takes the next piece only when all that came of the one before has been read. */
class Member {
  /** Why a piece was refused. */
  error: unknown;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  #parts: Uint8Array<ArrayBuffer>[] = [];
  /** Checksum and length (modulo 2^32) of all that was read of it. */
  #crc = 0;
  #length = 0;
  /** The last bytes handed over, as many as a trailer has. */
  #tail: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  readonly #read: Promise<void>;

  constructor() {
    const { readable, writable } = new DecompressionStream('gzip');
    this.#writer = writable.getWriter();
    // Told by `write` and `end` all the same.
    this.#writer.closed.catch(() => undefined);
    this.#read = this.#readAll(readable);
  }

  /** Says whether the bytes so far end as a whole member does. Whether they are one, `end` says. */
  async isWhole(): Promise<boolean> {
    if (this.#tail.length < TRAILER_BYTES) return false;
    // Nothing is taken before all that came of the pieces before has been read.
    if (!(await this.#try(this.#writer.write(new Uint8Array(0))))) return false;
    const trailer = new DataView(this.#tail.buffer, this.#tail.byteOffset);
    return trailer.getUint32(0, true) === this.#crc && trailer.getUint32(4, true) === this.#length;
  }

  /** Says whether the piece was taken. */
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    this.#tail = joined(this.#tail, bytes.slice(-TRAILER_BYTES)).slice(-TRAILER_BYTES);
    return this.#try(this.#writer.write(bytes));
  }

  /** Says whether nothing is missing at the end. */
  async end(): Promise<boolean> {
    const isWhole = await this.#try(this.#writer.close());
    await this.#read;
    return isWhole;
  }

  /** Returns what was unpacked since the last time. */
  take(): readonly Uint8Array<ArrayBuffer>[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  async #try(work: Promise<void>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      this.error = error;
      await this.#read;
      return false;
    }
  }

  async #readAll(readable: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const reader = readable.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        this.#parts.push(value);
        this.#crc = crc32(value, 0, this.#crc);
        this.#length = (this.#length + value.length) >>> 0;
      }
    } catch {
      // The writer hears of it too.
    }
  }
}
