/**
 * Order books of plausible shape that never stand still: a grid of tenths of a cent, about 100 levels a side, seven changes in
 * ten on the best four prices as recorded, best prices that wander and never cross. It is no exchange: nobody trades in it.
 */
import type { Rng } from '#core/lib/rng.ts';

/** Prices are counted in tenths of a cent: 1..999. */
const TICKS = 1_000;
const LEVELS = 100;
const BEST = { yes: 480, no: 510 } as const;
/** Share of changes at the best price, one behind it, and so on, as recorded; the rest falls anywhere. */
const NEAR = [0.3, 0.19, 0.12, 0.08];
/** Share of changes that better the best price, where there is room: as many as take one away. */
const BETTER = 0.1;
/** What a new order adds and a level holds at first, 1e-2 contract. */
const SIZE = 7_500;
const FIRST_SIZE = 10_000;
/** The best prices stay inside. */
const EDGE = 120;

export type Side = 'yes' | 'no';

export interface MadeDelta {
  readonly side: Side;
  /** 1e-4 dollar, on the side's own scale. */
  readonly price: number;
  /** 1e-2 contract. */
  readonly change: number;
}

export class MadeBook {
  readonly #rng: Rng;
  /** Sizes by tick. */
  readonly #sizes = { yes: new Int32Array(TICKS), no: new Int32Array(TICKS) };
  readonly #best = { ...BEST } as Record<Side, number>;

  constructor(rng: Rng) {
    this.#rng = rng;
    for (const side of ['yes', 'no'] as const)
      this.#sizes[side].fill(FIRST_SIZE, BEST[side] + 1 - LEVELS, BEST[side] + 1);
  }

  /** Returns the levels of a side, `[price, size]`, ascending. */
  levels(side: Side): [price: number, size: number][] {
    return Array.from(this.#sizes[side], (size, tick): [number, number] => [tick * 10, size]).filter(
      ([, size]) => size > 0,
    );
  }

  /** Makes one change and returns it. */
  change(): MadeDelta {
    const rng = this.#rng;
    const side = rng.integer(2) === 0 ? 'yes' : 'no';
    const sizes = this.#sizes[side];
    const tick = this.#tick(side);
    const rests = sizes[tick] ?? 0;
    const change = rests > 0 && rng.integer(2) === 0 ? -Math.ceil(rests / (1 + rng.integer(2))) : SIZE;
    sizes[tick] = rests + change;
    if (tick > this.#best[side]) this.#best[side] = tick;
    while (sizes[this.#best[side]] === 0 && this.#best[side] > 1) this.#best[side]--;
    return { side, price: tick * 10, change };
  }

  #tick(side: Side): number {
    const { yes, no } = this.#best;
    const best = this.#best[side];
    const hasRoom = yes + no < TICKS - 1 && best < TICKS - EDGE;
    if (hasRoom && (best < EDGE || this.#rng.next() < BETTER)) return best + 1;
    return Math.max(1, best - this.#behind());
  }

  #behind(): number {
    let left = this.#rng.next();
    for (const [behind, share] of NEAR.entries()) {
      if (left < share) return behind;
      left -= share;
    }
    return this.#rng.integer(LEVELS);
  }
}
