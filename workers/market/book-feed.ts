/**
 * Order books as one subscription: which markets somebody wants, what the exchange was asked for, and how a doubtful book is
 * made whole. One command is on its way at a time; when it is done, what is wanted and what is there are compared anew, so
 * nothing has to be remembered about the order in which wishes came.
 *
 *   doubt ──► get_snapshot ──no answer──► unsubscribe, subscribe ──no answer──► a fresh socket, less and less often
 *
 * Where every book is quiet a last change may be lost and no number tells. So one that is exact is asked for again from time to
 * time: the number of the answer proves all of them.
 *
 * The caller tells duplicates and gaps apart (subscriptions.ts) and hands over every frame that is left. One file, longer
 * than most: every answer changes the same few sets.
 */
import { backoffMs } from '#core/lib/backoff.ts';
import type { Rng } from '#core/lib/rng.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import { Books, type BookCounts } from '#core/market/book/books.ts';
import type { PriceGrid } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { addMarkets, deleteMarkets, getSnapshot, subscribe, unsubscribe } from '#core/wire/commands.ts';
import { explainError, isTerminal, remedyFor } from '#core/wire/errors.ts';
import type { Decoded, NoScale, Sid } from '#core/wire/messages.ts';
import type { Clock } from '../lib/clock.ts';
import { SilentMarkets } from './silent-markets.ts';

export interface BookFeedOptions {
  readonly clock: Clock;
  readonly rng: Rng;
  /** Ids are unique on a socket, over all who send. */
  nextId(): number;
  send(command: string): void;
  grid(ticker: Ticker): PriceGrid;
  /** The socket does not do its work: only a fresh one helps. */
  reconnect(reason: string): void;
  log(level: 'info' | 'warn', text: string): void;
  /** What happened to a book, after it was applied. */
  onEvent(event: BookEvent): void;
  /** The exchange has been asked for this market's book, again and again, and sends none. */
  onSilent(ticker: Ticker): void;
}

/** Since the start. */
export interface BookStats extends BookCounts {
  readonly wanted: number;
  readonly snapshots: number;
  readonly deltas: number;
  /** Times an exact book became doubtful. */
  readonly stale: number;
  /** Snapshots and changes of no subscription of ours: not applied. */
  readonly strays: number;
}

interface Command {
  readonly id: number;
  readonly kind: 'subscribe' | 'unsubscribe' | 'add' | 'delete' | 'snapshot';
  /** Snapshots are taken out as they come. */
  readonly tickers: Set<Ticker>;
  hasAnswer: boolean;
  cancelTimer(): void;
}

/** Wishes of one turn become one command; those that come while it is on its way become the next. */
const GATHER_MS = 0;
/** An answer takes one round trip; this is far beyond it. */
const ANSWER_MS = 3_000;
/** Keeps a command within some 8 KB. */
const BATCH = 200;
/** Commands without an answer before the subscription is made anew; one more, and the socket is. */
const MAX_TIMEOUTS = 2;
/** Where others have been heard for so long since the last number of ours, the next one is asked for. */
const PROVE_AFTER_MS = 2_000;
/** Books that are asked for over and over wait longer each time, up to 8 s; after a calm the first is asked for at once. */
const SNAPSHOT_PACE_MS = 250;
const MAX_PACE_STEP = 5;
const CALM_MS = 10_000;
/**
 * A fresh socket interrupts the trades too, so books ask for a second one only after this long, and for each further one after
 * twice as long, up to the most; after twice the most without need it begins anew.
 */
const SOCKET_PACE_MS = 30_000;
const MAX_SOCKET_PACE_MS = 600_000;

/** Returns how long books wait for the socket after the one they ask for now, `sinceMs` after the last; `paceMs` was the wait for this one. */
export function nextSocketPace(paceMs: number, sinceMs: number): number {
  if (sinceMs > 2 * MAX_SOCKET_PACE_MS) return SOCKET_PACE_MS;
  return Math.min(MAX_SOCKET_PACE_MS, Math.max(SOCKET_PACE_MS, paceMs * 2));
}

export class BookFeed {
  readonly books: Books;
  readonly #options: BookFeedOptions;
  /** Who wants each book. */
  readonly #wanted = new Map<Ticker, Set<string>>();
  /** What the subscription holds. */
  readonly #held = new Set<Ticker>();
  /** Of those, what the exchange was asked to leave out and did not answer: it may still do so, and wishes for them begin anew. */
  readonly #leaving = new Set<Ticker>();
  readonly #doubted = new Set<Ticker>();
  readonly #silent: SilentMarkets;
  /** Had a book, and did not answer until the subscription was made anew for their sake: from then on their silence is theirs. */
  readonly #unanswered = new Set<Ticker>();
  #sid: Sid | undefined;
  #command: Command | undefined;
  #isOpen = false;
  #timeouts = 0;
  #refusals = 0;
  #paceStep = 0;
  /** Monotonic, of the last get_snapshot. */
  #snapshotAt = -Infinity;
  /** Monotonic, of the last fresh socket that was asked for, and how long it is asked for no other. */
  #socketAt = -Infinity;
  #socketPaceMs = 0;
  #problem = '';
  #noScale: NoScale = 'no';
  #strays = 0;
  readonly #events: Record<BookEvent['kind'], number> = { snapshot: 0, delta: 0, stale: 0, end: 0 };
  #cancelNext: (() => void) | undefined;
  #cancelPace: (() => void) | undefined;
  /** Our stamp of the last sign of life of the socket, and of the last number of our subscription. */
  #heardAt: UnixMs | undefined;
  #numberAt: UnixMs | undefined;
  /** The exchange does not give a book twice: that the line lives has to do. */
  #isProofRefused = false;

  constructor(options: BookFeedOptions) {
    this.#options = options;
    this.books = new Books({
      onDoubt: (ticker) => {
        this.#doubted.add(ticker);
        this.#soon();
      },
      onEvent: (event) => {
        this.#events[event.kind]++;
        options.onEvent(event);
      },
    });
    this.#silent = new SilentMarkets({
      clock: options.clock,
      onSilent: (ticker) => {
        options.onSilent(ticker);
      },
      onTryAgain: () => {
        this.#doubtUnlessExact(this.#held);
        this.#soon();
      },
    });
  }

  get sid(): Sid | undefined {
    return this.#sid;
  }

  /** For diagnostics: what came, and what could not be applied. */
  get stats(): BookStats {
    const { snapshot, delta, stale } = this.#events;
    const { size: wanted } = this.#wanted;
    return { wanted, snapshots: snapshot, deltas: delta, stale, strays: this.#strays, ...this.books.counts };
  }

  /** Why no books come, in words; empty when all is well. */
  get problem(): string {
    return this.#problem;
  }

  /** The exchange has been asked for this market's book and sends none. */
  isSilent(ticker: Ticker): boolean {
    return this.#silent.has(ticker);
  }

  /** An answer for this market's book is overdue: the exchange is asked again. */
  isLate(ticker: Ticker): boolean {
    return this.#timeouts > 0 || this.#doubted.has(ticker) || this.#silent.wasAsked(ticker);
  }

  /** Keeps the book of `ticker` as long as `who` wants it. */
  want(ticker: Ticker, who: string): void {
    const known = this.#wanted.get(ticker);
    if (known !== undefined) {
      known.add(who);
      return;
    }
    this.#wanted.set(ticker, new Set([who]));
    this.books.watch(ticker, this.#options.grid(ticker));
    // Still subscribed from the wish before: its snapshot has been, and was of the book that was let go.
    if (this.#held.has(ticker)) this.#doubted.add(ticker);
    this.#soon();
  }

  unwant(ticker: Ticker, who: string): void {
    const known = this.#wanted.get(ticker);
    known?.delete(who);
    if (known?.size !== 0) return;
    this.#wanted.delete(ticker);
    this.#doubted.delete(ticker);
    this.#silent.delete(ticker);
    this.#unanswered.delete(ticker);
    this.books.unwatch(ticker);
    this.#soon();
  }

  /** A fresh socket: nothing is subscribed to. */
  opened(): void {
    this.#forget();
    this.#unanswered.clear();
    this.#isOpen = true;
    this.#timeouts = 0;
    this.#soon();
  }

  /** The socket is gone: no book can be trusted any more, from the last proof on. */
  closed(at: UnixMs): void {
    this.#isOpen = false;
    this.books.gap('disconnect', this.#provenUntil() ?? at);
    this.#forget();
  }

  stop(): void {
    this.#isOpen = false;
    this.#forget();
    this.#silent.stop();
  }

  /** The exchange lives, and had said nothing since the last frame: what is known holds up to here. */
  alive(at: UnixMs): void {
    if (this.#heardAt !== undefined) this.#heard(at);
  }

  /** For how long nothing has been heard (ms); 0 where the line is down, and no book passes for exact. */
  silentMs(now: UnixMs): number {
    return this.#heardAt === undefined ? 0 : Math.max(0, now - this.#heardAt);
  }

  /** For how long (ms) nothing has proven the exact books right: longer than it is silent, where only others are heard. */
  unprovenMs(now: UnixMs): number {
    return Math.max(0, now - (this.#provenUntil() ?? now));
  }

  /**
   * Up to when nothing was missed. A number tells of every one before it; that other frames have come since tells nothing.
   * Where no book is exact there is nothing to prove. `undefined` where the line is down.
   */
  #provenUntil(): UnixMs | undefined {
    const [heardAt, numberAt] = [this.#heardAt, this.#numberAt];
    const isLive = heardAt === undefined || numberAt === undefined || numberAt >= heardAt;
    return isLive || this.#isProofRefused || !this.books.hasExact ? heardAt : numberAt;
  }

  #heard(at: UnixMs): void {
    this.#heardAt = at;
    // The clock was set back: what lies ahead of it is from before.
    if (this.#numberAt !== undefined && this.#numberAt > at) this.#numberAt = at;
  }

  /** Takes a frame in its order. `isGap`: numbers of its sid were left out just before it. */
  take(frame: Decoded, isGap: boolean, at: UnixMs): void {
    // Where the answer to our subscribe is lost, its books tell the sid: what is left out of them must not go unnoticed.
    if (this.#command?.kind === 'subscribe' && (frame.kind === 'snapshot' || frame.kind === 'delta'))
      this.#sid ??= frame.sid;
    const isOurs = frame.sid !== undefined && frame.sid === this.#sid;
    // Acknowledgements and errors may come without a number, or with one that has been.
    const isNumber =
      isOurs && frame.seq !== undefined && (frame.kind === 'snapshot' || frame.kind === 'delta');
    const wholeUntil = isOurs && (isGap || !isNumber) ? (this.#provenUntil() ?? at) : at;
    if (isGap && isOurs) {
      this.#options.log('warn', 'Numbers of the order books were left out: every book is asked for again.');
      this.books.gap('sequence', wholeUntil);
    }
    this.#heard(at);
    if (isNumber) this.#numberAt = at;
    if (frame.kind === 'snapshot' || frame.kind === 'delta') {
      // What another subscription says, or none, is in no order that is known here.
      if (!isOurs) this.#strays++;
      else if (frame.kind === 'snapshot') this.#snapshot(frame, at);
      else this.books.delta(frame, frame.seq, at);
    } else if (isOurs && frame.kind === 'rejected') {
      this.#options.log(
        'warn',
        'A frame of the order books could not be read: every book is asked for again.',
      );
      this.books.gap('sequence', wholeUntil);
    } else if (isOurs && frame.kind === 'error' && isTerminal(frame.code))
      this.#lost(wholeUntil, explainError(frame.code, frame.message));
    else if (isOurs && frame.kind === 'unsubscribed') this.#unsubscribed(wholeUntil);
    else if (frame.kind === 'error' || frame.kind === 'subscribed' || frame.kind === 'ok')
      this.#answered(frame);
  }

  /** Looks for books that have been crossed for too long, and for a proof that is due. Call a few times a second. */
  expire(now: UnixMs): void {
    this.books.expire(now);
    if (this.#isProofDue()) this.#soon();
  }

  #isProofDue(): boolean {
    const [heardAt, numberAt] = [this.#heardAt, this.#numberAt];
    if (heardAt === undefined || numberAt === undefined || this.#isProofRefused) return false;
    return heardAt - numberAt >= PROVE_AFTER_MS;
  }

  /** Returns the exact book with the fewest levels. */
  #smallestExact(): Ticker | undefined {
    let least = Infinity;
    let found: Ticker | undefined;
    for (const ticker of this.#held) {
      const book = this.books.get(ticker);
      const size = book?.state === 'exact' ? book.yes.size + book.no.size : Infinity;
      if (size >= least) continue;
      least = size;
      found = ticker;
    }
    return found;
  }

  #snapshot(frame: Extract<Decoded, { kind: 'snapshot' }>, at: UnixMs): void {
    if (frame.noScale !== this.#noScale) {
      this.#noScale = frame.noScale;
      const scale = frame.noScale === 'yes' ? 'YES' : 'their own';
      this.#options.log(
        'warn',
        `Prices of the NO side come on ${scale} scale now: every book is read again.`,
      );
      this.books.gap('crossed', at);
    }
    // One that cannot be is doubted at once: it stays asked for.
    this.#doubted.delete(frame.ticker);
    this.books.snapshot(frame, frame.seq, at);
    this.#silent.delete(frame.ticker);
    this.#unanswered.delete(frame.ticker);
    const command = this.#command;
    if (command?.kind !== 'snapshot') return;
    if (command.tickers.delete(frame.ticker)) command.hasAnswer = true;
    if (command.tickers.size === 0) this.#done();
  }

  #answered(frame: Extract<Decoded, { kind: 'error' | 'subscribed' | 'ok' }>): void {
    const command = this.#command;
    if (command === undefined || frame.id !== command.id) return;
    if (frame.kind === 'error') {
      this.#refused(command, frame.code, frame.message);
      return;
    }
    this.#sid = frame.kind === 'subscribed' ? frame.newSid : (frame.sid ?? this.#sid);
    const tickers = [...command.tickers];
    for (const ticker of tickers) this.#leaving.delete(ticker);
    if (command.kind === 'delete')
      for (const ticker of tickers) {
        this.#held.delete(ticker);
        // Wanted again meanwhile, and perhaps made whole by a late snapshot: from here on nothing is heard of it.
        if (this.#wanted.has(ticker))
          this.books.doubt(ticker, 'disconnect', this.#provenUntil() ?? this.#options.clock.now());
      }
    else {
      // Their snapshots come by themselves; what is still without one at the next look is asked for.
      for (const ticker of tickers) {
        this.#held.add(ticker);
        this.#doubted.delete(ticker);
      }
      this.#options.clock.after(ANSWER_MS, () => {
        this.#doubtUnlessExact(tickers);
        this.#soon();
      });
    }
    this.#done();
  }

  #doubtUnlessExact(tickers: Iterable<Ticker>): void {
    for (const ticker of tickers) {
      const state = this.books.get(ticker)?.state;
      if (this.#held.has(ticker) && state !== undefined && state !== 'exact') this.#doubted.add(ticker);
    }
  }

  /** Also the late answer to a command that was given up says that nothing is subscribed to any more. */
  #unsubscribed(at: UnixMs): void {
    if (this.#command?.kind !== 'unsubscribe') {
      this.#lost(at, 'The exchange ended the subscription to order books.');
      return;
    }
    this.#ended(at);
    this.#done();
  }

  /** Nothing is subscribed to any more: what comes from here on is missed. */
  #ended(at: UnixMs): void {
    this.#sid = undefined;
    this.#held.clear();
    this.#leaving.clear();
    this.books.gap('disconnect', at);
  }

  /** The subscription is dead: its books are doubtful, and it is asked for again. */
  #lost(at: UnixMs, why: string): void {
    this.#options.log('warn', why);
    this.books.gap('disconnect', at);
    this.#forget();
    this.#later();
  }

  #refused({ kind, tickers }: Command, code: number, message: string): void {
    this.#problem = explainError(code, message);
    this.#options.log('warn', this.#problem);
    this.#end();
    if (kind === 'unsubscribe') {
      // There is nothing to end: that is what was wanted.
      this.#ended(this.#options.clock.now());
    }
    const remedy = remedyFor(code);
    if (kind === 'snapshot' && remedy === 'tell' && this.#areExact(tickers)) {
      this.#problem = '';
      this.#isProofRefused = true;
      this.#soon();
      return;
    }
    if (remedy === 'tell' && (kind === 'subscribe' || kind === 'add'))
      for (const ticker of tickers) this.#silent.add(ticker);
    else if (remedy === 'resubscribe' || (remedy === 'tell' && kind === 'snapshot')) this.#startOver();
    this.#later();
  }

  #timedOut({ kind, tickers, hasAnswer }: Command): void {
    this.#end();
    if (kind === 'delete') for (const ticker of tickers) this.#leaving.add(ticker);
    // A market that never had a book is the exchange's silence; others that did must be answered for.
    const isSilence =
      kind === 'snapshot' &&
      (hasAnswer || [...tickers].every((each) => !this.#hadBook(each) || this.#unanswered.has(each)));
    if (isSilence)
      for (const ticker of tickers) {
        this.#silent.count(ticker);
        if (this.#silent.isResting(ticker)) this.#doubted.delete(ticker);
      }
    else this.#timeouts++;
    if (this.#timeouts > MAX_TIMEOUTS + 1 || (this.#timeouts > MAX_TIMEOUTS && this.#sid === undefined))
      this.#reconnect();
    else if (this.#timeouts > MAX_TIMEOUTS) {
      for (const ticker of tickers) this.#unanswered.add(ticker);
      this.#startOver();
    } else this.#soon();
  }

  #reconnect(): void {
    this.#problem = 'The exchange does not answer for its order books.';
    const now = this.#options.clock.monotonic();
    const sinceMs = now - this.#socketAt;
    if (sinceMs < this.#socketPaceMs) {
      this.#later();
      return;
    }
    this.#socketPaceMs = nextSocketPace(this.#socketPaceMs, sinceMs);
    this.#socketAt = now;
    this.#options.reconnect(this.#problem);
  }

  #hadBook(ticker: Ticker): boolean {
    return this.books.get(ticker)?.receivedAt !== undefined;
  }

  #areExact(tickers: Iterable<Ticker>): boolean {
    return [...tickers].every((ticker) => this.books.get(ticker)?.state === 'exact');
  }

  /** Asks for the whole subscription anew, on the same socket. */
  #startOver(): void {
    const sid = this.#sid;
    if (sid !== undefined) this.#send('unsubscribe', [], (id) => unsubscribe(id, [sid]));
  }

  /** A command was carried out. */
  #done(): void {
    this.#end();
    this.#timeouts = 0;
    this.#refusals = 0;
    this.#problem = '';
    this.#soon();
  }

  #end(): void {
    this.#command?.cancelTimer();
    this.#command = undefined;
  }

  #forget(): void {
    this.#end();
    this.#cancelNext?.();
    this.#cancelNext = undefined;
    this.#cancelPace?.();
    this.#cancelPace = undefined;
    this.#sid = undefined;
    this.#heardAt = this.#numberAt = undefined;
    this.#isProofRefused = false;
    this.#held.clear();
    this.#leaving.clear();
    this.#doubted.clear();
  }

  #soon(ms = GATHER_MS): void {
    this.#cancelNext ??= this.#options.clock.after(ms, () => {
      this.#cancelNext = undefined;
      this.#next();
    });
  }

  #later(): void {
    this.#cancelNext?.();
    this.#cancelNext = undefined;
    this.#soon(GATHER_MS + backoffMs(this.#refusals++, this.#options.rng));
  }

  /** Compares what is wanted with what is there, and sends the one command that brings them closer. */
  #next(): void {
    if (!this.#isOpen || this.#command !== undefined) return;
    const sid = this.#sid;
    const tickers = [...this.#wanted.keys()];
    const isHeld = (ticker: Ticker) => this.#held.has(ticker) && !this.#leaving.has(ticker);
    const missing = tickers.filter((each) => !isHeld(each) && !this.#silent.isResting(each)).slice(0, BATCH);
    if (sid === undefined) {
      if (missing.length > 0)
        this.#send('subscribe', missing, (id) =>
          subscribe(id, ['orderbook_delta'], { tickers: missing, skipTickerAck: true }),
        );
      return;
    }
    const extra = [...this.#held].filter((each) => !this.#wanted.has(each)).slice(0, BATCH);
    if (tickers.length === 0) this.#send('unsubscribe', [], (id) => unsubscribe(id, [sid]));
    else if (missing.length > 0) this.#send('add', missing, (id) => addMarkets(id, sid, missing));
    else if (extra.length > 0) this.#send('delete', extra, (id) => deleteMarkets(id, sid, extra));
    else if (this.#doubted.size > 0) this.#askSnapshots(sid);
    else if (this.#isProofDue()) this.#askProof(sid);
  }

  #askProof(sid: Sid): void {
    const ticker = this.#smallestExact();
    if (ticker !== undefined) this.#send('snapshot', [ticker], (id) => getSnapshot(id, sid, [ticker]));
  }

  #askSnapshots(sid: Sid): void {
    const doubted = [...this.#doubted].filter((each) => this.#held.has(each)).slice(0, BATCH);
    if (doubted.length === 0) return;
    const sinceMs = this.#options.clock.monotonic() - this.#snapshotAt;
    if (sinceMs > CALM_MS) this.#paceStep = 0;
    const waitMs = this.#paceStep === 0 ? 0 : SNAPSHOT_PACE_MS * 2 ** (this.#paceStep - 1) - sinceMs;
    if (waitMs > 0) {
      // A timer of its own: other wishes need not wait for it.
      this.#cancelPace ??= this.#options.clock.after(waitMs, () => {
        this.#cancelPace = undefined;
        this.#soon();
      });
      return;
    }
    this.#paceStep = Math.min(MAX_PACE_STEP + 1, this.#paceStep + 1);
    this.#snapshotAt = this.#options.clock.monotonic();
    this.#send('snapshot', doubted, (id) => getSnapshot(id, sid, doubted));
  }

  #send(kind: Command['kind'], tickers: readonly Ticker[], textOf: (id: number) => string): void {
    const id = this.#options.nextId();
    const command: Command = {
      id,
      kind,
      tickers: new Set(tickers),
      hasAnswer: false,
      cancelTimer: this.#options.clock.after(ANSWER_MS, () => {
        this.#timedOut(command);
      }),
    };
    this.#command = command;
    this.#options.send(textOf(id));
  }
}
