/**
 * What is kept of trades besides the trades: per ticker open, high, low, close, volumes and times of one interval, over all
 * tickers at once. Built when a chunk is sealed, merged on disk, read back for the day's analytics and the 24 h chart.
 * Merging is associative: rollups of two halves merged are the rollup of the whole.
 */
import { must } from '../lib/assert.ts';
import type { Ticker } from '../units/ticker.ts';
import { floorTo, HOUR, MINUTE, type DurationMs, type UnixMs } from '../units/time.ts';
import type { Trade } from '../wire/messages.ts';
import { TAKER_YES, type TradeColumns } from './columns.ts';

/** The intervals that are kept: minutes draw the day, hours the weeks. */
export const ROLLUP_INTERVALS: readonly DurationMs[] = [MINUTE, HOUR];

/** One interval. Row i of every column belongs to `tickers[i]`; tickers stand in the order of their first trade. */
export interface Rollup {
  readonly intervalMs: DurationMs;
  readonly startMs: UnixMs;
  readonly tickers: readonly Ticker[];
  /** 1e-4 dollar, YES leg, like `high`, `low` and `close`. */
  readonly open: Uint16Array<ArrayBuffer>;
  readonly high: Uint16Array<ArrayBuffer>;
  readonly low: Uint16Array<ArrayBuffer>;
  readonly close: Uint16Array<ArrayBuffer>;
  /** 1e-2 contract, by the taker's side. */
  readonly yesVolume: Float64Array<ArrayBuffer>;
  readonly noVolume: Float64Array<ArrayBuffer>;
  /** 1e-6 dollar: YES price times quantity, summed. */
  readonly notional: Float64Array<ArrayBuffer>;
  readonly trades: Float64Array<ArrayBuffer>;
  /** Exchange's stamps of the trades that gave `open` and `close`, ms. */
  readonly firstAt: Float64Array<ArrayBuffer>;
  readonly lastAt: Float64Array<ArrayBuffer>;
}

/** One ticker in one interval, while it grows. */
interface Cell {
  open: number;
  high: number;
  low: number;
  close: number;
  yesVolume: number;
  noVolume: number;
  notional: number;
  trades: number;
  firstAt: number;
  lastAt: number;
}

type Cells = Map<Ticker, Cell>;

/** Collects trades into rollups of every interval; one small object for each ticker and interval, nothing per trade. */
export class RollupBuilder {
  readonly #intervals: readonly { readonly intervalMs: DurationMs; readonly starts: Map<UnixMs, Cells> }[];

  constructor(intervals: readonly DurationMs[] = ROLLUP_INTERVALS) {
    this.#intervals = intervals.map((intervalMs) => ({ intervalMs, starts: new Map() }));
  }

  add(trade: Trade): void {
    this.#add(trade.ticker, trade.yesPrice, trade.quantity, trade.taker === 'yes', trade.venueAt);
  }

  /** Adds every trade of a batch, in its order. */
  addColumns(columns: TradeColumns): void {
    const { ticker, tickers, yesPrice, quantity, flags, venueAt } = columns;
    for (let row = 0; row < columns.count; row++)
      this.#add(
        must(tickers[must(ticker[row], 'ticker index')], 'ticker'),
        must(yesPrice[row], 'price'),
        must(quantity[row], 'quantity'),
        (must(flags[row], 'flags') & TAKER_YES) !== 0,
        must(venueAt[row], 'venue time'),
      );
  }

  #add(ticker: Ticker, yesPrice: number, quantity: number, isTakerYes: boolean, venueAt: number): void {
    for (const { intervalMs, starts } of this.#intervals) {
      const startMs = floorTo(venueAt as UnixMs, intervalMs);
      const cells: Cells = starts.get(startMs) ?? new Map<Ticker, Cell>();
      if (cells.size === 0) starts.set(startMs, cells);
      const cell = cells.get(ticker) ?? emptyCell(yesPrice, venueAt);
      if (cell.trades === 0) cells.set(ticker, cell);
      addTo(cell, yesPrice, quantity, isTakerYes, venueAt);
    }
  }

  /** Returns the rollups, by interval and then by time, and starts afresh. */
  take(): Rollup[] {
    const rollups: Rollup[] = [];
    for (const { intervalMs, starts } of this.#intervals) {
      for (const startMs of [...starts.keys()].sort((a, b) => a - b))
        rollups.push(rollupOf(intervalMs, startMs, must(starts.get(startMs), 'cells')));
      starts.clear();
    }
    return rollups;
  }
}

function emptyCell(yesPrice: number, venueAt: number): Cell {
  return {
    open: yesPrice,
    high: yesPrice,
    low: yesPrice,
    close: yesPrice,
    yesVolume: 0,
    noVolume: 0,
    notional: 0,
    trades: 0,
    firstAt: venueAt,
    lastAt: venueAt,
  };
}

/** Equal stamps: the first that came opens, the last that came closes. */
function addTo(cell: Cell, yesPrice: number, quantity: number, isTakerYes: boolean, venueAt: number): void {
  if (venueAt < cell.firstAt) {
    cell.firstAt = venueAt;
    cell.open = yesPrice;
  }
  if (venueAt >= cell.lastAt) {
    cell.lastAt = venueAt;
    cell.close = yesPrice;
  }
  if (yesPrice > cell.high) cell.high = yesPrice;
  if (yesPrice < cell.low) cell.low = yesPrice;
  if (isTakerYes) cell.yesVolume += quantity;
  else cell.noVolume += quantity;
  // 1e-4 dollar times 1e-2 contract is 1e-6 dollar.
  cell.notional += yesPrice * quantity;
  cell.trades++;
}

function mergeInto(cell: Cell, later: Cell): void {
  if (later.firstAt < cell.firstAt) {
    cell.firstAt = later.firstAt;
    cell.open = later.open;
  }
  if (later.lastAt >= cell.lastAt) {
    cell.lastAt = later.lastAt;
    cell.close = later.close;
  }
  cell.high = Math.max(cell.high, later.high);
  cell.low = Math.min(cell.low, later.low);
  cell.yesVolume += later.yesVolume;
  cell.noVolume += later.noVolume;
  cell.notional += later.notional;
  cell.trades += later.trades;
}

/**
 * Returns one rollup of both; `later` holds the trades that came in after those of `earlier`. Throws when they are not of
 * the same interval and start.
 */
export function mergeRollups(earlier: Rollup, later: Rollup): Rollup {
  if (earlier.intervalMs !== later.intervalMs || earlier.startMs !== later.startMs)
    throw new Error(
      `Expected two rollups of one interval, but found ${earlier.intervalMs}@${earlier.startMs} and ${later.intervalMs}@${later.startMs}.`,
    );
  const cells = cellsOf(earlier);
  for (const [ticker, cell] of cellsOf(later)) {
    const known = cells.get(ticker);
    if (known === undefined) cells.set(ticker, cell);
    else mergeInto(known, cell);
  }
  return rollupOf(earlier.intervalMs, earlier.startMs, cells);
}

function cellsOf(rollup: Rollup): Cells {
  const cells: Cells = new Map();
  rollup.tickers.forEach((ticker, row) => {
    cells.set(ticker, {
      open: must(rollup.open[row], 'open'),
      high: must(rollup.high[row], 'high'),
      low: must(rollup.low[row], 'low'),
      close: must(rollup.close[row], 'close'),
      yesVolume: must(rollup.yesVolume[row], 'yesVolume'),
      noVolume: must(rollup.noVolume[row], 'noVolume'),
      notional: must(rollup.notional[row], 'notional'),
      trades: must(rollup.trades[row], 'trades'),
      firstAt: must(rollup.firstAt[row], 'firstAt'),
      lastAt: must(rollup.lastAt[row], 'lastAt'),
    });
  });
  return cells;
}

function rollupOf(intervalMs: DurationMs, startMs: UnixMs, cells: Cells): Rollup {
  const rows = [...cells.values()];
  return {
    intervalMs,
    startMs,
    tickers: [...cells.keys()],
    open: Uint16Array.from(rows, (cell) => cell.open),
    high: Uint16Array.from(rows, (cell) => cell.high),
    low: Uint16Array.from(rows, (cell) => cell.low),
    close: Uint16Array.from(rows, (cell) => cell.close),
    yesVolume: Float64Array.from(rows, (cell) => cell.yesVolume),
    noVolume: Float64Array.from(rows, (cell) => cell.noVolume),
    notional: Float64Array.from(rows, (cell) => cell.notional),
    trades: Float64Array.from(rows, (cell) => cell.trades),
    firstAt: Float64Array.from(rows, (cell) => cell.firstAt),
    lastAt: Float64Array.from(rows, (cell) => cell.lastAt),
  };
}
