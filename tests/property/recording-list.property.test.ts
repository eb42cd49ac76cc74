/** Whose books are recorded, over any course of activity: who is at the top has a place, and nobody beyond the room has one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ticker } from '#core/units/ticker.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';
import { RecordingList, type ActiveMarket } from '../../workers/market/recording-list.ts';

const NOW = 1_800_000_000_000;
const NAMES = [...'ABCDEFGHIJKLMNOP'] as Ticker[];

/** One look: the ranking, who sleeps, who is over. */
const look = fc.record({
  ranking: fc.shuffledSubarray(NAMES),
  dormant: fc.subarray(NAMES),
  over: fc.subarray(NAMES),
});

test('a market among the N most active always has a place; others only one that nobody needs', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 }),
      fc.array(look, { minLength: 1, maxLength: 12 }),
      (mostActive, chosen, looks) => {
        const wanted = new Set<Ticker>();
        let active: readonly ActiveMarket[] = [];
        let over: readonly Ticker[] = [];
        const list = new RecordingList({
          feed: { want: (ticker) => wanted.add(ticker), unwant: (ticker) => wanted.delete(ticker) },
          now: () => NOW as UnixMs,
          mostActive: (limit) => active.slice(0, limit),
          isOver: ({ ticker }) => over.includes(ticker),
          hasEnded: () => false,
          onChange: () => undefined,
        });
        list.choose({ tickers: chosen, mostActive });
        for (const now of looks) {
          over = now.over;
          active = now.ranking.map((ticker) => ({
            ticker,
            lastAt: (NOW - (now.dormant.includes(ticker) ? 11 * MINUTE : 0)) as UnixMs,
          }));
          const before = new Map(list.reasons);
          list.review();
          const taken = [...list.reasons].flatMap(([ticker, why]) => (why === 'active' ? ticker : []));
          const worth = now.ranking.filter(
            (ticker) => !now.dormant.includes(ticker) && !now.over.includes(ticker),
          );
          const top = worth.slice(0, mostActive).filter((ticker) => !chosen.includes(ticker));
          const others = taken.filter((ticker) => !top.includes(ticker));
          expect(taken).toEqual(expect.arrayContaining(top));
          expect(taken.length).toBeLessThanOrEqual(mostActive);
          for (const ticker of others) {
            expect(before.get(ticker)).toBe('active');
            expect(worth.indexOf(ticker)).toBeLessThan(2 * mostActive);
          }
          expect(wanted).toEqual(new Set(list.reasons.keys()));
          expect([...chosen].every((ticker) => list.reasons.get(ticker) === 'chosen')).toBe(true);
        }
      },
    ),
  );
});
