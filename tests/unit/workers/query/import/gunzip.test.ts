import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { gunzip, piecesOf } from '../../../../../workers/query/import/gunzip.ts';

const HEAD = [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 0, 3];

/** Returns the bytes as they would arrive, so many at once. */
const streamOf = (bytes: Uint8Array, atOnce: number): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    start: (to) => {
      for (let at = 0; at < bytes.length; at += atOnce)
        to.enqueue(Uint8Array.from(bytes.subarray(at, at + atOnce)));
      to.close();
    },
  });

async function pieces(bytes: readonly number[], atOnce: number): Promise<[readonly number[], boolean][]> {
  const found: [readonly number[], boolean][] = [];
  for await (const piece of piecesOf(streamOf(Uint8Array.from(bytes), atOnce)))
    found.push([[...piece.bytes], piece.isHead]);
  return found;
}

test.each([1, 2, 3, 7, 10, 11, 100])(
  'a stream in parts of %i bytes is cut where a member may begin, and loses nothing',
  async (atOnce) => {
    const bytes = [...HEAD, 5, 5, 5, ...HEAD, 0x1f, 0x8b, 9, 0x1f, ...HEAD, 7];
    const found = await pieces(bytes, atOnce);
    expect(found.flatMap(([part]) => part)).toEqual(bytes);
    const heads: number[] = [];
    let at = 0;
    for (const [part, isHead] of found) {
      if (isHead) heads.push(at);
      at += part.length;
    }
    expect(heads).toEqual([0, 13, 27]);
  },
);

test('half a header at the end, and one with flags that nobody gives, are none', async () => {
  const found = await pieces([...HEAD, 9, 0x1f, 0x8b, 8, 0xe0, 0, 0, 0, 0, 0, 3, 0x1f, 0x8b, 8, 0], 100);
  expect(found.filter(([, isHead]) => isHead)).toHaveLength(1);
});

test('a piece is never so long that what it unpacks to fills the memory', async () => {
  const found = await pieces([...HEAD, ...new Array<number>(200_000).fill(7)], 1_000_000);
  expect(Math.max(...found.map(([part]) => part.length))).toBeLessThanOrEqual(65_536);
});

test('members are unpacked one after the other', async () => {
  const texts = ['one\n', 'two\n'.repeat(10_000), 'three\n'];
  const packed = Buffer.concat(texts.map((text) => gzipSync(text)));
  let text = '';
  for await (const part of gunzip(streamOf(packed, 1_000))) text += Buffer.from(part).toString();
  expect(text).toBe(texts.join(''));
});

/** Chromium's: what follows the first member is refused. */
class FirstMemberOnly {
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly writable: WritableStream<Uint8Array<ArrayBuffer>>;
  constructor() {
    let isOver = false;
    let left: Uint8Array<ArrayBuffer> = new Uint8Array(0);
    const packed = PACKED.map((each) => Uint8Array.from(each));
    const inner = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (part, to) => {
        if (part.length === 0) return;
        if (isOver) throw new TypeError('Junk found after end of compressed data.');
        const all = Uint8Array.from([...left, ...part]);
        left = all;
        const whole = packed.findIndex((each) => Buffer.compare(each, all) === 0);
        if (whole < 0) return;
        isOver = true;
        to.enqueue(Uint8Array.from(Buffer.from(TEXTS[whole] ?? '')));
      },
      flush: () => {
        if (!isOver) throw new TypeError('Compressed input was truncated.');
      },
    });
    this.readable = inner.readable;
    this.writable = inner.writable;
  }
}
const TEXTS = ['one\n', 'two\n', 'three\n'];
const PACKED = TEXTS.map((text) => gzipSync(text));

test.each([
  ['whole', 0, 'one two three'],
  ['cut off', -3, 'Compressed input was truncated.'],
])(
  'a browser that stops after the first member is given each its own; a file that is %s',
  async (_, end, words) => {
    const real = globalThis.DecompressionStream;
    globalThis.DecompressionStream = FirstMemberOnly;
    try {
      let text = '';
      const packed = Buffer.concat(PACKED);
      const read = async (): Promise<string> => {
        for await (const part of gunzip(streamOf(packed.subarray(0, packed.length + end), 1_000)))
          text += Buffer.from(part).toString();
        return text.trim().replaceAll('\n', ' ');
      };
      expect(await read().catch((error: unknown) => String(error))).toContain(words);
    } finally {
      globalThis.DecompressionStream = real;
    }
  },
);

describe('a member that is damaged, with another one behind it', () => {
  const lines = (from: number, count: number): string =>
    Array.from({ length: count }, (_, i) => `{"n":${from + i},"x":"${Math.sin(from + i)}"}\n`).join('');
  const first = gzipSync(lines(0, 3_000));
  const second = gzipSync(lines(3_000, 3_000));
  const outcomeOf = async (bytes: Uint8Array): Promise<string> => {
    let length = 0;
    try {
      for await (const part of gunzip(streamOf(bytes, 65_536))) length += part.length;
    } catch {
      return 'refused';
    }
    return `done, ${length} bytes`;
  };

  test.each([1, 10, 20, 35, 39, 59].map((part) => Math.floor((first.length * part) / 60)))(
    'the first is cut off after %i bytes: refused',
    async (cut) => {
      expect(await outcomeOf(Buffer.concat([first.subarray(0, cut), second]))).toBe('refused');
    },
  );

  test.each([1, 4, 7, 8, 12])('the first has lost its last %i bytes: refused', async (lost) => {
    expect(await outcomeOf(Buffer.concat([first.subarray(0, first.length - lost), second]))).toBe('refused');
  });

  test.each([
    ['checksum', 6],
    ['length', 2],
  ])('the first has a wrong %s: refused', async (_, fromEnd) => {
    const wrong = Buffer.from(first);
    wrong[first.length - fromEnd] = (wrong[first.length - fromEnd] ?? 0) ^ 1;
    expect(await outcomeOf(Buffer.concat([wrong, second]))).toBe('refused');
  });

  test('both are whole: done', async () => {
    expect(await outcomeOf(Buffer.concat([first, second]))).toBe(`done, ${lines(0, 6_000).length} bytes`);
  });
});
