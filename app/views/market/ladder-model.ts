/**
 * What the ladder shows of a book: a fixed number of rows on each side of the spread, in groups of prices, so that nothing
 * jumps when levels come and go. Pure; sizes stay integers until they are words.
 */
import type { BookFrame } from '#contract/frames.ts';
import { fillAgainst, grouped, type BookSummary, type LadderLevels } from '#core/market/book/ladder.ts';
import { imbalanceText } from '#core/units/imbalance.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';
import { priceAt, quantityAt } from '../../charts/columns.ts';
import type { PriceWords } from '../../format/price-words.ts';
import type { Clock } from '../../format/time.ts';
import { compactContracts, contractsCounted } from '../../format/units.ts';
import type { PanelState } from '../../state/panel-state.ts';
import { withExact } from './market-facts.ts';
import { tradedByRow } from './price-groups.ts';

/** One price, or a group of them. */
export interface LadderRow {
  /** Of the outcome the book is seen by, 1e-4 dollar: the group's edge that is worst for who takes it. */
  readonly price: Price;
  readonly size: Quantity;
  /** From the best price to here. */
  readonly sum: Quantity;
  /** Bars, 0..1: of the largest size and of the largest sum that are shown. */
  readonly sizeShare: number;
  readonly sumShare: number;
  /** Contracts traded here lately. */
  readonly traded: Quantity;
}

export interface LadderRows {
  /** Best first, both sides; `undefined` fills up to the number of rows. */
  readonly bids: readonly (LadderRow | undefined)[];
  readonly asks: readonly (LadderRow | undefined)[];
}

/** Returns `count` rows a side, in groups of `step` (1e-4 dollar; 1 shows every level). */
export function ladderRows({ bids, asks, traded, top }: BookFrame, step: number, count: number): LadderRows {
  const sides = { bid: grouped(bids, step, 'bid'), ask: grouped(asks, step, 'ask') };
  const most = Math.max(largest(sides.bid, count), largest(sides.ask, count), 1);
  const sum = Math.max(total(sides.bid, count), total(sides.ask, count), 1);
  const sums = tradedByRow(traded, step, top);
  const rowsOf = (side: 'bid' | 'ask') => {
    let before = 0;
    return Array.from({ length: count }, (_, i): LadderRow | undefined => {
      if (i >= sides[side].price.length) return undefined;
      const size = quantityAt(sides[side].quantity, i);
      before += size;
      const price = priceAt(sides[side].price, i);
      return {
        price,
        size,
        sum: quantityAt([before], 0),
        sizeShare: size / most,
        sumShare: before / sum,
        traded: sums.get(price) ?? quantityAt([0], 0),
      };
    });
  };
  return { bids: rowsOf('bid'), asks: rowsOf('ask') };
}

/** Returns the prices whose size is another than in `before`; a price that was not shown there has not changed. */
export function changedPrices(before: LadderRows | undefined, after: LadderRows): ReadonlySet<Price> {
  const changed = new Set<Price>();
  for (const side of ['bids', 'asks'] as const) {
    const sizes = new Map(before?.[side].map((row) => [row?.price, row?.size]));
    for (const row of after[side]) {
      const size = row === undefined ? undefined : sizes.get(row.price);
      if (row !== undefined && size !== undefined && size !== row.size) changed.add(row.price);
    }
  }
  return changed;
}

function largest({ quantity }: LadderLevels, count: number): number {
  return quantity.subarray(0, count).reduce((most, each) => Math.max(most, each), 0);
}

function total({ quantity }: LadderLevels, count: number): number {
  return quantity.subarray(0, count).reduce((sum, each) => sum + each, 0);
}

/** Returns why the book is not exact, and of when it is, or in a recording since when; empty when it is exact. */
export function bookReason({ state, reason, gapFrom, updatedAt }: BookFrame, clock: Clock): string {
  const time = (at: UnixMs): string => `${clock.second(at)} ${clock.zone(at)}`;
  if (gapFrom !== undefined) return `${reason} It began at ${time(gapFrom)}.`;
  // A page that was loaded anew has what was recorded, which may have ended before the line did.
  if (state === 'stale' && updatedAt !== undefined)
    return `${reason} Its last known change: ${time(updatedAt)}.`;
  return reason;
}

/** Returns the word of the book: the connection's own where that is the trouble. */
export function bookStateOf(frame: BookFrame | undefined, connection: PanelState | undefined): PanelState {
  const calm = { detail: '', isDimmed: false };
  if (connection?.isDimmed === true || connection?.kind === 'frozen') return connection;
  // Nothing of a recording may look like the live book, nor as if one were asked for.
  if (connection?.kind === 'replay')
    return frame?.state === 'stale'
      ? { ...connection, detail: 'gap', tone: 'warn', isDimmed: true }
      : connection;
  switch (frame?.state) {
    case undefined:
    case 'waiting': {
      const word = (frame?.reason ?? '') === '' ? 'Asking' : 'Asking again';
      return { ...calm, kind: 'connecting', word, tone: 'calm' };
    }
    case 'exact':
      return { ...calm, kind: 'live', word: 'In sync', tone: 'ok' };
    case 'stale':
      return { ...calm, kind: 'resyncing', word: 'Rebuilding book', tone: 'warn', isDimmed: true };
    case 'none':
      return { ...calm, kind: 'quiet', word: 'No book', tone: 'calm' };
  }
}

/** A fact below the ladder. */
export interface BookFact {
  readonly name: string;
  readonly value: string;
  /** The whole meaning, for a tooltip. */
  readonly full: string;
}

/** What is taken as an example of a fill, 1e-2 contract: a hundred contracts. */
const EXAMPLE = 10_000 as Quantity;
const NONE = '–';

/** Returns the top of the book, an example of its depth and all that is bid in words, in the prices it is told in: those of the outcome of `words`. */
export function bookFacts({ state, top, bids, asks }: BookFrame, words: PriceWords): readonly BookFact[] {
  const buy = fillAgainst(asks, EXAMPLE);
  const sell = fillAgainst(bids, EXAMPLE);
  const mean = (name: string, fill: typeof buy, verb: string): BookFact => {
    const vwap = fill.filled < EXAMPLE ? undefined : fill.vwap;
    const full = `Mean price of ${verb} 100 ${words.side} at once, without fees`;
    return priceFact(name, vwap, full, words);
  };
  // Before the first book, and without one, nothing is known: a nought would be a claim.
  const isKnown = state === 'exact' || state === 'stale';
  const total = (side: string, sum: Quantity): BookFact => ({
    name: `All ${side} bids`,
    value: isKnown ? compactContracts(sum) : NONE,
    full: isKnown ? `${contractsCounted(sum)} bid for ${side}, at all prices` : 'No book has come yet',
  });
  return [
    ...topFacts(top, words),
    mean('Buy 100', buy, 'buying'),
    mean('Sell 100', sell, 'selling'),
    total(words.side, top.bidTotal),
    total(words.otherSide, top.askTotal),
  ];
}

/** Returns the top of a book in words, in the prices it is told in. */
export function topFacts(top: BookSummary, words: PriceWords): readonly BookFact[] {
  return [
    {
      name: 'Spread',
      value: top.spread === undefined ? NONE : words.spread(top.spread),
      full: 'Best ask less best bid',
    },
    priceFact('Mid', top.mid, 'Half-way between best bid and best ask', words),
    priceFact(
      'Microprice',
      top.microprice,
      'Mid weighted by the sizes at the best prices: it leans to the side with less in the way',
      words,
    ),
    {
      name: 'Imbalance, best',
      value: top.imbalance === undefined ? NONE : imbalanceText(top.imbalance),
      full: 'At the best prices: +1 all bids, −1 all asks',
    },
  ];
}

/** A price that need not lie on a grid, taken to a hundredth of a cent: "64.53¢". */
function priceFact(name: string, value: number | undefined, full: string, words: PriceWords): BookFact {
  if (value === undefined) return { name, value: NONE, full };
  const price = priceAt([Math.round(value)], 0);
  return { name, value: words.own(price), full: withExact(full, words.exactOwn(price)) };
}
