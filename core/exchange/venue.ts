/**
 * The simulated exchange in virtual time: who trades when, in which market, and what that does. It owns the clock, the
 * arrivals and the state of every market; `programme.ts` decides which events exist. Equal seed, start and rate give
 * equal events, however the caller cuts time into `advance` calls: all chance is drawn at instants, never at calls.
 * One file, longer than most, because its streams of arrivals share one clock.
 */
import { createRng, type Rng } from '../lib/rng.ts';
import { notional } from '../units/money.ts';
import type { Outcome } from '../units/outcome.ts';
import type { Quantity } from '../units/quantity.ts';
import { plus, SECOND, type UnixMs } from '../units/time.ts';
import type { Ticker } from '../units/ticker.ts';
import { advancePath, chanceOf } from './fair-value.ts';
import { topOf, type ListedEvent, type ListedMarket } from './listing.ts';
import type { MatchingListener } from './matching.ts';
import type { Side } from './order.ts';
import { priceAt, rungAtOrBelow } from './price-ladder.ts';
import { Programme } from './programme.ts';
import { Schedule } from './schedule.ts';
import { blockQuantity, changeDepth, openBook, quoteAround, take } from './traders.ts';
import type { Emit, VenueEvent } from './venue-event.ts';

export interface VenueOptions {
  readonly seed: number;
  /** When the public may look: virtual time reaches it after the past has been played. */
  readonly start: UnixMs;
  /** Public trades a second over all markets. */
  readonly rate: number;
  /** How much past there is at `start`. */
  readonly pastMs: number;
}

const MICROS = 1_000; // in a millisecond
/** The past is played with fewer trades and thinner books: a start takes seconds, not minutes. */
const PAST_RATE = 12;
const LIVE_DELTAS_PER_TRADE = 23;
/** Trades a second above which there are fewer deltas a trade. */
const FULL_DEPTH_RATE = 200;
/** Deltas a trade that come by themselves: what it takes from the book, and the makers' answer. */
const OWN_DELTAS = 1;
/** A taker is followed by another in the same market with this chance, after this mean delay. */
const FOLLOW_SHARE = 0.36;
const FOLLOW_DELAY_MS = 600;
const BLOCK_SHARE = 0.002;
/** Share of makers' actions that requote; the others change the depth. */
const REQUOTE_SHARE = 0.3;
/** Fair values are at most this old when somebody acts on them. */
const FAIR_AGE_MS = 50;
const HEAT_EVERY_MS = 10_000;
const PAST_LEVELS = 8;
const PAST_HEAT_EVERY_MS = 60_000;
const PAST_TICKER_EVERY_MS = 10_000;
/** Memory of the trades-per-arrival estimate, in arrivals. */
const ESTIMATE_MEMORY = 0.998;

export class Venue {
  readonly programme: Programme;
  readonly #options: VenueOptions;
  readonly #schedule = new Schedule();
  readonly #flow: Rng;
  readonly #paths: Rng;
  #emit: Emit = () => undefined;
  #nowMicros: number;
  #nextTaker = 0;
  #nextMaker = 0;
  #trades = 0;
  /** Decayed counts: how many trades one arrival gives, so that the rate of trades comes out as asked. */
  #arrivals = 50;
  #tradesOfArrivals = 120;
  #busy: ListedMarket[] = [];
  #cumulative: number[] = [];
  #isReweighDue = true;

  constructor(options: VenueOptions) {
    this.#options = options;
    const root = createRng(options.seed);
    this.#flow = root.fork();
    this.#paths = root.fork();
    const begin = plus(options.start, -options.pastMs);
    this.#nowMicros = begin * MICROS;
    this.programme = new Programme({
      begin,
      key: options.seed,
      rng: root.fork(),
      at: (at, run) => this.#schedule.add(at * MICROS, run),
      emit: (event) => this.#emit(event),
      listen: (market) => this.#listen(market),
      chance: (market) => this.#chance(market),
      changed: () => {
        this.#isReweighDue = true;
      },
      fill: (market) => this.#fill(market),
      settlePath: (event) => this.#refresh(event, 0),
    });
  }

  /** Virtual time. */
  get now(): UnixMs {
    return Math.floor(this.#nowMicros / MICROS) as UnixMs;
  }

  /** Returns the live record of `ticker`; `undefined` when it is not listed or was settled long ago. */
  market(ticker: string): ListedMarket | undefined {
    return this.programme.markets.get(ticker as Ticker);
  }

  /** Returns the live record of the event `ticker`. */
  event(ticker: string): ListedEvent | undefined {
    return this.programme.events.get(ticker as Ticker);
  }

  /** Plays everything up to and including `to`, and tells `emit` of it. */
  advance(to: UnixMs, emit: Emit): void {
    this.#emit = emit;
    if (this.programme.markets.size === 0) this.#begin();
    const end = to * MICROS + MICROS - 1;
    for (;;) {
      const next = Math.min(this.#schedule.nextAt, this.#nextTaker, this.#nextMaker);
      if (next > end) break;
      this.#nowMicros = Math.max(this.#nowMicros, next);
      if (next === this.#schedule.nextAt) this.#schedule.runNext();
      else if (next === this.#nextTaker) this.#takerArrives();
      else this.#makerActs();
    }
    this.#nowMicros = Math.max(this.#nowMicros, end);
    this.#emit = () => undefined;
  }

  #begin(): void {
    this.programme.open();
    this.#heat();
    this.#tick();
    this.#schedule.add(this.#options.start * MICROS, () => this.programme.refill());
    this.#nextTaker = this.#nowMicros;
    // Nobody sees the books of the past: makers only answer takers there.
    this.#nextMaker = this.#options.start * MICROS;
  }

  get #isPast(): boolean {
    return this.#nowMicros < this.#options.start * MICROS;
  }

  get #rate(): number {
    return this.#isPast ? Math.min(this.#options.rate, PAST_RATE) : this.#options.rate;
  }

  /** Returns micros until the next of a Poisson stream of `perSecond`. */
  #gap(perSecond: number): number {
    if (perSecond <= 0) return Infinity;
    return 1 + Math.floor((-Math.log(1 - this.#flow.next()) / perSecond) * 1e6);
  }

  #takerArrives(): void {
    this.#arrivals = this.#arrivals * ESTIMATE_MEMORY + 1;
    this.#tradesOfArrivals *= ESTIMATE_MEMORY;
    const tradesPerArrival = Math.max(0.5, this.#tradesOfArrivals / this.#arrivals);
    this.#nextTaker = this.#nowMicros + this.#gap(this.#rate / tradesPerArrival);
    const market = this.#pick();
    if (market !== undefined) this.#takeIn(market);
  }

  #takeIn(market: ListedMarket): void {
    if (market.status !== 'active') return;
    const rng = this.#flow;
    const fair = this.#chance(market) * 10_000;
    quoteAround(market, fair, rng);
    if (rng.next() < BLOCK_SHARE) this.#blockTrade(market, fair);
    else take(market, fair, rng);
    if (rng.next() < FOLLOW_SHARE) {
      const delay = 1 + Math.floor(-Math.log(1 - rng.next()) * FOLLOW_DELAY_MS * MICROS);
      this.#schedule.add(this.#nowMicros + delay, () => this.#takeIn(market));
    }
  }

  #blockTrade(market: ListedMarket, fair: number): void {
    const rung = Math.max(0, rungAtOrBelow(market.ladder, fair));
    const quantity = blockQuantity(market, this.#flow);
    this.#trade(market, this.#flow.next() < 0.5 ? 'yes' : 'no', rung, quantity, true);
  }

  #makerActs(): void {
    const { rate } = this.#options;
    const perTrade = Math.max(1, LIVE_DELTAS_PER_TRADE * Math.min(1, FULL_DEPTH_RATE / rate));
    this.#nextMaker = this.#nowMicros + this.#gap(rate * (perTrade - OWN_DELTAS));
    const market = this.#pick();
    if (market?.status !== 'active') return;
    if (this.#flow.next() < REQUOTE_SHARE) quoteAround(market, this.#chance(market) * 10_000, this.#flow);
    else changeDepth(market, this.#flow);
  }

  /** Returns a market drawn by popularity. */
  #pick(): ListedMarket | undefined {
    if (this.#isReweighDue) this.#reweigh();
    const sums = this.#cumulative;
    const wanted = this.#flow.next() * (sums[sums.length - 1] ?? 0);
    let low = 0;
    let high = sums.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] ?? Infinity) <= wanted) low = middle + 1;
      else high = middle;
    }
    return this.#busy[low];
  }

  #reweigh(): void {
    this.#isReweighDue = false;
    this.#busy = [];
    this.#cumulative = [];
    let sum = 0;
    for (const market of this.programme.markets.values()) {
      if (market.status !== 'active') continue;
      const weight = this.programme.popularity(market, this.now, this.#chance(market));
      sum += weight;
      this.#busy.push(market);
      this.#cumulative.push(sum);
    }
  }

  /** Events grow busier and calmer by themselves. */
  #heat(): void {
    for (const event of this.programme.events.values()) {
      const shock = this.#paths.next() < 0.01 ? 1.2 : 0;
      event.heat = Math.exp(0.9 * Math.log(event.heat) + 0.22 * this.#paths.normal() + shock);
    }
    this.#isReweighDue = true;
    this.#schedule.add(this.#nowMicros + (this.#isPast ? PAST_HEAT_EVERY_MS : HEAT_EVERY_MS) * MICROS, () =>
      this.#heat(),
    );
  }

  #tick(): void {
    const at = this.now;
    for (const market of this.programme.markets.values()) {
      if (!market.isDirty) continue;
      market.isDirty = false;
      this.#emit({ kind: 'ticker', market, at });
    }
    const every = this.#isPast ? PAST_TICKER_EVERY_MS : SECOND;
    this.#schedule.add(this.#nowMicros + every * MICROS, () => this.#tick());
  }

  #refresh(event: ListedEvent, ageMs: number): void {
    if (this.now - event.path.updatedAt >= ageMs) advancePath(event.path, this.now, this.#paths);
  }

  /** Returns the fair chance of YES, 0..1. */
  #chance(market: ListedMarket): number {
    if (market.result !== undefined) return market.result === 'yes' ? 1 : 0;
    if (market.legs.length > 0) {
      return market.legs.reduce((product, leg) => {
        const chance = this.#chance(leg.market);
        return product * (leg.outcome === 'yes' ? chance : 1 - chance);
      }, 1);
    }
    this.#refresh(market.event, FAIR_AGE_MS);
    return chanceOf(market.event.path, market.plan.claim, market.closeAt);
  }

  #fill(market: ListedMarket): void {
    const levels = this.#isPast ? PAST_LEVELS : Math.round(20 + 6_000 / market.halfSpread);
    openBook(market, this.#chance(market) * 10_000, levels, this.#flow);
  }

  #listen(market: () => ListedMarket): MatchingListener {
    return {
      traded: (makerSide: Side, rung: number, quantity: Quantity) =>
        this.#trade(market(), makerSide === 'ask' ? 'yes' : 'no', rung, quantity, false),
      changed: (side: Side, rung: number, change: Quantity) => {
        const changed = market();
        changed.isDirty = true;
        const price = priceAt(changed.ladder, rung);
        const event: VenueEvent = {
          kind: 'book',
          market: changed,
          side,
          price,
          change,
          atMicros: this.#nowMicros,
        };
        this.#emit(event);
      },
    };
  }

  #trade(market: ListedMarket, taker: Outcome, rung: number, quantity: Quantity, isBlock: boolean): void {
    const price = priceAt(market.ladder, rung);
    const move = Math.sign(price - (market.lastPrice ?? price));
    market.momentum = move === 0 ? market.momentum * 0.9 : move;
    market.volume = (market.volume + quantity) as Quantity;
    market.dollarVolume = (market.dollarVolume + notional(price, quantity)) as typeof market.dollarVolume;
    // Most trades open positions on both sides; some only hand them on, some close them.
    const kind = this.#flow.next();
    const opened = kind < 0.6 ? quantity : kind < 0.8 ? 0 : -Math.min(quantity, market.openInterest);
    market.openInterest = (market.openInterest + opened) as Quantity;
    market.lastPrice = price;
    market.lastQuantity = quantity;
    market.isDirty = true;
    this.#tradesOfArrivals++;
    const index = this.#trades++;
    this.#emit({ kind: 'trade', market, index, price, quantity, taker, isBlock, atMicros: this.#nowMicros });
  }
}

/** Returns the middle of the best prices (1e-4 dollar), `undefined` where a side is empty. */
export function midOf(market: ListedMarket): number | undefined {
  if (market.book.best('bid') < 0 || market.book.best('ask') < 0) return undefined;
  const top = topOf(market);
  return (top.bid + top.ask) / 2;
}
