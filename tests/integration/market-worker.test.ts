/** From the exchange's matching engine to the screen's numbers: nothing lost, nothing twice, whatever breaks on the way. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { parseFaults } from '../../relay/simulator/faults.ts';
import { Exchange, Page } from '../support/market-harness.ts';
import { storedTrades } from '../support/store.ts';

const RATE = 60;
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(name: string, faults = '', change: ConstructorParameters<typeof Page>[2] = {}) {
  const parsed = parseFaults(faults);
  if (!parsed.ok) throw new Error(parsed.reason);
  const exchange = await Exchange.start({ seed: 11, rate: RATE, faults: parsed.value });
  closers.push(() => exchange.close());
  const page = new Page(exchange, name, change);
  await page.start();
  return { exchange, page };
}

/** Waits until `isTrue`; each look is cheap, and a loaded machine gets its time. */
function until(isTrue: () => boolean, what: string): Promise<void> {
  return vi.waitFor(
    () => {
      if (!isTrue()) throw new Error(`Still waiting for ${what}.`);
    },
    { timeout: 25_000, interval: 50 },
  );
}

const isWhole = ({ session }: Page) => {
  const { state } = session.status().connection;
  return (state === 'live' || state === 'quiet') && !session.isFilling;
};

/** Every trade the exchange made between the page's first trade and `to` is held exactly once, as it was. */
async function expectComplete(exchange: Exchange, page: Page, from: number, to: number): Promise<void> {
  const made = await exchange.tradesBetween(from, to);
  const held = page.session.engine
    .recent(1_000_000)
    .filter(({ venueAt }) => venueAt >= from && venueAt <= to);
  expect(made.size).toBeGreaterThan(50);
  expect(held.map(({ tradeId }) => tradeId).sort()).toEqual([...made.keys()].sort());
  for (const trade of held) {
    const { receivedAt: _received, ingest: _ingest, ...plain } = trade;
    expect(plain).toEqual(must(made.get(must(trade.tradeId, 'an id')), 'the trade as REST has it'));
  }
}

const firstStamp = (page: Page) =>
  must(page.session.engine.recent(1_000_000).at(-1), 'a first trade').venueAt;

/** A loaded machine gets its time. */
const TIMEOUT = { timeout: 90_000 };

describe('the stream', TIMEOUT, () => {
  test('every trade is counted once, named, shown and stored', async () => {
    const { exchange, page } = await open('sim-plain');
    await until(() => page.session.status().received > 3 * RATE, 'trades');
    const from = firstStamp(page);
    const to = page.session.engine.recent(1)[0]?.venueAt ?? 0;
    await expectComplete(exchange, page, from, to - 1_000);

    page.frame();
    await until(() => page.frame().hot?.markets.some(({ label }) => label.title !== '') === true, 'names');
    const frame = page.frame();
    expect(frame.tape?.rows).toHaveLength(200);
    expect(frame.pulse?.trades).toBe(page.session.engine.recent(1_000_000).length);
    expect(frame.analytics?.hour.totals.trades).toBe(frame.pulse?.trades);
    expect(frame.status).toMatchObject({ gaps: 0, rejected: 0, duplicates: 0, hasRest: true });

    await page.close();
    const stored = await storedTrades('sim-plain');
    expect(stored.length).toBe(page.session.status().received);
    expect(page.session.status().recording.stored).toBeGreaterThan(0);
  });

  test('lost and repeated frames, a dead subscription, nonsense and a cut leave nothing missing', async () => {
    const faults = 'gap@1.5:8,duplicate@2:5,malformed@2.5,error25@3:trade,disconnect@4';
    const { exchange, page } = await open('sim-faults', faults);
    closers.push(() => page.close());
    await until(() => page.session.status().received > RATE / 2, 'trades');
    const from = firstStamp(page);
    const log = () =>
      page.session
        .diagnostics()
        .log.map(({ text }) => text)
        .join('\n');
    await until(() => /\(disconnect\)/.test(log()), 'the repair after the cut');
    await until(() => isWhole(page), 'a whole stream');
    const healedAt = page.session.engine.recent(1)[0]?.venueAt ?? 0;
    await until(() => (page.session.engine.recent(1)[0]?.venueAt ?? 0) > healedAt + 1_500, 'later trades');
    await expectComplete(exchange, page, from, healedAt);

    const status = page.session.status();
    // What the line lost was recovered: nothing of it is a gap any more.
    expect(status.sequenceGaps).toBeGreaterThan(0);
    expect(status.gaps).toBe(0);
    expect(status.duplicates).toBeGreaterThan(0);
    expect(status.rejected).toBeGreaterThan(0);
    expect(log()).toContain('(subscription)');
    expect(page.session.diagnostics().backfill.recovered).toBeGreaterThan(0);
  });

  test('a relay that goes and comes back is said in words, and what was missed is fetched', async () => {
    const { exchange, page } = await open('sim-relay');
    closers.push(() => page.close());
    await until(() => page.session.status().received > RATE / 2, 'trades');
    const from = firstStamp(page);
    await exchange.stopRelay();
    const goneAt = Date.now();
    await until(() => page.session.status().connection.state === 'offline', 'offline');
    expect(page.session.status().connection.reason).toContain('relay');
    // Nobody has heard what came then: the windows end where the line did.
    const { at, pulse } = page.frame();
    expect(at).toBeLessThanOrEqual(goneAt);
    expect(page.frame().at).toBe(at);
    expect(pulse?.tradesPerSecond).toBeGreaterThan(0);
    await exchange.restartRelay();
    page.session.retryNow();
    await until(() => isWhole(page) && page.session.diagnostics().backfill.runs > 0, 'the repair');
    const healedAt = page.session.engine.recent(1)[0]?.venueAt ?? 0;
    await until(() => (page.session.engine.recent(1)[0]?.venueAt ?? 0) > healedAt + 1_500, 'later trades');
    await expectComplete(exchange, page, from, healedAt);
  });
});

test(
  'a second page finds what the first recorded, and fetches what happened in between',
  TIMEOUT,
  async () => {
    const { exchange, page } = await open('sim-reload');
    await until(() => page.session.status().received > 2 * RATE, 'trades');
    const from = firstStamp(page);
    const before = page.session.engine.recent(1_000_000).length;
    await page.close();

    const second = new Page(exchange, 'sim-reload');
    closers.push(() => second.close());
    await second.start();
    expect(second.session.engine.recent(1_000_000).length).toBeGreaterThanOrEqual(before);
    await until(() => isWhole(second) && second.session.diagnostics().backfill.runs > 0, 'the repair');
    const healedAt = second.session.engine.recent(1)[0]?.venueAt ?? 0;
    await until(() => (second.session.engine.recent(1)[0]?.venueAt ?? 0) > healedAt + 1_500, 'later trades');
    await expectComplete(exchange, second, from, healedAt);
    const { hour, day } = second.session.engine.analytics();
    expect(hour.totals.trades).toBe(second.session.engine.recent(1_000_000).length);
    expect(day.totals.trades).toBe(hour.totals.trades);
  },
);

test(
  'with REST switched off nothing is asked of it, and the board runs on names from tickers',
  TIMEOUT,
  async () => {
    const { page } = await open('sim-no-rest', 'gap@1:5', { restEnabled: false });
    closers.push(() => page.close());
    await until(() => page.session.status().gaps > 0, 'a gap');
    const frame = page.frame();
    expect(frame.status.hasRest).toBe(false);
    expect(must(frame.hot?.markets[0], 'a hot market').label.name).not.toBe('');
    expect(page.requests.filter((url) => url.includes('/api/'))).toEqual([]);
    expect(page.session.diagnostics().backfill.recovered).toBe(0);
  },
);
