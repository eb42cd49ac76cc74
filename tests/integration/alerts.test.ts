/** From a trade of the simulated exchange to an alert that says how late it is; and what never fires: late news, and replays. */
import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { openReader } from '#contract/database.ts';
import type { AlertRow } from '#contract/rows.ts';
import { ALERT_MINUTES } from '#core/market/alerts/rule.ts';
import type { Money } from '#core/units/money.ts';
import { aRule } from '../support/alerts.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const CENT = 10_000 as Money;
/** Every trade is large to this one; it tells each market once a minute. */
const ANY = aRule('large-trade', { by: 'value', atLeast: CENT }, { name: 'Any trade', coolDownMs: 60_000 });

async function aWorld(seed: number, ...rules: readonly ReturnType<typeof aRule>[]): Promise<VirtualWorld> {
  const world = new VirtualWorld(seed, `alerts-world-${seed}`);
  world.alerts = { rules, quiet: undefined, isSoundOn: false };
  await world.open();
  return world;
}

async function stored(world: VirtualWorld): Promise<readonly AlertRow[]> {
  const reader = await openReader(world.exchangeId);
  const rows = await reader.alerts();
  reader.close();
  return rows;
}

test('a trade of the exchange fires, says how late, and is in the history after a reload', async () => {
  const world = await aWorld(1, ANY);
  await world.run(5_000);
  const rows = world.session.alerts.history();
  expect(rows.length).toBeGreaterThan(3);
  const trades = new Map(
    world.session.engine.recent(5_000).map((trade) => [`${trade.ticker} ${trade.venueAt}`, trade]),
  );
  for (const row of rows) {
    const trade = trades.get(`${row.ticker} ${row.atMs}`);
    expect(trade?.receivedAt).toBe(row.firedAtMs);
    expect(row.lateMs).toBe(row.firedAtMs - row.atMs);
    // One step of the world is 50 ms, and the line takes no time.
    expect(row.lateMs).toBeLessThanOrEqual(100);
    expect(row).toMatchObject({ kind: 'large-trade', rule: 'Any trade', isQuiet: false });
    expect(row.market).not.toBe('');
  }
  expect(rows.some(({ lateMs }) => lateMs > 0)).toBe(true);
  const newest = world.session.status().newestAlert;
  expect(newest).toBe(rows.at(-1)?.id);
  await world.close();
  expect(await stored(world)).toEqual(rows);
  const told = new Set(rows.map(({ ticker }) => ticker));
  await world.open();
  await world.run(2_000);
  const after = world.session.alerts.history();
  expect(after.slice(0, rows.length)).toEqual(rows);
  // What was told just before the reload is silent still.
  for (const { ticker } of after.slice(rows.length)) expect(told.has(ticker)).toBe(false);
  await world.close();
});

test('the windows that rules look back on are kept: one that is not is counted afresh at every trade', async () => {
  const world = await aWorld(7);
  expect(world.session.engine.windows).toEqual(expect.arrayContaining([...ALERT_MINUTES]));
  await world.close();
});

test('a stall of the page shows as lateness', async () => {
  const world = await aWorld(2, ANY);
  await world.run(2_000);
  const before = world.session.alerts.history().length;
  await world.stall(3_000);
  await world.run(1_000);
  const late = world.session.alerts.history().slice(before);
  expect(Math.max(...late.map(({ lateMs }) => lateMs))).toBeGreaterThan(1_000);
  await world.close();
});

describe('late news is no alert', () => {
  test('trades that were missed and fetched afterwards do not fire', async () => {
    const world = await aWorld(3);
    await world.run(3_000);
    world.isAway = true;
    await world.run(20_000);
    const awayUntil = world.clock.now();
    world.isAway = false;
    world.session.setAlerts({ rules: [ANY], quiet: undefined, isSoundOn: false });
    await world.run(20_000);
    const missed = world.session.engine
      .recent(10_000)
      .filter(({ venueAt }) => venueAt < awayUntil && venueAt > awayUntil - 15_000);
    expect(missed.length).toBeGreaterThan(50);
    const rows = world.session.alerts.history();
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter(({ atMs }) => atMs < awayUntil)).toEqual([]);
    await world.close();
  });

  test('trades that are read back from disk do not fire', async () => {
    const world = await aWorld(4);
    await world.run(5_000);
    await world.close();
    const reopened = world.clock.now();
    world.alerts = { rules: [ANY], quiet: undefined, isSoundOn: false };
    await world.open();
    await world.run(3_000);
    expect(world.session.engine.recent(5_000).some(({ venueAt }) => venueAt < reopened)).toBe(true);
    const rows = world.session.alerts.history();
    expect(rows.length).toBeGreaterThan(0);
    // Those of the reload's own moment came over the new socket, or were fetched.
    expect(rows.filter(({ atMs }) => atMs < reopened)).toEqual([]);
    await world.close();
  });
});

test('a feed that falls silent is told once, with how long it took to notice', async () => {
  const world = await aWorld(5, aRule('feed-stale', { seconds: 8 }));
  await world.run(3_000);
  world.silence('both');
  await world.run(9_000);
  const rows = world.session.alerts.history();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ kind: 'feed-stale', market: '' });
  expect(rows[0]?.lateMs).toBeLessThanOrEqual(550);
  await world.close();
});

test('clearing empties the history here and on disk; who waits for news is told', async () => {
  const world = await aWorld(6, ANY);
  await world.run(3_000);
  const { alerts } = world.session;
  world.session.setAlerts({ rules: [], quiet: undefined, isSoundOn: false });
  const news = alerts.next(alerts.newest);
  alerts.clear();
  // By this the tabs that follow hear of it.
  expect(world.session.status().newestAlert).toBe(0);
  expect(await news).toEqual([]);
  await world.run(500);
  expect(await stored(world)).toEqual([]);
  await world.close();
});
