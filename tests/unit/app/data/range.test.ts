import { expect, test } from 'vitest';
import { toRange } from '../../../../app/views/data/range.ts';

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
  expect(toRange({ span: 'range', from: '2026-05-13T10:00', to: '2026-05-13T09:59' }, NOW)).toBeUndefined();
});
