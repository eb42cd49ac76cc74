/** The cursor's numbers: exact, of the very column and row, with age and cumulative size. */
import { expect, test } from 'vitest';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import type { BookEvent, StaleReason } from '#core/market/book/book-event.ts';
import { BookLog } from '#core/market/liquidity/book-log.ts';
import { GAP, HAND_OVER, KNOWN } from '#core/market/liquidity/liquidity-columns.ts';
import { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import { priceRows, wholeSpan } from '#core/market/liquidity/price-rows.ts';
import { readOut } from '#core/market/liquidity/read-out.ts';
import { TradeLog } from '#core/market/liquidity/trade-log.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

const TICKER = 'KXA-1' as Ticker;
const CENTS = [{ start: 0, end: 10_000, step: 100 }];
const ROWS = priceRows(CENTS, wholeSpan(CENTS), 99);
const level = (price: number, size: number) => [price as Price, size as Quantity] as const;

const delta = (at: number, side: 'yes' | 'no', price: number, change: number): BookEvent => ({
  kind: 'delta',
  ticker: TICKER,
  receivedAt: at as UnixMs,
  seq: undefined,
  venueAt: undefined,
  side,
  price: price as Price,
  change: change as Quantity,
});

const SNAPSHOT: BookEvent = {
  kind: 'snapshot',
  ticker: TICKER,
  receivedAt: 1_000 as UnixMs,
  seq: undefined,
  yes: [level(3_800, 500), level(3_900, 300), level(4_000, 200)],
  no: [level(5_800, 700), level(5_900, 100)],
};

function logOf(events: readonly BookEvent[], until: number): BookLog {
  const builder = new BookColumnsBuilder();
  for (const event of events) builder.add(event);
  const log = new BookLog(TICKER);
  log.append(builder.take(1_000 as UnixMs, until as UnixMs));
  return log;
}

function read(log: BookLog, from: number, price: number, trades = new TradeLog()) {
  const column = { from, to: from + 100 };
  return readOut(log, trades, { column, row: ROWS.rowOf[price] ?? -1, rows: ROWS, tradesIn: column });
}

test('a level is read with what is before it, and since when it has been there', () => {
  const log = logOf([SNAPSHOT, delta(1_150, 'yes', 3_900, 50)], 1_400);
  const { state, bid, ask, bestBid, bestAsk } = read(log, 1_200, 3_900);
  expect(state).toBe('known');
  expect(bid).toEqual({ last: 350, most: 350, cumulative: 550, age: 300 });
  expect(ask.last).toBe(0);
  expect([bestBid, bestAsk]).toEqual([4_000, 4_100]);
});

test('an ask is a NO bid seen from the other side', () => {
  const { ask, bid } = read(logOf([SNAPSHOT], 1_400), 1_200, 4_200);
  expect(ask).toEqual({ last: 700, most: 700, cumulative: 800, age: 300 });
  expect(bid).toEqual({ last: 0, most: 0, cumulative: 0, age: undefined });
});

test('the most is that of the column, also where nothing is left at its end; a level that came back is young', () => {
  const log = logOf(
    [
      SNAPSHOT,
      delta(1_210, 'yes', 4_000, 900),
      delta(1_250, 'yes', 4_000, -1_100),
      delta(1_330, 'yes', 4_000, 10),
    ],
    1_500,
  );
  expect(read(log, 1_200, 4_000).bid).toMatchObject({ last: 0, most: 1_100, age: undefined });
  expect(read(log, 1_300, 4_000).bid).toMatchObject({ last: 10, most: 10, age: 70 });
});

test('in a gap, where nobody recorded, and where nothing was read there are no numbers', () => {
  const stale: BookEvent = { kind: 'stale', ticker: TICKER, receivedAt: 1_250 as UnixMs, reason: 'sequence' };
  const end: BookEvent = { kind: 'end', ticker: TICKER, receivedAt: 1_450 as UnixMs };
  const log = logOf([SNAPSHOT, stale, end], 1_700);
  expect(read(log, 1_100, 4_000).state).toBe('known');
  for (const [from, state] of [
    [1_200, 'gap'],
    [1_300, 'gap'],
    [1_500, 'none'],
    [500, 'unread'],
    [5_000, 'unread'],
  ] as const)
    expect(read(log, from, 4_000)).toMatchObject({ state, bid: { last: 0, most: 0 }, bestBid: undefined });
});

test('trades of the stretch are added up by taker; a trade fetched later stands at the exchange’s stamp', () => {
  const trades = new TradeLog();
  const builder = new TradeColumnsBuilder();
  const trade = (venueAt: number, taker: 'yes' | 'no', receivedAt: number): void => {
    builder.append(
      {
        ticker: TICKER,
        tradeId: undefined,
        yesPrice: 4_000 as Price,
        quantity: 100 as Quantity,
        taker,
        isBlock: false,
        venueAt: venueAt as UnixMs,
      },
      receivedAt as UnixMs,
    );
  };
  trade(1_190, 'yes', 1_210);
  trade(1_220, 'no', 900_000);
  trade(1_310, 'no', 1_310);
  trades.add(builder.take(), TICKER);
  expect(read(logOf([SNAPSHOT], 1_400), 1_200, 4_000, trades)).toMatchObject({
    yesTraded: 100,
    noTraded: 100,
    trades: 2,
  });
});

test('a hand-over is read as one, and seen in its column however short; beside a gap the gap is said', () => {
  const lost = (at: number, reason: StaleReason): BookEvent => ({
    kind: 'stale',
    ticker: TICKER,
    receivedAt: at as UnixMs,
    reason,
  });
  const again = (at: number): BookEvent => ({ ...SNAPSHOT, receivedAt: at as UnixMs });
  const log = logOf(
    [SNAPSHOT, lost(1_250, 'handover'), again(1_250), lost(1_450, 'handover'), lost(1_460, 'sequence')],
    1_600,
  );
  const [short, both] = [read(log, 1_200, 3_900), read(log, 1_400, 3_900)];
  expect([short.state, both.state]).toEqual(['handover', 'gap']);
  const fold = new LiquidityFold(log, new TradeLog(), { columnMs: 100, rows: ROWS, capacity: 8 });
  fold.fold({ from: 10, to: 16 });
  const flags = [11, 12, 13, 14].map((k) => fold.columns.flags[fold.columns.slotHolding(k)]);
  expect(flags).toEqual([KNOWN, KNOWN | HAND_OVER, KNOWN, KNOWN | HAND_OVER | GAP]);
});
