/** Dates of answers bound our clock from above; the oracle knows by how much it is ahead and how long each answer was under way. */
import { expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { AnswerDates } from '../../../../workers/market/answer-dates.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const NOON = 1_800_000_000_000;

/** Our clock, ahead of the exchange's by `fastMs`. */
function setUp(fastMs = 0) {
  const clock = new ManualClock(NOON + fastMs);
  const dates = new AnswerDates(clock);
  const cutOff = (ms: number) => (Math.floor(ms / SECOND) * SECOND) as UnixMs;
  return {
    clock,
    dates,
    /** An answer that was made `wayMs` ago, and was older than that by `keptMs`; returns by how much it tells too much. */
    answer: (wayMs: number, keptMs = 0): number => {
      const venueNow = NOON + clock.monotonic();
      const date = cutOff(venueNow - wayMs - keptMs);
      dates.take(date);
      return venueNow - date;
    },
  };
}

test('the tightest of the last minutes counts, and is never below what the clock is ahead', () => {
  const rng = createRng(11);
  for (let run = 0; run < 200; run++) {
    const fastMs = rng.integer(8 * MINUTE) - 4 * MINUTE;
    const { clock, dates, answer } = setUp(fastMs);
    const over: number[] = [];
    for (let i = 0; i < 30; i++) {
      clock.advance(rng.integer(15 * SECOND));
      over.push(answer(rng.integer(3 * SECOND), rng.integer(2) * rng.integer(MINUTE / 2)));
      expect(dates.mostOfDay - fastMs).toBe(Math.min(...over));
    }
    expect(Math.min(...over)).toBeGreaterThanOrEqual(0);
  }
});

test('what a clock is set by shows at once, as does that the machine slept', () => {
  const { clock, dates, answer } = setUp();
  expect([dates.most, dates.mostOfDay]).toEqual([Infinity, Infinity]);
  clock.advance(300);
  answer(100);
  expect(dates.mostOfDay).toBe(300);
  clock.sleep(90 * SECOND);
  expect(dates.mostOfDay).toBe(90 * SECOND + 300);
});

test('an answer tells for ten minutes, and no longer than twenty', () => {
  const { clock, dates, answer } = setUp();
  answer(0);
  clock.advance(10 * MINUTE - 1);
  answer(900);
  expect(dates.mostOfDay).toBe(0);
  clock.advance(10 * MINUTE - 1_000);
  expect(dates.mostOfDay).toBe(0);
  const over = answer(700);
  expect(dates.mostOfDay).toBe(0);
  clock.advance(10 * MINUTE);
  answer(2_000);
  expect(dates.mostOfDay).toBe(over);
  clock.advance(20 * MINUTE);
  expect(dates.most).toBe(Infinity);
  const late = answer(5_000);
  expect(dates.mostOfDay).toBe(late);
});

test('a date that is five minutes off either way says nothing, nor does none', () => {
  const { clock, dates } = setUp();
  for (const ms of [5 * MINUTE + 1, -5 * MINUTE - 1, Infinity, NaN]) {
    dates.take((clock.now() + ms) as UnixMs);
    expect(dates.most).toBe(Infinity);
  }
  dates.take((clock.now() - 5 * MINUTE) as UnixMs);
  expect(dates.mostOfDay).toBe(5 * MINUTE);
});
