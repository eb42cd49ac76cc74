/** Makes the record of a market that is being listed: an empty book on its grid, nothing traded yet. */
import type { Rng } from '../lib/rng.ts';
import { notional, type Money } from '../units/money.ts';
import { ONE_CENT } from '../units/price.ts';
import { ONE_CONTRACT, type Quantity } from '../units/quantity.ts';
import type { UnixMs } from '../units/time.ts';
import type { MarketPlan } from './catalogue.ts';
import { uuidOfName } from './ids.ts';
import type { Leg, ListedEvent, ListedMarket } from './listing.ts';
import { MatchingBook, type MatchingListener } from './matching.ts';
import { ladderOf } from './price-ladder.ts';

interface Maker {
  readonly key: number;
  readonly rng: Rng;
  listen(market: () => ListedMarket): MatchingListener;
}

/** Contracts that makers like to show at a level where trades have the calibration's size. */
const USUAL_DEPTH = 120;
/** What old volume is taken to have cost. */
const HALF_DOLLAR_CENTS = 50;

/** Returns the market of `plan` in `event`; `maker` gives its id's key, its chance and who listens to its book. */
export function createMarket(
  event: ListedEvent,
  plan: MarketPlan,
  legs: readonly Leg[],
  now: UnixMs,
  maker: Maker,
): ListedMarket {
  const { series } = event.plan;
  const ladder = ladderOf(series.structure);
  // The listener needs the market and the market its book: the book asks for the market when something happens.
  const book = new MatchingBook(
    ladder.prices.length,
    maker.listen(() => market),
  );
  const thinness = plan.weight >= 0.5 ? 1 : 1 + (0.5 - plan.weight) * 3;
  const market: ListedMarket = {
    ticker: plan.ticker,
    id: uuidOfName(maker.key, plan.ticker),
    event,
    ladder,
    book,
    legs,
    halfSpread: series.halfSpread * thinness * Math.exp(0.3 * maker.rng.normal()),
    depth: USUAL_DEPTH * series.sizeScale * Math.exp(0.7 * maker.rng.normal()),
    createdAt: event.createdAt,
    plan,
    status: 'initialized',
    openAt: event.plan.openAt,
    closeAt: event.closeAt,
    updatedAt: now,
    settledAt: undefined,
    result: undefined,
    volume: 0 as Quantity,
    openInterest: 0 as Quantity,
    dollarVolume: 0 as Money,
    lastPrice: undefined,
    lastQuantity: 0 as Quantity,
    momentum: 0,
    isDirty: false,
  };
  return market;
}

/** Gives a market that is older than the simulated past the volume it would have by now. Nobody sees those trades. */
export function giveHistory(market: ListedMarket, rng: Rng): void {
  const { series } = market.event.plan;
  const contracts =
    series.popularity * market.plan.weight * series.sizeScale * 9_000 * Math.exp(rng.normal());
  market.volume = (Math.round(contracts) * ONE_CONTRACT) as Quantity;
  market.openInterest = (Math.round(contracts * 0.45) * ONE_CONTRACT) as Quantity;
  market.dollarVolume = (notional(ONE_CENT, market.volume) * HALF_DOLLAR_CENTS) as Money;
}
