import { expect, test } from 'vitest';
import { chosenRange, HALF_FILLED, rangeTexts, toRange } from '../../../../app/views/data/range.ts';

const NOW = new Date('2026-05-13T20:00:00Z');
const HOUR = 3_600_000;

test('everything has no bounds; an hour and a day count back from now', () => {
  expect(toRange({ span: 'all', from: '2026-05-13T10:00', to: '' }, NOW)).toEqual({});
  expect(toRange({ span: 'hour', from: '', to: '' }, NOW)).toEqual({ from: NOW.getTime() - HOUR });
  expect(toRange({ span: 'day', from: '', to: '' }, NOW)).toEqual({ from: NOW.getTime() - 24 * HOUR });
});

test('a range takes local times, and an empty end is open', () => {
  const from = new Date('2026-05-13T10:00').getTime();
  expect(toRange({ span: 'range', from: '2026-05-13T10:00', to: '' }, NOW)).toEqual({ from, to: undefined });
  expect(toRange({ span: 'range', from: 'nonsense', to: '' }, NOW)).toEqual({
    from: undefined,
    to: undefined,
  });
});

test('a range that ends before it begins is none', () => {
  expect(toRange({ span: 'range', from: '2026-05-13T10:00', to: '2026-05-13T09:59' }, NOW)).toBe(
    'The range ends before it begins.',
  );
  expect(chosenRange({ from: '2026-05-13T10:00', to: '2026-05-13T10:00' })).toBeTypeOf('object');
});

test('an end that is only half filled in is not taken for an open one', () => {
  expect(chosenRange({ from: HALF_FILLED, to: '' })).toContain('after “From” is not complete');
  expect(chosenRange({ from: '2026-05-13T10:00', to: HALF_FILLED })).toContain('after “to” is not complete');
});

test('a range may be said to the second', () => {
  expect(chosenRange({ from: '2026-05-13T10:00:07', to: '' })).toEqual({
    from: new Date('2026-05-13T10:00:07').getTime(),
    to: undefined,
  });
});

test('the texts of a recording are the whole minutes that hold it', () => {
  const from = new Date('2026-05-03T09:07:31.250').getTime();
  expect(rangeTexts(from, from + HOUR)).toEqual({ from: '2026-05-03T09:07', to: '2026-05-03T10:08' });
  const whole = new Date('2026-12-31T23:59:00').getTime();
  expect(rangeTexts(whole, whole)).toEqual({ from: '2026-12-31T23:59', to: '2026-12-31T23:59' });
});
