/** What is taken in too late is said to be old; a computer's clock that is wrong is another matter. */
import { expect, test } from 'vitest';
import { SECOND } from '#core/units/time.ts';
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
      ...{ state: 'stale', behindMs: 4_000 },
      reason: 'What you see is 4 s behind the exchange: this computer or its line does not keep up.',
    });
    // The clocks are those that they were: windows end and markets close when they do.
    expect(now().aheadMs).toBe(aheadMs);
    await trade(live, 10, 0);
    expect(now().connection).toMatchObject({ state: 'live', reason: '' });
  },
);

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
