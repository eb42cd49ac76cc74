/** The sizes at the ends of the colours: a share of what is in view, moved gently, or held where it was. */
import { KNOWN, type ColumnRange } from '#core/market/liquidity/liquidity-columns.ts';
import type { LiquidityFold } from '#core/market/liquidity/liquidity-fold.ts';
import type { SizeScale } from '#core/market/liquidity/ramps.ts';
import { SizeHistogram } from '#core/market/liquidity/size-bits.ts';

/** 20 contracts, 1e-2: less is dust in a liquid book. A thin book has its low end lower. */
const USUAL_LOW = 2_000;
const LEAST_RATIO = 10;
const SHARE = 0.98;
/** Cells looked at: more would say the same. */
const SAMPLE = 150_000;
/** A fresh look this often (ms); each moves by this share of the way, and not at all for less than a few percent. */
const LOOK_MS = 250;
const EASE = 0.35;
const STILL = 0.04;

export class RollingScale {
  readonly #histogram = new SizeHistogram();
  #scale: SizeScale = { low: USUAL_LOW, high: 50 * USUAL_LOW };
  #isSet = false;
  #lookedAt = -Infinity;

  get scale(): SizeScale {
    return this.#scale;
  }

  /** It has been looked at something. */
  get isSet(): boolean {
    return this.#isSet;
  }

  /** The next look takes what it finds at once: another market, another window. */
  restart(): void {
    this.#isSet = false;
    this.#lookedAt = -Infinity;
  }

  /** Looks at the columns in view, if it is time; true where the scale has moved. `at` is monotonic, ms. */
  look(fold: LiquidityFold, range: ColumnRange, column: 'max' | 'last', at: number): boolean {
    if (at - this.#lookedAt < LOOK_MS) return false;
    const target = this.#percentile(fold, range, column);
    if (target === undefined) return false;
    this.#lookedAt = at;
    const { high } = this.#scale;
    const isNear = Math.abs(Math.log(target / high)) < STILL;
    if (this.#isSet && isNear) return false;
    const next = this.#isSet ? high * (target / high) ** EASE : target;
    this.#isSet = true;
    this.#scale = { low: Math.min(USUAL_LOW, next / LEAST_RATIO), high: next };
    return true;
  }

  #percentile(fold: LiquidityFold, { from, to }: ColumnRange, column: 'max' | 'last'): number | undefined {
    const { columns } = fold;
    const { rows } = columns;
    const bits = (
      column === 'max' ? [columns.bidMax, columns.askMax] : [columns.bidLast, columns.askLast]
    ).map((cells) => new Uint32Array(cells.buffer));
    const every = Math.max(1, Math.ceil(((to - from) * rows) / SAMPLE));
    this.#histogram.clear();
    for (let k = Math.ceil(from / every) * every; k < to; k += every) {
      const slot = columns.slotHolding(k);
      if (slot < 0 || columns.flags[slot] !== KNOWN) continue;
      for (const side of bits) this.#histogram.add(side, slot * rows, (slot + 1) * rows);
    }
    return this.#histogram.percentile(SHARE);
  }
}
