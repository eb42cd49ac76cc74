/**
 * One client's socket: commands in, frames out, each subscription with its sid and seq (protocol 3). It owns the socket
 * and its subscriptions; what happens in the market is told to it by the exchange, already encoded.
 * One file, longer than most: every command changes the same counters.
 */
import type { WebSocket } from 'ws';
import type { ListedMarket } from '#core/exchange/listing.ts';
import { ERROR_TEXT, readRequest, type Command, type ErrorCode, type Markets } from './commands.ts';
import { channelNamed, covers, createSubscription, type Channel, type Subscription } from './subscription.ts';

/** What a session asks of the exchange around it. */
export interface SessionHost {
  /** Virtual time, for `sending_ts_ms`. */
  now(): number;
  market(ticker: string): ListedMarket | undefined;
  marketById(id: string): ListedMarket | undefined;
  snapshot(market: ListedMarket, useYesPrice: boolean): string;
  ticker(market: ListedMarket): string;
  readonly isLegacy: boolean;
}

/** A slow reader loses its subscriptions at the first mark (error 25) and its socket at the second. Unit: bytes. */
const MOST_BUFFERED = 16 * 1024 * 1024;
const DROP_BUFFERED = 64 * 1024 * 1024;
/** Protocol 3.1: limits of one session. */
const MOST_MARKETS = 500_000;
const MOST_COMMANDS_A_SECOND = 10_000;

/** What of a socket is used. */
export type SessionSocket = Pick<WebSocket, 'readyState' | 'OPEN' | 'bufferedAmount' | 'terminate'> & {
  send(text: string): void;
};

export class Session {
  readonly #socket: SessionSocket;
  readonly #host: SessionHost;
  readonly #subscriptions = new Map<Channel, Subscription>();
  #lastSid = 0;
  #commandSecond = 0;
  #commands = 0;
  /** Faults: frames that are counted but not sent, frames sent twice, frames held back while the socket plays dead. */
  #toDrop = 0;
  #toRepeat = 0;
  #held: string[] | undefined;

  constructor(socket: SessionSocket, host: SessionHost) {
    this.#socket = socket;
    this.#host = host;
  }

  subscription(channel: Channel): Subscription | undefined {
    return this.#subscriptions.get(channel);
  }

  get isStalled(): boolean {
    return this.#held !== undefined;
  }

  /** Sends `payload` to `channel` where this client wants `ticker`. */
  publish(channel: Channel, type: string, ticker: string | undefined, payload: string): void {
    const subscription = this.#subscriptions.get(channel);
    if (subscription === undefined) return;
    if (ticker === undefined || covers(subscription, ticker)) this.#sendData(subscription, type, payload);
  }

  /** Handles one text message of the client. Never throws on what it says. */
  receive(text: string): void {
    const { id, command } = readRequest(text);
    if (this.#isFlooding()) this.#refuse(id, 27);
    else if (!command.ok) this.#refuse(id, command.reason);
    else this.#execute(id, command.value);
  }

  /** Ends one channel's subscription, or all, with a terminal error (10 or 25). */
  breakOff(code: 10 | 25, only: Channel | undefined): void {
    for (const subscription of [...this.#subscriptions.values()]) {
      if (only !== undefined && subscription.channel !== only) continue;
      // Telling of one may overflow the socket and end the others from within: each is told of once.
      if (!this.#subscriptions.delete(subscription.channel)) continue;
      this.#refuse(undefined, code, subscription);
    }
  }

  dropNext(count: number): void {
    this.#toDrop += count;
  }

  repeatNext(count: number): void {
    this.#toRepeat += count;
  }

  /** Plays dead: no frame leaves until `resume`; nothing is lost. */
  stall(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const frame of held) this.#write(frame);
  }

  /** Sends `frame` as it is: a fault's malformed text. */
  sendRaw(frame: string): void {
    this.#write(frame);
  }

  #isFlooding(): boolean {
    const second = Math.floor(this.#host.now() / 1000);
    if (second !== this.#commandSecond) {
      this.#commandSecond = second;
      this.#commands = 0;
    }
    return ++this.#commands > MOST_COMMANDS_A_SECOND;
  }

  #execute(id: number | undefined, command: Command): void {
    switch (command.kind) {
      case 'list': {
        const list = [...this.#subscriptions.values()].map(({ channel, sid }) => ({ channel, sid }));
        this.#send(head('ok', id) + `,"msg":${JSON.stringify(list)}`);
        return;
      }
      case 'subscribe':
        this.#subscribe(id, command);
        return;
      case 'unsubscribe':
        this.#unsubscribe(id, command.sids);
        return;
      case 'update':
        this.#update(id, command);
        return;
    }
  }

  #subscribe(id: number | undefined, command: Extract<Command, { kind: 'subscribe' }>): void {
    const channels: Channel[] = [];
    for (const name of command.channels) {
      const channel = channelNamed(name);
      if (channel === undefined) {
        this.#refuse(id, name.startsWith('cfbenchmarks_value') ? 24 : name === 'pyth_value' ? 28 : 8);
        return;
      }
      channels.push(channel);
    }
    const tickers = this.#tickersOf(command.markets);
    if (channels.includes('orderbook_delta') && command.markets.tickers.length === 0) {
      this.#refuse(id, 14);
      return;
    }
    if (tickers.length > MOST_MARKETS) {
      this.#refuse(id, 26);
      return;
    }
    for (const channel of channels) {
      const known = this.#subscriptions.get(channel);
      if (known !== undefined) {
        this.#merge(id, known, tickers, command.sendInitialSnapshot);
        continue;
      }
      const subscription = createSubscription(channel, ++this.#lastSid, tickers, command);
      this.#subscriptions.set(channel, subscription);
      this.#send(head('subscribed', id) + `,"msg":{"channel":"${channel}","sid":${subscription.sid}}`);
      this.#sendFirst(subscription, tickers, command.sendInitialSnapshot, undefined);
    }
  }

  /** A repeated subscribe is answered `ok` with the merged list; one without markets widens a filter to all markets. */
  #merge(id: number | undefined, known: Subscription, tickers: readonly string[], isInitial: boolean): void {
    const added = tickers.filter((ticker) => known.tickers?.has(ticker) === false);
    if (tickers.length === 0) known.tickers = undefined;
    else for (const ticker of added) known.tickers?.add(ticker);
    this.#acknowledge(id, known);
    this.#sendFirst(known, added, isInitial, undefined);
  }

  #unsubscribe(id: number | undefined, sids: readonly number[]): void {
    const known = [...this.#subscriptions.values()];
    const found = sids.map((sid) => known.find((subscription) => subscription.sid === sid));
    for (const subscription of found) {
      if (subscription === undefined) {
        this.#refuse(id, 7);
        continue;
      }
      this.#subscriptions.delete(subscription.channel);
      this.#send(head('unsubscribed', id) + scope(subscription));
    }
  }

  #update(id: number | undefined, command: Extract<Command, { kind: 'update' }>): void {
    const found = [...this.#subscriptions.values()].find((subscription) => subscription.sid === command.sid);
    if (found === undefined) {
      this.#refuse(id, 7);
      return;
    }
    const tickers = this.#tickersOf(command.markets);
    if (command.action === 'get_snapshot') {
      if (found.channel !== 'orderbook_delta') this.#refuse(id, 13, found);
      else this.#sendFirst(found, tickers, false, id);
      return;
    }
    if (command.action === 'add_markets') {
      if ((found.tickers?.size ?? 0) + tickers.length > MOST_MARKETS) {
        this.#refuse(id, 26, found);
        return;
      }
      const added = tickers.filter((ticker) => found.tickers?.has(ticker) === false);
      for (const ticker of added) found.tickers?.add(ticker);
      this.#acknowledge(id, found);
      this.#sendFirst(found, added, command.sendInitialSnapshot, undefined);
      return;
    }
    for (const ticker of tickers) found.tickers?.delete(ticker);
    this.#acknowledge(id, found);
  }

  #acknowledge(id: number | undefined, subscription: Subscription): void {
    const list = subscription.skipTickerAck ? {} : { market_tickers: [...(subscription.tickers ?? [])] };
    this.#send(head('ok', id) + scope(subscription) + `,"msg":${JSON.stringify(list)}`);
  }

  /** Sends what a new subscription starts with: a book per market, or the present ticker of each. */
  #sendFirst(
    subscription: Subscription,
    tickers: readonly string[],
    isInitial: boolean,
    id: number | undefined,
  ): void {
    const { channel } = subscription;
    if (channel !== 'orderbook_delta' && !(channel === 'ticker' && isInitial)) return;
    for (const ticker of tickers) {
      const market = this.#host.market(ticker);
      if (market === undefined) continue; // unknown tickers are accepted silently (protocol 3.4)
      if (channel === 'ticker') this.#sendData(subscription, 'ticker', this.#host.ticker(market));
      else {
        const snapshot = this.#host.snapshot(market, subscription.useYesPrice);
        this.#sendData(subscription, 'orderbook_snapshot', snapshot, id);
      }
    }
  }

  #tickersOf(markets: Markets): string[] {
    const named = markets.ids.map((id) => this.#host.marketById(id)?.ticker ?? id);
    return [...new Set([...markets.tickers, ...named])];
  }

  #refuse(id: number | undefined, code: ErrorCode, subscription?: Subscription): void {
    const scoped = subscription === undefined ? '' : scope(subscription);
    this.#send(head('error', id) + scoped + `,"msg":{"code":${code},"msg":"${ERROR_TEXT[code]}"}`);
  }

  #sendData(subscription: Subscription, type: string, payload: string, id?: number): void {
    const frame = head(type, id) + scope(subscription, this.#host.isLegacy) + `,"msg":${payload}`;
    if (subscription.isSequenced && this.#toDrop > 0) {
      this.#toDrop--;
      return;
    }
    this.#send(frame);
    if (this.#toRepeat > 0) {
      this.#toRepeat--;
      this.#send(frame);
    }
  }

  /** Completes an open JSON object with the time of sending and sends it. */
  #send(open: string): void {
    const frame = this.#host.isLegacy ? `${open}}` : `${open},"sending_ts_ms":${this.#host.now()}}`;
    if (this.#held !== undefined) this.#held.push(frame);
    else this.#write(frame);
  }

  #write(frame: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const waiting = this.#socket.bufferedAmount;
    if (waiting > DROP_BUFFERED) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(frame);
    if (waiting > MOST_BUFFERED) this.breakOff(25, undefined);
  }
}

/** Returns the beginning of a frame: an object that is still open. */
function head(type: string, id: number | undefined): string {
  return id === undefined ? `{"type":"${type}"` : `{"id":${id},"type":"${type}"`;
}

/** Returns sid and, where the channel counts, the next seq. Legacy trade frames show none, books always do. */
function scope(subscription: Subscription, isLegacy = false): string {
  const hasSeq = subscription.isSequenced && !(isLegacy && subscription.channel === 'trade');
  return hasSeq ? `,"sid":${subscription.sid},"seq":${++subscription.seq}` : `,"sid":${subscription.sid}`;
}
