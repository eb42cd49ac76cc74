/** Any life of a store, in small: what was acknowledged and is within retention is on disk, once, in order. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { madeTrades, NOON, storedTrades, StoreHarness } from '../support/store.ts';

type Step =
  | { readonly kind: 'batch'; readonly count: number }
  | { readonly kind: 'full-batch' }
  | { readonly kind: 'crash' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'prune'; readonly days: number }
  | { readonly kind: 'wait'; readonly days: number }
  | { readonly kind: 'erase' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('batch'), count: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'full-batch' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'crash' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'reopen' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('prune'), days: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), days: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'erase' }) },
);

/** A batch that fills a chunk by itself, made once: what matters is where it lies, not what is in it. */
const FULL = madeTrades(1, 10_000, { stepMs: 0 });
let stores = 0;

test('any sequence of batches, seals, prunes, crashes and restarts keeps what was acknowledged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const exchangeId = `life-${++stores}`;
      let harness = new StoreHarness(exchangeId);
      let at: number = NOON;
      let seed = 0;
      let cutoff = 0;
      let expected: Trade[] = [];
      const restart = async (): Promise<void> => {
        harness = new StoreHarness(exchangeId);
        harness.clock.at = at as UnixMs;
        await harness.start();
      };
      await harness.start();
      for (const next of steps) {
        switch (next.kind) {
          case 'batch':
          case 'full-batch': {
            const trades =
              next.kind === 'batch'
                ? madeTrades(++seed, next.count, { startMs: at })
                : FULL.map((trade) => ({ ...trade, venueAt: at as UnixMs }));
            const answer = await harness.send(trades);
            expect(answer).toMatchObject({ kind: 'stored', count: trades.length });
            expected.push(...trades);
            break;
          }
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
            break;
          case 'erase':
            await harness.store.erase();
            expected = [];
        }
      }
      await harness.store.flush();
      await harness.stop();
      const stored = await storedTrades(exchangeId);
      // Pruning takes whole chunks from the old end: a prefix of trades that are all out of retention, nothing else.
      const gone = expected.slice(0, expected.length - stored.length);
      expect(stored).toEqual(expected.slice(gone.length));
      expect(gone.every(({ venueAt }) => venueAt < cutoff)).toBe(true);
    }),
    { numRuns: 15 },
  );
}, 120_000);
