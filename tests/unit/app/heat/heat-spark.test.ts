import { expect, test } from 'vitest';
import { heatSparkPath } from '../../../../app/views/flow/heat/heat-spark.ts';

const box = { width: 100, height: 44 };

test('the line steps at each trade and fills the height with its own range', () => {
  const points = { at: Float64Array.of(0, 50, 100), yesPrice: Uint16Array.of(4_000, 5_000, 6_000) };
  expect(heatSparkPath(points, box)).toBe('M0.0 42.0H50.0V22.0H100.0V2.0');
});

test('a flicker of a cent stays small', () => {
  const points = { at: Float64Array.of(0, 100), yesPrice: Uint16Array.of(5_000, 5_100) };
  expect(heatSparkPath(points, box)).toBe('M0.0 27.0H100.0V17.0');
});

test('one point is no line', () => {
  expect(heatSparkPath({ at: Float64Array.of(5), yesPrice: Uint16Array.of(5_000) }, box)).toBe('');
});

test('where a gap begins the line breaks off, and a gap is no price of zero', () => {
  const points = { at: Float64Array.of(0, 25, 50, 100), yesPrice: Uint16Array.of(4_000, 0, 5_000, 6_000) };
  expect(heatSparkPath(points, box)).toBe('M0.0 42.0H25.0M50.0 22.0H100.0V2.0');
});
