/**
 * One heatmap: hears the river and the page, and draws when there is something new to see, at most once a frame and not at all
 * while the page is hidden. Between two words of the river's clock time goes on at its rate. One file, longer than most: what it
 * hears and what it is asked for both end in the same drawing.
 */
import { BookLog } from '#core/market/liquidity/book-log.ts';
import { KNOWN } from '#core/market/liquidity/liquidity-columns.ts';
import { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { HOUR, type DurationMs, type UnixMs } from '#core/units/time.ts';
import type {
  HeatmapAnswer,
  HeatmapCursor,
  HeatmapLegend,
  HeatmapPhase,
  HeatmapRequest,
  HeatmapView,
} from '#contract/heatmap.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import { every, type Clock } from '../lib/clock.ts';
import { typedPort, type TypedPort } from '../lib/port.ts';
import { Cursor } from './cursor.ts';
import { Painter } from './painter.ts';
import { Past } from './past.ts';
import { RollingScale } from './size-scale.ts';
import { Table } from './table.ts';

export interface SessionDeps {
  readonly clock: Clock;
  /** Calls `run` at the next frame. */
  readonly onFrame: (run: () => void) => void;
}

/** Folding takes at most this much of a frame (ms). */
const FOLD_BUDGET_MS = 10;
/** A book may take this long to come before there is said to be none (ms). */
const PATIENCE_MS = 4_000;
/** New events are drawn at most this often (ms); a new column, a pan or a cursor at once. */
const EVENTS_MS = 66;

/** No word of the river for this long (ms). */
const SILENCE_MS = 3_000;

interface Shown {
  readonly log: BookLog;
  readonly trades: TradeLog;
  readonly painter: Painter;
  readonly past: Past;
  readonly table: Table;
  readonly isReplay: boolean;
  readonly beganAt: number;
  /** The river's word that the disk holds everything before it. */
  isPastThere: boolean;
}

export class HeatmapSession {
  readonly #deps: SessionDeps;
  readonly #page: TypedPort<HeatmapAnswer, HeatmapRequest>;
  readonly #canvas: OffscreenCanvas;
  readonly #cursor = new Cursor();
  /** Held by the reader it outlasts seeks and replays. */
  readonly #scale = new RollingScale();
  readonly #stopWatching: () => void;
  #river: TypedPort<RiverAnswer, RiverMessage> | undefined;
  #heardAt: number;
  #view: HeatmapView;
  #shown: Shown | undefined;
  #clock = { now: 0, rate: 0, at: 0 };
  #isVisible = true;
  #isFrameAsked = false;
  #isClosed = false;
  #hasNews = true;
  #drawnAt = -Infinity;
  #drawnTo = -1;
  #legend = '';
  #hadBook = false;

  constructor(
    page: TypedPort<HeatmapAnswer, HeatmapRequest>,
    { canvas, view }: { canvas: OffscreenCanvas; view: HeatmapView },
    deps: SessionDeps,
  ) {
    this.#page = page;
    this.#canvas = canvas;
    this.#view = view;
    this.#deps = deps;
    this.#heardAt = deps.clock.monotonic();
    this.#stopWatching = every(deps.clock, SILENCE_MS / 3, () => {
      this.#watch();
    });
  }

  /** Takes a word of the page. */
  take(message: Exclude<HeatmapRequest, { kind: 'init' }>): void {
    switch (message.kind) {
      case 'river':
        this.#follow(typedPort<RiverAnswer, RiverMessage>(message.river));
        return;
      case 'view':
        this.#view = message.view;
        this.#shown?.painter.look(message.view);
        this.#change();
        return;
      case 'cursor':
        this.#moveCursor(message.cursor);
        return;
      case 'table':
        this.#tellTable();
        return;
      case 'visible':
        this.#isVisible = message.isVisible;
        this.#change();
        return;
      case 'close':
        this.#isClosed = true;
        this.#stopWatching();
        this.#shown?.past.close();
        this.#leave();
        this.#page.close();
    }
  }

  /** Draws another river; what is drawn of the last one stays until this one begins. */
  #follow(river: TypedPort<RiverAnswer, RiverMessage>): void {
    this.#leave();
    this.#river = river;
    this.#heardAt = this.#deps.clock.monotonic();
    river.onMessage((message) => {
      if (this.#river === river) this.#hear(message);
    });
  }

  #leave(): void {
    this.#river?.send({ kind: 'close' });
    this.#river?.close();
    this.#river = undefined;
  }

  /** A river tells the time four times a second, paused or not: one that does not is dead. */
  #watch(): void {
    const at = this.#deps.clock.monotonic();
    if (at - this.#heardAt < SILENCE_MS && this.#river !== undefined) return;
    this.#heardAt = at;
    this.#page.send({ kind: 'silent' });
  }

  #hear(message: RiverMessage): void {
    const shown = this.#shown;
    this.#heardAt = this.#deps.clock.monotonic();
    switch (message.kind) {
      case 'begin':
        this.#begin(message);
        break;
      case 'past':
        if (shown !== undefined) shown.isPastThere = true;
        break;
      case 'books':
        if (shown !== undefined) {
          const { until } = shown.log;
          const from = shown.log.append(message.columns);
          if (from < until) forget(shown, from, until);
        }
        break;
      case 'trades':
        if (shown !== undefined) {
          const [from, to] = shown.trades.add(message.columns, shown.log.ticker);
          if (from <= to) {
            shown.painter.renewTrades(from, to);
            shown.table.renewTrades(from, to);
          }
        }
        break;
      case 'clock':
        this.#clock = { now: message.now, rate: message.rate, at: this.#deps.clock.monotonic() };
        // Also while nothing is drawn: a hidden tab hears on.
        shown?.log.trim(shown.painter.viewAt(message.now));
    }
    if (this.#view.isFrozen && message.kind !== 'begin') return;
    this.#hasNews = true;
    this.#ask();
  }

  #begin({
    ticker,
    exchangeId,
    at,
    now,
    isReplay,
    recordedFrom,
  }: Extract<RiverMessage, { kind: 'begin' }>): void {
    this.#shown?.past.close();
    const log = new BookLog(ticker);
    const trades = new TradeLog();
    if (!this.#view.isScalePinned) this.#scale.restart();
    const painter = new Painter(this.#canvas, log, trades, this.#view, this.#scale);
    const table = new Table(log, trades);
    const past = new Past({
      exchangeId,
      log,
      trades,
      riverFrom: at,
      riverTradesFrom: (now - HOUR) as UnixMs,
      recordedFrom,
      now: () => this.#deps.clock.monotonic(),
      onRead: ({ from, to }) => {
        forget({ painter, table }, from, to);
        this.#change();
      },
    });
    const beganAt = this.#deps.clock.monotonic();
    this.#shown = { log, trades, painter, past, table, isReplay, beganAt, isPastThere: false };
    this.#clock = { now, rate: isReplay ? 0 : 1, at: beganAt };
    this.#hadBook = false;
  }

  #now(): number {
    const { now, rate, at } = this.#clock;
    return now + rate * (this.#deps.clock.monotonic() - at);
  }

  /** Something other than events is new: the next frame draws, whenever the last one was. */
  #change(): void {
    this.#drawnAt = -Infinity;
    this.#hasNews = true;
    this.#ask();
  }

  #ask(): void {
    if (this.#isFrameAsked || this.#isClosed || !this.#isVisible || this.#shown === undefined) return;
    this.#isFrameAsked = true;
    this.#deps.onFrame(() => {
      this.#isFrameAsked = false;
      this.#frame();
    });
  }

  #frame(): void {
    const shown = this.#shown;
    if (shown === undefined || this.#isClosed || !this.#isVisible) return;
    const at = this.#deps.clock.monotonic();
    const now = this.#now();
    const range = shown.painter.rangeAt(now);
    const isDue = this.#hasNews && at - this.#drawnAt >= EVENTS_MS;
    if (isDue || range.to !== this.#drawnTo) this.#draw(shown, now, at);
    // Time goes on, or something waits to be drawn.
    if (this.#hasNews || (this.#clock.rate > 0 && !this.#view.isFrozen)) this.#ask();
  }

  #draw(shown: Shown, now: number, at: number): void {
    const { painter, past, isReplay } = shown;
    const isOver = (): boolean => this.#deps.clock.monotonic() - at > FOLD_BUDGET_MS;
    const { scene, columns, isComplete } = painter.draw({
      now,
      at,
      isReplay,
      isUnreadable: past.isFailing,
      isOver,
    });
    this.#hasNews = !isComplete;
    this.#drawnAt = isComplete ? at : -Infinity;
    this.#drawnTo = scene.range.to;
    const { rows } = scene.fold.shape;
    const view = painter.viewAt(now);
    if (shown.isPastThere) past.want(view);
    const { plot } = scene.layout;
    const { dpr } = this.#view;
    this.#page.send({
      kind: 'drawn',
      phase: this.#phase(shown, at, scene.fold.columns.flags),
      now: now as UnixMs,
      end: Math.min(this.#view.end ?? now, now) as UnixMs,
      spanMs: (view.to - view.from) as DurationMs,
      isReplay,
      prices: { low: rows.low, high: rows.high },
      frame: {
        left: plot.left / dpr,
        top: plot.top / dpr,
        width: plot.width / dpr,
        height: plot.height / dpr,
      },
      columns,
      ms: this.#deps.clock.monotonic() - at,
    });
    const { low, high } = scene.scale;
    this.#tellLegend({
      low: low as Quantity,
      high: high as Quantity,
      minTrade: scene.minTrade as Quantity,
    });
    this.#tellCursor();
  }

  #phase({ log, beganAt }: Shown, at: number, flags: Uint8Array): HeatmapPhase {
    const { state } = log.now;
    this.#hadBook ||= state !== 'none' || flags.some((each) => (each & KNOWN) !== 0);
    if (!this.#hadBook) return at - beganAt < PATIENCE_MS ? 'waiting' : 'empty';
    return state === 'gap' || state === 'handover' ? 'gap' : 'live';
  }

  #tellLegend(legend: HeatmapLegend): void {
    const text = JSON.stringify(legend);
    if (text === this.#legend) return;
    this.#legend = text;
    this.#page.send({ kind: 'legend', legend });
  }

  #tellTable(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    const now = this.#now();
    const rows = shown.table.rows(shown.painter.viewAt(now), now);
    this.#page.send({ kind: 'table', table: { ...rows, now: Math.floor(now) as UnixMs } });
  }

  #moveCursor(cursor: HeatmapCursor): void {
    const painter = this.#shown?.painter;
    if (painter?.fold === undefined) return;
    this.#cursor.move(cursor, painter.fold, painter.layout, painter.rangeAt(this.#now()));
    this.#tellCursor();
  }

  #tellCursor(): void {
    const shown = this.#shown;
    const fold = shown?.painter.fold;
    if (shown === undefined || fold === undefined) return;
    const { log, trades, painter } = shown;
    const range = painter.rangeAt(this.#now());
    const answer = this.#cursor.read({ log, trades, fold, layout: painter.layout, range });
    if (answer !== 'same') this.#page.send({ kind: 'read-out', readOut: answer });
  }
}

/** Something else is known of a stretch than was: the picture and the table fold it again. */
function forget({ painter, table }: Pick<Shown, 'painter' | 'table'>, from: number, to: number): void {
  painter.forget(from, to);
  table.forget(from, to);
}
