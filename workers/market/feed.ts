/**
 * The socket to the relay: opens it, splits what comes into frames, watches for life, and opens it again for ever.
 *
 *   idle ──start──► connecting ──first message──► open ◄──any message── stale ──10 s silent──► reconnecting
 *                       │ closed, or 10 s without a message              ▲ 7 s silent
 *                       ▼
 *                  reconnecting ──delay over, retryNow──► connecting     4401 ──► refused ──retryNow──► connecting
 *                       └─ 3 tries that never opened: said as `offline`, tried on all the same
 *
 * It parses nothing and knows no markets. Clock, chance and socket come from outside.
 */
import { backoffMs } from '#core/lib/backoff.ts';
import type { Rng } from '#core/lib/rng.ts';
import type { UnixMs } from '#core/units/time.ts';
import { splitFrames } from '#core/wire/split.ts';
import { every, type Clock } from '../lib/clock.ts';
import { CLOSE_CODES, pauseAsked, sentenceFor } from './close-codes.ts';
import type { FeedSocket, OpenSocket } from './socket.ts';

export type FeedState =
  'idle' | 'connecting' | 'open' | 'stale' | 'reconnecting' | 'offline' | 'refused' | 'stopped';

export interface FeedStatus {
  readonly state: FeedState;
  /** Tries since the last good connection. */
  readonly attempts: number;
  readonly nextTryAt: UnixMs | undefined;
  readonly lastMessageAt: UnixMs | undefined;
  readonly reason: string;
}

export interface FeedListener {
  /** A fresh socket: nothing of the one before holds any more. Commands may be sent; they wait at the relay. */
  onOpen(): void;
  /** One message's frames, as they came. */
  onFrames(frames: readonly string[], receivedAt: UnixMs): void;
  /** The exchange lives. What it had said before has been handed over. */
  onHeartbeat(receivedAt: UnixMs): void;
  /** The socket is gone. Called once for each `onOpen`. */
  onDown(at: UnixMs): void;
}

export interface FeedOptions {
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly openSocket: OpenSocket;
  readonly listener: FeedListener;
}

const TICK_MS = 250;
/** The relay's heartbeat comes every 5 s, with a sign of life of the exchange: 7 s without anything is late, 10 s is dead. */
const STALE_MS = 7_000;
const SILENT_MS = 10_000;
/** The wall moved this much more than one tick: the machine slept, and the socket may be dead without knowing. */
const SLEPT_MS = 5_000;
/** A connection that held this long was good: the next failure starts at the shortest delay again. */
const GOOD_AFTER_MS = 5_000;
/** The exchange asked for patience: the next delay is drawn from two seconds (2^3 · 250 ms). */
const BUSY_STEP = 3;
/** Tries that never opened before people are told that the relay is not there. */
const OFFLINE_AFTER = 3;

export class Feed {
  readonly #options: FeedOptions;
  #state: FeedState = 'idle';
  #reason = '';
  #socket: FeedSocket | undefined;
  #isOpen = false;
  #attempts = 0;
  #backoffStep = 0;
  #neverOpened = 0;
  #nextTryAt: UnixMs | undefined;
  #lastMessageAt: UnixMs | undefined;
  /** Monotonic: when the socket was asked for, and when it last showed life. */
  #connectedAt = 0;
  #lifeAt = 0;
  #wallAtTick: number;
  #cancelRetry: () => void = () => undefined;
  #cancelTick: () => void = () => undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#wallAtTick = options.clock.now();
  }

  get status(): FeedStatus {
    return {
      state: this.#state,
      attempts: this.#attempts,
      nextTryAt: this.#nextTryAt,
      lastMessageAt: this.#lastMessageAt,
      reason: this.#reason,
    };
  }

  /** Connects, and keeps the connection until `stop`. */
  start(): void {
    this.#wallAtTick = this.#options.clock.now();
    this.#cancelTick = every(this.#options.clock, TICK_MS, () => {
      this.#watch();
    });
    this.#connect();
  }

  /** Sends a command, or drops it when the socket is not open: `onOpen` says when to send all of them again. */
  send(text: string): void {
    if (this.#isOpen) this.#socket?.send(text);
  }

  /** Tries at once, from the shortest delay on; also the way on after a refused key. Leaves a good connection alone. */
  retryNow(): void {
    if (this.#state === 'open' || this.#state === 'stopped' || this.#state === 'idle') return;
    this.#backoffStep = 0;
    this.#drop();
    this.#connect();
  }

  /** The way is free again: a try that waits is made at once. A refused key stays refused till somebody says otherwise. */
  hurry(): void {
    if (this.#state !== 'refused') this.retryNow();
  }

  /** Gives this connection up, because it does not do what it should, and tries again after a delay. */
  reconnect(reason: string): void {
    if (this.#socket === undefined) return;
    this.#retryLater(reason);
  }

  stop(): void {
    this.#cancelTick();
    this.#drop();
    this.#state = 'stopped';
    this.#reason = '';
  }

  #connect(): void {
    const { url, token, clock, openSocket } = this.#options;
    this.#cancelRetry();
    this.#nextTryAt = undefined;
    this.#attempts++;
    this.#connectedAt = this.#lifeAt = clock.monotonic();
    this.#state = this.#neverOpened >= OFFLINE_AFTER ? 'offline' : 'connecting';
    this.#socket = openSocket(url, ['flowboard.v1', `token.${token}`], {
      onOpen: () => {
        this.#opened();
      },
      onText: (text) => {
        this.#receive(text);
      },
      onClose: (code, reason) => {
        this.#closed(code, reason);
      },
    });
  }

  #opened(): void {
    this.#isOpen = true;
    this.#neverOpened = 0;
    this.#state = 'connecting';
    this.#lifeAt = this.#options.clock.monotonic();
    this.#options.listener.onOpen();
  }

  #receive(text: string): void {
    const { clock, listener } = this.#options;
    this.#lifeAt = clock.monotonic();
    this.#lastMessageAt = clock.now();
    this.#attempts = 0;
    this.#state = 'open';
    this.#reason = '';
    const frames = splitFrames(text);
    if (frames.length > 0) listener.onFrames(frames, this.#lastMessageAt);
    else listener.onHeartbeat(this.#lastMessageAt);
  }

  #closed(code: number, reason: string): void {
    if (!this.#isOpen) this.#neverOpened++;
    if (code === CLOSE_CODES.exchangeBusy) this.#backoffStep = Math.max(this.#backoffStep, BUSY_STEP);
    if (code === CLOSE_CODES.keyRefused || code === CLOSE_CODES.otherExchange) {
      this.#drop();
      this.#state = 'refused';
      this.#reason = sentenceFor(code, reason);
      return;
    }
    this.#retryLater(
      this.#neverOpened >= OFFLINE_AFTER
        ? 'The relay cannot be reached: start it again with npm start. This page shows what is stored and keeps trying.'
        : sentenceFor(code, reason),
      code === CLOSE_CODES.exchangeBusy ? pauseAsked(reason) : 0,
    );
  }

  #retryLater(reason: string, leastMs = 0): void {
    const { clock, rng } = this.#options;
    const wasGood = this.#state === 'open' || this.#state === 'stale';
    if (wasGood && clock.monotonic() - this.#connectedAt >= GOOD_AFTER_MS) this.#backoffStep = 0;
    this.#drop();
    const delay = Math.max(leastMs, backoffMs(this.#backoffStep++, rng));
    this.#state = this.#neverOpened >= OFFLINE_AFTER ? 'offline' : 'reconnecting';
    this.#reason = reason;
    this.#nextTryAt = (clock.now() + delay) as UnixMs;
    this.#cancelRetry = clock.after(delay, () => {
      this.#connect();
    });
  }

  #drop(): void {
    this.#cancelRetry();
    this.#nextTryAt = undefined;
    this.#socket?.close();
    this.#socket = undefined;
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#options.listener.onDown(this.#options.clock.now());
  }

  #watch(): void {
    const { clock } = this.#options;
    const wall = clock.now();
    const hasSlept = wall - this.#wallAtTick > TICK_MS + SLEPT_MS;
    this.#wallAtTick = wall;
    if (hasSlept) this.#wake();
    if (this.#socket === undefined) return;
    const silentMs = clock.monotonic() - this.#lifeAt;
    if (silentMs >= SILENT_MS) {
      if (!this.#isOpen) this.#neverOpened++;
      this.#retryLater('Nothing came from the relay for 10 seconds: connecting again.');
    } else if (silentMs > STALE_MS && this.#state === 'open') {
      this.#state = 'stale';
      this.#reason = 'Nothing came for more than 7 seconds: what you see may be old.';
    }
  }

  /** After sleep a socket has 3 s to show life, and a waiting try is made at once. */
  #wake(): void {
    if (this.#socket === undefined) this.hurry();
    else this.#lifeAt = Math.min(this.#lifeAt, this.#options.clock.monotonic() - STALE_MS);
  }
}
