import { describe, expect, test } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

const NOW = 1_789_984_830_000 as UnixMs;

type Fields = Parameters<typeof aTrade>[0];

function tapeOf(trades: readonly Fields[], merge = true, includeCombos = true, limit = 50) {
  const engine = new MarketEngine({ windows: [5] });
  engine.advance(NOW);
  for (const fields of trades) engine.apply(aTrade(fields), NOW);
  return engine.tape(limit, merge, includeCombos);
}

describe('the tape', () => {
  test('joins the prints of a sweep: path, quantity and what the taker paid', () => {
    expect(
      tapeOf([
        { venueAt: NOW, yesPrice: 6_000, quantity: 100, taker: 'no' },
        { venueAt: NOW + 90, yesPrice: 5_900, quantity: 200, taker: 'no' },
        { venueAt: NOW + 190, yesPrice: 5_800, quantity: 300, taker: 'no' },
      ]),
    ).toEqual([
      {
        key: 2,
        at: NOW + 190,
        ticker: 'KXA-1',
        taker: 'no',
        firstYesPrice: 6_000,
        yesPrice: 5_800,
        quantity: 600,
        value: 100 * 4_000 + 200 * 4_100 + 300 * 4_200,
        prints: 3,
        isBlock: false,
      },
    ]);
  });

  test('a pause of more than 100 ms ends a sweep', () => {
    expect(tapeOf([{ venueAt: NOW }, { venueAt: NOW + 101 }])).toHaveLength(2);
    expect(tapeOf([{ venueAt: NOW }, { venueAt: NOW + 100 }])).toHaveLength(1);
  });

  test('prints of other markets in between do not break a sweep, the other side does not join it', () => {
    const rows = tapeOf([
      { venueAt: NOW, quantity: 1 },
      { venueAt: NOW + 10, quantity: 2, ticker: 'KXB-1' },
      { venueAt: NOW + 20, quantity: 4, taker: 'no' },
      { venueAt: NOW + 30, quantity: 8 },
    ]);
    expect(rows.map(({ ticker, taker, quantity, prints }) => [ticker, taker, quantity, prints])).toEqual([
      ['KXA-1', 'yes', 9, 2],
      ['KXA-1', 'no', 4, 1],
      ['KXB-1', 'yes', 2, 1],
    ]);
  });

  test('a block trade stays alone', () => {
    const rows = tapeOf([
      { venueAt: NOW, quantity: 1 },
      { venueAt: NOW + 10, quantity: 2, isBlock: true },
      { venueAt: NOW + 20, quantity: 4 },
    ]);
    expect(rows.map(({ quantity, isBlock }) => [quantity, isBlock])).toEqual([
      [5, false],
      [2, true],
    ]);
  });

  test('without merging every print is a row, newest first', () => {
    const rows = tapeOf([{ venueAt: NOW + 1 }, { venueAt: NOW + 2 }, { venueAt: NOW }], false);
    expect(rows.map((row) => [row.key, row.at - NOW, row.prints])).toEqual([
      [1, 2, 1],
      [0, 1, 1],
      [2, 0, 1],
    ]);
  });

  test('combos are left out unless asked for', () => {
    const trades = [{ venueAt: NOW }, { venueAt: NOW, ticker: 'KXMVE-1' }];
    expect(tapeOf(trades, true, false).map((row) => row.ticker)).toEqual(['KXA-1']);
    expect(tapeOf(trades, true, true)).toHaveLength(2);
  });

  test('the last row is whole although its sweep began before the row limit was reached', () => {
    const rows = tapeOf(
      [
        { venueAt: NOW - 500, ticker: 'KXB-1' },
        { venueAt: NOW, quantity: 1 },
        { venueAt: NOW + 50, ticker: 'KXB-1', quantity: 16 },
        { venueAt: NOW + 90, quantity: 2 },
        { venueAt: NOW + 180, quantity: 4 },
      ],
      true,
      true,
      1,
    );
    expect(rows.map(({ ticker, quantity, prints }) => [ticker, quantity, prints])).toEqual([['KXA-1', 7, 3]]);
  });
});
