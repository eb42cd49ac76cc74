/** The depth chart's columns from a book: what rests from the best price outwards, as steps; and its read-outs. Pure. */
import type { BookFrame } from '#contract/frames.ts';
import { depthWithin, fillAgainst, type Fill, type LadderLevels } from '#core/market/book/ladder.ts';
import { ONE_DOLLAR } from '#core/units/price.ts';
import { ONE_CONTRACT, type Quantity } from '#core/units/quantity.ts';
import type { ChartRow } from '../../../charts/chart-table.tsx';
import { priceAt, quantityAt } from '../../../charts/columns.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { cents, contracts, contractsCounted } from '../../../format/units.ts';
import { middleOf } from '../price-groups.ts';

const CENT = 100;

/** One price at which the sum of a side changes. */
export interface DepthRow {
  /** Of the outcome the book is seen by, 1e-4 dollar. */
  readonly price: number;
  /** Bid at this price or better; `undefined` above the best bid. */
  readonly bid: number | undefined;
  /** Asked at this price or better; `undefined` below the best ask. */
  readonly ask: number | undefined;
}

/** Returns the rows within `reach` (1e-4 dollar) of the middle, prices ascending. */
export function depthRows({ bids, asks, top }: BookFrame, reach: number): readonly DepthRow[] {
  const middle = middleOf(top);
  const isNear = ({ price }: DepthRow): boolean => Math.abs(price - middle) <= reach;
  const bidRows = sums(bids).map(([price, bid]): DepthRow => ({ price, bid, ask: undefined }));
  const askRows = sums(asks).map(([price, ask]): DepthRow => ({ price, bid: undefined, ask }));
  return [...bidRows.reverse(), ...askRows].filter(isNear).sort((a, b) => a.price - b.price);
}

/** Returns the ends of the axis, 1e-4 dollar: `reach` around the middle, to the cent, so that it does not tremble. */
export function depthAxis({ top }: BookFrame, reach: number): { readonly from: number; readonly to: number } {
  if (reach >= ONE_DOLLAR) return { from: 0, to: ONE_DOLLAR };
  const middle = Math.round(middleOf(top) / CENT) * CENT;
  return { from: Math.max(0, middle - reach), to: Math.min(ONE_DOLLAR, middle + reach) };
}

/** Returns price, bids, asks as columns for the chart; null where a side has nothing to say. */
export function depthColumns(rows: readonly DepthRow[]) {
  return [
    rows.map(({ price }) => price),
    rows.map(({ bid }) => bid ?? null),
    rows.map(({ ask }) => ask ?? null),
  ] satisfies [number[], ...(number | null)[][]];
}

/** Returns the row in words: "58¢: 1,500 contracts bid here or better"; the exact price where the form rounds it. */
export function depthWords(row: DepthRow | undefined, words: PriceWords): string {
  if (row === undefined) return '';
  const own = priceAt([row.price], 0);
  const exact = words.exactOwn(own);
  const price = `${words.mark}${words.own(own)}${exact === undefined ? '' : ` (${exact})`}`;
  const side = row.bid === undefined ? 'asked' : 'bid';
  return `${price}: ${contractsCounted(quantityAt([row.bid ?? row.ask ?? 0], 0))} ${side} here or better`;
}

/** Returns the same as a row of the table; a side that rests nowhere near has an empty cell. */
export function depthTableRow(row: DepthRow | undefined, words: PriceWords): ChartRow {
  const { price, bid, ask }: DepthRow = row ?? { price: 0, bid: undefined, ask: undefined };
  const sum = (quantity: number | undefined): string =>
    quantity === undefined ? '' : contracts(quantityAt([quantity], 0));
  return { key: price, head: words.own(priceAt([price], 0)), cells: [sum(bid), sum(ask)] };
}

/** Returns how much is bid for `side` within `reach` of the best price; what is bid for the other outcome is an offer of the one read first. */
export function sumWords(levels: LadderLevels, reach: number, side: 'YES' | 'NO', first: PriceWords): string {
  const where = reach >= ONE_DOLLAR ? 'at all prices' : `within ${first.spread(reach)} of the best`;
  const sum = contractsCounted(depthWithin(levels, reach));
  return `${sum} bid for ${side} ${where}${side === first.side ? '' : `; each is an offer of ${first.side}`}`;
}

/** What taking so many contracts would cost now. */
export interface FillWords {
  /** Mean price, taken to a hundredth of a cent; undefined where the book is too thin. */
  readonly mean: string | undefined;
  readonly worst: string | undefined;
  /** Both in cents where the form rounds them. */
  readonly exact: string | undefined;
  readonly fill: Fill;
}

/** Returns the cost of buying `count` whole contracts of YES or NO against `levels` (the asks of that outcome). */
export function fillWords(levels: LadderLevels, count: number, words: PriceWords): FillWords {
  const wanted = quantityAt([count * ONE_CONTRACT], 0);
  const fill = fillAgainst(levels, wanted);
  const isWhole = fill.filled >= wanted && fill.vwap !== undefined;
  if (!isWhole || fill.worst === undefined)
    return { mean: undefined, worst: undefined, exact: undefined, fill };
  const mean = priceAt([Math.round(fill.vwap ?? 0)], 0);
  const { worst } = fill;
  const exact = words.exactOwn(mean) === undefined ? undefined : `mean ${cents(mean)}, worst ${cents(worst)}`;
  return { mean: words.own(mean), worst: words.own(worst), exact, fill };
}

function sums({ price, quantity }: LadderLevels): readonly (readonly [number, Quantity])[] {
  let sum = 0;
  return [...price].map((each, i) => {
    sum += quantity[i] ?? 0;
    return [each, quantityAt([sum], 0)] as const;
  });
}
