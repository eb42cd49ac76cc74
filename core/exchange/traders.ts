/**
 * The seeded crowd: makers who quote around the fair value and fill up the depth behind it, and takers who are noisy,
 * follow the move, or know the fair value. Every action is one market at one instant, through the real matching engine.
 * Calibrated loosely to public recordings of crypto and index markets: sizes, places of deltas, spreads.
 * Confession: the crowd has no inventory and no memory beyond `momentum`; it reacts to fair value, not to news.
 */
import type { Rng } from '../lib/rng.ts';
import { ONE_CONTRACT, type Quantity } from '../units/quantity.ts';
import type { ListedMarket } from './listing.ts';
import type { Side } from './order.ts';
import { priceAt, rungAtOrBelow } from './price-ladder.ts';

const CENT = 100; // 1e-4 dollar

/** Share of orders placed between whole cents, where the grid has such prices. */
const SUB_CENT_SHARE = 0.25;
/** Distance behind the best of a maker's order, in cents, by cumulative share; the rest is a long tail. */
const PLACES = [0.3, 0.49, 0.61, 0.69] as const;
const TAIL_CENTS = 9;
/** Share of maker orders that improve the best price. */
const IMPROVING_SHARE = 0.01;
/** At most this many orders withdrawn at once: a mass cancel. */
const MOST_WITHDRAWN = 60;
/** A quote is stale when it is nearer to the fair value than this share of the half spread. */
const STALE_SHARE = 0.25;
/** Shares of takers; the rest is noise. */
const INFORMED_SHARE = 0.22;
const MOMENTUM_SHARE = 0.18;
/** Share of noise that buys YES. */
const YES_SHARE = 0.56;
/** How far a taker follows the price away from the best, in cents. */
const PATIENCE_CENTS = 3;

/** Returns a lognormal draw. */
const lognormal = (rng: Rng, median: number, sigma: number): number =>
  median * Math.exp(sigma * rng.normal());

/** Returns `contracts` as a quantity of at least 0.01: whole contracts unless `isFractional`. */
function toQuantity(contracts: number, isFractional: boolean): Quantity {
  const units = isFractional ? Math.round(contracts * ONE_CONTRACT) : Math.round(contracts) * ONE_CONTRACT;
  return Math.max(isFractional ? 1 : ONE_CONTRACT, units) as Quantity;
}

/** Returns what a taker wants. */
function takerQuantity(market: ListedMarket, rng: Rng): Quantity {
  const kind = rng.next();
  if (kind < 0.18) return ONE_CONTRACT;
  const scale = market.event.plan.series.sizeScale;
  const median = kind < 0.3 ? 60 : 9;
  return toQuantity(lognormal(rng, median * scale, 1.45), rng.next() < 0.2);
}

/** Returns what a maker offers in one order. */
function makerQuantity(market: ListedMarket, rng: Rng): Quantity {
  const isSmall = rng.next() < 0.3;
  const contracts = isSmall ? 1 + 18 * rng.next() ** 2 : lognormal(rng, market.depth * 0.45, 1.3);
  return toQuantity(contracts, rng.next() < 0.1);
}

/** Returns the rung a maker of `side` takes at `price` or the next one away from the other side; may lie off the ladder. */
function makerRung(market: ListedMarket, side: Side, price: number, rng: Rng): number {
  const isWhole = rng.next() >= SUB_CENT_SHARE && price > 2 * CENT && price < 98 * CENT;
  if (side === 'bid') {
    return rungAtOrBelow(market.ladder, isWhole ? Math.floor(price / CENT) * CENT : price);
  }
  const wanted = isWhole ? Math.ceil(price / CENT) * CENT : price;
  return rungAtOrBelow(market.ladder, wanted - 0.001) + 1;
}

function rest(market: ListedMarket, side: Side, rung: number, rng: Rng): void {
  const quantity = makerQuantity(market, rng);
  market.book.submit({ side, rung, quantity, timeInForce: 'good_till_canceled', isPostOnly: true });
}

/** Makers follow the fair value (1e-4 dollar): they withdraw what became too generous and quote where nobody does. */
export function quoteAround(market: ListedMarket, fair: number, rng: Rng): void {
  const { book } = market;
  const edge = market.halfSpread * (0.6 + 0.8 * rng.next());
  for (const side of ['bid', 'ask'] as const) {
    const sign = side === 'bid' ? -1 : 1;
    const target = makerRung(market, side, fair + sign * edge, rng);
    const stale = rungAtOrBelow(market.ladder, fair + sign * edge * STALE_SHARE);
    for (let count = 0; count < MOST_WITHDRAWN; count++) {
      const best = book.best(side);
      if (best < 0 || (side === 'bid' ? best <= stale : best > stale)) break;
      const id = book.newest(side, best);
      if (id === undefined) break;
      book.cancel(id);
    }
    const best = book.best(side);
    const isBehind = best < 0 || (side === 'bid' ? best < target : best > target);
    if (!isBehind || target < 0 || target >= book.rungs) continue;
    const orders = 1 + rng.integer(3);
    for (let count = 0; count < orders; count++) rest(market, side, target, rng);
  }
}

/** Fills an empty book with levels around the fair value: what is there when a market opens. */
export function openBook(market: ListedMarket, fair: number, levels: number, rng: Rng): void {
  quoteAround(market, fair, rng);
  for (let count = 0; count < levels; count++) changeDepth(market, rng);
}

/** One maker's action behind the best price: a new order, a smaller one, or none any more. */
export function changeDepth(market: ListedMarket, rng: Rng): void {
  const { book, ladder } = market;
  const side: Side = rng.next() < 0.5 ? 'bid' : 'ask';
  const best = book.best(side);
  if (best < 0) return;
  const sign = side === 'bid' ? -1 : 1;
  if (rng.next() < IMPROVING_SHARE) {
    rest(market, side, best - sign, rng);
    return;
  }
  const cents = drawDistance(rng);
  const price = priceAt(ladder, best) + sign * cents * CENT * (rng.next() < SUB_CENT_SHARE ? rng.next() : 1);
  const rung = cents === 0 ? best : makerRung(market, side, price, rng);
  if (rung < 0 || rung >= book.rungs) return;
  const total = book.total(side, rung);
  const wanted = market.depth * ONE_CONTRACT * (0.4 + 2 * rng.next());
  if (rng.next() < (total < wanted ? 0.82 : 0.12)) {
    rest(market, side, rung, rng);
    return;
  }
  const id = rng.next() < 0.7 ? book.newest(side, rung) : book.oldest(side, rung);
  if (id === undefined) {
    rest(market, side, rung, rng);
  } else if (rng.next() < 0.25) {
    book.reduce(id, Math.max(1, Math.floor(book.remaining(id) * rng.next())) as Quantity);
  } else {
    book.cancel(id);
  }
}

function drawDistance(rng: Rng): number {
  const draw = rng.next();
  for (let cents = 0; cents < PLACES.length; cents++) {
    if (draw < (PLACES[cents] ?? 1)) return cents;
  }
  return PLACES.length + Math.floor(-TAIL_CENTS * Math.log(1 - rng.next()));
}

/** One taker comes: a marketable order, most often without a remainder that rests. */
export function take(market: ListedMarket, fair: number, rng: Rng): void {
  const { book, ladder } = market;
  const side = takerSide(market, fair, rng);
  const quantity = takerQuantity(market, rng);
  const doesRest = rng.next() < 0.1;
  const best = book.best(side === 'bid' ? 'ask' : 'bid');
  if (best < 0) return;
  const reach = PATIENCE_CENTS * CENT * rng.next();
  const limit = priceAt(ladder, best) + (side === 'bid' ? reach : -reach);
  const rung = Math.min(Math.max(rungAtOrBelow(ladder, limit), 0), book.rungs - 1);
  book.submit({ side, rung, quantity, timeInForce: doesRest ? 'good_till_canceled' : 'immediate_or_cancel' });
}

function takerSide(market: ListedMarket, fair: number, rng: Rng): Side {
  const { book, ladder } = market;
  const kind = rng.next();
  const noise: Side = rng.next() < YES_SHARE ? 'bid' : 'ask';
  const [bid, ask] = [book.best('bid'), book.best('ask')];
  if (kind < INFORMED_SHARE && bid >= 0 && ask >= 0) {
    const middle = (priceAt(ladder, bid) + priceAt(ladder, ask)) / 2;
    return fair > middle ? 'bid' : 'ask';
  }
  if (kind < INFORMED_SHARE + MOMENTUM_SHARE && market.momentum !== 0)
    return market.momentum > 0 ? 'bid' : 'ask';
  return noise;
}

/** Returns the size of a block trade: negotiated off the book, so it moves no level. */
export function blockQuantity(market: ListedMarket, rng: Rng): Quantity {
  return toQuantity(lognormal(rng, 900 * market.event.plan.series.sizeScale, 0.9), false);
}
