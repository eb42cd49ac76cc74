import { expect, test } from 'vitest';
import { clockSplits } from '../../../../app/charts/time-axis.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('labels stand at round times of the reader, also in zones of half an hour', () => {
  const india = -330;
  const labels = clockSplits(10 * HOUR, 12 * HOUR, HOUR, india);
  expect(labels).toEqual([10.5 * HOUR, 11.5 * HOUR]);
  expect(labels.map((at) => (at - india * MINUTE) % HOUR)).toEqual([0, 0]);
});

test('no label stands where the left edge would cut it', () => {
  expect(clockSplits(0, HOUR, 10 * MINUTE, 0)).toEqual(
    [10, 20, 30, 40, 50, 60].map((minutes) => minutes * MINUTE),
  );
});
