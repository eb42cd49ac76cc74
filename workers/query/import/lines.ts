/**
 * The lines of a text file, plain or gzip, as they stream in: neither the file nor its text is ever held whole. Says where it
 * stands and how much it has unpacked, and gives up on what unpacks to absurd sizes.
 */
import { gunzip } from './gunzip.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** A longer line is no frame: the decoder's own limit. */
const MAX_LINE_BYTES = 8 * 1_024 * 1_024;
/** Recorded frames shrink 25 times; a file of one repeated byte shrinks a thousand times. */
const MAX_RATIO = 100;
/** A short file may repeat itself: the ratio counts from here on. */
const RATIO_FROM_BYTES = 16 * 1_024 * 1_024;
const MAX_UNPACKED_BYTES = 8 * 1_024 * 1_024 * 1_024;

/** The file cannot be what it says; the message is a sentence for people. */
export class BadFile extends Error {
  override readonly name = 'BadFile';
}

export interface TextLine {
  /** From 1. */
  readonly number: number;
  /** `undefined` where the line is longer than any frame. */
  readonly text: string | undefined;
  /** No line break follows: the file ends here. */
  readonly isLast: boolean;
}

export interface LinesOptions {
  readonly isGzip: boolean;
  /** For tests: lower bounds. */
  readonly maxUnpacked?: number | undefined;
  /** Told as the file is read: bytes of the file itself. */
  onRead(bytes: number): void;
}

/** Gives the lines of `file` in groups, as many as arrive at once; empty ones are left out. Rejects with `BadFile`. */
export async function* readLines(file: Blob, options: LinesOptions): AsyncGenerator<readonly TextLine[]> {
  const { isGzip, maxUnpacked = MAX_UNPACKED_BYTES } = options;
  const splitter = new LineSplitter();
  let [read, unpacked] = [0, 0];
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (part, to) => {
        options.onRead((read += part.length));
        to.enqueue(part);
      },
    }),
  );
  const parts = isGzip ? gunzip(counted) : bytesOf(counted);
  try {
    for (;;) {
      const part = await next(parts, isGzip, splitter);
      if (part === undefined) break;
      unpacked += part.length;
      if (unpacked > maxUnpacked || (unpacked > RATIO_FROM_BYTES && unpacked > MAX_RATIO * file.size))
        throw new BadFile(
          `The file unpacks to more than ${Math.floor(unpacked / 1_048_576)} MB at line ${splitter.lines}: recordings shrink about 25 times, this one more than ${MAX_RATIO} times or past all bounds. It was not imported.`,
        );
      const lines = splitter.add(part);
      if (lines.length > 0) yield lines;
    }
    const rest = splitter.finish();
    if (rest !== undefined) yield [rest];
  } finally {
    await parts.return(undefined);
  }
}

async function* bytesOf(source: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array> {
  const reader = source.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    // The stream's own error was told already.
    await reader.cancel().catch(() => undefined);
  }
}

async function next(
  parts: AsyncGenerator<Uint8Array>,
  isGzip: boolean,
  splitter: LineSplitter,
): Promise<Uint8Array | undefined> {
  try {
    const part = await parts.next();
    return part.done === true ? undefined : part.value;
  } catch (error) {
    throw new BadFile(
      isGzip
        ? `The gzip file is damaged or ends too early, after line ${splitter.lines}. Expected whole gzip members and nothing after the last; copy the file anew, or unpack what can be unpacked and import that.`
        : `The file could not be read after line ${splitter.lines} (${error instanceof Error ? error.message : String(error)}).`,
      { cause: error },
    );
  }
}

class LineSplitter {
  /** Lines that have ended so far. */
  lines = 0;
  readonly #decoder = new TextDecoder();
  #parts: Uint8Array[] = [];
  #length = 0;

  /** Returns the lines that end in `bytes`. */
  add(bytes: Uint8Array): readonly TextLine[] {
    const lines: TextLine[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      this.#keep(bytes.subarray(start, end));
      this.lines++;
      const line = this.#take(false);
      if (line.text !== '') lines.push(line);
      start = end + 1;
    }
    this.#keep(bytes.subarray(start));
    return lines;
  }

  /** Returns what stands after the last line break. */
  finish(): TextLine | undefined {
    if (this.#length === 0) return undefined;
    this.lines++;
    const line = this.#take(true);
    return line.text === '' ? undefined : line;
  }

  /** Beyond the limit only the length is kept. The bytes are copied: the stream may use its buffer again. */
  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length <= MAX_LINE_BYTES) this.#parts.push(part.slice());
    else this.#parts = [];
  }

  #take(isLast: boolean): TextLine {
    const parts = this.#parts;
    const isLong = this.#length > MAX_LINE_BYTES;
    this.#parts = [];
    this.#length = 0;
    return { number: this.lines, text: isLong ? undefined : this.#decode(parts), isLast };
  }

  #decode(parts: readonly Uint8Array[]): string {
    const [only] = parts;
    const bytes = parts.length === 1 && only !== undefined ? only : joined(parts);
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    return this.#decoder.decode(bytes.subarray(0, end)).trim();
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
