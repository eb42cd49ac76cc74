/** Books that live through anything, and what a picture of them must show, worked out the slow way. */
import fc from 'fast-check';
import { BookColumnsBuilder, type BookColumns } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { GAP, KNOWN, NOT_RECORDED } from '#core/market/liquidity/liquidity-columns.ts';
import type { PriceRows } from '#core/market/liquidity/price-rows.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level } from '#core/wire/messages.ts';
import { HEAT_TICKER } from './heatmap-page/told.ts';

/** A round minute, so that columns begin at round numbers. */
export const HEAT_START = 1_795_176_000_000;

/** What happens next: `wait` ms after the last. */
export interface HeatOp {
  readonly wait: number;
  readonly kind: 'snapshot' | 'add' | 'take' | 'stale' | 'end';
  readonly side: Outcome;
  readonly price: number;
  readonly size: number;
  /** A new batch begins with it. */
  readonly cuts: boolean;
}

export const heatOp: fc.Arbitrary<HeatOp> = fc.record({
  wait: fc.constantFrom(0, 0, 1, 7, 40, 100, 260),
  kind: fc.constantFrom('add', 'add', 'add', 'add', 'take', 'take', 'snapshot', 'stale', 'end'),
  side: fc.constantFrom<Outcome>('yes', 'no'),
  price: fc.oneof(
    fc.integer({ min: 1, max: 49 }).map((cents) => cents * 100),
    fc.integer({ min: 1, max: 4_999 }),
  ),
  size: fc.integer({ min: 1, max: 1_000_000 }),
  cuts: fc.boolean(),
});

type Sides = Record<Outcome, Map<number, number>>;

/** The book after an event. */
export interface HeatMoment {
  readonly at: number;
  readonly state: 'none' | 'known' | 'gap';
  readonly sides: Sides;
}

export interface HeatStory {
  readonly events: readonly BookEvent[];
  /** Moments, one an event. */
  readonly moments: readonly HeatMoment[];
  /** Indexes of events that begin a batch. */
  readonly cuts: ReadonlySet<number>;
  readonly until: number;
}

/** Plays `ops`; changes come only while the book is known, as they are recorded. */
export function heatStory(ops: readonly HeatOp[]): HeatStory {
  const sides: Sides = { yes: new Map(), no: new Map() };
  const events: BookEvent[] = [];
  const moments: HeatMoment[] = [];
  const cuts = new Set<number>();
  let state: HeatMoment['state'] = 'none';
  let at = HEAT_START;
  for (const op of ops) {
    at += op.wait;
    const stamp = { ticker: HEAT_TICKER, receivedAt: at as UnixMs };
    const held = sides[op.side];
    if (op.kind === 'snapshot' || (op.kind === 'add' && state !== 'known')) {
      held.set(op.price, op.size);
      state = 'known';
      events.push({ ...stamp, kind: 'snapshot', seq: undefined, ...levelsOf(sides) });
    } else if (op.kind === 'add' || op.kind === 'take') {
      if (state !== 'known') continue;
      const rests = held.get(op.price) ?? 0;
      if (op.kind === 'take' && rests === 0) continue;
      const change = op.kind === 'add' ? op.size : -Math.max(1, Math.min(rests, op.size));
      if (rests + change === 0) held.delete(op.price);
      else held.set(op.price, rests + change);
      const price = op.price as Price;
      events.push({
        ...stamp,
        kind: 'delta',
        seq: undefined,
        venueAt: undefined,
        side: op.side,
        price,
        change: change as Quantity,
      });
    } else if (op.kind === 'stale') {
      if (state !== 'known') continue;
      state = 'gap';
      events.push({ ...stamp, kind: 'stale', reason: 'sequence' });
    } else {
      if (state === 'none') continue;
      state = 'none';
      events.push({ ...stamp, kind: 'end' });
    }
    if (op.cuts) cuts.add(events.length - 1);
    moments.push({ at, state, sides: { yes: new Map(sides.yes), no: new Map(sides.no) } });
  }
  return { events, moments, cuts, until: at + 50 };
}

function levelsOf({ yes, no }: Sides) {
  const of = (side: Map<number, number>): Level[] =>
    [...side].sort((a, b) => a[0] - b[0]).map(([price, size]) => [price as Price, size as Quantity]);
  return { yes: of(yes), no: of(no) };
}

/** Returns the story as batches, cut where it says; with `keys`, each begins with the book as it is then, as chunks on disk do. */
export function batchesOf(story: HeatStory, keys = false): { columns: BookColumns; isKey: boolean }[] {
  const batches: { columns: BookColumns; isKey: boolean }[] = [];
  let builder = new BookColumnsBuilder(4);
  let from = HEAT_START;
  let isKey = keys;
  for (const [index, event] of story.events.entries()) {
    const before = story.moments[index - 1];
    if (index > 0 && story.cuts.has(index)) {
      batches.push({ columns: builder.take(from as UnixMs, event.receivedAt), isKey });
      builder = new BookColumnsBuilder(4);
      from = event.receivedAt;
      isKey = keys;
      if (keys && before?.state === 'known')
        builder.add({
          kind: 'snapshot',
          ticker: HEAT_TICKER,
          receivedAt: event.receivedAt,
          seq: undefined,
          ...levelsOf(before.sides),
        });
      // A book that is not in a key batch is not recorded: a gap would be lost, so no chunk begins in one.
      if (before?.state === 'gap') isKey = false;
    }
    builder.add(event);
  }
  batches.push({ columns: builder.take(from as UnixMs, story.until as UnixMs), isKey });
  return batches;
}

/** What column `k` must be, from the moments alone. */
export function naiveColumn({ moments, until }: HeatStory, k: number, columnMs: number, rows: PriceRows) {
  const [from, to] = [k * columnMs, (k + 1) * columnMs];
  const first = moments.findLast((moment) => moment.at < from);
  const inside = moments.filter((moment) => moment.at >= from && moment.at < to);
  const pieces = [...(first === undefined ? [] : [first]), ...inside];
  const sums = ({ sides }: HeatMoment, side: Outcome): number[] => {
    const sum = Array.from({ length: rows.count }, () => 0);
    for (const [price, size] of sides[side]) {
      const row = rows.rowOf[side === 'yes' ? price : ONE_DOLLAR - price] ?? -1;
      if (row >= 0) sum[row] = (sum[row] ?? 0) + size;
    }
    return sum.map(Math.fround);
  };
  const known = pieces.filter((piece) => piece.state === 'known');
  const last = pieces.at(-1);
  const most = (side: Outcome) =>
    known
      .map((piece) => sums(piece, side))
      .reduce((a, b) => a.map((size, i) => Math.max(size, b[i] ?? 0)), zeros(rows));
  const end = (side: Outcome) => (last?.state === 'known' ? sums(last, side) : zeros(rows));
  const bests = known.flatMap(({ sides }) => (sides.yes.size > 0 ? [Math.max(...sides.yes.keys())] : []));
  const begins = Math.max(from, HEAT_START);
  const times = [begins, ...inside.map((moment) => moment.at), Math.min(to, until)];
  const states = [first?.state ?? 'none', ...inside.map((moment) => moment.state)];
  const isUnrecorded = states.some((state, i) => state === 'none' && (times[i + 1] ?? 0) > (times[i] ?? 0));
  return {
    flags:
      (known.length > 0 ? KNOWN : 0) |
      (pieces.some((piece) => piece.state === 'gap') ? GAP : 0) |
      (isUnrecorded ? NOT_RECORDED : 0),
    bidMax: most('yes'),
    askMax: most('no'),
    bidLast: end('yes'),
    askLast: end('no'),
    bidLow: bests.length === 0 ? Number.NaN : Math.min(...bests),
    bidHigh: bests.length === 0 ? Number.NaN : Math.max(...bests),
  };
}

const zeros = (rows: PriceRows): number[] => Array.from({ length: rows.count }, () => 0);
