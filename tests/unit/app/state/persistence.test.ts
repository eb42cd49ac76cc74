/** The browser is asked to keep the recordings once, when there is something to keep. */
import { expect, test } from 'vitest';
import type { RecordingStatus } from '#contract/frames.ts';
import type { UnixMs } from '#core/units/time.ts';
import { isWorthAsking, persistenceWords, RECORDED_BEFORE_MS } from '../../../../app/state/persistence.ts';

const SINCE = 1_000 as UnixMs;
const RECORDING: RecordingStatus = {
  state: 'recording',
  since: SINCE,
  stored: 5,
  bytes: 0,
  quota: 0,
  persisted: false,
  reason: '',
};

test('after the first recorded minutes it is worth asking, before them not', () => {
  expect(isWorthAsking(RECORDING, SINCE + RECORDED_BEFORE_MS - 1)).toBe(false);
  expect(isWorthAsking(RECORDING, SINCE + RECORDED_BEFORE_MS)).toBe(true);
});

test.each<[string, RecordingStatus | undefined]>([
  ['nothing is known', undefined],
  ['nothing was stored', { ...RECORDING, stored: 0 }],
  ['the recording is paused', { ...RECORDING, state: 'paused' }],
  ['it has not begun', { ...RECORDING, since: undefined }],
])('nobody is asked while %s', (_, recording) => {
  expect(isWorthAsking(recording, SINCE + 10 * RECORDED_BEFORE_MS)).toBe(false);
});

test('each answer is told in words of its own, and a refusal says what to do', () => {
  expect(persistenceWords('kept')).toMatch(/^Kept by the browser/);
  expect(persistenceWords('refused')).toMatch(/^May be cleared by the browser.*Export what matters\.$/);
  expect(persistenceWords('not-asked')).not.toBe(persistenceWords('silent'));
});
