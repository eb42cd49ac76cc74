/**
 * The running exchange: binds virtual time to the wall clock, plays the source forward, keeps the archive, and gives
 * every event to the sessions that want it. It owns the sessions; transport and HTTP are `server.ts`.
 */
import type { ListedMarket } from '#core/exchange/listing.ts';
import type { LifecycleEvent, VenueEvent } from '#core/exchange/venue-event.ts';
import { isCombo } from '#core/units/ticker.ts';
import { plus, type UnixMs } from '#core/units/time.ts';
import { Archive } from './archive.ts';
import { encodeDelta, encodeSnapshot, encodeTicker, encodeTrade, type Shape } from './encode.ts';
import { encodeEventListed, encodeLifecycle } from './encode-lifecycle.ts';
import type { RestContext } from './rest-markets.ts';
import type { Session, SessionHost } from './session.ts';
import type { Source } from './source.ts';
import type { Channel } from './subscription.ts';

export interface ExchangeOptions {
  readonly source: Source;
  readonly shape: Shape;
  /** Trade ids hash under it. */
  readonly key: number;
  /** Virtual time at the beginning. */
  readonly start: UnixMs;
  /** The start is an instant of choice, and virtual time runs beside the wall clock's; else it is the wall clock's. */
  readonly isPinned: boolean;
  /** The wall clock, ms; tests turn their own. */
  readonly wall?: () => number;
}

/** How often the source is played forward: the grain in which frames leave. */
const PLAY_EVERY_MS = 20;
/** After a stall at most this much virtual time is caught up in one go, so that commands are still heard. */
const MOST_AT_ONCE_MS = 1_000;
/** A longer stall (the machine slept) ends every session, as the exchange would have: their sockets are long dead. */
const MOST_BEHIND_MS = 30_000;

export class SimulatedExchange implements SessionHost {
  readonly rest: RestContext;
  readonly isLegacy: boolean;
  readonly sessions = new Set<Session>();
  readonly #source: Source;
  readonly #options: ExchangeOptions;
  readonly #archive = new Archive();
  readonly #anchor: number;
  readonly #wall: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#source = options.source;
    this.isLegacy = options.shape === 'legacy';
    this.rest = { source: options.source, archive: this.#archive, key: options.key };
    this.#wall = options.wall ?? Date.now;
    options.source.advance(options.start, (event) => this.#archive.add(event));
    // Making the venue and playing its past take seconds: the present is caught up with, unless the start was pinned.
    this.#anchor = options.isPinned ? this.#wall() - options.start : 0;
  }

  /** Starts playing in real time. Returns the stopper. */
  run(dropAll: () => void): () => void {
    this.#timer = setInterval(() => this.play(dropAll), PLAY_EVERY_MS);
    return () => clearInterval(this.#timer);
  }

  now(): UnixMs {
    return Math.max(this.#source.now, this.#wall() - this.#anchor) as UnixMs;
  }

  market(ticker: string): ListedMarket | undefined {
    return this.#source.market(ticker);
  }

  marketById(id: string): ListedMarket | undefined {
    for (const market of this.#source.markets()) if (market.id === id) return market;
    return undefined;
  }

  snapshot(market: ListedMarket, useYesPrice: boolean): string {
    return encodeSnapshot(market, useYesPrice, this.#options.shape);
  }

  ticker(market: ListedMarket): string {
    return encodeTicker({ kind: 'ticker', market, at: this.now() }, this.#options.shape);
  }

  /** Plays what is due. A clock that was far behind ends every session by `dropAll`. */
  play(dropAll: () => void): void {
    const wanted = this.now();
    if (wanted - this.#source.now > MOST_BEHIND_MS) {
      dropAll();
      this.#source.advance(plus(wanted, -MOST_BEHIND_MS), (event) => this.#archive.add(event));
    }
    const to = Math.min(wanted, this.#source.now + MOST_AT_ONCE_MS) as UnixMs;
    this.#source.advance(to, (event) => {
      this.#archive.add(event);
      if (this.sessions.size > 0) this.#publish(event);
    });
  }

  #publish(event: VenueEvent): void {
    const { shape, key } = this.#options;
    switch (event.kind) {
      case 'trade':
        this.#send('trade', 'trade', event.market.ticker, () => encodeTrade(event, key, shape));
        return;
      case 'book':
        this.#publishDelta(event);
        return;
      case 'ticker':
        this.#send('ticker', 'ticker', event.market.ticker, () => encodeTicker(event, shape));
        return;
      case 'lifecycle':
        this.#publishLifecycle(event);
        return;
      case 'event-listed': {
        const combo = isCombo(event.event.plan.ticker);
        const channel = combo ? 'multivariate_market_lifecycle' : 'market_lifecycle_v2';
        this.#send(channel, 'event_lifecycle', undefined, () => encodeEventListed(event.event));
        return;
      }
    }
  }

  /** Sends what `encode` gives to every session that has the channel; encodes once, and only if one has. */
  #send(channel: Channel, type: string, ticker: string | undefined, encode: () => string | undefined): void {
    let payload: string | undefined;
    for (const session of this.sessions) {
      if (session.subscription(channel) === undefined) continue;
      payload ??= encode();
      if (payload === undefined) return;
      session.publish(channel, type, ticker, payload);
    }
  }

  #publishDelta(event: Extract<VenueEvent, { kind: 'book' }>): void {
    const payloads: [string | undefined, string | undefined] = [undefined, undefined];
    for (const session of this.sessions) {
      const subscription = session.subscription('orderbook_delta');
      if (subscription?.tickers?.has(event.market.ticker) !== true) continue;
      const scale = subscription.useYesPrice ? 1 : 0;
      const payload = (payloads[scale] ??= encodeDelta(event, subscription.useYesPrice, this.#options.shape));
      session.publish('orderbook_delta', 'orderbook_delta', event.market.ticker, payload);
    }
  }

  #publishLifecycle(event: LifecycleEvent): void {
    const combo = isCombo(event.market.ticker);
    if (combo && event.step === 'metadata_updated') return;
    const channel = combo ? 'multivariate_market_lifecycle' : 'market_lifecycle_v2';
    this.#send(channel, channel, undefined, () => encodeLifecycle(event));
  }
}
