/** What a session makes of a time in which it heard nothing. */
import { expect, test } from 'vitest';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { aRule } from '../../../support/alerts.ts';
import { LiveSession } from '../../../support/live-session.ts';
import { aTrade } from '../../../support/trades.ts';

const rules = [
  aRule('burst', { minutes: 5 }),
  aRule('move', { by: 'percent', amount: 500, minutes: 1, direction: 'either' }),
];

/** Five even minutes at 50 cents, then four without a line, at the end of which it is back. */
async function afterHole({ isAgreed = true } = {}): Promise<LiveSession> {
  const live = new LiveSession({ rules });
  await live.start();
  for (let i = 0; i < 60; i++) {
    await live.pass(5 * SECOND);
    live.trade();
  }
  live.cut();
  await live.pass(4 * MINUTE);
  await live.connect({ isAgreed });
  return live;
}

test('a line that is back after minutes is no burst and no move: neither a rule says so nor the board', async () => {
  const live = await afterHole();
  for (let i = 0; i < 24; i++) {
    await live.pass(2 * SECOND + 500);
    live.trade({ yesPrice: 6_000 as Price });
    const [market] = live.frame({ windowMinutes: 5, hot: { limit: 1 } }).hot?.markets ?? [];
    expect(market?.isBurst).toBe(false);
  }
  const [market] = live.frame({ windowMinutes: 1, hot: { limit: 1 } }).hot?.markets ?? [];
  expect([market?.yesPrice, market?.change]).toEqual([6_000, 0]);
  expect(live.session.alerts.history()).toEqual([]);
});

test('what bursts and moves after it is told', async () => {
  const live = await afterHole();
  for (let i = 0; i < 26; i++) {
    await live.pass(5 * SECOND);
    live.trade();
  }
  for (let i = 0; i < 3; i++) live.trade({ yesPrice: 6_000 as Price, quantity: 2_000 as Quantity });
  expect(live.session.alerts.history().map(({ kind }) => kind)).toEqual(['burst', 'move']);
});

test('nor is what comes before the exchange has agreed to send all of it', async () => {
  const live = await afterHole({ isAgreed: false });
  for (let i = 0; i < 3; i++) {
    await live.pass(SECOND);
    live.trade({ yesPrice: (6_000 + 1_000 * i) as Price, quantity: 2_000 as Quantity });
  }
  expect(live.session.alerts.history()).toEqual([]);
});

test('nor what comes in the very moment in which it has agreed', async () => {
  const live = await afterHole();
  for (let i = 0; i < 3; i++) live.trade({ yesPrice: 6_000 as Price, quantity: 2_000 as Quantity });
  expect(live.session.alerts.history()).toEqual([]);
});

test.each([20, 180])(
  'a trade that comes while what was recorded %i minutes ago is still read is no move since then',
  async (minutes) => {
    const newest = new LiveSession().venueNow - minutes * MINUTE;
    const trades = Array.from({ length: 60 }, (_, i) => {
      const at = newest - (59 - i) * 5 * SECOND;
      return { trade: aTrade({ at, yesPrice: 4_000 as Price }), receivedAt: at as UnixMs };
    });
    const live = new LiveSession({ rules, stored: { trades }, isPastSlow: true });
    await live.start();
    await live.pass(SECOND);
    for (let i = 0; i < 3; i++) live.trade({ yesPrice: 9_000 as Price, quantity: 2_000 as Quantity });
    expect(live.frame({}).status.isRestoring).toBe(true);
    live.bringPast();
    await live.pass(2 * SECOND);
    expect(live.frame({}).status).toMatchObject({ isRestoring: false, received: 3 });
    expect(live.session.alerts.history()).toEqual([]);
  },
);
