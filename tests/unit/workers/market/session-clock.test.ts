/** A computer whose clock is wrong shows the same as one whose clock is right: what is told of trades goes by the exchange's stamps. */
import { expect, test } from 'vitest';
import type { MarketRow } from '#contract/store.ts';
import type { Money } from '#core/units/money.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { aRule } from '../../../support/alerts.ts';
import { LiveSession } from '../../../support/live-session.ts';

const [A, B, C] = ['KXA-1', 'KXB-1', 'KXC-1'] as [Ticker, Ticker, Ticker];
const rules = [
  aRule('burst', { minutes: 5 }),
  aRule('closing-soon', { minutes: 2 }),
  aRule('feed-stale', { seconds: 30 }),
];

/** B closes five minutes after the start, by the exchange's clock. */
async function started(fastMs: number): Promise<LiveSession> {
  const closeAt = new LiveSession().venueNow + 5 * MINUTE;
  const market: MarketRow = {
    ticker: B,
    event: 'KXB',
    eventTitle: '',
    series: 'KXB',
    title: 'B',
    name: 'B',
    category: '',
    openAt: undefined,
    closeAt,
    status: 'active',
    result: '',
  };
  const live = new LiveSession({ rules, fastMs, stored: { trades: [], markets: [market] } });
  await live.start();
  return live;
}

/** A market that trades each second for four minutes, another that did so until 50 seconds ago, and what is said of them. */
async function shown(fastMs: number) {
  const live = await started(fastMs);
  for (let second = 1; second <= 240; second++) {
    await live.pass(SECOND);
    live.trade({ ticker: A });
    if (second % 10 === 0 && second <= 190) live.trade({ ticker: C });
  }
  await live.pass(20);
  const ask = () =>
    live.frame({ windowMinutes: 1, pulse: true, hot: { limit: 5 }, analytics: true, categories: true });
  const { pulse, hot, analytics, categories, at } = ask();
  for (let i = 0; i < 3; i++) live.trade({ ticker: A, quantity: 50_000 as Quantity });
  await live.pass(300);
  const bursting = ask().hot?.markets.map(({ isBurst }) => isBurst);
  live.cut();
  await live.pass(40 * SECOND);
  const alerts = live.session.alerts.history();
  return {
    at,
    speed: [pulse?.tapeSpeed, pulse?.tradesPerSecond, pulse?.speed.join(' ')],
    sums: [pulse?.trades, pulse?.volume, pulse?.activeTickers, analytics?.sizes.yes.join(' ')],
    minutes: analytics?.hour.trades.slice(-5).join(' '),
    categories: categories?.categories.map(({ trades }) => trades),
    hot: hot?.markets.map(({ label, trades, lastAt, points }) => [
      ...[label.ticker, trades, lastAt],
      [...points.at],
    ]),
    bursting,
    alerts: alerts.map(({ kind, atMs, firedAtMs, lateMs, facts }) => ({
      kind,
      atMs,
      firedAtMs,
      lateMs,
      facts,
    })),
  };
}

test.each([90, 30, -30, -90])(
  'by %i s: speed and baseline of the tape, windows, hot list, burst, closing soon and a silent feed stay right',
  async (fastSeconds) => {
    const right = await shown(0);
    expect(right.speed[0]).toEqual({ tradesPerSecond: 1, baseline: 1.1, stretches: 22 });
    expect(right.bursting).toEqual([true, false]);
    expect(right.alerts.map(({ kind }) => kind)).toEqual(['closing-soon', 'burst', 'feed-stale']);
    expect(await shown(fastSeconds * SECOND)).toEqual(right);
  },
);

test('a trade that is under way for half a second is late by that: the clock is right', async () => {
  const live = await started(0);
  live.session.setAlerts({
    quiet: undefined,
    isSoundOn: false,
    rules: [aRule('large-trade', { by: 'value', atLeast: 10_000 as Money })],
  });
  live.trade({ venueAt: (live.venueNow - 500) as UnixMs });
  expect(live.frame({}).at).toBe(live.clock.now());
  expect(live.session.alerts.history().map(({ lateMs }) => lateMs)).toEqual([500]);
});

test('a clock that is set right is followed: back at once, ahead within two minutes', async () => {
  const live = await started(90 * SECOND);
  const offAfter = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      await live.pass(SECOND);
      live.trade();
    }
    return live.frame({}).at - live.venueNow;
  };
  expect(await offAfter(10)).toBe(0);
  live.set(0);
  expect(await offAfter(1)).toBe(0);
  live.set(90 * SECOND);
  expect(await offAfter(1)).toBe(90 * SECOND);
  expect(await offAfter(120)).toBe(0);
});

test('one trade that is late moves no window, nor does a stamp that can be none', async () => {
  const live = await started(0);
  await live.pass(SECOND);
  live.trade();
  let received = 1;
  for (const ms of [40 * SECOND, 10 * MINUTE, -10 * MINUTE]) {
    await live.pass(MINUTE);
    live.trade({ venueAt: (live.venueNow - ms) as UnixMs });
    const { at, status } = live.frame({});
    expect([at, status.received, status.gaps]).toEqual([live.clock.now(), ++received, 0]);
  }
});

/** A line that is cut for five seconds, and half a minute later a price that rises. */
async function afterCut(fastMs: number) {
  const live = new LiveSession({
    fastMs,
    rules: [aRule('move', { by: 'points', amount: 500, minutes: 1, direction: 'either' })],
  });
  await live.start();
  const go = async (seconds: number, yesPrice: Price): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      await live.pass(SECOND);
      live.trade({ ticker: A, yesPrice });
    }
  };
  await go(200, 4_000 as Price);
  live.cut();
  await live.pass(5 * SECOND);
  await live.connect();
  await go(30, 4_000 as Price);
  await go(5, 5_000 as Price);
  const { hot, pulse } = live.frame({ windowMinutes: 1, pulse: true, hot: { limit: 5 } });
  return [
    hot?.markets.map(({ change }) => change),
    pulse?.tapeSpeed.tradesPerSecond,
    live.session.alerts.history().map(({ kind }) => kind),
  ];
}

test.each([90, -90])(
  'by %i s: a cut of the line hides nothing of what comes after it',
  async (fastSeconds) => {
    const right = await afterCut(0);
    expect(right).toEqual([[1_000], 1, ['move']]);
    expect(await afterCut(fastSeconds * SECOND)).toEqual(right);
  },
);

test('the page is told by how much the clock is off', async () => {
  const live = await started(90 * SECOND);
  const told = () => live.frame({}).status.aheadMs;
  expect(told()).toBe(0);
  live.trade();
  expect(told()).toBe(90 * SECOND);
});

test('one trade of the time to come moves no window; three of them are a clock that is behind', async () => {
  const live = await started(0);
  for (let second = 0; second < 70; second++) {
    await live.pass(SECOND);
    live.trade();
  }
  const ahead = (ms: number) => {
    live.trade({ venueAt: (live.venueNow + ms) as UnixMs });
    return live.frame({}).at - live.clock.now();
  };
  expect([ahead(4 * MINUTE), ahead(3 * MINUTE)]).toEqual([0, 0]);
  expect(ahead(2 * MINUTE)).toBe(2 * MINUTE);
});
