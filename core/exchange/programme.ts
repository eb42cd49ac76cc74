/**
 * Which events and markets exist, and the way each goes: created, open, paused, closed, determined, settled, gone
 * (protocol 6). Rolls every series on to its next event. It owns the listing; trading itself is the venue's.
 * One file, longer than most, because the life of a market is one story.
 */
import type { Rng } from '../lib/rng.ts';
import { must } from '../lib/assert.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import { DAY, floorTo, HOUR, MINUTE, plus, SECOND, type DurationMs, type UnixMs } from '../units/time.ts';
import { planEvent, type EventPlan, type MarketPlan } from './catalogue.ts';
import { drawWinner, isTrue, type LevelPath, type Path } from './fair-value.ts';
import type { Leg, ListedEvent, ListedMarket } from './listing.ts';
import { drawLegs, legText } from './combos.ts';
import type { MatchingListener } from './matching.ts';
import { createMarket, giveHistory } from './new-market.ts';
import { SERIES } from './series-table.ts';
import type { Series } from './series.ts';
import type { Emit, LifecycleStep } from './venue-event.ts';

/** What the programme asks of the venue around it. */
export interface ProgrammeHost {
  readonly begin: UnixMs;
  /** Names of this exchange hash under this key. */
  readonly key: number;
  readonly rng: Rng;
  readonly emit: Emit;
  /** Runs `run` at the virtual instant `at`. */
  at(at: UnixMs, run: () => void): void;
  listen(market: () => ListedMarket): MatchingListener;
  /** Returns the fair chance of YES now. */
  chance(market: ListedMarket): number;
  /** The set of open markets changed. */
  changed(): void;
  /** Makers fill the book of a market that just opened. */
  fill(market: ListedMarket): void;
  /** Moves the event's path to the present instant, for a decision. */
  settlePath(event: ListedEvent): void;
}

const FOREVER = 0 as UnixMs;
/** A successor is listed this long before it opens. */
const LISTED_AHEAD = 60_000;
const SETTLEMENT_TIMER_MS = 60_000;
/** A settled market stays in the listing this long. */
const KEPT_MS = 3 * HOUR;
const PAUSE_EVERY_MS = 4 * MINUTE;
const PAUSE_MS = 15_000;
/** Shares of matches that run longer than planned, and by how much. */
const OVERTIME_SHARE = 0.35;
const OVERTIME_MS = 4 * MINUTE;

export class Programme {
  readonly events = new Map<Ticker, ListedEvent>();
  readonly markets = new Map<Ticker, ListedMarket>();
  readonly series: readonly Series[] = SERIES;
  readonly #host: ProgrammeHost;
  readonly #assets = new Map<string, LevelPath>();
  #instances = 0;
  #now: UnixMs;

  constructor(host: ProgrammeHost) {
    this.#host = host;
    this.#now = host.begin;
  }

  /** Lists what is there at the beginning of the past. */
  open(): void {
    for (const series of SERIES) {
      const { cadence } = series;
      if (cadence.kind !== 'matches') {
        const span = this.#span(series);
        const closeAt =
          cadence.kind === 'clock'
            ? plus(floorTo(this.#now, span), span)
            : plus(floorTo(this.#now, DAY), span);
        this.#list(series, plus(closeAt, 0 - span), closeAt);
        continue;
      }
      const live = cadence.liveMinutes * MINUTE;
      for (let slot = 0; slot < cadence.slots; slot++) {
        const closeAt = plus(
          this.#now,
          80 * MINUTE + (slot * live * 1.2) / cadence.slots + this.#minutes(40),
        );
        this.#list(series, plus(this.#now, -2 * DAY), closeAt);
      }
    }
    this.#host.changed();
    this.#at(plus(this.#now, PAUSE_EVERY_MS), () => this.#pauseOne());
  }

  /** Returns how much of all trading the open `market` draws at `at`, relative to others. */
  popularity(market: ListedMarket, at: UnixMs, chance: number): number {
    const { series, liveFrom, totalWeight } = market.event.plan;
    const slots = series.cadence.kind === 'matches' ? series.cadence.slots : 1;
    const waiting = at < liveFrom ? 0.15 : 1;
    const last = series.cadence.kind === 'clock' && market.closeAt - at <= MINUTE ? 1.65 : 1;
    const open = 0.12 + 3.5 * chance * (1 - chance); // hardly anybody trades what is nearly decided
    return (
      (series.popularity / slots) *
      (market.plan.weight / totalWeight) *
      market.event.heat *
      waiting *
      last *
      open
    );
  }

  /** Makers come back to every open market: what the thin past left behind is not what a watcher should meet. */
  refill(): void {
    for (const market of this.markets.values()) if (isOpen(market)) this.#host.fill(market);
  }

  #at(at: UnixMs, run: () => void): void {
    this.#host.at(at, () => {
      this.#now = at;
      run();
    });
  }

  #span(series: Series): DurationMs {
    const { cadence } = series;
    return (
      cadence.kind === 'clock' ? cadence.minutes * MINUTE : cadence.kind === 'long' ? cadence.days * DAY : 0
    ) as DurationMs;
  }

  /** Returns a whole number of minutes below `below`, in milliseconds. */
  #minutes(below: number): number {
    return this.#host.rng.integer(below) * MINUTE;
  }

  #list(series: Series, openAt: UnixMs, closeAt: UnixMs): void {
    const legs =
      series.shape.kind === 'combo' ? drawLegs(this.events.values(), series.shape.legs, this.#host.rng) : [];
    const path = this.#path(series, openAt, closeAt);
    const level = path.kind === 'level' ? (series.asset === undefined ? series.level : path.value) : 0;
    const request = { openAt, closeAt, level, instance: this.#instances++, legTexts: legs.map(legText) };
    const plan = planEvent(series, request, this.#host.rng);
    if (path.kind === 'race') path.logits.push(...plan.logits);
    const event: ListedEvent = {
      plan,
      path,
      markets: [],
      createdAt: openAt < this.#now ? plus(openAt, 0 - HOUR) : this.#now,
      closeAt,
      heat: 1,
      winner: -1,
    };
    this.events.set(plan.ticker, event);
    this.#host.emit({ kind: 'event-listed', event, at: this.#now });
    for (const marketPlan of plan.markets) this.#listMarket(event, marketPlan, legs);
    if (openAt <= this.#now) this.#openEvent(event);
    else this.#at(openAt, () => this.#openEvent(event));
    this.#at(closeAt, () => this.#closeEvent(event));
    if (series.cadence.kind === 'matches' && series.shape.kind === 'match') this.#planOvertime(event);
    if (series.cadence.kind !== 'matches') {
      const span = this.#span(series);
      this.#at(plus(closeAt, -LISTED_AHEAD), () => this.#list(series, closeAt, plus(closeAt, span)));
    }
  }

  #path(series: Series, openAt: UnixMs, closeAt: UnixMs): Path {
    const { hourlyDeviation, cadence, asset } = series;
    if (series.shape.kind === 'race')
      return { kind: 'race', logits: [], hourlyDeviation, updatedAt: this.#now };
    const known = asset === undefined ? undefined : this.#assets.get(asset);
    if (known !== undefined) return known;
    const liveFrom =
      cadence.kind === 'matches'
        ? plus(closeAt, -cadence.liveMinutes * MINUTE)
        : asset === undefined
          ? openAt
          : FOREVER;
    // Half an hour's deviation apart from the strikes' middle: events do not all start at even odds.
    const value = series.level + this.#host.rng.normal() * hourlyDeviation * 0.5;
    const path: LevelPath = { kind: 'level', value, hourlyDeviation, liveFrom, updatedAt: this.#now };
    if (asset !== undefined) this.#assets.set(asset, path);
    return path;
  }

  #listMarket(event: ListedEvent, plan: MarketPlan, legs: readonly Leg[]): void {
    const market = createMarket(event, plan, legs, this.#now, this.#host);
    if (market.openAt < plus(this.#host.begin, 0 - HOUR)) giveHistory(market, this.#host.rng);
    event.markets.push(market);
    this.markets.set(plan.ticker, market);
    this.#tell('created', market);
  }

  #tell(step: LifecycleStep, market: ListedMarket): void {
    market.updatedAt = this.#now;
    this.#host.emit({ kind: 'lifecycle', step, market, at: this.#now });
  }

  #openEvent(event: ListedEvent): void {
    const plan = this.#replan(event);
    event.markets.forEach((market, index) => {
      if (plan !== undefined) {
        // The strike of an up-or-down market is the level at the opening, so it is known only now.
        market.plan = { ...must(plan.markets[index], 'the same markets'), ticker: market.ticker };
        this.#tell('metadata_updated', market);
      }
      market.status = 'active';
      this.#tell('opened', market);
      this.#host.fill(market);
    });
    this.#host.changed();
  }

  #replan(event: ListedEvent): EventPlan | undefined {
    const { series, openAt, closeAt } = event.plan;
    if (series.shape.kind !== 'up-down' || event.path.kind !== 'level') return undefined;
    this.#host.settlePath(event);
    return planEvent(series, { openAt, closeAt, level: event.path.value, instance: 0 }, this.#host.rng);
  }

  #closeEvent(event: ListedEvent): void {
    if (event.closeAt > this.#now) {
      this.#at(event.closeAt, () => this.#closeEvent(event));
      return;
    }
    this.#host.settlePath(event);
    const chances = event.markets.map((market) => this.#host.chance(market));
    event.winner = drawWinner(event.path, this.#host.rng);
    const draw = this.#host.rng.next();
    const { series } = event.plan;
    event.markets.forEach((market, index) => {
      market.status = 'closed';
      market.book.clear();
      this.#tell('closed', market);
      // Confession: a combo that ends before its legs is drawn by its chance; the exchange would wait for them.
      const holds =
        market.legs.length > 0
          ? draw < (chances[index] ?? 0)
          : isTrue(event.path, market.plan.claim, event.winner);
      const delay =
        series.cadence.kind === 'clock' ? 3 * SECOND + this.#host.rng.integer(12_000) : 40 * SECOND;
      this.#at(plus(this.#now, delay), () => this.#determine(market, holds));
    });
    this.#host.changed();
    if (series.cadence.kind === 'matches') {
      const wait = series.shape.kind === 'combo' ? 0 : MINUTE * 30 + this.#minutes(90);
      const span = series.cadence.liveMinutes * MINUTE + wait;
      this.#list(series, this.#now, plus(this.#now, span));
    }
  }

  #determine(market: ListedMarket, holds: boolean): void {
    market.status = 'determined';
    market.result = holds ? 'yes' : 'no';
    this.#tell('determined', market);
    this.#at(plus(this.#now, SETTLEMENT_TIMER_MS), () => {
      market.status = 'finalized';
      market.settledAt = this.#now;
      market.openInterest = 0 as Quantity;
      this.#tell('settled', market);
      this.#at(plus(this.#now, KEPT_MS), () => this.#remove(market));
    });
  }

  #remove(market: ListedMarket): void {
    this.markets.delete(market.ticker);
    this.events.delete(market.event.plan.ticker);
    this.#tell('removed', market);
  }

  #planOvertime(event: ListedEvent): void {
    if (this.#host.rng.next() >= OVERTIME_SHARE) return;
    this.#at(plus(event.closeAt, 0 - MINUTE), () => {
      event.closeAt = plus(event.closeAt, OVERTIME_MS);
      for (const market of event.markets) {
        market.closeAt = event.closeAt;
        this.#tell('close_date_updated', market);
      }
    });
  }

  /** Pauses one market for a moment, as happens when something is checked; its resting orders are wiped at the resume. */
  #pauseOne(): void {
    const open = [...this.markets.values()].filter((market) => isPausable(market, this.#now));
    if (open.length > 0) {
      const market = this.#host.rng.choice(open);
      market.status = 'inactive';
      this.#tell('deactivated', market);
      this.#host.changed();
      this.#at(plus(this.#now, PAUSE_MS), () => this.#resume(market));
    }
    this.#at(plus(this.#now, PAUSE_EVERY_MS), () => this.#pauseOne());
  }

  #resume(market: ListedMarket): void {
    if (market.status !== 'inactive') return;
    market.book.clear();
    market.status = 'active';
    this.#tell('activated', market);
    this.#host.fill(market);
    this.#host.changed();
  }
}

const isOpen = (market: ListedMarket): boolean => market.status === 'active';

const isPausable = (market: ListedMarket, now: UnixMs): boolean =>
  isOpen(market) && market.event.plan.series.shape.kind === 'match' && market.closeAt - now > 2 * PAUSE_MS;
