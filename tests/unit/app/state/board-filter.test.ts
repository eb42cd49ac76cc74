import { afterEach, expect, test } from 'vitest';
import {
  boardFilter,
  chooseCategory,
  clearFilter,
  filterTape,
  filterWords,
  isFiltered,
  SIZE_STEPS,
  stepOf,
  tapeFilterOf,
  toggleCategory,
} from '../../../../app/state/board-filter.ts';

afterEach(clearFilter);

test('nothing is asked of the worker until something is left out: blanks alone are no words', () => {
  expect(tapeFilterOf(boardFilter.getSnapshot())).toBeUndefined();
  filterTape({ text: '  - ' });
  expect(tapeFilterOf(boardFilter.getSnapshot())).toBeUndefined();
  expect(isFiltered(boardFilter.getSnapshot())).toBe(false);
});

test('what the tape is narrowed down to is said in words', () => {
  const words = () => filterWords(boardFilter.getSnapshot());
  expect(words()).toBeUndefined();
  filterTape({ text: ' btc up ', minContracts: 1_000 });
  chooseCategory('Crypto');
  expect(words()).toBe('Crypto · “btc up” · ≥ 1,000 contracts');
  filterTape({ text: ' - ', minContracts: 0 });
  expect(words()).toBe('Crypto');
});

test('words, size and category are one filter: contracts become hundredths', () => {
  filterTape({ text: ' BTC up ', minContracts: 50 });
  expect(tapeFilterOf(boardFilter.getSnapshot())).toEqual({ text: 'BTC up', minQuantity: 5_000 });
  chooseCategory('Crypto');
  expect(tapeFilterOf(boardFilter.getSnapshot())).toEqual({
    text: 'BTC up',
    category: 'Crypto',
    minQuantity: 5_000,
  });
});

test('the same category once more takes it back, another one takes its place', () => {
  toggleCategory('Crypto');
  toggleCategory('Sports');
  expect(boardFilter.getSnapshot().category).toBe('Sports');
  toggleCategory('Sports');
  expect(boardFilter.getSnapshot().category).toBeUndefined();
});

test('clearing takes all of it back at once', () => {
  filterTape({ text: 'btc', minContracts: 5 });
  chooseCategory('Crypto');
  clearFilter();
  expect(isFiltered(boardFilter.getSnapshot())).toBe(false);
});

test('the slider stands at its step, or below a number between two', () => {
  for (const [step, size] of SIZE_STEPS.entries()) expect(stepOf(size)).toBe(step);
  expect(SIZE_STEPS[stepOf(75)]).toBe(50);
  expect(SIZE_STEPS[stepOf(9_999_999)]).toBe(100_000);
});
