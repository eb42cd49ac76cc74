/** Seeded chance: equal seed, equal sequence, on every machine. xoshiro128**, seeded by splitmix32. */

export interface Rng {
  /** Returns a float in [0, 1) with 32 bits. */
  next(): number;
  /** Returns an integer in [0, below). */
  integer(below: number): number;
  /** Returns a draw from the standard normal distribution (Box-Muller). */
  normal(): number;
  /** Returns one of `items`; weights, when given, need not sum to one. Throws on an empty list. */
  choice<T>(items: readonly T[], weights?: readonly number[]): T;
  /** Returns an independent generator, so that one consumer's draws do not shift another's. */
  fork(): Rng;
}

/** Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2018); state 128 bits, period 2^128 - 1. */
export function createRng(seed: number): Rng {
  let mix = seed >>> 0;
  const splitmix = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let d = splitmix();

  const bits = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };

  const next = (): number => bits() / 0x1_0000_0000;

  return {
    next,
    integer: (below) => Math.floor(next() * below),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    choice: (items, weights) => {
      let index = 0;
      if (weights === undefined) {
        index = Math.floor(next() * items.length);
      } else {
        let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
        while (index < items.length - 1 && (left -= weights[index] ?? 0) >= 0) index++;
      }
      const item = items[index];
      if (item === undefined)
        throw new Error('Expected at least one item to choose from, but the list was empty.');
      return item;
    },
    fork: () => createRng(bits()),
  };
}
