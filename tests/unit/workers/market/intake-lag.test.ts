/** A lag that was there from the first trade, against a clock that is wrong: the dates of REST tell them apart. */
import { expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { AnswerDates } from '../../../../workers/market/answer-dates.ts';
import { Intake } from '../../../../workers/market/intake.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const NOON = 1_800_000_000_000;
const TRADE_MS = 200;
/** Of a trade, besides the lag, at least and at most. */
const WAY_MS = [20, 320] as const;
/** Below this a clock is right, as far as trades tell. */
const LEAST_MS = SECOND;

/** Half a minute of trades and of answers by REST; returns what is told in its last ten seconds, with the error of the best answer. */
function told(seed: number, fastMs: number, lateMs: number) {
  const rng = createRng(seed);
  const clock = new ManualClock(NOON + fastMs);
  const dates = new AnswerDates(clock);
  const engine = new MarketEngine({ windows: [10] });
  engine.advance(clock.now());
  const repair = { add: () => undefined, begin: () => undefined, retry: () => undefined };
  const intake = new Intake({
    clock,
    dates,
    engine,
    recorder: { append: () => undefined },
    onNew: () => undefined,
    repair: { ...repair, history: () => Promise.resolve() },
  });
  intake.restored(undefined, undefined);
  intake.whole();
  const venueNow = () => NOON + clock.monotonic();
  let error = Infinity;
  const said: { readonly aheadMs: number; readonly behindMs: number; readonly error: number }[] = [];
  for (let tick = 1; tick <= 150; tick++) {
    clock.advance(TRADE_MS);
    const way = WAY_MS[0] + rng.integer(WAY_MS[1] - WAY_MS[0]);
    intake.live(aTrade({ at: venueNow() - way - lateMs }), clock.now());
    if (tick % 8 === 0) {
      const madeAt = venueNow();
      const date = Math.floor(madeAt / SECOND) * SECOND;
      clock.after(rng.integer(800), () => {
        error = Math.min(error, venueNow() - date);
        dates.take(date as UnixMs);
      });
    }
    if (tick > 100) said.push({ aheadMs: intake.aheadMs, behindMs: intake.behindMs, error });
  }
  return said;
}

test('skew and lag are told to within the error of the best answer and the way of a trade, whatever both are', () => {
  const rng = createRng(5);
  for (let run = 0; run < 100; run++) {
    const fastMs = rng.integer(2) * (rng.integer(6 * MINUTE) - 3 * MINUTE);
    const lateMs = rng.integer(3) * rng.integer(MINUTE / 3);
    for (const { aheadMs, behindMs, error } of told(run + 1, fastMs, lateMs)) {
      expect(Math.abs(aheadMs - fastMs)).toBeLessThanOrEqual(Math.max(LEAST_MS, error + WAY_MS[1]));
      // Never more than there is; and no less than the best answer allows, from two seconds on.
      expect(behindMs).toBeLessThanOrEqual(lateMs + WAY_MS[1]);
      const least = lateMs + WAY_MS[0] - error;
      if (least >= 2 * SECOND) expect(behindMs).toBeGreaterThanOrEqual(least);
      if (lateMs < SECOND) expect(behindMs).toBe(0);
    }
  }
});
