/** The filtered tape against the whole tape with the filter put on it, over random histories with late trades and questions. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import type { TapeTest } from '#core/market/filtered-tape.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../support/oracle-market.ts';

/** A machine under load is slow, not wrong. */
vi.setConfig({ testTimeout: 60_000 });

const START = 1_790_000_012_345;
const TICKERS = ['KXA-1', 'KXA-2', 'KXB-1', 'KXMVE-1'];

const ops = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('trade'),
        ticker: fc.constantFrom(...TICKERS),
        quantity: fc.integer({ min: 1, max: 400 }),
        isYes: fc.boolean(),
        isBlock: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
        price: fc.integer({ min: 1, max: 9_999 }),
        /** Mostly in order, sometimes late. */
        ago: fc.oneof(
          { weight: 6, arbitrary: fc.constant(0) },
          { weight: 2, arbitrary: fc.integer({ min: 0, max: 250 }) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: 60_000 }) },
        ),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 0, max: 130 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('ask') }) },
  ),
  { minLength: 1, maxLength: 300 },
);

const filters = fc.record({
  merge: fc.boolean(),
  includeCombos: fc.boolean(),
  minQuantity: fc.constantFrom(0, 100, 350, 700),
  beginning: fc.constantFrom('', 'KXA', 'KXB', 'KXMVE'),
});

test('its rows are those of the whole tape that pass, in the same order, whenever it is asked', () => {
  fc.assert(
    fc.property(ops, filters, (history, { merge, includeCombos, minQuantity, beginning }) => {
      const engine = new MarketEngine({ windows: [5] });
      let now = START;
      engine.advance(now as UnixMs);
      const filter: TapeTest = {
        key: 'the one',
        merge,
        includeCombos,
        minQuantity,
        names: 0,
        passes: (ticker) => ticker.startsWith(beginning),
      };
      const check = (): void => {
        const expected = engine
          .tape(10_000, merge, includeCombos)
          .filter(({ ticker, quantity }) => ticker.startsWith(beginning) && quantity >= minQuantity);
        const { rows, isWhole } = engine.filteredTape(filter, 10_000);
        expect(rows).toEqual(expected);
        expect(isWhole).toBe(true);
        expect(engine.filteredTape(filter, 2).rows).toEqual(expected.slice(0, 2));
      };
      for (const op of history) {
        if (op.kind === 'ask') check();
        else if (op.kind === 'wait') engine.advance((now += 'ms' in op ? op.ms : 0) as UnixMs);
        else if ('ago' in op)
          engine.apply(
            aTrade({
              ticker: op.ticker,
              quantity: op.quantity,
              yesPrice: op.price,
              isBlock: op.isBlock,
              taker: op.isYes ? 'yes' : 'no',
              venueAt: now - op.ago,
            }),
            now as UnixMs,
          );
      }
      check();
    }),
    { numRuns: 300 },
  );
});
