import { expect, test } from 'vitest';
import type { ConnectionState } from '#contract/frames.ts';
import type { ReplayStatus } from '#contract/replay.ts';
import { gapCount, gapTitle, sequenceGapWords } from '../../../../app/views/flow/bars/gap-facts.ts';

const replay = {} as ReplayStatus;
const status = (gaps: number, state: ConnectionState = 'live') => ({
  gaps,
  tradeGaps: gaps,
  sequenceGaps: 0,
  connection: { state, reason: '', attempts: 0, ...UNKNOWN_TIMES },
});
const UNKNOWN_TIMES = { nextTryAt: undefined, lastMessageAt: undefined, lastTradeAt: undefined };

test('the bottom line says what it counts: since the start, or of a recording so far', () => {
  expect(gapCount(status(0))).toBe('no gaps');
  expect(gapCount(status(1))).toBe('1 gap since start');
  expect(gapCount({ ...status(2), replay })).toBe('2 gaps so far');
  expect(gapTitle({})).toContain('nothing has filled');
  expect(gapTitle({ replay })).toContain('this recording');
});

test('where all trades are there, it says that the gaps are of books', () => {
  expect(gapCount({ ...status(1), tradeGaps: 0 })).toBe('1 gap since start, in books');
  expect(gapCount({ ...status(2), tradeGaps: 0, replay })).toBe('2 gaps so far, in books');
  expect(gapCount({ ...status(2), tradeGaps: 1 })).toBe('2 gaps since start');
});

test('while nothing is heard it does not say that there are no gaps', () => {
  const words = (
    ['quiet', 'resyncing', 'connecting', 'reconnecting', 'offline', 'refused', 'stale'] as const
  ).map((state) => gapCount(status(0, state)));
  expect(words).toEqual(['no gaps', 'no gaps', ...Array<string>(5).fill('nothing heard now')]);
  expect(gapCount(status(1, 'offline'))).toBe('1 gap since start');
});

test('what the line lost is said to be recovered only while no gap is open', () => {
  expect(sequenceGapWords({ gaps: 0, sequenceGaps: 1 })).toBe('1 sequence gap since start, all recovered');
  expect(sequenceGapWords({ gaps: 1, sequenceGaps: 3 })).toBe('3 sequence gaps since start');
});
