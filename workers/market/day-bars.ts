/**
 * Minutes from disk of the markets that are looked at, for chart spans longer than the hour that the engine holds. Read in the
 * background and kept for a minute, so that a frame never waits for the disk. Tabs ask here together: one read serves the markets
 * of all of them, and who looks at the same market is answered the same.
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

/** What was read is fresh for so long, and a market that nobody has asked for since is not read again. */
const KEEP_MS = 60_000;

/** A market that is looked at. Times are monotonic, ms. */
interface Looked {
  minutes: readonly Bar[];
  readAt: number;
  askedAt: number;
}

export class DayBars {
  readonly #reader: () => StoreReader | undefined;
  readonly #clock: Clock;
  readonly #looked = new Map<Ticker, Looked>();
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
    const joined = new Map<number, Bar>();
    for (const minute of this.#minutes(ticker)) {
      if (minute.startMs < from || minute.startMs >= liveFrom) continue;
      const startMs = Math.floor(minute.startMs / barMs) * barMs;
      const bar = joined.get(startMs);
      if (bar === undefined) joined.set(startMs, { ...minute, startMs });
      else addBar(bar, minute);
    }
    return columnsOf(barMs, [...joined.values()], live);
  }

  /** Returns what is known of the ticker, and has it read where that is old. */
  #minutes(ticker: Ticker): readonly Bar[] {
    const now = this.#clock.monotonic();
    const looked = this.#looked.get(ticker) ?? { minutes: [], readAt: -Infinity, askedAt: now };
    looked.askedAt = now;
    this.#looked.set(ticker, looked);
    const reader = this.#reader();
    if (now - looked.readAt >= KEEP_MS && !this.#isReading && reader !== undefined) void this.#read(reader);
    return looked.minutes;
  }

  async #read(reader: StoreReader): Promise<void> {
    this.#isReading = true;
    const now = this.#clock.monotonic();
    for (const [ticker, { askedAt }] of this.#looked)
      if (now - askedAt >= KEEP_MS) this.#looked.delete(ticker);
    const read = [...this.#looked];
    const tickers = read.map(([ticker]) => ticker);
    // Where it fails charts stay with what the engine has; a frame asks again only after a minute.
    const minutes = await readMinutes(reader, tickers, (this.#clock.now() - DAY) as UnixMs).catch(
      () => new Map<Ticker, readonly Bar[]>(),
    );
    this.#isReading = false;
    for (const [ticker, looked] of read) {
      looked.minutes = minutes.get(ticker) ?? [];
      looked.readAt = this.#clock.monotonic();
    }
  }
}

/** Reads the minutes of `tickers` since `from`, ascending: sealed ones, and what the journal holds besides. */
async function readMinutes(
  reader: StoreReader,
  tickers: readonly Ticker[],
  from: UnixMs,
): Promise<ReadonlyMap<Ticker, readonly Bar[]>> {
  const { rollups, journal } = await reader.snapshot({ from }, [{ intervalMs: MINUTE, from }]);
  const wanted = new Set(tickers);
  const unsealed = new RollupBuilder([MINUTE]);
  for (const columns of journal)
    for (let row = 0; row < columns.count; row++) {
      const trade = tradeAt(columns, row);
      if (wanted.has(trade.ticker)) unsealed.add(trade);
    }
  const all = [...rollups, ...unsealed.take()];
  return new Map(tickers.map((ticker) => [ticker, minutesOf(all, ticker)]));
}

function minutesOf(rollups: readonly Rollup[], ticker: Ticker): readonly Bar[] {
  const bars = new Map<number, Bar>();
  for (const rollup of rollups) {
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
