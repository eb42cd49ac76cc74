/** Markets that end while nobody tells the page: what it says of them, and whose books it goes on recording. */
import { afterEach, expect, test, vi } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { Venue } from '#core/exchange/venue.ts';
import type { RecordedBook } from '#contract/market.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Source } from '../../relay/simulator/source.ts';
import { Exchange, Page } from '../support/market-harness.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A venue of which markets can be taken off the list. */
function listing(): { source: Source; start: UnixMs; hidden: Set<Ticker> } {
  const start = Date.now() as UnixMs;
  const venue = new Venue({ seed: 12, start, rate: 60, pastMs: 30_000 });
  const hidden = new Set<Ticker>();
  const source: Source = {
    get now() {
      return venue.now;
    },
    market: (ticker) => (hidden.has(ticker as Ticker) ? undefined : venue.market(ticker)),
    markets: () => [...venue.programme.markets.values()].filter(({ ticker }) => !hidden.has(ticker)),
    event: (ticker) => venue.event(ticker),
    events: () => venue.programme.events.values(),
    series: () => venue.programme.series,
    // Who is off the list is not spoken of.
    advance: (to, emit) =>
      venue.advance(to, (event) => {
        if (!('market' in event) || !hidden.has(event.market.ticker)) emit(event);
      }),
  };
  return { source, start, hidden };
}

function until(isTrue: () => boolean, what: string): Promise<void> {
  return vi.waitFor(
    () => {
      if (!isTrue()) throw new Error(`Still waiting for ${what}.`);
    },
    { timeout: 40_000, interval: 50 },
  );
}

/** Longer than a test: a market of five minutes may end by itself. */
const A_WHILE_MS = 5 * MINUTE;

/** A page, two markets that it knows to trade, and what it says of them. */
async function knowTwo(name: string) {
  const { source, start, hidden } = listing();
  const exchange = await Exchange.start({ source, start, isPinned: false });
  closers.push(() => exchange.close());
  const page = new Page(exchange, name);
  closers.push(() => page.close());
  await page.start();
  const busiest = (): readonly Ticker[] => page.session.engine.hot(10, 12, false).map(({ ticker }) => ticker);
  await until(() => busiest().length === 12, 'markets');
  const staysOpen = (ticker: string): boolean =>
    must(source.market(ticker), 'a market').closeAt > start + A_WHILE_MS;
  const two = busiest().filter(staysOpen).slice(-2) as [Ticker, Ticker];
  const labelOf = (ticker: Ticker) =>
    page.frame({ market: { ticker, span: '30m', trades: 1 } }).market?.label;
  await until(() => two.every((ticker) => labelOf(ticker)?.status === 'active'), 'REST');
  const settle = (ticker: Ticker): void => {
    const market = must(source.market(ticker), 'a market');
    market.status = 'finalized';
    market.result = 'yes';
    market.book.clear();
  };
  return { exchange, page, two, labelOf, settle, hidden, staysOpen };
}

test('after a hole in the numbers of the lifecycle channel markets that are watched are asked for', async () => {
  const { exchange, page, two, labelOf, settle } = await knowTwo('life-hole');
  const [market] = two;
  await page.session.watchBook(market);
  const { sid, lastSeq } = must(
    page.session.diagnostics().subscriptions.find(({ channel }) => channel === 'market_lifecycle_v2'),
    'the channel',
  );
  settle(market);
  for (const session of exchange.simulator.exchange.sessions)
    for (const seq of [(lastSeq ?? 0) + 1, (lastSeq ?? 0) + 9])
      session.sendRaw(JSON.stringify({ type: 'market_lifecycle_v2', sid, seq, msg: {} }));
  await until(() => labelOf(market)?.status === 'finalized', 'its end');
}, 90_000);

test('after the lifecycle channel was lost and is heard again, too', async () => {
  const { exchange, page, two, labelOf, settle } = await knowTwo('life-lost');
  const [market] = two;
  await page.session.watchBook(market);
  settle(market);
  for (const session of exchange.simulator.exchange.sessions) session.breakOff(25, 'market_lifecycle_v2');
  await until(() => labelOf(market)?.status === 'finalized', 'its end');
}, 90_000);

test('markets that were settled or taken off the list while the line was down are said to be, and give up their places', async () => {
  const { exchange, page, two, labelOf, settle, hidden, staysOpen } = await knowTwo('ended-markets');
  const [settled, unlisted] = two;
  page.session.setRecording({ tickers: [settled, unlisted], mostActive: 3 });
  const listed = (): readonly RecordedBook[] => page.session.recordedBooks();
  await until(() => listed().length === 5 && listed().every(({ state }) => state === 'exact'), 'the books');
  const active = must(
    listed().find(({ reason, ticker }) => reason === 'active' && staysOpen(ticker)),
    'an active one',
  ).ticker as Ticker;

  await until(
    () => [settled, unlisted, active].every((ticker) => labelOf(ticker)?.status === 'active'),
    'REST',
  );

  await exchange.stopRelay();
  settle(settled);
  hidden.add(unlisted).add(active);
  await exchange.restartRelay();

  const endOf = (ticker: Ticker) => {
    const { state, ended } = listed().find((book) => book.ticker === ticker) ?? {};
    return `${state} ${ended}`;
  };
  await until(() => endOf(settled) === 'none settled', 'the settled one to be over');
  await until(() => endOf(unlisted) === 'none gone', 'the unlisted one to be over');
  await until(() => !listed().some(({ ticker }) => ticker === active), 'its place to be given up');
  await until(
    () => listed().filter(({ reason, state }) => reason === 'active' && state === 'exact').length === 3,
    'another in its place',
  );
  expect(page.session.book(settled)).toBeUndefined();

  expect(labelOf(settled)).toMatchObject({ status: 'finalized', result: 'yes' });
  expect(labelOf(unlisted)).toMatchObject({ status: 'unknown' });
  const shown = await vi.waitFor(() => page.frame({ book: { ticker: unlisted } }).book, { timeout: 15_000 });
  expect(shown).toMatchObject({ state: 'none', reason: expect.stringContaining('not listed') as string });
}, 120_000);
