import { describe, expect, test } from 'vitest';
import { Decoder } from '#core/wire/decode.ts';
import type { NoScale } from '#core/wire/messages.ts';

/** A full book: YES bids up to 42 cents, NO bids up to 55; what each price reads like on either scale. */
const YES = [1, 30, 42];
const NO = [1, 40, 55];
const onYesScale = (cents: number): number => 100 - cents;

const level = (cents: number) => [(cents / 100).toFixed(4), '10.00'];

function snapshot(market: string, yes: readonly number[], no: readonly number[]): string {
  const msg = { market_ticker: market, yes_dollars_fp: yes.map(level), no_dollars_fp: no.map(level) };
  return JSON.stringify({ type: 'orderbook_snapshot', sid: 3, seq: 1, msg });
}

function delta(side: 'yes' | 'no', cents: number): string {
  const msg = { market_ticker: 'KXA-1', price_dollars: (cents / 100).toFixed(4), delta_fp: '1.00', side };
  return JSON.stringify({ type: 'orderbook_delta', sid: 3, seq: 2, msg });
}

type Book = readonly [yes: readonly number[], no: readonly number[]];

/** Reads a whole book; returns the NO side's cents and the scale it was read on. */
function read(decoder: Decoder, market: string, [yes, no]: Book): [number[], NoScale] {
  const frame = decoder.decode(snapshot(market, yes, no));
  if (frame.kind !== 'snapshot') throw new Error('Expected a snapshot.');
  return [frame.no.map(([price]) => price / 100), frame.noScale];
}

function priceOf(decoder: Decoder, side: 'yes' | 'no', cents: number): number {
  const frame = decoder.decode(delta(side, cents));
  if (frame.kind !== 'delta') throw new Error('Expected a change.');
  return frame.price / 100;
}

const OWN: Book = [YES, NO];
const SWAPPED: Book = [YES, NO.map(onYesScale)];

describe('the scale of the NO side', () => {
  test('is its own as long as the books say so', () => {
    const decoder = new Decoder();
    for (const market of ['A', 'B', 'C', 'D']) expect(read(decoder, market, OWN)).toEqual([NO, 'no']);
    expect(priceOf(decoder, 'no', 55)).toBe(55);
  });

  test('is known from the third market that is possible on the other one alone, and from then on for changes too', () => {
    const decoder = new Decoder();
    read(decoder, 'A', SWAPPED);
    expect(read(decoder, 'B', SWAPPED)[1]).toBe('no');
    expect(read(decoder, 'C', SWAPPED)).toEqual([NO, 'yes']);
    expect(read(decoder, 'A', SWAPPED)).toEqual([NO, 'yes']);
    expect(priceOf(decoder, 'no', onYesScale(55))).toBe(55);
    expect(priceOf(decoder, 'yes', 42)).toBe(42);
  });

  test('is found again when it changes back', () => {
    const decoder = new Decoder();
    for (const market of ['A', 'B', 'C']) read(decoder, market, SWAPPED);
    for (const market of ['A', 'B']) read(decoder, market, OWN);
    expect(read(decoder, 'C', OWN)).toEqual([NO, 'no']);
  });

  test('is not doubted for one market that is crossed, nor for several between others that are not', () => {
    const decoder = new Decoder();
    // Thin and crossed: alone it speaks for the other scale.
    const crossed: Book = [[60], [70]];
    for (let i = 0; i < 10; i++) expect(read(decoder, 'A', crossed)).toEqual([[70], 'no']);
    for (let i = 0; i < 10; i++) {
      expect(read(decoder, 'B', crossed)).toEqual([[70], 'no']);
      expect(read(decoder, 'C', OWN)).toEqual([NO, 'no']);
    }
  });

  test.each<readonly [string, Book]>([
    ['without a side', [YES, []]],
    [
      'too thin to tell',
      [
        [10, 20],
        [30, 40],
      ],
    ],
    ['crossed on both scales', [[60], [1, 70]]],
  ])('is not told by books %s', (_which, book) => {
    const decoder = new Decoder();
    for (const market of ['A', 'B', 'C', 'D']) expect(read(decoder, market, book)).toEqual([book[1], 'no']);
  });
});
