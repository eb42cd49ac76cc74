/**
 * The grid of a market as its own prices show it: the widest step in each band on which every price seen so far lies. Who
 * draws a book has its events only, and a market's grid may be refined while it is drawn. Steps only ever get finer.
 */
import { ONE_CENT, ONE_DOLLAR } from '../../units/price.ts';

/** Where the exchange's structures change their step (docs/protocol.md, grids), 1e-4 dollar. */
const BAND_ENDS = [100, 1_000, 9_000, 9_900, ONE_DOLLAR] as const;
/** Steps of the exchange's structures; none is wider than a cent. */
const STEPS = [ONE_CENT, 50, 10, 5, 1] as const;

/** A band of prices from `start` up to `end` in steps of `step`, 1e-4 dollar. */
export interface GridBand {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export class SeenGrid {
  readonly #steps: number[] = BAND_ENDS.map(() => ONE_CENT);
  #version = 0;

  /** Grows whenever a step gets finer. */
  get version(): number {
    return this.#version;
  }

  /** Takes a price, of either side: both lie on the same grid. Constant time. */
  see(price: number): void {
    if (price % ONE_CENT === 0) return;
    // The grid is the same from both ends: a price of NO tells the band of its mirror too.
    this.#refine(price);
    this.#refine(ONE_DOLLAR - price);
  }

  /** Returns the bands, lowest first; neighbours of the same step are one. */
  bands(): readonly GridBand[] {
    const bands: GridBand[] = [];
    for (const [index, end] of BAND_ENDS.entries()) {
      const step = this.#steps[index] ?? ONE_CENT;
      const last = bands.at(-1);
      if (last?.step === step) bands[bands.length - 1] = { ...last, end };
      else bands.push({ start: last?.end ?? 0, end, step });
    }
    return bands;
  }

  #refine(price: number): void {
    const band = BAND_ENDS.findIndex((end) => price < end);
    const step = this.#steps[band];
    if (step === undefined || price % step === 0) return;
    this.#steps[band] = STEPS.find((finer) => finer < step && price % finer === 0) ?? 1;
    this.#version++;
  }
}
