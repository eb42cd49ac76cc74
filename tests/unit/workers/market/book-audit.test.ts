import { describe, expect, test } from 'vitest';
import { Books } from '#core/market/book/books.ts';
import { CENT_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { BookAudit } from '../../../../workers/market/book-audit.ts';
import { FakeRest } from '../../../support/fake-rest.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const A = 'KXA-1' as Ticker;

function setUp() {
  const clock = new ManualClock();
  const rest = new FakeRest();
  const doubts: string[] = [];
  const wrongSince: number[] = [];
  const books = new Books({
    onDoubt: (ticker, reason) => doubts.push(`${ticker} ${reason}`),
    onEvent: ({ kind, receivedAt }) => {
      if (kind === 'stale') wrongSince.push(receivedAt);
    },
  });
  books.watch(A, CENT_GRID);
  const onScreen = new Set<Ticker>();
  const isOnScreen = (ticker: Ticker) => onScreen.has(ticker);
  const audit = new BookAudit({ clock, rest, books, isOnScreen, log: () => undefined });
  const stop = audit.start();
  const hold = (yesSize: number) => {
    const yes: [Price, Quantity][] = [[4_000 as Price, yesSize as Quantity]];
    books.snapshot({ ticker: A, yes, no: [] }, undefined, clock.now());
  };
  const says = (yesSize: string) => {
    const orderbook_fp = { yes_dollars: [['0.4000', yesSize]], no_dollars: [] };
    rest.json('orderbooks', { orderbooks: [{ ticker: A, orderbook_fp }] });
  };
  return { clock, rest, books, audit, doubts, hold, says, stop, onScreen, wrongSince };
}

describe('the audit of quiet books', () => {
  test('finds a book that lost its last change within two rounds', async () => {
    const { clock, audit, doubts, hold, says, books } = setUp();
    hold(500);
    says('4.00');
    await clock.run(5_500);
    expect(doubts).toEqual([]);
    await clock.run(5_000);
    expect(doubts).toEqual([`${A} audit`]);
    expect([books.get(A)?.state, audit.stats]).toEqual(['stale', { audited: 2, auditedWrong: 1 }]);
  });

  test('doubts a book from where it was last known to be right: its last change, or when REST last agreed', async () => {
    const { clock, hold, says, wrongSince } = setUp();
    const changedAt = clock.now();
    hold(500);
    says('4.00');
    await clock.run(30_000);
    expect(wrongSince).toEqual([changedAt]);
    hold(500);
    says('5.00');
    const heldAt = clock.now();
    await clock.run(30_000);
    says('4.00');
    const agreedUntil = clock.now();
    await clock.run(30_000);
    expect(wrongSince).toHaveLength(2);
    expect(wrongSince[1]).toBeGreaterThan(heldAt);
    // REST may lag by a second, and was asked within the five before.
    expect(agreedUntil - (wrongSince[1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(agreedUntil - (wrongSince[1] ?? 0)).toBeLessThanOrEqual(6_000);
  });

  test('goes on when the clock is set back', async () => {
    const { clock, audit, doubts, hold, says } = setUp();
    hold(500);
    says('4.00');
    clock.sleep(-3_600_000);
    await clock.run(10_500);
    expect([doubts, audit.stats.audited]).toEqual([[`${A} audit`], 2]);
  });

  test('compares what somebody looks at in every round, and a suspect before all others', async () => {
    const { clock, rest, books, doubts, onScreen } = setUp();
    const tickers = Array.from({ length: 500 }, (_, i) => `KXQ-${String(i).padStart(3, '0')}` as Ticker);
    const asked: string[][] = [];
    rest.answers.set('orderbooks', ({ parameters }) => {
      const round = [...(parameters['tickers'] as readonly string[])];
      asked.push(round);
      // Each is empty for REST: all of them differ.
      const orderbooks = round.map((ticker) => ({ ticker, orderbook_fp: {} }));
      return { kind: 'body', text: JSON.stringify({ orderbooks }) };
    });
    for (const ticker of tickers) {
      books.watch(ticker, CENT_GRID);
      books.snapshot({ ticker, yes: [[4_000 as Price, 100 as Quantity]], no: [] }, undefined, clock.now());
    }
    const last = tickers.at(-1) as Ticker;
    onScreen.add(last);
    await clock.run(5_500);
    expect(asked.at(-1)).toContain(last);
    await clock.run(5_000);
    // The second round is of the suspects of the first: they are doubted, all of them.
    expect(asked).toHaveLength(2);
    expect(doubts).toHaveLength(100);
    expect(doubts).toContain(`${last} audit`);
  });

  test('leaves alone what is equal, and what REST only lagged behind', async () => {
    const { clock, audit, doubts, hold, says } = setUp();
    hold(500);
    says('4.00');
    await clock.run(5_500);
    says('5.00');
    await clock.run(20_000);
    expect([doubts, audit.stats]).toEqual([[], { audited: 5, auditedWrong: 0 }]);
  });

  test('a book that differs twice, but moved in between, is compared once more', async () => {
    const { clock, audit, doubts, hold, says } = setUp();
    hold(500);
    says('4.00');
    await clock.run(5_500);
    hold(600);
    says('5.00');
    await clock.run(5_000);
    expect([doubts, audit.stats.audited]).toEqual([[], 2]);
    says('6.00');
    await clock.run(20_000);
    expect(doubts).toEqual([]);
  });

  test('asks one question at a time, however slow REST is', async () => {
    const { clock, rest, hold } = setUp();
    hold(500);
    let asked = 0;
    let answer = (): void => undefined;
    rest.get = () => {
      asked++;
      return new Promise((resolve) => {
        answer = () => resolve({ kind: 'failed', reason: 'late' });
      });
    };
    await clock.run(30_000);
    expect(asked).toBe(1);
    answer();
    await clock.run(6_000);
    expect(asked).toBe(2);
  });

  test('a book that moved while the answer was on its way is not compared', async () => {
    const { clock, rest, audit, doubts, hold } = setUp();
    hold(500);
    const old = { ticker: A, orderbook_fp: { yes_dollars: [['0.4000', '4.00']], no_dollars: [] } };
    let size = 500;
    rest.answers.set('orderbooks', () => {
      hold(++size);
      return { kind: 'body', text: JSON.stringify({ orderbooks: [old] }) };
    });
    await clock.run(30_000);
    expect(rest.asked.length).toBeGreaterThan(3);
    expect([doubts, audit.stats.audited]).toEqual([[], 0]);
  });

  test('asks for no book that moves or is not exact, and for nothing once it is stopped', async () => {
    const { clock, rest, hold, says, books, stop } = setUp();
    says('4.00');
    await clock.run(10_000);
    for (let i = 0; i < 20; i++) {
      hold(500 + i);
      await clock.run(1_000);
    }
    books.gap('disconnect', clock.now());
    await clock.run(10_000);
    expect(rest.asked).toEqual([]);
    hold(500);
    stop();
    await clock.run(20_000);
    expect(rest.asked).toEqual([]);
  });

  test.each([
    '{}',
    'nonsense',
    '{"orderbooks":[{"ticker":"KXA-1","orderbook_fp":{"yes_dollars":[["2","x"]]}}]}',
  ])('an answer of %s changes nothing', async (text) => {
    const { clock, rest, doubts, hold } = setUp();
    hold(500);
    rest.answers.set('orderbooks', () => ({ kind: 'body', text }));
    await clock.run(30_000);
    expect(doubts).toEqual([]);
  });
});
