import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPacer, REST_LIMITS } from '../../../relay/rest.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a second of budget goes at once, then twenty requests a second, in order', async () => {
  const pacer = createPacer(REST_LIMITS, () => Date.now());
  await vi.advanceTimersByTimeAsync(10_000); // idle time is not saved up beyond the bucket
  const since = Date.now();
  const passed: number[] = [];
  const all = Array.from({ length: 60 }, async () => {
    await pacer();
    passed.push(Date.now() - since);
  });
  await vi.advanceTimersByTimeAsync(3_000);
  await Promise.all(all);
  expect(passed.filter((at) => at === 0)).toHaveLength(20);
  expect(passed[39]).toBe(1_000);
  expect(passed[59]).toBe(2_000);
});

test('a wait that would be too long is refused at once, and costs nothing', async () => {
  const pacer = createPacer({ ...REST_LIMITS, maxWaitMs: 100 }, () => Date.now());
  await vi.advanceTimersByTimeAsync(10_000);
  const answers = Promise.all(Array.from({ length: 30 }, () => pacer()));
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await answers).filter((isAllowed) => isAllowed)).toHaveLength(22);
  expect(await pacer()).toBe(true);
});
