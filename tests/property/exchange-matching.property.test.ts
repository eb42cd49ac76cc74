import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MatchingBook } from '#core/exchange/matching.ts';
import type { OrderId, Side, TimeInForce } from '#core/exchange/order.ts';
import type { Quantity } from '#core/units/quantity.ts';

const RUNGS = 12;

type Step =
  | {
      readonly kind: 'submit';
      readonly side: Side;
      readonly rung: number;
      readonly quantity: number;
      readonly tif: TimeInForce;
    }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'reduce'; readonly pick: number; readonly by: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      side: fc.constantFrom<Side>('bid', 'ask'),
      rung: fc.nat(RUNGS - 1),
      quantity: fc.integer({ min: 1, max: 900 }),
      tif: fc.constantFrom<TimeInForce>(
        'good_till_canceled',
        'good_till_canceled',
        'immediate_or_cancel',
        'fill_or_kill',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick: fc.nat(200) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reduce' as const),
      pick: fc.nat(200),
      by: fc.integer({ min: 1, max: 500 }),
    }),
  },
);

interface Waiting {
  readonly id: number;
  readonly side: Side;
  readonly rung: number;
  left: number;
}

/** The plainest exchange that can be: one list of orders, searched from the start for every single execution. */
class Oracle {
  readonly orders: Waiting[] = [];
  readonly trades: string[] = [];
  #lastId = 0;

  submit(side: Side, rung: number, quantity: number, tif: TimeInForce): void {
    const reachable = this.orders
      .filter((order) => order.side !== side && (side === 'bid' ? order.rung <= rung : order.rung >= rung))
      .sort((a, b) => (side === 'bid' ? a.rung - b.rung : b.rung - a.rung) || a.id - b.id);
    const available = reachable.reduce((sum, order) => sum + order.left, 0);
    if (tif === 'fill_or_kill' && available < quantity) return;
    const id = ++this.#lastId;
    let left = quantity;
    for (const maker of reachable) {
      if (left === 0) break;
      const traded = Math.min(left, maker.left);
      maker.left -= traded;
      left -= traded;
      this.trades.push(`${maker.id}@${maker.rung}x${traded}`);
    }
    if (left > 0 && tif === 'good_till_canceled') this.orders.push({ id, side, rung, left });
    this.#sweep();
  }

  reduce(id: number, by: number): void {
    const order = this.orders.find((candidate) => candidate.id === id);
    if (order !== undefined) order.left = Math.max(0, order.left - by);
    this.#sweep();
  }

  levels(side: Side): Map<number, number> {
    const totals = new Map<number, number>();
    for (const order of this.orders) {
      if (order.side === side) totals.set(order.rung, (totals.get(order.rung) ?? 0) + order.left);
    }
    return totals;
  }

  #sweep(): void {
    for (let index = this.orders.length - 1; index >= 0; index--) {
      if (this.orders[index]?.left === 0) this.orders.splice(index, 1);
    }
  }
}

describe('matching book beside a plain list of orders', () => {
  test('trades, levels, listeners’ changes and quantities agree after every step', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const trades: string[] = [];
        const told: Record<Side, Map<number, number>> = { bid: new Map(), ask: new Map() };
        const book = new MatchingBook(RUNGS, {
          traded: (_, rung, quantity, maker) => trades.push(`${maker}@${rung}x${quantity}`),
          changed: (side, rung, change) => {
            const total = (told[side].get(rung) ?? 0) + change;
            expect(total).toBeGreaterThanOrEqual(0);
            if (total === 0) told[side].delete(rung);
            else told[side].set(rung, total);
          },
        });
        const oracle = new Oracle();
        for (const action of steps) {
          if (action.kind === 'submit') {
            const { side, rung, quantity, tif } = action;
            book.submit({ side, rung, quantity: quantity as Quantity, timeInForce: tif });
            oracle.submit(side, rung, quantity, tif);
          } else {
            const by = action.kind === 'cancel' ? Number.MAX_SAFE_INTEGER : action.by;
            book.reduce(action.pick as OrderId, by as Quantity);
            oracle.reduce(action.pick, by);
          }
          expect(trades).toEqual(oracle.trades);
          for (const side of ['bid', 'ask'] as const) {
            const levels = new Map(book.depth(side).map((level) => [level.rung, level.quantity as number]));
            expect(levels).toEqual(oracle.levels(side));
            expect(levels).toEqual(told[side]);
            expect(book.levels(side)).toBe(levels.size);
          }
          const [bid, ask] = [book.best('bid'), book.best('ask')];
          if (bid >= 0 && ask >= 0) expect(bid).toBeLessThan(ask);
        }
      }),
      { numRuns: 200 },
    );
  });
});
