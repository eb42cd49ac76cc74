import { expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { createClock } from '../../../../../app/format/time.ts';
import { marketOver } from '../../../../../app/views/market/liquidity/market-over.ts';

const CLOSE = Date.UTC(2026, 4, 13, 23, 57) as UnixMs;
const clock = createClock('America/New_York');
const life = { openAt: undefined, closeAt: CLOSE, status: 'active', result: '' };
const wordsOf = (change: Partial<typeof life>, now: number, today = now) =>
  marketOver({ ...life, ...change }, now, today, clock)?.words;

test('a market that trades is not over', () => {
  expect(marketOver(life, CLOSE - 1, CLOSE, clock)).toBeUndefined();
  expect(wordsOf({ status: 'inactive' }, CLOSE - 1)).toBeUndefined();
});

test('a market that is over says how far it is, and since when it is closed', () => {
  expect(marketOver(life, CLOSE, CLOSE, clock)).toEqual({
    words: 'Market closed since 19:57 EDT',
    at: CLOSE,
  });
  expect(wordsOf({ status: 'determined', result: 'yes' }, CLOSE + 1)).toBe(
    'Determined YES · closed since 19:57 EDT',
  );
  expect(wordsOf({ status: 'finalized', result: 'no' }, CLOSE, CLOSE + 86_400_000)).toBe(
    'Settled NO · closed since 13 May 19:57 EDT',
  );
});

test('where the close is not known, or was to come later, no time is guessed', () => {
  const early = marketOver({ ...life, status: 'finalized', result: 'no' }, CLOSE - 1, CLOSE, clock);
  expect(early).toEqual({ words: 'Settled NO', at: undefined });
  expect(wordsOf({ status: 'closed' }, CLOSE - 1)).toBe('Market closed');
  expect(wordsOf({ status: 'unknown' }, CLOSE - 1)).toBe('Not listed by the exchange any more');
});
