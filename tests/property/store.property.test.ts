/** Any life of a store, in small: what was acknowledged and is within retention is on disk, once, in order. Trades and books. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, type UnixMs } from '#core/units/time.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Trade } from '#core/wire/messages.ts';
import {
  allEvents,
  madeBooks,
  madeTrades,
  NOON,
  storedBooks,
  StoreHarness,
  storedTrades,
  type MadeBooks,
} from '../support/store.ts';

type Step =
  | { readonly kind: 'batch'; readonly count: number }
  | { readonly kind: 'full-batch' }
  /** A key, and as many batches after it. */
  | { readonly kind: 'books'; readonly batches: number }
  /** A batch that builds on the last one, if there is one. */
  | { readonly kind: 'more-books' }
  | { readonly kind: 'pin' }
  | { readonly kind: 'crash' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'prune'; readonly days: number }
  | { readonly kind: 'wait'; readonly days: number }
  | { readonly kind: 'erase' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('batch'), count: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'full-batch' }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('books'), batches: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'more-books' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'pin' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'crash' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'reopen' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('prune'), days: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), days: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'erase' }) },
);

/** A batch that fills a chunk by itself, made once: what matters is where it lies, not what is in it. */
const FULL = madeTrades(1, 10_000, { stepMs: 0 });
let stores = 0;

/** What was acknowledged, and whether it was in a pinned session. */
interface Kept<T> {
  readonly what: T;
  readonly at: number;
  readonly isPinned: boolean;
}

/** Returns what is not on disk, though order and number of all that is are right. */
function goneFrom<T>(expected: readonly Kept<T>[], stored: readonly T[]): Kept<T>[] {
  const gone: Kept<T>[] = [];
  let next = 0;
  for (const each of expected) {
    if (next < stored.length && JSON.stringify(each.what) === JSON.stringify(stored[next])) next++;
    else gone.push(each);
  }
  expect(next).toBe(stored.length);
  return gone;
}

test('any sequence of batches, seals, pins, prunes, crashes and restarts keeps what was acknowledged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const exchangeId = `life-${++stores}`;
      let harness = new StoreHarness(exchangeId);
      let at: number = NOON;
      let seed = 0;
      let cutoff = 0;
      let isPinned = false;
      let trades: Kept<Trade>[] = [];
      let events: Kept<BookEvent>[] = [];
      /** Where the last batch of books ended; `undefined` where nothing may build on it. */
      let until: number | undefined;
      const restart = async (): Promise<void> => {
        harness = new StoreHarness(exchangeId);
        harness.clock.at = at as UnixMs;
        until = undefined;
        isPinned = false;
        await harness.start();
      };
      const send = async (batch: MadeBooks): Promise<void> => {
        expect(await harness.sendBooks(batch)).toMatchObject({ kind: 'stored' });
        events.push(...allEvents([batch]).map((what) => ({ what, at: what.receivedAt, isPinned })));
        until = batch.columns.until;
      };
      await harness.start();
      for (const next of steps) {
        switch (next.kind) {
          case 'batch':
          case 'full-batch': {
            const batch =
              next.kind === 'batch'
                ? madeTrades(++seed, next.count, { startMs: at })
                : FULL.map((trade) => ({ ...trade, venueAt: at as UnixMs }));
            const answer = await harness.send(batch);
            expect(answer).toMatchObject({ kind: 'stored', count: batch.length });
            trades.push(...batch.map((what) => ({ what, at: what.venueAt, isPinned })));
            break;
          }
          case 'books':
            for (const batch of madeBooks(++seed, next.batches, { startMs: at })) await send(batch);
            break;
          case 'more-books': {
            const [, batch] = madeBooks(++seed, 2, { startMs: (until ?? at) - 250 });
            if (batch === undefined) throw new Error('Expected two batches.');
            if (until !== undefined) await send(batch);
            else expect(await harness.sendBooks(batch)).toMatchObject({ kind: 'not-stored' });
            break;
          }
          case 'pin':
            await harness.store.pinSession(await harness.store.newSession(''), true);
            isPinned = true;
            break;
          case 'crash':
            harness.crash();
            await restart();
            break;
          case 'reopen':
            await harness.stop();
            await restart();
            break;
          case 'prune':
            await harness.store.flush();
            await harness.store.setRetention({ days: next.days, bytes: 0 });
            cutoff = Math.max(cutoff, at - next.days * DAY);
            break;
          case 'wait':
            at += next.days * DAY;
            harness.clock.at = at as UnixMs;
            // Books go on at the new time: a change of days ago is in no session that runs now.
            if (until !== undefined)
              for (const batch of madeBooks(++seed, 1, { startMs: at })) await send(batch);
            break;
          case 'erase':
            await harness.store.erase();
            [trades, events, until, isPinned] = [[], [], undefined, false];
        }
      }
      await harness.store.flush();
      await harness.stop();
      const books = await storedBooks(exchangeId);
      expect(books.damaged).toBe(0);
      // Pruning takes whole chunks that are out of retention and not pinned, nothing else.
      const gone = [
        ...goneFrom(trades, await storedTrades(exchangeId)),
        ...goneFrom(events, allEvents(books.batches)),
      ];
      expect(gone.filter((each) => each.at >= cutoff || each.isPinned)).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 120_000);
