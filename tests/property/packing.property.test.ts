import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import { packRollup, packTrades, unpackRollup, unpackTrades } from '#core/market/packing.ts';
import { RollupBuilder } from '#core/market/rollup.ts';
import { arbitraryTrade } from '../support/arbitrary.ts';
import type { UnixMs } from '#core/units/time.ts';

test('any trades come back from their bytes as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(arbitraryTrade, fc.maxSafeNat()), { maxLength: 60 }), (rows) => {
      const builder = new TradeColumnsBuilder(1);
      for (const [trade, late] of rows) builder.append(trade, (late % 2e12) as UnixMs);
      const columns = builder.take();
      expect(unpackTrades(packTrades(columns))).toEqual({ ok: true, value: columns });
    }),
  );
});

test('any rollup comes back from its bytes as it was', () => {
  fc.assert(
    fc.property(fc.array(arbitraryTrade, { maxLength: 60 }), (trades) => {
      const builder = new RollupBuilder();
      for (const trade of trades) builder.add(trade);
      for (const rollup of builder.take())
        expect(unpackRollup(packRollup(rollup))).toEqual({ ok: true, value: rollup });
    }),
  );
});

test('no bytes whatever make unpacking throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 40 }), (data, ids) => {
      expect(unpackTrades({ data: Uint8Array.from(data), ids: Uint8Array.from(ids) }).ok).toBe(false);
      expect(unpackRollup(Uint8Array.from(data)).ok).toBe(false);
    }),
  );
});
