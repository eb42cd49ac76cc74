import { expect, test } from 'vitest';
import { clockSplits } from '../../../../app/charts/time-axis.ts';
import { createClock } from '../../../../app/format/time.ts';
import { UTC } from '../../../support/reading.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('labels stand at round times of the reader, also in zones of half an hour', () => {
  const india = createClock('Asia/Kolkata');
  const labels = clockSplits(10 * HOUR, 12 * HOUR, HOUR, india);
  expect(labels).toEqual([10.5 * HOUR, 11.5 * HOUR]);
  expect(labels.map(india.minute)).toEqual(['16:00', '17:00']);
});

test('no label stands where the left edge would cut it', () => {
  expect(clockSplits(0, HOUR, 10 * MINUTE, UTC)).toEqual(
    [10, 20, 30, 40, 50, 60].map((minutes) => minutes * MINUTE),
  );
});
