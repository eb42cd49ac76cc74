/** From the exchange's matching engine to the books of a page: each is the exchange's own, or says that it is not. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ladder } from '#core/market/book/ladder.ts';
import type { Book } from '#core/market/book/book.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Snapshot } from '#core/wire/book.ts';
import { parseFaults } from '../../relay/simulator/faults.ts';
import type { SimulatorOptions } from '../../relay/simulator/server.ts';
import { manyVenues } from '../support/many-venues.ts';
import { Exchange, Page } from '../support/market-harness.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A loaded machine gets its time. */
const TIMEOUT = { timeout: 90_000 };
const WATCHED = 20;

async function open(
  name: string,
  faults = '',
  shape: 'current' | 'legacy' = 'current',
  more: SimulatorOptions = {},
) {
  const parsed = parseFaults(faults);
  if (!parsed.ok) throw new Error(parsed.reason);
  const exchange = await Exchange.start({ seed: 12, rate: 60, faults: parsed.value, shape, ...more });
  closers.push(() => exchange.close());
  const page = new Page(exchange, name);
  closers.push(() => page.close());
  await page.start();
  await until(() => page.session.engine.hot(10, WATCHED, false).length === WATCHED, 'markets');
  const tickers = page.session.engine.hot(10, WATCHED, false).map(({ ticker }) => ticker);
  await Promise.all(tickers.map((ticker) => page.session.watchBook(ticker)));
  return { exchange, page, tickers };
}

/** Waits until `isTrue`; each look is cheap. */
function until(isTrue: () => boolean, what: string): Promise<void> {
  return vi.waitFor(
    () => {
      if (!isTrue()) throw new Error(`Still waiting for ${what}.`);
    },
    { timeout: 30_000, interval: 50 },
  );
}

function isEqual(book: Book | undefined, { yes, no }: Snapshot): boolean {
  if (book?.state !== 'exact') return false;
  const levels = (outcome: 'yes' | 'no') => {
    const { price, quantity } = ladder(book, outcome).bids;
    return Array.from(price, (each, i) => [each, quantity[i]]).reverse();
  };
  return JSON.stringify([levels('yes'), levels('no')]) === JSON.stringify([yes, no]);
}

/** Every book is seen equal to the exchange's own; a wrong one never would be, however often one looks. */
async function expectExact(
  exchange: Exchange,
  page: Page,
  tickers: readonly Ticker[],
  asSent: (book: Snapshot) => Snapshot = (book) => book,
): Promise<void> {
  const open = new Set(tickers);
  await vi.waitFor(
    async () => {
      for (const theirs of await exchange.books([...open]))
        if (isEqual(page.session.book(theirs.ticker), asSent(theirs))) open.delete(theirs.ticker);
      expect([...open]).toEqual([]);
    },
    { timeout: 40_000, interval: 100 },
  );
}

/** The legacy shape says prices to a tenth of a cent and whole contracts, at least one. */
function inLegacyWords({ ticker, yes, no }: Snapshot): Snapshot {
  const rounded = (levels: Snapshot['yes']): Snapshot['yes'] => {
    const sums = new Map<number, number>();
    for (const [price, quantity] of levels) {
      const tenth = 10 * Math.floor((price + 5) / 10);
      const whole = 100 * Math.max(1, Math.floor((quantity + 50) / 100));
      sums.set(tenth, (sums.get(tenth) ?? 0) + whole);
    }
    return [...sums].map(([price, quantity]) => [price as Price, quantity as Quantity]);
  };
  return { ticker, yes: rounded(yes), no: rounded(no) };
}

describe('order books', TIMEOUT, () => {
  test('are the exchange’s own, and stay so', async () => {
    const { exchange, page, tickers } = await open('books-plain');
    expect(page.session.stats().books).toBe(WATCHED);
    await expectExact(exchange, page, tickers);
    const { books } = page.session.diagnostics();
    expect(books).toMatchObject({ negative: 0, crossed: 0, unknown: 0, stale: 0, auditedWrong: 0 });
    await until(() => page.session.diagnostics().books['deltas'] !== 0, 'changes');
    await expectExact(exchange, page, tickers);
  });

  test('are the exchange’s own in the legacy shape too, as far as it can say', async () => {
    const { exchange, page, tickers } = await open('books-legacy', '', 'legacy');
    // REST says fractions that this shape cannot: the audit would doubt every book.
    page.session.setRestEnabled(false);
    await until(() => (page.session.diagnostics().books['deltas'] ?? 0) > 500, 'changes');
    await expectExact(exchange, page, tickers, inLegacyWords);
    expect(page.session.diagnostics().books).toMatchObject({ negative: 0, stale: 0 });
  });

  test('are made whole after lost and repeated frames, a dead subscription and a cut', async () => {
    // Late enough for a slow machine to watch the books by then.
    const faults = 'gap@8:6,duplicate@9:6,error10@10:orderbook_delta,malformed@11,disconnect@12';
    const { exchange, page, tickers } = await open('books-faults', faults);
    const log = () => JSON.stringify(page.session.diagnostics().log);
    await until(() => /Numbers of the order books/.test(log()), 'the hole to be seen');
    await until(() => /after a fault of its own/.test(log()), 'the subscription to end');
    await until(() => page.session.diagnostics().books['stale'] !== 0, 'stale books');
    await until(() => /\(disconnect\)/.test(log()), 'the cut');
    await expectExact(exchange, page, tickers);
    expect(page.session.diagnostics().books).toMatchObject({ negative: 0, crossed: 0 });
  });

  test('of more than 500 markets at once are each the exchange’s own', async () => {
    const start = Date.now() as UnixMs;
    const source = manyVenues(3, { seed: 12, start, rate: 60, pastMs: 30_000 });
    const { exchange, page } = await open('books-many', '', 'current', { source, start, isPinned: false });
    const all = await exchange.markets();
    expect(all.length).toBeGreaterThan(500);
    page.session.setRecording({ tickers: all, mostActive: 0 });
    await until(() => all.every((ticker) => page.session.book(ticker)?.state === 'exact'), 'all books');
    await expectExact(exchange, page, all);
    const { books } = page.session.diagnostics();
    expect(books).toMatchObject({ negative: 0, crossed: 0, unknown: 0, stale: 0 });
    page.session.setRecording({ tickers: [], mostActive: 0 });
    await until(() => page.session.stats().books === WATCHED, 'the rest to be let go');
  });

  test('of a market that does not exist is none, and harms no other', async () => {
    const { exchange, page, tickers } = await open('books-nope');
    const book = await page.session.watchBook('KXNOPE-26NOV21-X' as Ticker);
    expect(book.state).toBe('waiting');
    await expectExact(exchange, page, tickers.slice(0, 5));
    expect(page.session.status().connection.state).toBe('live');
  });

  test('know the prices at which their market may trade', async () => {
    const { page, tickers } = await open('books-grid');
    await until(
      () => tickers.every((ticker) => page.session.book(ticker)?.grid !== FINEST_GRID),
      'the grids by REST',
    );
    const before = page.session.diagnostics().books;
    await until(() => {
      const { deltas = 0 } = page.session.diagnostics().books;
      return deltas > (before['deltas'] ?? 0) + 100;
    }, 'changes');
    expect(page.session.diagnostics().books['offGrid']).toBe(before['offGrid']);
  });
});
