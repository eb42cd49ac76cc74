import { expect, test } from 'vitest';
import type { ReplayStatus } from '#contract/replay.ts';
import { gapCount, gapTitle, sequenceGapWords } from '../../../../app/views/flow/bars/gap-facts.ts';

const replay = {} as ReplayStatus;

test('the bottom line says what it counts: since the start, or of a recording so far', () => {
  expect(gapCount({ gaps: 0, sequenceGaps: 4 })).toBe('no gaps');
  expect(gapCount({ gaps: 1, sequenceGaps: 0 })).toBe('1 gap since start');
  expect(gapCount({ gaps: 2, sequenceGaps: 0, replay })).toBe('2 gaps so far');
  expect(gapTitle({ gaps: 0, sequenceGaps: 0 })).toContain('nothing has filled');
  expect(gapTitle({ gaps: 0, sequenceGaps: 0, replay })).toContain('this recording');
});

test('what the line lost is said to be recovered only while no gap is open', () => {
  expect(sequenceGapWords({ gaps: 0, sequenceGaps: 1 })).toBe('1 sequence gap since start, all recovered');
  expect(sequenceGapWords({ gaps: 1, sequenceGaps: 3 })).toBe('3 sequence gaps since start');
});
