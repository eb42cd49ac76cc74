import { expect, test } from 'vitest';
import {
  chosenRange,
  HALF_FILLED,
  rangeTexts,
  rangeZone,
  toRange,
} from '../../../../app/views/data/range.ts';
import { createClock } from '../../../../app/format/time.ts';
import { UTC } from '../../../support/reading.ts';

const NOW = new Date('2026-05-13T20:00:00Z');
const HOUR = 3_600_000;

test('everything has no bounds; an hour and a day count back from now', () => {
  expect(toRange({ span: 'all', from: '2026-05-13T10:00', to: '' }, NOW, UTC)).toEqual({});
  expect(toRange({ span: 'hour', from: '', to: '' }, NOW, UTC)).toEqual({ from: NOW.getTime() - HOUR });
  expect(toRange({ span: 'day', from: '', to: '' }, NOW, UTC)).toEqual({ from: NOW.getTime() - 24 * HOUR });
});

test('a range takes times of the reader’s clock, and an empty end is open', () => {
  const from = new Date('2026-05-13T10:00Z').getTime();
  expect(toRange({ span: 'range', from: '2026-05-13T10:00', to: '' }, NOW, UTC)).toEqual({
    from,
    to: undefined,
  });
  expect(toRange({ span: 'range', from: 'nonsense', to: '' }, NOW, UTC)).toEqual({
    from: undefined,
    to: undefined,
  });
});

test('a range that ends before it begins is none', () => {
  expect(toRange({ span: 'range', from: '2026-05-13T10:00', to: '2026-05-13T09:59' }, NOW, UTC)).toBe(
    'The range ends before it begins.',
  );
  expect(chosenRange({ from: '2026-05-13T10:00', to: '2026-05-13T10:00' }, UTC)).toBeTypeOf('object');
});

test('an end that is only half filled in is not taken for an open one', () => {
  expect(chosenRange({ from: HALF_FILLED, to: '' }, UTC)).toContain('after “From” is not complete');
  expect(chosenRange({ from: '2026-05-13T10:00', to: HALF_FILLED }, UTC)).toContain(
    'after “to” is not complete',
  );
});

test('a range may be said to the second', () => {
  expect(chosenRange({ from: '2026-05-13T10:00:07', to: '' }, UTC)).toEqual({
    from: new Date('2026-05-13T10:00:07Z').getTime(),
    to: undefined,
  });
});

test('the texts of a recording are the whole minutes that hold it', () => {
  const from = new Date('2026-05-03T09:07:31.250Z').getTime();
  expect(rangeTexts(from, from + HOUR, UTC)).toEqual({ from: '2026-05-03T09:07', to: '2026-05-03T10:08' });
  const whole = new Date('2026-12-31T23:59:00Z').getTime();
  expect(rangeTexts(whole, whole, UTC)).toEqual({ from: '2026-12-31T23:59', to: '2026-12-31T23:59' });
});

test('a range is read in the chosen zone, and says which, also on the days on which the clock is set', () => {
  const york = createClock('America/New_York');
  const at = (text: string) => chosenRange({ from: text, to: '' }, york);
  const zone = (text: string) => rangeZone({ from: text, to: '' }, NOW.getTime(), york);
  expect(at('2026-05-13T10:00')).toMatchObject({ from: Date.parse('2026-05-13T14:00Z') });
  expect(at('2026-12-13T10:00')).toMatchObject({ from: Date.parse('2026-12-13T15:00Z') });
  expect([zone(''), zone('2026-12-13T10:00')]).toEqual(['EDT', 'EST']);
  // Left out in spring: the hour after it. Twice in autumn: the first of them.
  expect(at('2026-03-08T02:30')).toMatchObject({ from: Date.parse('2026-03-08T07:30Z') });
  expect(at('2026-11-01T01:30')).toMatchObject({ from: Date.parse('2026-11-01T05:30Z') });
  const noon = Date.parse('2026-11-01T17:00Z');
  expect(rangeTexts(noon, noon, york).from).toBe('2026-11-01T12:00');
});
