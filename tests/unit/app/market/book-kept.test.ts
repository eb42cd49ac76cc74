import { describe, expect, test } from 'vitest';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { isBookKept, type Keeping } from '../../../../app/views/market/book-kept.ts';
import { labelOf } from '../../../../workers/market/market-rows.ts';

const NOW = 1_795_176_000_000;
const ticker = 'KXA-26NOV21-1' as Ticker;
const KEEPING: Keeping = {
  ticker,
  label: { ...labelOf(ticker, undefined), status: 'active', closeAt: (NOW + 1) as UnixMs },
  now: NOW,
  book: { ticker, state: 'exact', isRecorded: false },
  recording: 'recording',
  kind: 'live',
  isFollower: false,
};

test('a live book is recorded, or it is not and can be', () => {
  expect(isBookKept(KEEPING)).toBe(false);
  expect(isBookKept({ ...KEEPING, kind: 'quiet', label: undefined })).toBe(false);
  expect(isBookKept({ ...KEEPING, book: { ticker, state: 'stale', isRecorded: true } })).toBe(true);
});

describe('nothing is said', () => {
  test.each<[string, Partial<Keeping>]>([
    ['in a tab that follows', { isFollower: true }],
    ['of a market that has closed', { now: NOW + 1 }],
    ['in a recording that is played', { book: { ticker, state: 'exact' } }],
    ['without a book', { book: undefined }],
    ['of a market that has no book', { book: { ticker, state: 'none', isRecorded: false } }],
    ['while the book is still asked for', { book: { ticker, state: 'waiting', isRecorded: false } }],
    [
      'of the book of the market before',
      { book: { ticker: 'KXB-1' as Ticker, state: 'exact', isRecorded: false } },
    ],
    ['while the exchange is not heard', { kind: 'reconnecting' }],
    ['while the store cannot write', { recording: 'failed' }],
  ])('%s', (_, change) => {
    expect(isBookKept({ ...KEEPING, ...change })).toBeUndefined();
  });
});
