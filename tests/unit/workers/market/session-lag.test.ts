/** What is taken in too late is said to be old; a computer's clock that is wrong is another matter. */
import { expect, test } from 'vitest';
import type { Money } from '#core/units/money.ts';
import { SECOND } from '#core/units/time.ts';
import { aRule } from '../../../support/alerts.ts';
import { LiveSession } from '../../../support/live-session.ts';

/** A feed of ten trades a second, each `lateMs` after it was made. */
async function trade(live: LiveSession, seconds: number, lateMs: number): Promise<void> {
  for (let tenth = 0; tenth < 10 * seconds; tenth++) {
    await live.pass(100);
    live.trade({ at: live.venueNow - 50 - lateMs });
  }
}

test.each([0, 40_000, -40_000])(
  'with a clock %d ms off, trades that come four seconds late are said to be, and the clock is told as before',
  async (fastMs) => {
    const live = new LiveSession({ fastMs });
    await live.start();
    const now = () => live.session.status();
    await trade(live, 90, 0);
    expect(now().connection).toMatchObject({ state: 'live', reason: '' });
    const { aheadMs } = now();
    await trade(live, 150, 4_000);
    expect(now().connection).toMatchObject({
      state: 'stale',
      behindMs: 4_000,
      reason: 'What you see is 4 s behind the exchange: this computer or its line does not keep up.',
    });
    // The clocks are those that they were: windows end and markets close when they do.
    expect(now().aheadMs).toBe(aheadMs);
    await trade(live, 10, 0);
    expect(now().connection).toMatchObject({ state: 'live', reason: '' });
  },
);

test.each([0, 40_000, -4_000])(
  'trades that are four seconds late from the first one on are said to be where REST answers, by a clock %d ms off',
  async (fastMs) => {
    const live = new LiveSession({ fastMs, hasRest: true });
    await live.start();
    await trade(live, 20, 4_000);
    const { connection, aheadMs = NaN } = live.session.status();
    expect(connection.state).toBe('stale');
    // A date is a whole second.
    expect(4_050 - (connection.behindMs ?? 0)).toBeLessThan(SECOND);
    expect(Math.abs(aheadMs - fastMs)).toBeLessThan(SECOND);
    // Windows end with the exchange's now, not with what comes late.
    expect(Math.abs(live.frame({}).at - live.venueNow)).toBeLessThan(SECOND);
    live.session.setAlerts({
      quiet: undefined,
      isSoundOn: false,
      rules: [aRule('large-trade', { by: 'value', atLeast: 10_000 as Money })],
    });
    await trade(live, 1, 4_000);
    const [alert] = live.session.alerts.history();
    expect(Math.abs((alert?.lateMs ?? 0) - 4_050)).toBeLessThan(SECOND);
    await trade(live, 10, 0);
    expect(live.session.status().connection).toMatchObject({ state: 'live', reason: '' });
  },
);

test('a clock that is four seconds fast is no lag, whether REST answers or not', async () => {
  for (const hasRest of [true, false]) {
    const live = new LiveSession({ fastMs: 4 * SECOND, hasRest });
    await live.start();
    await trade(live, 20, 0);
    const { connection, aheadMs = NaN } = live.session.status();
    expect(connection.state).toBe('live');
    expect(Math.abs(aheadMs - 4 * SECOND)).toBeLessThan(100);
  }
});

test('without REST what was late from the first trade on is taken for the clock', async () => {
  const live = new LiveSession();
  await live.start();
  await trade(live, 20, 4_000);
  const { connection, aheadMs } = live.session.status();
  expect([connection.state, aheadMs]).toEqual(['live', 4_050]);
});

test('a clock that is set is no lag', async () => {
  const live = new LiveSession();
  await live.start();
  await trade(live, 60, 0);
  for (const fastMs of [30 * SECOND, -30 * SECOND]) {
    live.set(fastMs);
    await trade(live, 20, 0);
    expect(live.session.status().connection.state).toBe('live');
  }
});
