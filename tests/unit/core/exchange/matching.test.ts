import { describe, expect, test } from 'vitest';
import { MatchingBook, type MatchingListener } from '#core/exchange/matching.ts';
import type { OrderId, OrderRequest, Side, TimeInForce } from '#core/exchange/order.ts';
import type { Quantity } from '#core/units/quantity.ts';

const q = (contracts: number): Quantity => (contracts * 100) as Quantity;

function listen(): { readonly log: string[]; readonly listener: MatchingListener } {
  const log: string[] = [];
  const listener: MatchingListener = {
    traded: (side, rung, quantity, maker) => log.push(`trade ${side} ${rung} ${quantity} #${maker}`),
    changed: (side, rung, change) => log.push(`change ${side} ${rung} ${change}`),
  };
  return { log, listener };
}

function order(
  side: Side,
  rung: number,
  contracts: number,
  timeInForce: TimeInForce = 'good_till_canceled',
): OrderRequest {
  return { side, rung, quantity: q(contracts), timeInForce };
}

describe('matching book', () => {
  test('a bid below the best ask rests', () => {
    const { log, listener } = listen();
    const book = new MatchingBook(99, listener);
    expect(book.submit(order('bid', 40, 5))).toEqual({
      ok: true,
      value: { id: 1, state: 'resting', filled: 0, rested: 500 },
    });
    expect(book.best('bid')).toBe(40);
    expect(log).toEqual(['change bid 40 500']);
  });

  test('the older of two orders at one price trades first', () => {
    const { log, listener } = listen();
    const book = new MatchingBook(99, listener);
    book.submit(order('ask', 50, 2));
    book.submit(order('ask', 50, 3));
    log.length = 0;
    book.submit(order('bid', 50, 3));
    expect(log).toEqual([
      'trade ask 50 200 #1',
      'change ask 50 -200',
      'trade ask 50 100 #2',
      'change ask 50 -100',
    ]);
    expect(book.total('ask', 50)).toBe(200);
  });

  test('one taker sweeps several levels, best first, at the makers’ prices', () => {
    const { log, listener } = listen();
    const book = new MatchingBook(99, listener);
    for (const rung of [30, 32, 31]) book.submit(order('bid', rung, 1));
    log.length = 0;
    const outcome = book.submit(order('ask', 31, 5));
    expect(log.filter((line) => line.startsWith('trade'))).toEqual([
      'trade bid 32 100 #2',
      'trade bid 31 100 #3',
    ]);
    expect(outcome).toMatchObject({ ok: true, value: { state: 'resting', filled: 200, rested: 300 } });
    expect(book.best('ask')).toBe(31);
    expect(book.best('bid')).toBe(30);
  });

  test('immediate or cancel drops what is left', () => {
    const book = new MatchingBook(99, listen().listener);
    book.submit(order('ask', 50, 1));
    expect(book.submit(order('bid', 50, 4, 'immediate_or_cancel'))).toMatchObject({
      value: { state: 'canceled', filled: 100, rested: 0 },
    });
    expect(book.levels('bid')).toBe(0);
  });

  test('fill or kill takes all or touches nothing', () => {
    const { log, listener } = listen();
    const book = new MatchingBook(99, listener);
    book.submit(order('ask', 50, 1));
    book.submit(order('ask', 52, 9));
    log.length = 0;
    expect(book.submit(order('bid', 51, 2, 'fill_or_kill'))).toEqual({
      ok: false,
      reason: 'insufficient_resting_volume',
    });
    expect(log).toEqual([]);
    expect(book.submit(order('bid', 52, 2, 'fill_or_kill'))).toMatchObject({ value: { state: 'executed' } });
  });

  test('a post-only order that would trade is refused', () => {
    const book = new MatchingBook(99, listen().listener);
    book.submit(order('ask', 50, 1));
    expect(book.submit({ ...order('bid', 50, 1), isPostOnly: true })).toEqual({
      ok: false,
      reason: 'post_only_cross',
    });
    expect(book.submit({ ...order('bid', 49, 1), isPostOnly: true }).ok).toBe(true);
  });

  test.each([
    ['no quantity', order('bid', 10, 0), 'bad_quantity'],
    ['a part of a hundredth', { ...order('bid', 10, 1), quantity: 0.5 as Quantity }, 'bad_quantity'],
    ['a rung below the ladder', order('bid', -1, 1), 'off_grid'],
    ['a rung above the ladder', order('ask', 99, 1), 'off_grid'],
  ])('%s is refused', (_, request, reason) => {
    expect(new MatchingBook(99, listen().listener).submit(request)).toEqual({ ok: false, reason });
  });

  test('a reduced order keeps its place in the queue', () => {
    const { log, listener } = listen();
    const book = new MatchingBook(99, listener);
    book.submit(order('bid', 20, 5));
    book.submit(order('bid', 20, 5));
    expect(book.reduce(1 as OrderId, q(4))).toBe(400);
    expect(book.remaining(1 as OrderId)).toBe(100);
    log.length = 0;
    book.submit(order('ask', 20, 1));
    expect(log[0]).toBe('trade bid 20 100 #1');
  });

  test('a cancelled order is gone and cannot be cancelled again', () => {
    const book = new MatchingBook(99, listen().listener);
    for (let count = 0; count < 3; count++) book.submit(order('bid', 20, 1));
    expect(book.cancel(2 as OrderId)).toBe(100);
    expect(book.cancel(2 as OrderId)).toBe(0);
    expect([book.oldest('bid', 20), book.newest('bid', 20)]).toEqual([1, 3]);
    expect(book.total('bid', 20)).toBe(200);
  });

  test('clearing empties both sides and tells of every order', () => {
    const { log, listener } = listen();
    const book = new MatchingBook(99, listener);
    book.submit(order('bid', 20, 1));
    book.submit(order('bid', 10, 2));
    book.submit(order('ask', 60, 3));
    log.length = 0;
    book.clear();
    expect(log).toEqual(['change bid 20 -100', 'change bid 10 -200', 'change ask 60 -300']);
    expect([book.best('bid'), book.best('ask')]).toEqual([-1, -1]);
  });

  test('depth lists levels best first', () => {
    const book = new MatchingBook(99, listen().listener);
    for (const rung of [10, 30, 20]) book.submit(order('bid', rung, 1));
    for (const rung of [70, 50]) book.submit(order('ask', rung, 1));
    expect(book.depth('bid').map((level) => level.rung)).toEqual([30, 20, 10]);
    expect(book.depth('ask').map((level) => level.rung)).toEqual([50, 70]);
  });

  test('a copied book may be crossed and shrinks from its newest orders', () => {
    const book = new MatchingBook(99, listen().listener);
    book.place('bid', 50, q(2));
    book.place('bid', 50, q(3));
    book.place('ask', 40, q(1));
    expect(book.total('bid', 50)).toBe(500);
    book.withdraw('bid', 50, q(4));
    expect(book.total('bid', 50)).toBe(100);
    expect(book.newest('bid', 50)).toBe(1);
    book.withdraw('bid', 50, q(9));
    expect(book.best('bid')).toBe(-1);
  });
});
