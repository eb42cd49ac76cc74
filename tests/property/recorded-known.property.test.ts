/**
 * What a recording calls known is what the exchange had, whatever kept us from hearing: silence, a dead line, a sleep, a thread
 * that was stopped. The exchange's own book goes on changing meanwhile; it is the oracle.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BookCursor, type RecordedBatch } from '#core/market/book/book-cursor.ts';
import { Books } from '#core/market/book/books.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { BookRecorder } from '../../workers/market/book-recorder.ts';
import { ManualClock } from '../support/manual-clock.ts';

const TICKER = 'KXA-1' as Ticker;
const PRICE = 4_000 as Price;
/** From the end of what was lost until the line is found to be dead. */
const NOTICED_MS = 3_000;

type Step = { readonly kind: 'change' | 'quiet' | 'dead' | 'asleep' | 'stopped'; readonly ms: number };

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('change', 'change', 'quiet', 'dead', 'asleep', 'stopped'),
    ms: fc.integer({ min: 1, max: 12_000 }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** A recorder on a line, and the exchange's book at its other end. */
class World {
  readonly clock = new ManualClock();
  readonly batches: RecordedBatch[] = [];
  /** Since when the exchange's book has had which size. */
  readonly #truth: { readonly at: UnixMs; readonly size: number }[] = [];
  readonly #books = new Books({
    onDoubt: () => undefined,
    onEvent: (event) => {
      this.#recorder.take(event);
    },
  });
  readonly #recorder: BookRecorder;
  #heardAt: UnixMs | undefined;

  constructor() {
    this.#recorder = new BookRecorder({
      clock: this.clock,
      recorder: { hasRoom: true, books: (columns, isKey) => this.batches.push({ columns, isKey }) },
      book: (ticker) => this.#books.get(ticker),
      unprovenMs: () => (this.#heardAt === undefined ? 0 : this.clock.now() - this.#heardAt),
      onRecorded: () => undefined,
      onHole: () => undefined,
      onResumed: () => undefined,
    });
    this.#books.watch(TICKER, FINEST_GRID);
    this.#change();
    this.#connect();
    this.#recorder.record(new Set([TICKER]));
    this.clock.advance(500);
  }

  take({ kind, ms }: Step): void {
    switch (kind) {
      case 'change':
        this.#change();
        this.#hearAll();
        this.clock.advance(ms % 300);
        return;
      case 'quiet':
        this.clock.advance(ms);
        return;
      case 'dead':
        this.#change();
        this.clock.advance(ms);
        break;
      case 'asleep':
        this.#change();
        this.clock.sleep(2_001 + ms);
        break;
      case 'stopped':
        // Nothing is lost, but all of it is heard late.
        this.#change();
        this.clock.block(2_001 + ms);
        this.#hearAll();
        this.clock.advance(300);
        return;
    }
    this.#change();
    this.clock.advance(NOTICED_MS);
    this.#books.gap('disconnect', this.#heardAt ?? this.clock.now());
    this.#heardAt = undefined;
    this.clock.advance(ms % 2_000);
    this.#connect();
    this.clock.advance(ms % 700);
  }

  stop(): void {
    this.#recorder.stop();
  }

  /** Sizes the exchange had at `at`, or at the same millisecond. */
  sizesAt(at: number): readonly number[] {
    const before = this.#truth.findLast((each) => each.at < at);
    const now = this.#truth.filter((each) => each.at === at);
    return [before, ...now].flatMap((each) => each?.size ?? []);
  }

  #change(): void {
    this.#truth.push({ at: this.clock.now(), size: 100 * (this.#truth.length + 1) });
  }

  #connect(): void {
    this.#heardAt = this.clock.now();
    const yes = [[PRICE, this.#size] as const];
    this.#books.snapshot(
      { ticker: TICKER, yes: yes.map(([price, size]) => [price, size]), no: [] },
      undefined,
      this.#heardAt,
    );
  }

  #hearAll(): void {
    this.#heardAt = this.clock.now();
    const change = (this.#size - (this.#books.get(TICKER)?.yes.quantityAt(0) ?? 0)) as Quantity;
    const delta = { ticker: TICKER, side: 'yes', price: PRICE, change, venueAt: undefined } as const;
    this.#books.delta(delta, undefined, this.#heardAt);
  }

  get #size(): Quantity {
    return (this.#truth.at(-1)?.size ?? 0) as Quantity;
  }
}

/** Returns what the recording says at `at`: a size, or `undefined` where it says that it does not know. */
function replayed(batches: readonly RecordedBatch[], at: number): number | undefined {
  const cursor = new BookCursor();
  const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
  for (const batch of batches) cursor.push(batch);
  cursor.playUntil(at, (event) => {
    if (event.kind === 'snapshot') {
      books.watch(TICKER, FINEST_GRID);
      books.snapshot(event, event.seq, event.receivedAt);
    } else if (event.kind === 'delta') books.delta(event, event.seq, event.receivedAt);
    else if (event.kind === 'stale') books.doubt(TICKER, event.reason, event.receivedAt);
    else books.unwatch(TICKER);
  });
  const book = books.get(TICKER);
  return book?.state === 'exact' ? book.yes.quantityAt(0) : undefined;
}

test('what a recording calls known is what the exchange had, whatever kept us from hearing', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const world = new World();
      const from = world.clock.now();
      for (const step of taken) world.take(step);
      world.stop();
      // Behind the last batch nothing is recorded; a reader is told so within two seconds.
      for (let at: number = from; at <= (world.batches.at(-1)?.columns.until ?? 0); at += 97) {
        const size = replayed(world.batches, at);
        if (size !== undefined) expect(world.sizesAt(at)).toContain(size);
      }
    }),
    { numRuns: 40 },
  );
});

test('a recording of a line that is quiet, and is heard again, is known all the while', () => {
  const world = new World();
  const from = world.clock.now();
  world.take({ kind: 'quiet', ms: 9_000 });
  world.take({ kind: 'change', ms: 200 });
  world.stop();
  for (let at: number = from; at < from + 9_000; at += 500) expect(replayed(world.batches, at)).toBe(100);
});
