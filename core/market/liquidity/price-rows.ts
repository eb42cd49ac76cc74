/**
 * Rows of the heatmap: each price of the grid is a cell reaching half way to its neighbours, and where several cells share one
 * pixel they are one row, so that what rests in them is summed and nothing falls between. Row 0 is the lowest.
 */
import { ONE_DOLLAR } from '../../units/price.ts';
import type { GridBand } from './seen-grid.ts';

/** What is shown of the price axis, 1e-4 dollar; ends may lie between prices. */
export interface PriceSpan {
  readonly low: number;
  readonly high: number;
}

export interface PriceRows extends PriceSpan {
  readonly count: number;
  /** Pixels of the whole span. */
  readonly height: number;
  /** Row of each price 0..10,000; −1 where it is not shown. */
  readonly rowOf: Int16Array<ArrayBuffer>;
  /** Lowest and highest price of the grid in each row. */
  readonly lowest: Uint16Array<ArrayBuffer>;
  readonly highest: Uint16Array<ArrayBuffer>;
  /** The lowest price is at the top: the picture is of NO prices. */
  readonly isMirrored: boolean;
  /** Pixels from the top, `top` included and `bottom` not; rows touch. */
  readonly top: Uint16Array<ArrayBuffer>;
  readonly bottom: Uint16Array<ArrayBuffer>;
}

/** Returns the share of the height, from the top, at which a price lies. */
export function shareFromTop(
  { low, high, isMirrored }: Pick<PriceRows, 'low' | 'high' | 'isMirrored'>,
  price: number,
): number {
  return (isMirrored ? price - low : high - price) / (high - low);
}

/** Returns the rows of `span` on a grid, over `height` pixels; mirrored for NO prices. O(prices shown). */
export function priceRows(
  bands: readonly GridBand[],
  span: PriceSpan,
  height: number,
  isMirrored = false,
): PriceRows {
  const { low, high } = span;
  const prices = pricesOf(bands, span);
  const pixelOf = (price: number): number =>
    Math.min(height, Math.max(0, Math.round(((high - price) / (high - low)) * height)));
  const rowOf = new Int16Array(ONE_DOLLAR + 1).fill(-1);
  const lowest: number[] = [];
  const highest: number[] = [];
  const top: number[] = [];
  const bottom: number[] = [];
  let from = height;
  for (const [index, price] of prices.entries()) {
    const ends = (price + (prices[index + 1] ?? 2 * price - (prices[index - 1] ?? price - 1))) / 2;
    const begins = (price + (prices[index - 1] ?? 2 * price - (prices[index + 1] ?? price + 1))) / 2;
    if (ends <= low || begins >= high) continue;
    const to = pixelOf(ends);
    const last = lowest.length - 1;
    // A price without a pixel of its own joins the row below it; at the bottom, the one above.
    if (last < 0 || (to < from && top[last] !== bottom[last])) {
      lowest.push(price);
      highest.push(price);
      bottom.push(from);
      top.push(to);
    } else {
      highest[last] = price;
      top[last] = to;
    }
    for (let p = Math.max(0, Math.ceil(begins)); p <= ONE_DOLLAR && p < ends; p++)
      rowOf[p] = lowest.length - 1;
    from = to;
  }
  return {
    low,
    high,
    height,
    count: lowest.length,
    isMirrored,
    rowOf,
    lowest: Uint16Array.from(lowest),
    highest: Uint16Array.from(highest),
    top: isMirrored ? turned(bottom, height) : Uint16Array.from(top),
    bottom: isMirrored ? turned(top, height) : Uint16Array.from(bottom),
  };
}

function turned(edges: readonly number[], height: number): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(edges, (edge) => height - edge);
}

/** Returns the span of the whole grid: half a step beyond its first and last price. */
export function wholeSpan(bands: readonly GridBand[]): PriceSpan {
  const half = (bands[0]?.step ?? 100) / 2;
  return { low: half, high: ONE_DOLLAR - half };
}

/** Tradable prices, and one beyond each end of the span, so that the outermost cells have an edge. */
function pricesOf(bands: readonly GridBand[], { low, high }: PriceSpan): number[] {
  const prices: number[] = [];
  for (const { start, end, step } of bands) {
    const first = Math.max(start, start + Math.floor((low - start) / step - 1) * step);
    for (let price = first; price < end && price <= high + 2 * step; price += step)
      if (price > 0) prices.push(price);
  }
  return prices;
}
