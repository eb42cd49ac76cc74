/** Book changes as fast-check draws them, and what every reader of book columns may rely on. */
import fc from 'fast-check';
import {
  BookColumnsBuilder,
  DELTA,
  END,
  LEVEL,
  NO_SIDE,
  SNAPSHOT,
  STALE,
  type BookColumns,
} from '#core/market/book/book-columns.ts';
import { STALE_REASONS, type BookEvent } from '#core/market/book/book-event.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level, Seq } from '#core/wire/messages.ts';

const START = 1_795_176_000_000;

const ticker = fc.constantFrom('KXA-1', 'KXA-2', 'KXB.5-T', 'KXÉ-3').map((text) => text as Ticker);
const at = fc.integer({ min: START, max: START + 60_000 }).map((ms) => ms as UnixMs);
const price = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((cents) => (cents * 100) as Price),
  fc.integer({ min: 0, max: ONE_DOLLAR }).map((units) => units as Price),
);
const size = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((contracts) => contracts * 100),
  fc.integer({ min: 1, max: 2 ** 40 }),
);
const change = fc.tuple(size, fc.boolean()).map(([units, isLess]) => (isLess ? -units : units) as Quantity);
const seq = fc.option(
  fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 2 ** 40 })).map((number) => number as Seq),
  { nil: undefined },
);
const side: fc.Arbitrary<Level[]> = fc
  .uniqueArray(fc.tuple(price, size), { selector: ([own]) => own, maxLength: 8 })
  .map((levels) => levels.sort((a, b) => a[0] - b[0]).map(([own, units]) => [own, units as Quantity]));

const happened = { ticker, receivedAt: at };

const arbitraryBookEvent: fc.Arbitrary<BookEvent> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ ...happened, kind: fc.constant('snapshot'), seq, yes: side, no: side }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ...happened,
      kind: fc.constant('delta'),
      seq,
      venueAt: fc.option(at, { nil: undefined }),
      side: fc.constantFrom('yes', 'no'),
      price,
      change,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...happened,
      kind: fc.constant('stale'),
      reason: fc.constantFrom(...STALE_REASONS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ ...happened, kind: fc.constant('end') }) },
);

/** Batches of any events in any order: what a book makes of them is not the disk's affair. */
export const arbitraryBooks: fc.Arbitrary<BookColumns> = fc
  .tuple(fc.array(arbitraryBookEvent, { maxLength: 40 }), at, fc.nat(5_000))
  .map(([events, from, spanMs]) => {
    const builder = new BookColumnsBuilder(1);
    for (const event of events) builder.add(event);
    return builder.take(from, (from + spanMs) as UnixMs);
  });

/** Returns what is wrong with `columns`, as plainly as can be; empty when a reader may rely on them. */
export function flawOf(columns: BookColumns): string {
  const { count, from, until, tickers } = columns;
  let last: number = from;
  let levelsLeft = 0;
  let lastLevel = { side: -1, price: -1 };
  for (let row = 0; row < count; row++) {
    const [kind, own, units] = [columns.kind[row], columns.price[row] ?? NaN, columns.quantity[row] ?? NaN];
    const side = columns.side[row] ?? NaN;
    const seen = columns.receivedAt[row] ?? NaN;
    if (!((columns.ticker[row] ?? NaN) < tickers.length)) return `row ${row} has no ticker`;
    if (!Number.isSafeInteger(units) || !Number.isSafeInteger(seen)) return `row ${row} has no whole numbers`;
    if (seen < last || seen > until) return `row ${row} is out of its time`;
    last = seen;
    if (own > ONE_DOLLAR || side > NO_SIDE) return `row ${row} has no such price or side`;
    if ((kind === LEVEL) !== levelsLeft > 0) return `row ${row} is a level too much or too few`;
    if (kind === LEVEL) {
      levelsLeft--;
      if (columns.ticker[row] !== columns.ticker[row - 1]) return `row ${row} is a level of another book`;
      if (side < lastLevel.side || (side === lastLevel.side && own <= lastLevel.price))
        return `row ${row} does not ascend`;
      if (units <= 0) return `row ${row} is a level without size`;
      lastLevel = { side, price: own };
    } else if (kind === SNAPSHOT) {
      levelsLeft = units;
      lastLevel = { side: -1, price: -1 };
    } else if (kind === STALE) {
      if (own >= STALE_REASONS.length) return `row ${row} has no reason`;
    } else if (kind !== DELTA && kind !== END) return `row ${row} has no kind`;
  }
  if (levelsLeft > 0) return 'levels are missing';
  return from <= until ? '' : 'the span ends before it begins';
}
