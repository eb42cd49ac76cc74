/**
 * Bars for charts: open, high, low, close and volumes by spans of time, only where something traded. The last hour comes from
 * the trades themselves, the day before from stored rollups; `joinBars` puts the two together without counting twice.
 */
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import { TAKER_YES } from './columns.ts';
import type { Rollup } from './rollup.ts';
import { NIL, type TradePool } from './trade-pool.ts';
import type { ChartBarsView } from './views.ts';

/** One bar while it grows. */
interface Bar {
  startMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  yesVolume: number;
  noVolume: number;
  notional: number;
  /** Times of the trades that gave open and close. */
  firstAt: number;
  lastAt: number;
}

/** Returns the bars of `barMs` of the trades linked before slot `tail`: from the bar that holds `from` to the one that holds `to`, whole. */
export function barsOfTrades(
  pool: TradePool,
  tail: number,
  barMs: number,
  from: UnixMs,
  to: UnixMs,
): ChartBarsView {
  const firstStart = Math.floor(from / barMs) * barMs;
  const bars: Bar[] = [];
  let bar: Bar | undefined;
  for (let slot = tail; slot !== NIL; slot = pool.tickerPrev[slot] ?? NIL) {
    const at = pool.at[slot] ?? 0;
    if (at < firstStart) break;
    const startMs = Math.floor(at / barMs) * barMs;
    if (startMs > to) continue;
    const price = pool.yesPrice[slot] ?? 0;
    if (bar?.startMs !== startMs) bars.push((bar = emptyBar(startMs, price, at)));
    const quantity = pool.quantity[slot] ?? 0;
    const isYes = ((pool.flags[slot] ?? 0) & TAKER_YES) !== 0;
    bar.open = price;
    bar.firstAt = at;
    bar.high = Math.max(bar.high, price);
    bar.low = Math.min(bar.low, price);
    if (isYes) bar.yesVolume += quantity;
    else bar.noVolume += quantity;
    bar.notional += quantity * price;
  }
  return columnsOf(barMs, bars.reverse());
}

/** Returns the bars of `ticker` from rollups no longer than `barMs`, in any order; those of one interval length must not overlap. */
export function barsOfRollups(
  rollups: Iterable<Rollup>,
  ticker: Ticker,
  barMs: number,
  from: UnixMs,
  to: UnixMs,
): ChartBarsView {
  const firstStart = Math.floor(from / barMs) * barMs;
  const byStart = new Map<number, Bar>();
  for (const rollup of rollups) {
    const startMs = Math.floor(rollup.startMs / barMs) * barMs;
    if (startMs < firstStart || startMs > to) continue;
    const row = rollup.tickers.indexOf(ticker);
    if (row < 0) continue;
    const firstAt = rollup.firstAt[row] ?? 0;
    const lastAt = rollup.lastAt[row] ?? 0;
    let bar = byStart.get(startMs);
    if (bar === undefined) {
      bar = emptyBar(startMs, rollup.close[row] ?? 0, lastAt);
      byStart.set(startMs, bar);
      bar.firstAt = Infinity;
    }
    if (firstAt < bar.firstAt) {
      bar.open = rollup.open[row] ?? 0;
      bar.firstAt = firstAt;
    }
    if (lastAt > bar.lastAt) {
      bar.close = rollup.close[row] ?? 0;
      bar.lastAt = lastAt;
    }
    bar.high = Math.max(bar.high, rollup.high[row] ?? 0);
    bar.low = Math.min(bar.low, rollup.low[row] ?? bar.low);
    bar.yesVolume += rollup.yesVolume[row] ?? 0;
    bar.noVolume += rollup.noVolume[row] ?? 0;
    bar.notional += rollup.notional[row] ?? 0;
  }
  return columnsOf(
    barMs,
    [...byStart.values()].sort((a, b) => a.startMs - b.startMs),
  );
}

/**
 * Returns `stored` up to the bar that holds `liveFrom`, then `live`: both know the time after it, the live side wins.
 * `liveFrom`: since when the engine knows every trade; its first whole bar is the first one taken from `live`.
 */
export function joinBars(stored: ChartBarsView, live: ChartBarsView, liveFrom: UnixMs): ChartBarsView {
  const barMs = live.barMs;
  const seam = Math.ceil(liveFrom / barMs) * barMs;
  return columnsOf(barMs, [
    ...rowsOf(stored).filter((bar) => bar.startMs < seam),
    ...rowsOf(live).filter((bar) => bar.startMs >= seam),
  ]);
}

function emptyBar(startMs: number, price: number, at: number): Bar {
  return {
    startMs,
    open: price,
    high: price,
    low: price,
    close: price,
    yesVolume: 0,
    noVolume: 0,
    notional: 0,
    firstAt: at,
    lastAt: at,
  };
}

function rowsOf(view: ChartBarsView): Bar[] {
  return Array.from(view.startMs, (startMs, i) => ({
    startMs,
    open: view.open[i] ?? 0,
    high: view.high[i] ?? 0,
    low: view.low[i] ?? 0,
    close: view.close[i] ?? 0,
    yesVolume: view.yesVolume[i] ?? 0,
    noVolume: view.noVolume[i] ?? 0,
    notional: view.notional[i] ?? 0,
    firstAt: startMs,
    lastAt: startMs,
  }));
}

function columnsOf(barMs: number, bars: readonly Bar[]): ChartBarsView {
  return {
    barMs,
    startMs: Float64Array.from(bars, (bar) => bar.startMs),
    open: Uint16Array.from(bars, (bar) => bar.open),
    high: Uint16Array.from(bars, (bar) => bar.high),
    low: Uint16Array.from(bars, (bar) => bar.low),
    close: Uint16Array.from(bars, (bar) => bar.close),
    yesVolume: Float64Array.from(bars, (bar) => bar.yesVolume),
    noVolume: Float64Array.from(bars, (bar) => bar.noVolume),
    notional: Float64Array.from(bars, (bar) => bar.notional),
  };
}
