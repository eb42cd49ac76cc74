/** What was traded at each price: sums over a stretch, straight from the pool, without a row per trade. */
import { ONE_DOLLAR } from '../units/price.ts';
import type { LadderLevels } from './book/ladder.ts';
import { NIL, type TradePool } from './trade-pool.ts';

/** Returns the contracts at each YES price, ascending, of the trades linked before slot `tail` that are later than `cutoff`. */
export function tradedByPrice(pool: TradePool, tail: number, cutoff: number): LadderLevels {
  const sums = new Float64Array(ONE_DOLLAR + 1); // [YES price, 1e-4 dollar]
  for (let slot = tail; slot !== NIL && (pool.at[slot] ?? 0) > cutoff; slot = pool.tickerPrev[slot] ?? NIL) {
    const price = pool.yesPrice[slot] ?? 0;
    sums[price] = (sums[price] ?? 0) + (pool.quantity[slot] ?? 0);
  }
  const prices: number[] = [];
  for (const [price, sum] of sums.entries()) if (sum > 0) prices.push(price);
  return {
    price: Uint16Array.from(prices),
    quantity: Float64Array.from(prices, (price) => sums[price] ?? 0),
  };
}
