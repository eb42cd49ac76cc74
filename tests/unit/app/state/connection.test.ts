import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConnectionState } from '#contract/frames.ts';
import type { UnixMs } from '#core/units/time.ts';
import { followStatus } from '../../../../app/state/connection.ts';
import { FramePuller, type LatestFrames } from '../../../../app/state/frames.ts';
import { createStore } from '../../../../app/state/store.ts';
import { aStatus } from '../../../support/status-frame.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const EMPTY = new FramePuller(
  { now: () => 0, after: () => () => undefined, afterPaint: () => () => undefined },
  10,
).getSnapshot();

function frame(state: ConnectionState, lastMessageAt: number): LatestFrames {
  const value = aStatus({ state, lastMessageAt: lastMessageAt as UnixMs });
  return { ...EMPTY, status: { at: Date.now() as UnixMs, value } };
}

test('ten frames a second are two changes of the words a second', () => {
  const frames = createStore(EMPTY);
  const { connection } = followStatus(frames);
  let changes = 0;
  const stop = connection.subscribe(() => changes++);
  for (let step = 0; step < 20; step++) {
    vi.advanceTimersByTime(100);
    frames.set(frame('live', Date.now() - 150 * step));
  }
  stop();
  expect(changes).toBeGreaterThanOrEqual(3);
  expect(changes).toBeLessThanOrEqual(5);
});

test('a change of state is told at once', () => {
  const frames = createStore(frame('live', Date.now()));
  const { connection } = followStatus(frames);
  const seen: (string | undefined)[] = [];
  const stop = connection.subscribe(() => seen.push(connection.getSnapshot().state?.kind));
  frames.set(frame('reconnecting', Date.now()));
  stop();
  expect(seen).toEqual(['reconnecting']);
});

test('the age goes on when no frame comes any more', () => {
  const frames = createStore(frame('stale', Date.now() - 10_000));
  const { connection } = followStatus(frames);
  const stop = connection.subscribe(() => undefined);
  vi.advanceTimersByTime(8_000);
  expect(connection.getSnapshot().state?.detail).toBe('18 s');
  stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('a clock that is set back an hour does not hold the words', () => {
  const frames = createStore(frame('stale', Date.now() - 10_000));
  const { connection } = followStatus(frames);
  const stop = connection.subscribe(() => undefined);
  vi.setSystemTime(Date.now() - 3_600_000);
  frames.set(frame('stale', Date.now() - 20_000));
  vi.advanceTimersByTime(1_000);
  expect(connection.getSnapshot().state?.detail).toBe('21 s');
  stop();
});
