/**
 * The prices at which a market may trade: bands with their own step, read from the market (protocol 5.4; the structure's
 * name says nothing reliable). Owns walking and rounding on that grid; 0 and 1 dollar are its edges and never part of it.
 */
import { isTradable, ONE_CENT, ONE_DOLLAR, type Price } from './price.ts';

/** A band of the price grid: prices from `start` to `end`, both included, in steps of `step`. */
export interface PriceRange {
  readonly start: Price;
  readonly end: Price;
  readonly step: Price;
}

export class PriceGrid {
  readonly ranges: readonly PriceRange[];

  /** Expects ranges that `isValidRange` accepts; they may touch or overlap. */
  constructor(ranges: readonly PriceRange[]) {
    this.ranges = ranges;
  }

  /** Returns true where an order may rest at `price`. */
  isOn(price: Price): boolean {
    if (!isTradable(price)) return false;
    // Asked for every change of a book: no iterator.
    for (let i = 0; i < this.ranges.length; i++) {
      const range = this.ranges[i];
      if (range === undefined || price < range.start || price > range.end) continue;
      if ((price - range.start) % range.step === 0) return true;
    }
    return false;
  }

  /** Returns true where `price` may be traded and lies inside a band, on a step or between two. */
  contains(price: Price): boolean {
    if (!isTradable(price)) return false;
    return this.ranges.some(({ start, end }) => price >= start && price <= end);
  }

  /** Returns the lowest price of the grid above `price`, or `undefined` at the top. */
  next(price: Price): Price | undefined {
    let best: number | undefined;
    for (const { start, end, step } of this.ranges) {
      const candidate = price < start ? start : start + (Math.floor((price - start) / step) + 1) * step;
      if (candidate <= end && candidate < ONE_DOLLAR && (best === undefined || candidate < best))
        best = candidate;
    }
    return best as Price | undefined;
  }

  /** Returns the highest price of the grid below `price`, or `undefined` at the bottom. */
  previous(price: Price): Price | undefined {
    let best: number | undefined;
    for (const { start, end, step } of this.ranges) {
      const last = start + Math.floor((end - start) / step) * step;
      const candidate = price > last ? last : start + (Math.ceil((price - start) / step) - 1) * step;
      if (candidate >= start && candidate > 0 && (best === undefined || candidate > best)) best = candidate;
    }
    return best as Price | undefined;
  }

  /** Returns the price of the grid nearest to `price`, the lower one of two equally near; `undefined` on an empty grid. */
  snap(price: Price): Price | undefined {
    if (this.isOn(price)) return price;
    const below = this.previous(price);
    const above = this.next(price);
    if (below === undefined || above === undefined) return below ?? above;
    return price - below <= above - price ? below : above;
  }
}

/** Every cent from 1 to 99: what markets had before grids were announced. */
export const CENT_GRID = new PriceGrid([{ start: 0 as Price, end: ONE_DOLLAR, step: ONE_CENT }]);

/** Every 1e-4 dollar: for a market whose grid is not known, so that nothing counts as off the grid. */
export const FINEST_GRID = new PriceGrid([{ start: 0 as Price, end: ONE_DOLLAR, step: 1 as Price }]);

/** Returns true for a band inside 0..1 dollar that has a length and a step of at least 1e-4 dollar. */
export function isValidRange({ start, end, step }: PriceRange): boolean {
  return start >= 0 && end <= ONE_DOLLAR && start < end && step > 0;
}
