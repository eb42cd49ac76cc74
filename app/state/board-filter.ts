/**
 * What the front page is narrowed down to: one category for tape, treemap and hot list alike, words and a least size for the
 * tape alone. The one place where it stands; kept while the page lives, never with the settings: who opens the board anew
 * sees everything.
 */
import type { TapeFilter } from '#contract/frames.ts';
import { wordsOf } from '#core/market/find.ts';
import { ONE_CONTRACT, type Quantity } from '#core/units/quantity.ts';
import { counted } from '../format/number.ts';
import { createStore } from './store.ts';

export interface BoardFilter {
  /** `undefined` for all. */
  readonly category: string | undefined;
  /** As it was typed. */
  readonly text: string;
  /** Whole contracts; 0 for any size. */
  readonly minContracts: number;
}

const NO_FILTER: BoardFilter = { category: undefined, text: '', minContracts: 0 };

/** Larger trades there are none. */
export const MOST_CONTRACTS = 10_000_000;
/** What can be typed into the field; the longest title has fewer. */
export const LONGEST_TEXT = 100;

/** Sizes of the slider, contracts: three steps from one power of ten to the next; the first one is any size. */
export const SIZE_STEPS: readonly number[] = [
  ...[0, 1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000],
];

/** Change it with the functions below. */
export const boardFilter = createStore(NO_FILTER);

/** Narrows the tape down by `change`. */
export function filterTape(change: Partial<Pick<BoardFilter, 'text' | 'minContracts'>>): void {
  boardFilter.update((current) => ({ ...current, ...change }));
}

/** Narrows the board down to `category`; `undefined` shows all. */
export function chooseCategory(category: string | undefined): void {
  boardFilter.update((current) => ({ ...current, category }));
}

/** The same once more takes it back. */
export function toggleCategory(category: string): void {
  chooseCategory(boardFilter.getSnapshot().category === category ? undefined : category);
}

export function clearFilter(): void {
  boardFilter.set(NO_FILTER);
}

/** Returns whether anything is left out anywhere. */
export function isFiltered(filter: BoardFilter): boolean {
  return tapeFilterOf(filter) !== undefined;
}

/** Returns what the worker is asked for; `undefined` where every trade passes. */
export function tapeFilterOf({ category, text, minContracts }: BoardFilter): TapeFilter | undefined {
  // Blanks alone are no words.
  const isAny = wordsOf(text).length === 0;
  if (category === undefined && isAny && minContracts === 0) return undefined;
  const minQuantity = (minContracts * ONE_CONTRACT) as Quantity;
  return { text: isAny ? '' : text.trim(), ...(category !== undefined && { category }), minQuantity };
}

/** Returns what the tape is narrowed down to, for a picture of it: "Sports · “boston” · ≥ 100 contracts"; `undefined` for all. */
export function filterWords({ category, text, minContracts }: BoardFilter): string | undefined {
  const words = [
    ...(category === undefined ? [] : [category]),
    ...(wordsOf(text).length === 0 ? [] : [`“${text.trim()}”`]),
    ...(minContracts === 0 ? [] : [`≥ ${counted(minContracts, 'contract')}`]),
  ];
  return words.length === 0 ? undefined : words.join(' · ');
}

/** Returns the step of the slider at `contracts`, or below it where it stands between two. */
export function stepOf(contracts: number): number {
  return SIZE_STEPS.findLastIndex((size) => size <= contracts);
}
