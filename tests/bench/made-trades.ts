/**
 * Trades of plausible shape, endless and equal for equal seeds: what the flood sends and the seeding writes. A few markets
 * trade most (rank^-1.1), prices walk in cents with a tenth off the cent, sizes are small with a long tail, a fifth of
 * them split. Shape matters only because it is compressed: it is no model of an exchange.
 */
import { createRng } from '#core/lib/rng.ts';

export interface MadeTrade {
  readonly ticker: number;
  /** 1e-4 dollar. */
  readonly yesPrice: number;
  /** 1e-2 contract. */
  readonly quantity: number;
  readonly isTakerYes: boolean;
}

/** Draws are looked up: a power per trade would cost the flood more than the frame. */
const RANKS = 65_536;

/** Returns a source of trades over `tickerCount` markets. */
export function madeTrades(seed: number, tickerCount: number): () => MadeTrade {
  const rng = createRng(seed);
  const weights = Array.from({ length: tickerCount }, (_, rank) => (rank + 1) ** -1.1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ranks = new Uint32Array(RANKS);
  let at = 0;
  weights.forEach((weight, rank) => {
    const end = Math.min(RANKS, at + Math.max(1, Math.round((weight / total) * RANKS)));
    ranks.fill(rank, at, end);
    at = end;
  });
  const cents = Array.from({ length: tickerCount }, () => 5 + rng.integer(90));
  return () => {
    const ticker = ranks[rng.integer(at)] ?? 0;
    const moved = Math.min(
      98,
      Math.max(1, (cents[ticker] ?? 50) + (rng.integer(4) === 0 ? rng.integer(3) - 1 : 0)),
    );
    cents[ticker] = moved;
    const whole = 100 * Math.ceil(Math.exp(2.5 + 1.4 * rng.normal()));
    return {
      ticker,
      yesPrice: moved * 100 + (rng.integer(10) === 0 ? rng.integer(100) : 0),
      quantity: rng.integer(5) === 0 ? whole + rng.integer(100) : whole,
      isTakerYes: rng.integer(5) < 3,
    };
  };
}
