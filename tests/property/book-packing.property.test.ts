/** Book changes on disk: exact when the bytes are ours, refused or at least sound when they are anybody's. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { crc32 } from '#core/lib/checksum.ts';
import { forEachBookEvent, type BookColumns } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { joinBooks, pickBooks } from '#core/market/book/book-join.ts';
import { packBooks, unpackBooks } from '#core/market/book/book-packing.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { arbitraryBooks, flawOf } from '../support/arbitrary-books.ts';

/** A machine under load is slow, not wrong. */
vi.setConfig({ testTimeout: 60_000 });

function eventsOf(columns: BookColumns): BookEvent[] {
  const events: BookEvent[] = [];
  forEachBookEvent(columns, (event) => events.push(event));
  return events;
}

/** Returns the bytes behind a checksum that says they are right: what a hostile or careless writer would leave. */
function checked(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(4 + body.length);
  new DataView(data.buffer).setUint32(0, crc32(body));
  data.set(body, 4);
  return data;
}

test('any book changes come back from their bytes as they were', () => {
  fc.assert(
    fc.property(arbitraryBooks, (columns) => {
      expect(flawOf(columns)).toBe('');
      expect(unpackBooks(packBooks(columns))).toEqual({ ok: true, value: columns });
    }),
    { numRuns: 300 },
  );
});

test('bytes that changed after they were written are not taken', () => {
  fc.assert(
    fc.property(arbitraryBooks, fc.nat(), fc.integer({ min: 1, max: 255 }), (columns, place, change) => {
      const data = packBooks(columns);
      const at = place % data.length;
      const cut = unpackBooks(data.slice(0, at));
      data[at] = (data[at] ?? 0) ^ change;
      expect([unpackBooks(data), cut]).toEqual([
        { ok: false, reason: 'changed' },
        { ok: false, reason: 'changed' },
      ]);
    }),
  );
});

test('bytes with a right checksum and a wrong body never throw, and give nothing that is not sound', () => {
  const edit = fc.tuple(fc.nat(), fc.constantFrom('set', 'cut', 'insert'), fc.integer({ min: 0, max: 255 }));
  let taken = 0;
  fc.assert(
    fc.property(arbitraryBooks, fc.array(edit, { minLength: 1, maxLength: 3 }), (columns, edits) => {
      const body = [...packBooks(columns).subarray(4)];
      for (const [place, how, byte] of edits) {
        const at = place % body.length;
        if (how === 'set') body[at] = byte;
        else if (how === 'insert') body.splice(at, 0, byte);
        else body.splice(at, 1 + (byte % 4));
      }
      const unpacked = unpackBooks(checked(Uint8Array.from(body)));
      if (!unpacked.ok) return;
      taken++;
      expect(flawOf(unpacked.value)).toBe('');
      expect(() => eventsOf(unpacked.value)).not.toThrow();
    }),
    { numRuns: 1_500 },
  );
  // Otherwise the property says nothing.
  expect(taken).toBeGreaterThan(50);
});

test('no bytes whatever make unpacking throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
      expect(unpackBooks(Uint8Array.from(body)).ok).toBe(false);
      const unpacked = unpackBooks(checked(Uint8Array.from([1, ...body])));
      if (unpacked.ok) expect(flawOf(unpacked.value)).toBe('');
    }),
    { numRuns: 1_000 },
  );
});

test('batches that are joined hold the events of all of them, in their order and in one time', () => {
  fc.assert(
    fc.property(fc.array(arbitraryBooks, { minLength: 1, maxLength: 5 }), (batches) => {
      const joined = joinBooks(batches);
      expect(flawOf(joined)).toBe('');
      const events = batches.flatMap(eventsOf);
      const lates = events.map((_, i) => Math.max(...events.slice(0, i + 1).map((e) => e.receivedAt)));
      expect(eventsOf(joined)).toEqual(events.map((event, i) => ({ ...event, receivedAt: lates[i] })));
    }),
  );
});

test('a pick holds the events of the books asked for and no others, over the same time', () => {
  const some = fc.subarray(['KXA-1', 'KXA-2', 'KXB.5-T', 'KXÉ-3'] as Ticker[]);
  fc.assert(
    fc.property(arbitraryBooks, some, (columns, wanted) => {
      const picked = pickBooks(columns, new Set(wanted));
      expect(flawOf(picked)).toBe('');
      expect(eventsOf(picked)).toEqual(eventsOf(columns).filter(({ ticker }) => wanted.includes(ticker)));
      expect([picked.from, picked.until]).toEqual([columns.from, columns.until]);
    }),
  );
});
