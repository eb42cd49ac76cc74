/**
 * One market's minutes from disk, for chart spans longer than the hour that the engine holds. Read in the background and
 * kept for a minute, so that a frame never waits for the disk.
 */
import type { StoreReader } from '#contract/database.ts';
import type { ChartBars } from '#contract/frames.ts';
import { must } from '#core/lib/assert.ts';
import { tradeAt } from '#core/market/columns.ts';
import { RollupBuilder, type Rollup } from '#core/market/rollup.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { DAY, MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Clock } from '../lib/clock.ts';

/** One bar while bars are joined. Prices 1e-4 dollar, volumes 1e-2 contract, notional 1e-6 dollar. */
interface Bar {
  readonly startMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  yesVolume: number;
  noVolume: number;
  notional: number;
}

const KEEP_MS = 60_000;

export class DayBars {
  readonly #reader: () => StoreReader | undefined;
  readonly #clock: Clock;
  #ticker: Ticker | undefined;
  #minutes: readonly Bar[] = [];
  #readAt = -Infinity;
  #isReading = false;

  constructor(reader: () => StoreReader | undefined, clock: Clock) {
    this.#reader = reader;
    this.#clock = clock;
  }

  /**
   * Returns bars from `from` to `to`: stored minutes before `liveFrom`, the engine's own bars (`live`, which start there) after it.
   * Until the disk has answered the stored part is empty.
   */
  bars(ticker: Ticker, barMs: number, from: UnixMs, liveFrom: UnixMs, live: ChartBars): ChartBars {
    this.#refresh(ticker);
    const stored = this.#ticker === ticker ? this.#minutes : [];
    const joined = new Map<number, Bar>();
    for (const minute of stored) {
      if (minute.startMs < from || minute.startMs >= liveFrom) continue;
      const startMs = Math.floor(minute.startMs / barMs) * barMs;
      const bar = joined.get(startMs);
      if (bar === undefined) joined.set(startMs, { ...minute, startMs });
      else addBar(bar, minute);
    }
    return columnsOf(barMs, [...joined.values()], live);
  }

  #refresh(ticker: Ticker): void {
    const now = this.#clock.monotonic();
    const isFresh = ticker === this.#ticker && now - this.#readAt < KEEP_MS;
    const reader = this.#reader();
    if (isFresh || this.#isReading || reader === undefined) return;
    this.#isReading = true;
    readMinutes(reader, ticker, (this.#clock.now() - DAY) as UnixMs).then(
      (minutes) => {
        this.#isReading = false;
        this.#ticker = ticker;
        this.#minutes = minutes;
        this.#readAt = this.#clock.monotonic();
      },
      () => {
        // The chart stays with what the engine has; the next frame asks again only after a minute.
        this.#isReading = false;
        this.#ticker = ticker;
        this.#minutes = [];
        this.#readAt = this.#clock.monotonic();
      },
    );
  }
}

/** Reads the ticker's minutes since `from`, ascending: sealed ones, and what the journal holds besides. */
async function readMinutes(reader: StoreReader, ticker: Ticker, from: UnixMs): Promise<Bar[]> {
  const { rollups, journal } = await reader.snapshot({ from }, [{ intervalMs: MINUTE, from }]);
  const unsealed = new RollupBuilder([MINUTE]);
  for (const columns of journal)
    for (let row = 0; row < columns.count; row++) {
      const trade = tradeAt(columns, row);
      if (trade.ticker === ticker) unsealed.add(trade);
    }
  const bars = new Map<number, Bar>();
  for (const rollup of [...rollups, ...unsealed.take()]) {
    const bar = barOf(rollup, ticker);
    if (bar === undefined) continue;
    const known = bars.get(bar.startMs);
    if (known === undefined) bars.set(bar.startMs, bar);
    else addBar(known, bar);
  }
  return [...bars.values()].sort((a, b) => a.startMs - b.startMs);
}

function barOf(rollup: Rollup, ticker: Ticker): Bar | undefined {
  const row = rollup.tickers.indexOf(ticker);
  if (row < 0) return undefined;
  const cell = (column: Uint16Array | Float64Array): number => must(column[row], 'a value for each ticker');
  return {
    startMs: rollup.startMs,
    open: cell(rollup.open),
    high: cell(rollup.high),
    low: cell(rollup.low),
    close: cell(rollup.close),
    yesVolume: cell(rollup.yesVolume),
    noVolume: cell(rollup.noVolume),
    notional: cell(rollup.notional),
  };
}

/** Adds what came later to `bar`. */
function addBar(bar: Bar, later: Bar): void {
  bar.high = Math.max(bar.high, later.high);
  bar.low = Math.min(bar.low, later.low);
  bar.close = later.close;
  bar.yesVolume += later.yesVolume;
  bar.noVolume += later.noVolume;
  bar.notional += later.notional;
}

function columnsOf(barMs: number, stored: readonly Bar[], live: ChartBars): ChartBars {
  const prices = (name: 'open' | 'high' | 'low' | 'close') =>
    Uint16Array.from([...stored.map((bar) => bar[name]), ...live[name]]);
  const sums = (name: 'startMs' | 'yesVolume' | 'noVolume' | 'notional') =>
    Float64Array.from([...stored.map((bar) => bar[name]), ...live[name]]);
  return {
    barMs,
    startMs: sums('startMs'),
    open: prices('open'),
    high: prices('high'),
    low: prices('low'),
    close: prices('close'),
    yesVolume: sums('yesVolume'),
    noVolume: sums('noVolume'),
    notional: sums('notional'),
  };
}
