/**
 * Sizes by the upper half of their 32-bit float: exponent and seven bits of mantissa. Half a percent fine, it sorts as the
 * sizes do and makes a table of every colour, and a histogram of a million cells, a matter of one look-up a cell.
 */
import { rampsOf, type RampPalette } from './ramp-palettes.ts';
import { rampColour, rampPlace, type RampName, type SizeScale, type Theme } from './ramps.ts';

const SHIFT = 16;
/** Bits of 1.0 and of 2^40, the largest size accepted: 1e-2 contract. */
const FIRST = 0x3f80;
const LAST = FIRST + 40 * 128;
const CODES = 1 << 15;

/** Returns the size in the middle of what `code` stands for. */
function sizeOf(code: number): number {
  return 2 ** ((code >>> 7) - 127) * (1 + ((code & 127) + 0.5) / 128);
}

/** Returns the colour (as the bytes of an ImageData on this machine) of every code: `table[bits >>> 16]`. */
export function colourTable(
  ramp: RampName,
  theme: Theme,
  scale: SizeScale,
  palette: RampPalette = 'default',
): Uint32Array<ArrayBuffer> {
  const stops = rampsOf(palette, theme)[ramp];
  const table = new Uint32Array(CODES);
  const bytes = new Uint8Array(table.buffer);
  for (let code = 0; code < CODES; code++) {
    // Beyond what a size can be, the ends hold.
    const place =
      code < FIRST
        ? code === 0
          ? 0
          : rampPlace(1, scale)
        : code > LAST
          ? 1
          : rampPlace(sizeOf(code), scale);
    const [red, green, blue] = rampColour(stops, place);
    bytes[4 * code] = red;
    bytes[4 * code + 1] = green;
    bytes[4 * code + 2] = blue;
    bytes[4 * code + 3] = 255;
  }
  return table;
}

/** Counts sizes and says below which size a share of them lies. */
export class SizeHistogram {
  readonly #counts = new Uint32Array(CODES);
  #total = 0;

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  /** Counts what is above zero in `from`..`to` of the bits of 32-bit floats. */
  add(bits: Uint32Array, from: number, to: number): void {
    const counts = this.#counts;
    let added = 0;
    for (let i = from; i < to; i++) {
      const code = (bits[i] ?? 0) >>> SHIFT;
      if (code === 0) continue;
      counts[code] = (counts[code] ?? 0) + 1;
      added++;
    }
    this.#total += added;
  }

  /** Returns the size below which `share` of those counted lie, or `undefined` where none was. */
  percentile(share: number): number | undefined {
    if (this.#total === 0) return undefined;
    let left = share * this.#total;
    for (let code = 0; code < CODES; code++) {
      left -= this.#counts[code] ?? 0;
      if (left <= 0) return sizeOf(code);
    }
    return sizeOf(LAST);
  }
}
