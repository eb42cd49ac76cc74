/** A market session on a line that the test holds, with a clock of its own beside the exchange's, which may say another time. */
import type { Frame, FramePortMessage, FrameRequest } from '#contract/frames.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { must } from '#core/lib/assert.ts';
import { NO_ALERTS, type AlertRule } from '#core/market/alerts/rule.ts';
import { SECOND, type UnixMs } from '#core/units/time.ts';
import { every } from '../../workers/lib/clock.ts';
import { MarketSession } from '../../workers/market/session.ts';
import { FakePort } from './fake-port.ts';
import { recordingReader, type MadeRecording } from './fake-recording.ts';
import { fakeSockets } from './fake-socket.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { aTrade, tradeFrame } from './trades.ts';

export interface LiveSessionOptions {
  readonly rules?: readonly AlertRule[];
  /** What was recorded before. */
  readonly stored?: MadeRecording;
  /** Ms by which our clock is ahead of the exchange's. */
  readonly fastMs?: number;
  /** What was recorded before comes with `bringPast`. */
  readonly isPastSlow?: boolean;
  /** REST answers at once, with the exchange's date and nothing of use; else it is off. */
  readonly hasRest?: boolean;
}

export class LiveSession {
  readonly clock: ManualClock;
  readonly session: MarketSession;
  readonly app = new FakePort<FramePortMessage, FramePortMessage>();
  readonly store = new FakePort<StoreMessage, StoreAnswer>();
  readonly #sockets = fakeSockets();
  #bringPast = (): void => undefined;
  #fastMs: number;
  #stopHeart = (): void => undefined;
  #seq = 0;
  #id = 0;

  constructor({
    rules = [],
    stored = { trades: [] },
    fastMs = 0,
    isPastSlow = false,
    hasRest = false,
  }: LiveSessionOptions = {}) {
    const past = new Promise<void>((resolve) => {
      this.#bringPast = resolve;
    });
    if (!isPastSlow) this.#bringPast();
    this.#fastMs = fastMs;
    // The exchange's time is the same, however wrong ours is.
    this.clock = new ManualClock(1_800_000_000_000 + fastMs);
    this.session = new MarketSession(
      {
        exchangeId: 'sim',
        feedUrl: 'ws://127.0.0.1:1/feed',
        apiUrl: 'http://127.0.0.1:1/api',
        token: 'x',
        windowMinutes: 10,
        restEnabled: hasRest,
        recording: { tickers: [], mostActive: 0 },
        alerts: { ...NO_ALERTS, rules },
      },
      {
        clock: this.clock,
        rng: createRng(1),
        fetch: () => {
          const headers = { 'x-exchange-date': new Date(this.venueNow).toUTCString() };
          return Promise.resolve(Response.json({ exchangeId: 'sim' }, { headers }));
        },
        openSocket: this.#sockets.open,
        openReader: () => past.then(() => recordingReader(stored)),
      },
      { app: this.app, store: this.store },
    );
  }

  /** Starts it, and hears the exchange. */
  async start(): Promise<void> {
    void this.session.start();
    await this.pass(100);
    await this.connect();
  }

  /** The disk has been read. */
  bringPast(): void {
    this.#bringPast();
  }

  /** Our clock is set: ahead of the exchange's by so much from now on. */
  set(fastMs: number): void {
    this.clock.sleep(fastMs - this.#fastMs);
    this.#fastMs = fastMs;
  }

  /** What time it is at the exchange. */
  get venueNow(): number {
    return this.clock.now() - this.#fastMs;
  }

  /** The line that was asked for last is open, and the exchange agrees to what it is asked for, or leaves that for later. */
  async connect({ isAgreed = true } = {}): Promise<void> {
    await settle();
    const { handlers, sent } = this.#line;
    handlers.onOpen();
    this.#seq = 0;
    this.#stopHeart = every(this.clock, HEARTBEAT_MS, () => {
      handlers.onText('');
    });
    for (const [i, text] of (isAgreed ? sent : []).entries()) {
      const { id, params } = JSON.parse(text) as { id: number; params: { channels: readonly string[] } };
      const msg = { channel: params.channels[0], sid: i + 1 };
      handlers.onText(JSON.stringify({ type: 'subscribed', id, msg }));
    }
    await settle();
  }

  /** The line is cut; it is asked for again soon. */
  cut(): void {
    this.#stopHeart();
    this.#line.handlers.onClose(1006, '');
  }

  /** The exchange has just made a trade. */
  trade(change: Parameters<typeof aTrade>[0] = {}): void {
    const trade = aTrade({ at: this.venueNow, ...change });
    this.#line.handlers.onText(tradeFrame(trade, TRADE_SID, ++this.#seq));
  }

  /** The store has kept what it was given, of a recording that began then, if it says so. */
  async recorded(since: number | undefined): Promise<void> {
    this.store.receive({
      kind: 'recording',
      state: 'recording',
      bytes: 0,
      quota: 0,
      persisted: true,
      reason: '',
      since: since as UnixMs | undefined,
    });
    for (const message of [...this.store.sent])
      if (message.kind === 'trades')
        this.store.receive({ kind: 'stored', batch: message.batch, count: message.columns.count });
    await this.pass(2_000);
  }

  async pass(ms: number): Promise<void> {
    await this.clock.run(ms);
  }

  /** Returns a frame with what `more` asks for. */
  frame(more: Partial<FrameRequest>): Frame {
    this.app.receive({
      kind: 'frame-request',
      id: ++this.#id,
      windowMinutes: 10,
      includeCombos: true,
      ...more,
    });
    const frame = this.app.sent.at(-1);
    if (frame?.kind !== 'frame') throw new Error('Expected a frame.');
    return frame;
  }

  get #line() {
    return must(this.#sockets.connections.at(-1), 'a line that was asked for');
  }
}

const HEARTBEAT_MS = 5 * SECOND;
/** Trades are asked for first. */
const TRADE_SID = 1;
