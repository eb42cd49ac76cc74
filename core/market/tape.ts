/**
 * The tape: the newest trades, newest first, with the prints of one taker's sweep as one row. A sweep is a chain
 * of prints of one market and one side, each at most 100 ms after the one before; prints of other markets in between do not
 * break it, block trades are never part of it. Merging is for the eye: windows and storage keep every print.
 */
import { must } from '../lib/assert.ts';
import type { Money } from '../units/money.ts';
import { notional } from '../units/money.ts';
import { complement, type Price } from '../units/price.ts';
import type { Quantity } from '../units/quantity.ts';
import type { Ticker } from '../units/ticker.ts';
import type { UnixMs } from '../units/time.ts';
import { IS_BLOCK, TAKER_YES } from './columns.ts';
import type { TickerTable } from './ticker-table.ts';
import { NIL, type TradePool } from './trade-pool.ts';
import type { StoredTrade, TapeRowView } from './views.ts';

/** Longest pause inside a sweep. */
export const SWEEP_PAUSE_MS = 100;
/** Prints looked at for one tape, so that an endless chain costs a bounded time; a longer sweep shows its newest part. */
const MAX_PRINTS = 20_000;

interface Row {
  key: number;
  at: UnixMs;
  ticker: Ticker;
  taker: 'yes' | 'no';
  firstYesPrice: StoredTrade['yesPrice'];
  yesPrice: StoredTrade['yesPrice'];
  quantity: Quantity;
  value: Money;
  prints: number;
  isBlock: boolean;
  /** Time of the oldest print found so far. */
  from: number;
}

export interface TapeOptions {
  readonly limit: number;
  readonly merge: boolean;
  readonly includeCombos: boolean;
}

/** Returns at most `limit` rows, newest first. */
export function readTape(
  pool: TradePool,
  tickers: TickerTable,
  options: TapeOptions,
): readonly TapeRowView[] {
  const { limit, merge, includeCombos } = options;
  const rows: Row[] = [];
  /** Sweeps that an older print may still join, by ticker row and side. */
  const open = new Map<number, Row>();
  /** No open sweep reaches further back than this. */
  let reach = Infinity;
  let looked = 0;
  for (let slot = pool.tail; slot !== NIL && looked < MAX_PRINTS; slot = pool.prev[slot] ?? NIL, looked++) {
    const at = pool.at[slot] ?? 0;
    if (rows.length >= limit && (!merge || at < reach - SWEEP_PAUSE_MS)) break;
    const row = pool.ticker[slot] ?? 0;
    if (!includeCombos && tickers.group[row] === 1) continue;
    const flags = pool.flags[slot] ?? 0;
    const isBlock = (flags & IS_BLOCK) !== 0;
    const sweep = row * 2 + (flags & TAKER_YES);
    const held = merge && !isBlock ? open.get(sweep) : undefined;
    if (held !== undefined && held.from - at <= SWEEP_PAUSE_MS) {
      join(held, pool, tickers, slot);
      reach = Math.min(reach, at);
      continue;
    }
    if (rows.length >= limit) continue;
    const made = rowOf(pool, tickers, slot);
    rows.push(made);
    reach = Math.min(reach, at);
    if (!isBlock) open.set(sweep, made);
  }
  return rows.map(({ from: _from, ...row }) => row);
}

/** Returns at most `limit` single trades of all markets, newest first. */
export function readRecent(pool: TradePool, tickers: TickerTable, limit: number): readonly StoredTrade[] {
  const found: StoredTrade[] = [];
  for (let slot = pool.tail; slot !== NIL && found.length < limit; slot = pool.prev[slot] ?? NIL) {
    const ticker = tickers.name(pool.ticker[slot] ?? 0);
    if (ticker !== undefined) found.push(pool.read(slot, ticker));
  }
  return found;
}

/** Returns at most `limit` single trades of `ticker` later than `cutoff`, newest first. */
export function readTicker(
  pool: TradePool,
  tickers: TickerTable,
  ticker: Ticker,
  cutoff: number,
  limit: number,
): readonly StoredTrade[] {
  const row = tickers.find(ticker);
  const found: StoredTrade[] = [];
  let slot = row === undefined ? NIL : (tickers.tail[row] ?? NIL);
  while (slot !== NIL && found.length < limit && (pool.at[slot] ?? 0) > cutoff) {
    found.push(pool.read(slot, ticker));
    slot = pool.tickerPrev[slot] ?? NIL;
  }
  return found;
}

/** Returns the trade in `slot` as a row of its own. A slot in use has a ticker. */
export function tapeRowAt(pool: TradePool, tickers: TickerTable, slot: number): TapeRowView {
  const flags = pool.flags[slot] ?? 0;
  const taker = (flags & TAKER_YES) !== 0 ? 'yes' : 'no';
  const yesPrice = (pool.yesPrice[slot] ?? 0) as Price;
  const quantity = (pool.quantity[slot] ?? 0) as Quantity;
  return {
    key: pool.ingest[slot] ?? 0,
    at: pool.venueAt(slot),
    ticker: must(tickers.name(pool.ticker[slot] ?? 0), 'the ticker of a trade that is held'),
    taker,
    firstYesPrice: yesPrice,
    yesPrice,
    quantity,
    value: notional(taker === 'yes' ? yesPrice : complement(yesPrice), quantity),
    prints: 1,
    isBlock: (flags & IS_BLOCK) !== 0,
  };
}

function rowOf(pool: TradePool, tickers: TickerTable, slot: number): Row {
  return { ...tapeRowAt(pool, tickers, slot), from: pool.at[slot] ?? 0 };
}

/** Adds an older print. */
function join(row: Row, pool: TradePool, tickers: TickerTable, slot: number): void {
  const print = rowOf(pool, tickers, slot);
  row.firstYesPrice = print.yesPrice;
  row.quantity = (row.quantity + print.quantity) as Quantity;
  row.value = (row.value + print.value) as Money;
  row.prints++;
  row.from = print.from;
  row.key = Math.max(row.key, print.key);
}
