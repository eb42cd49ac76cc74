/**
 * Pulls frames from the market worker and keeps the newest part of each kind. Panels say what they want while they are
 * on the screen; what is due is asked for, one request at a time, and nothing while the tab is hidden. By a timer, not with
 * animation frames: each of those costs the page a few ms, changed or not. One follows each answer, to see how long it took to
 * draw (draw-rest.ts).
 *
 *   const off = frames.want('tape', { limit: 200, merge: true });         // in an effect; `off` in its clean-up
 *   const tape = useSyncExternalStore(frames.subscribe, () => frames.getSnapshot().tape);   // same object until renewed
 *
 * One file, longer than most: every part is asked for, taken and dropped by the same few rules.
 */
import type {
  AnalyticsFrame,
  BookFrame,
  CategoriesFrame,
  ChartSpan,
  EventFrame,
  Frame,
  FramePortMessage,
  FrameRequest,
  HeatFrame,
  HeatWish,
  HotFrame,
  HotWish,
  MarketFrame,
  PinsFrame,
  PinsWish,
  PulseFrame,
  StatusFrame,
  TapeFrame,
  TapeWish,
} from '#contract/frames.ts';
import { must } from '#core/lib/assert.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { afterPaint } from './after-paint.ts';
import { DrawRest, type PaintClock } from './draw-rest.ts';

/** One panel's newest data and the worker's clock when it was made. None is taken while stored trades are read back. */
export interface Part<T> {
  readonly at: UnixMs;
  readonly value: T;
}

export interface LatestFrames {
  /** Comes at least twice a second while the page is visible, also while frozen. */
  readonly status: Part<StatusFrame> | undefined;
  readonly pulse: Part<PulseFrame> | undefined;
  readonly tape: Part<TapeFrame> | undefined;
  readonly hot: Part<HotFrame> | undefined;
  readonly heat: Part<HeatFrame> | undefined;
  readonly pins: Part<PinsFrame> | undefined;
  readonly categories: Part<CategoriesFrame> | undefined;
  readonly analytics: Part<AnalyticsFrame> | undefined;
  /** Of the market last wanted; `undefined` from a change of market or span until the first frame of it. */
  readonly market: Part<MarketFrame> | undefined;
  /** Of the market last wanted. Comes also while stored trades are read back: a book needs no past. */
  readonly book: Part<BookFrame> | undefined;
  /** Of the event last wanted. */
  readonly event: Part<EventFrame> | undefined;
  readonly windowMinutes: number;
  readonly includeCombos: boolean;
  readonly isFrozen: boolean;
  /** The worker has not answered for 3 s: everything here is old, say so. */
  readonly isSilent: boolean;
}

/** Of two wants of one kind the larger limit counts; everything else, as filter, order or market, is that of the newest want. */
export interface Wants {
  readonly pulse: Record<never, never>;
  readonly tape: TapeWish;
  readonly hot: HotWish;
  readonly heat: HeatWish;
  readonly pins: PinsWish;
  readonly categories: Record<never, never>;
  readonly analytics: Record<never, never>;
  readonly market: { readonly ticker: Ticker; readonly span: ChartSpan; readonly trades: number };
  readonly book: { readonly ticker: Ticker };
  readonly event: { readonly event: string };
}
export type FramePart = keyof Wants;

export interface Frames {
  /**
   * Registers a need; the result takes it back. Asked for next, a book and what is due with it at once. Another filter or order
   * than before ends a freeze.
   */
  want<K extends FramePart>(part: K, options: Wants[K]): () => void;
  setWindow(minutes: number): void;
  setIncludeCombos(includeCombos: boolean): void;
  /** Frozen: parts stand still on the screen (recording goes on); the status still moves. */
  freeze(isFrozen: boolean): void;
  subscribe(listener: () => void): () => void;
  getSnapshot(): LatestFrames;
}

/** The page's clock; tests turn it by hand. */
export interface FrameLoop extends PaintClock {
  /** Calls `run` in `ms`, later while the tab is hidden; the result calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** The side of the market worker's port that is used here. */
export interface FramePort {
  postMessage(message: FramePortMessage): void;
  onmessage: ((event: MessageEvent<FramePortMessage>) => void) | null;
}

/** ms between two requests of a part: tape and book 10 Hz, cards and drawer 4 Hz, heavy parts once or twice a second. */
const PERIOD_MS: Record<FramePart | 'status', number> = {
  tape: 100,
  book: 100,
  hot: 250,
  pins: 250,
  market: 250,
  pulse: 500,
  event: 500,
  heat: 1000,
  categories: 1000,
  analytics: 1000,
  // Alone when nothing else is due.
  status: 500,
};
/** A book that was just opened is asked for at once, and sixty times a second until its levels are there, for so long. */
const HURRY_MS = 1000;
const HURRIED_PERIOD_MS = 16;
/** From the levels of that book until nothing else is asked for: by then they have been painted. */
const PAINT_MS = 100;
/** An unanswered request older than this means that the worker hangs or is dead. */
const SILENT_MS = 3000;
/** A part that will be due within so many ms, or a quarter of its period, goes with what is due now: the page is drawn once. */
const EARLY_MS = 50;

const PARTS: readonly FramePart[] = [
  ...(['pulse', 'tape', 'hot', 'pins', 'heat', 'categories', 'analytics'] as const),
  ...(['market', 'book', 'event'] as const),
];

/** The two that take longest to draw: never both at once, so that a click waits for one of them at most. */
const HEAVY: readonly FramePart[] = ['heat', 'analytics'];

/** The lists: what a part of them shows depends on more than window and length. */
type ListPart = 'tape' | 'hot' | 'heat';

/** What a drawer and a market's page show first. */
const OPENED: readonly FramePart[] = ['market', 'book'];

const NOTHING = {
  status: undefined,
  pulse: undefined,
  tape: undefined,
  hot: undefined,
  heat: undefined,
  pins: undefined,
  categories: undefined,
  analytics: undefined,
  market: undefined,
  book: undefined,
  event: undefined,
} satisfies Partial<LatestFrames>;

interface Want<K extends FramePart = FramePart> {
  readonly part: K;
  readonly options: Wants[K];
}

export class FramePuller implements Frames {
  readonly #loop: FrameLoop;
  readonly #listeners = new Set<() => void>();
  readonly #wants: { [K in FramePart]: Want<K>[] } = {
    pulse: [],
    tape: [],
    hot: [],
    heat: [],
    pins: [],
    categories: [],
    analytics: [],
    market: [],
    book: [],
    event: [],
  };
  /** What was last asked for. */
  readonly #questions = new Map<FramePart, Wants[FramePart]>();
  readonly #askedAt = new Map<FramePart | 'status', number>();
  /** Until then only what was just opened is asked for and drawn. */
  #openingUntil = -Infinity;
  #latest: LatestFrames;
  #port: FramePort | undefined;
  #cancel: () => void = () => undefined;
  readonly #rest: DrawRest;
  /** The request that waits for its answer, and when it was sent. */
  #outstanding: { readonly request: FrameRequest; readonly at: number } | undefined;
  #nextId = 1;

  constructor(loop: FrameLoop, windowMinutes: number, includeCombos = false) {
    this.#loop = loop;
    this.#rest = new DrawRest(loop, () => this.#wake());
    this.#latest = { ...NOTHING, windowMinutes, includeCombos, isFrozen: false, isSilent: false };
  }

  /** Begins to pull from `port`; a port that was attached before is let go (its worker died). */
  attach(port: FramePort): void {
    this.detach();
    this.#port = port;
    port.onmessage = (event) => {
      if (event.data.kind === 'frame') this.#receive(event.data);
    };
    this.#wake();
  }

  /** Stops pulling; what is held stays on the screen. */
  detach(): void {
    if (this.#port !== undefined) this.#port.onmessage = null;
    this.#cancel();
    this.#rest.stop();
    this.#port = undefined;
    this.#outstanding = undefined;
    this.#askedAt.clear();
  }

  /** Lets go of the port and forgets all it brought, so that nothing erased stays on the screen. */
  clear(): void {
    this.detach();
    this.#update({ ...NOTHING, isFrozen: false, isSilent: false });
  }

  want<K extends FramePart>(part: K, options: Wants[K]): () => void {
    const want: Want<K> = { part, options };
    const list: Want<K>[] = this.#wants[part];
    const isNew = JSON.stringify(list.at(-1)?.options) !== JSON.stringify(options);
    list.push(want);
    if (isNew) {
      this.#dropOtherMarket();
      this.#askedAt.delete(part);
      this.#endFreezeFor(part, options);
      this.#rest.stop();
      if (part === 'book') {
        this.#openingUntil = this.#loop.now() + HURRY_MS;
        this.#ask();
      } else this.#wake();
    }
    return () => {
      const at = list.indexOf(want);
      if (at >= 0) list.splice(at, 1);
      this.#dropOtherMarket();
    };
  }

  /** What stands there has another filter, order or span: asking for this one ends the freeze. */
  #endFreezeFor(part: FramePart, options: Wants[FramePart]): void {
    const before = this.#questions.get(part);
    this.#questions.set(part, options);
    if (!this.#latest.isFrozen || before === undefined) return;
    const isOther = isList(part) ? questionOf(before) !== questionOf(options) : isOtherSpan(before, options);
    if (isOther) this.#askAnew({ isFrozen: false });
  }

  setWindow(minutes: number): void {
    if (minutes === this.#latest.windowMinutes) return;
    // What stands there is of the old window: asking for another ends the freeze.
    this.#askAnew({ windowMinutes: minutes, isFrozen: false });
  }

  setIncludeCombos(includeCombos: boolean): void {
    if (includeCombos === this.#latest.includeCombos) return;
    this.#askAnew({ includeCombos, isFrozen: false });
  }

  freeze(isFrozen: boolean): void {
    if (isFrozen === this.#latest.isFrozen) return;
    this.#askAnew({ isFrozen });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  getSnapshot = (): LatestFrames => this.#latest;

  readonly #tick = (): void => {
    if (this.#outstanding === undefined) this.#ask();
    else if (this.#loop.now() - this.#outstanding.at > SILENT_MS) this.#update({ isSilent: true });
    else this.#wake();
  };

  /** Comes back when something is due, or when an answer has been owed for too long. */
  #wake(): void {
    this.#cancel();
    if (this.#port === undefined) return;
    const now = this.#loop.now();
    const ms =
      this.#outstanding === undefined ? this.#idleFor(now) : this.#outstanding.at + SILENT_MS + 1 - now;
    this.#cancel = this.#loop.after(ms, this.#tick);
  }

  /** Sends the request for what is due, unless one is on its way. */
  #ask(): void {
    if (this.#port !== undefined && this.#outstanding === undefined) {
      const now = this.#loop.now();
      const request = this.#isResting(now) ? undefined : this.#due(now);
      if (request !== undefined) {
        this.#outstanding = { request, at: now };
        this.#port.postMessage(request);
      }
    }
    this.#wake();
  }

  /** All that is wanted is due at once, of what `change` makes it. */
  #askAnew(change: Partial<LatestFrames>): void {
    this.#askedAt.clear();
    this.#rest.stop();
    this.#update(change);
    this.#wake();
  }

  /** Returns the request for all parts that are due, or `undefined` when none is. */
  #due(now: number): FrameRequest | undefined {
    const due = this.#partsDue(now);
    if (due.length === 0 && !this.#isDue('status', now)) return undefined;
    for (const part of due) this.#askedAt.set(part, now);
    this.#askedAt.set('status', now);
    const { windowMinutes, includeCombos } = this.#latest;
    const { tape, hot, pins, heat, market, book, event } = this.#wants;
    const has = (part: FramePart) => due.includes(part);
    return {
      kind: 'frame-request',
      id: this.#nextId++,
      windowMinutes,
      includeCombos,
      pulse: has('pulse') ? true : undefined,
      tape: has('tape') ? wishOf(tape) : undefined,
      hot: has('hot') ? wishOf(hot) : undefined,
      heat: has('heat') ? wishOf(heat) : undefined,
      pins: has('pins') ? pins.at(-1)?.options : undefined,
      categories: has('categories') ? true : undefined,
      analytics: has('analytics') ? true : undefined,
      market: has('market') ? market.at(-1)?.options : undefined,
      book: has('book') ? book.at(-1)?.options : undefined,
      event: has('event') ? event.at(-1)?.options : undefined,
    };
  }

  #partsDue(now: number): FramePart[] {
    const due = this.#partsAsked(now).filter((part) => this.#isDue(part, now));
    const [, ...waiting] = HEAVY.filter((part) => due.includes(part)).sort(
      (a, b) => (this.#askedAt.get(a) ?? 0) - (this.#askedAt.get(b) ?? 0),
    );
    return due.filter((part) => !waiting.includes(part));
  }

  /** What a click has just opened goes first: drawing the rest would keep it waiting. */
  #partsAsked(now: number): readonly FramePart[] {
    if (this.#latest.isFrozen) return [];
    const parts = this.#isOpening(now) ? OPENED : PARTS;
    return parts.filter((part) => this.#wants[part].length > 0);
  }

  #isDue(part: FramePart | 'status', now: number): boolean {
    return this.#dueIn(part, now) <= Math.min(EARLY_MS, this.#period(part, now) / 4);
  }

  /** ms until a part is due; negative when it should have been asked for. */
  #dueIn(part: FramePart | 'status', now: number): number {
    return (this.#askedAt.get(part) ?? -Infinity) + this.#period(part, now) - now;
  }

  /** ms until anything is due. */
  #idleFor(now: number): number {
    const dueIn = [...this.#partsAsked(now), 'status' as const].map((part) => this.#dueIn(part, now));
    if (this.#isOpening(now)) return Math.min(...dueIn, this.#openingUntil - now);
    return Math.max(this.#rest.left(now), Math.min(...dueIn));
  }

  /** What a click has just opened is drawn as it comes. */
  #isResting(now: number): boolean {
    return this.#rest.left(now) > 0 && !this.#isOpening(now);
  }

  #period(part: FramePart | 'status', now: number): number {
    return part === 'book' && this.#isOpening(now) && this.#isWaiting() ? HURRIED_PERIOD_MS : PERIOD_MS[part];
  }

  /** A book was just opened, and its levels have not been painted yet. */
  #isOpening(now: number): boolean {
    return now < this.#openingUntil && this.#wants.book.length > 0;
  }

  #isWaiting(): boolean {
    return (this.#latest.book?.value.state ?? 'waiting') === 'waiting';
  }

  #receive(frame: Frame): void {
    const request = this.#outstanding?.request;
    if (request === undefined || frame.id !== request.id) return;
    this.#outstanding = undefined;
    const now = this.#loop.now();
    const shown = this.#isOpening(now) ? this.#putOff(frame) : frame;
    const { at, status, pulse, tape, hot, pins, heat, categories, analytics, market, book, event } = shown;
    const change: { -readonly [K in keyof LatestFrames]?: LatestFrames[K] } = {
      status: { at, value: status },
      isSilent: false,
    };
    // While the past is read back every sum is too small: what was known before stays, or nothing.
    const isCurrent =
      !this.#latest.isFrozen &&
      !status.isRestoring &&
      request.windowMinutes === this.#latest.windowMinutes &&
      request.includeCombos === this.#latest.includeCombos;
    if (isCurrent) {
      if (pulse !== undefined) change.pulse = { at, value: pulse };
      if (tape !== undefined && this.#isAsked('tape', request)) change.tape = { at, value: tape };
      if (hot !== undefined && this.#isAsked('hot', request)) change.hot = { at, value: hot };
      if (heat !== undefined && this.#isAsked('heat', request)) change.heat = { at, value: heat };
      if (pins !== undefined) change.pins = { at, value: pins };
      if (categories !== undefined) change.categories = { at, value: categories };
      if (analytics !== undefined) change.analytics = { at, value: analytics };
      if (market !== undefined && this.#isWanted(market)) change.market = { at, value: market };
      if (event !== undefined && event.event === this.#eventWanted) change.event = { at, value: event };
    }
    if (book !== undefined && !this.#latest.isFrozen && book.ticker === this.#bookWanted)
      change.book = { at, value: book };
    this.#update(change);
    this.#rest.begin();
    if (!this.#isWaiting()) this.#openingUntil = Math.min(this.#openingUntil, now + PAINT_MS);
    this.#wake();
  }

  /** Takes out all but what was just opened: drawing the rest would keep it waiting. It is asked for again right after. */
  #putOff(frame: Frame): Frame {
    const { kind, id, at, status, market, book } = frame;
    for (const part of PARTS) if (!OPENED.includes(part)) this.#askedAt.delete(part);
    return { kind, id, at, status, market, book };
  }

  /** The reader may have chosen another filter or order while the answer was on its way. */
  #isAsked(part: ListPart, request: FrameRequest): boolean {
    const wish = request[part];
    const asked = this.#questions.get(part);
    return wish !== undefined && asked !== undefined && questionOf(wish) === questionOf(asked);
  }

  get #bookWanted(): Ticker | undefined {
    return this.#wants.book.at(-1)?.options.ticker;
  }

  get #eventWanted(): string | undefined {
    return this.#wants.event.at(-1)?.options.event;
  }

  #isWanted(market: MarketFrame): boolean {
    const wanted = this.#wants.market.at(-1)?.options;
    return wanted?.ticker === market.label.ticker && wanted.span === market.span;
  }

  #dropOtherMarket(): void {
    const { market, book, event } = this.#latest;
    if (market !== undefined && !this.#isWanted(market.value)) this.#update({ market: undefined });
    if (book !== undefined && book.value.ticker !== this.#bookWanted) this.#update({ book: undefined });
    if (event !== undefined && event.value.event !== this.#eventWanted) this.#update({ event: undefined });
  }

  #update(change: Partial<LatestFrames>): void {
    this.#latest = { ...this.#latest, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Returns what the newest of `wants` wishes, as long as the longest of them. */
function wishOf<K extends ListPart>(wants: readonly Want<K>[]): Wants[K] {
  const limit = Math.max(...wants.map((want) => want.options.limit));
  return { ...must(wants.at(-1), 'a want').options, limit };
}

function isList(part: FramePart): part is ListPart {
  return part === 'tape' || part === 'hot' || part === 'heat';
}

/** Names all of a wish but how much of it, and what comes on top: rows that answer one question answer all with this name. */
function questionOf(options: Wants[FramePart]): string {
  return JSON.stringify({ ...options, limit: undefined, pins: undefined });
}

/** Of one market; another one that is opened over a frozen page says so instead. */
function isOtherSpan(before: Wants[FramePart], options: Wants[FramePart]): boolean {
  if (!('span' in before) || !('span' in options)) return false;
  return before.ticker === options.ticker && before.span !== options.span;
}

/** Returns the page's own clock. It stands while the tab is hidden, and the requests with it. */
export function pageLoop(): FrameLoop {
  return {
    now: () => performance.now(),
    after: (ms, run) => {
      const onTime = (): void => {
        if (document.visibilityState === 'visible') run();
        else document.addEventListener('visibilitychange', onTime, { once: true });
      };
      const timer = setTimeout(onTime, ms);
      return () => {
        clearTimeout(timer);
        document.removeEventListener('visibilitychange', onTime);
      };
    },
    // A tab that is hidden meanwhile draws nothing: it has not taken long.
    afterPaint: (run) => {
      const end = (): void => {
        cancel();
        document.removeEventListener('visibilitychange', onChange);
      };
      const onChange = (): void => {
        end();
        run();
      };
      const cancel = afterPaint(onChange);
      document.addEventListener('visibilitychange', onChange);
      return end;
    },
  };
}
