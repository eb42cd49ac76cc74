/** The browser is asked to keep the recordings once, when there is something to keep. */
import { afterEach, expect, test, vi } from 'vitest';
import type { RecordingStatus } from '#contract/frames.ts';
import type { UnixMs } from '#core/units/time.ts';
import {
  followPersistence,
  isWorthAsking,
  persistence,
  persistenceWords,
  RECORDED_BEFORE_MS,
} from '../../../../app/state/persistence.ts';

afterEach(() => vi.unstubAllGlobals());

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

test.each([
  [true, 'kept'],
  [false, 'refused'],
])('what the browser told another tab (%s) is told here too', async (isKept, told) => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => stored.get(key) ?? null });
  let answer = false;
  vi.stubGlobal('navigator', {
    storage: { persist: () => Promise.resolve(false), persisted: () => Promise.resolve(answer) },
  });
  let look = (): void => undefined;
  const stop = vi.fn();
  await followPersistence(
    () => undefined,
    (_, run) => {
      look = run;
      return stop;
    },
  );
  look();
  expect(persistence.getSnapshot()).toBe('not-asked');
  expect(stop).not.toHaveBeenCalled();
  answer = isKept;
  stored.set('flowboard.persistence', 'asked');
  look();
  await vi.waitFor(() => expect(persistence.getSnapshot()).toBe(told));
  expect(stop).toHaveBeenCalled();
});
