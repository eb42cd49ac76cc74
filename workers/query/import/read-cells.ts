/** Rows of an exported file back to what was recorded. Every cell is checked; a string says why a row cannot be used. */
import { plainText } from '#core/lib/plain-text.ts';
import type { PriceRange } from '#core/units/grid.ts';
import { centsHalfUp, complement, formatPrice } from '#core/units/price.ts';
import { contractsHalfUp } from '#core/units/quantity.ts';
import { parseRfc3339 } from '#core/units/rfc3339.ts';
import { parseTicker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { readDelta, readSnapshot, type Delta } from '#core/wire/book.ts';
import { MALFORMED, readPriceRanges, type Field } from '#core/wire/fields.ts';
import type { RejectReason, Seq, Trade } from '#core/wire/messages.ts';
import { readTrade } from '#core/wire/trade.ts';
import { STALE_REASONS, type BookEvent, type StaleReason } from '#core/market/book/book-event.ts';
import type { GapRow, MarketRow } from '#contract/store.ts';

/** A row as SQLite gives it, in the order of the query. */
export type Cells = readonly (string | number | Uint8Array | null)[];

/** A level's text is some 20 characters, and there are 9,999 prices. */
const MAX_SIDE_LENGTH = 400_000;
/** A band's text is some 55 characters, and a market has at most 64 of them. */
const MAX_RANGES_LENGTH = 8_000;
const MAX_TITLE_LENGTH = 300;
const MAX_WORD_LENGTH = 64;
/** End of the year 9999. */
const LAST_INSTANT = 253_402_300_799_999;

/** Columns as in the query of trades. */
export function readTradeRow(cells: Cells): { trade: Trade; receivedAt: UnixMs } | string {
  const [, market_ticker, yes_price_dollars, taker_side, trade_id, count_fp, ts_ms, received, isBlock] =
    cells;
  const receivedAt = instant(received);
  if (receivedAt === undefined) return found('a time in received_at_ms', received);
  const trade = readTrade({
    market_ticker,
    yes_price_dollars,
    taker_side,
    trade_id,
    count_fp,
    ts_ms,
    is_block_trade: isBlock === 1,
  });
  if (typeof trade === 'string') return explain(trade, cells);
  return contradiction(trade, cells.slice(9)) ?? { trade, receivedAt };
}

/** Prices and counts stand twice in a row; where they differ nobody can say which is true. `cells`: those beside the exact ones. */
function contradiction({ yesPrice, quantity }: Trade, cells: Cells): string | undefined {
  const cents = centsHalfUp(yesPrice);
  const expected = [formatPrice(complement(yesPrice)), cents, 100 - cents, contractsHalfUp(quantity)];
  const names = ['no_price_dollars', 'yes_price', 'no_price', 'count'];
  const wrong = expected.findIndex((cell, index) => cell !== cells[index]);
  if (wrong < 0) return undefined;
  return `${names[wrong] ?? ''} contradicts yes_price_dollars and count_fp in the same row`;
}

/** Columns as in the query of snapshots. */
export function readSnapshotRow(cells: Cells): BookEvent | string {
  const [, market_ticker, sequence, yesBids, noBids, received] = cells;
  const receivedAt = isoInstant(received);
  if (receivedAt === undefined) return found('a time in received_at', received);
  const [yes, no] = [levels(yesBids), levels(noBids)];
  if (yes === undefined || no === undefined) return found('[["0.1230","75.00"], …] in bids', yes ?? yesBids);
  const book = readSnapshot({ market_ticker, yes_dollars_fp: yes, no_dollars_fp: no });
  if (typeof book === 'string') return explain(book, cells);
  return {
    kind: 'snapshot',
    ticker: book.ticker,
    receivedAt,
    seq: seqOf(sequence),
    yes: book.yes,
    no: book.no,
  };
}

/** Columns as in the query of deltas; `left` is the level after it in contracts, `undefined` when it is gone. */
export function readDeltaRow(
  cells: Cells,
): { event: Extract<BookEvent, { kind: 'delta' }>; left: number | undefined } | string {
  const [, market_ticker, ts_ms, sequence, sideName, price_dollars, quantity, delta_fp, received] = cells;
  const receivedAt = isoInstant(received);
  if (receivedAt === undefined) return found('a time in received_at', received);
  const side = sideName === 'yes_bid' ? 'yes' : sideName === 'no_bid' ? 'no' : undefined;
  if (side === undefined) return found('yes_bid or no_bid in side', sideName);
  if (quantity !== null && typeof quantity !== 'number') return found('a number in quantity', quantity);
  const delta: Delta | RejectReason = readDelta({ market_ticker, ts_ms, price_dollars, delta_fp, side });
  if (typeof delta === 'string') return explain(delta, cells);
  return {
    event: { kind: 'delta', receivedAt, seq: seqOf(sequence), ...delta },
    left: quantity ?? undefined,
  };
}

/** Columns as in the query of breaks. */
export function readBreakRow([, name, kind, reason, received]: Cells): BookEvent | string {
  const ticker = typeof name === 'string' ? parseTicker(name) : undefined;
  if (ticker === undefined) return found('a ticker', name);
  const receivedAt = isoInstant(received);
  if (receivedAt === undefined) return found('a time in received_at', received);
  if (kind === 'end') return { kind, ticker, receivedAt };
  if (kind !== 'stale') return found('stale or end in kind', kind);
  if (!isStaleReason(reason)) return found(`one of ${STALE_REASONS.join(', ')} in reason`, reason);
  return { kind, ticker, receivedAt, reason };
}

/** A row of `markets`; `problem` says why its prices are left out, where they cannot be read. */
interface ReadMarket {
  readonly market: MarketRow;
  readonly problem: string | undefined;
}

/** Columns of `markets`, in their order. A market whose prices cannot be read is a market all the same. */
export function readMarketRow(cells: Cells): ReadMarket | string {
  const [ticker, event, eventTitle, series, title, name, category, openTime, closeTime, status, result] =
    cells;
  if (typeof ticker !== 'string' || parseTicker(ticker) === undefined) return found('a ticker', ticker);
  const ranges = priceRanges(cells[11] ?? null);
  const isBad = ranges === MALFORMED;
  return {
    market: {
      ticker,
      event: words(event, MAX_WORD_LENGTH * 2),
      eventTitle: words(eventTitle, MAX_TITLE_LENGTH),
      series: words(series, MAX_WORD_LENGTH * 2),
      title: words(title, MAX_TITLE_LENGTH),
      name: words(name, MAX_TITLE_LENGTH),
      category: words(category, MAX_WORD_LENGTH),
      openAt: isoInstant(openTime),
      closeAt: isoInstant(closeTime),
      status: words(status, MAX_WORD_LENGTH),
      result: words(result, MAX_WORD_LENGTH),
      priceRanges: isBad ? undefined : ranges,
    },
    problem: isBad ? found('[{"start":"0.0000","end":"1.0000","step":"0.0100"}]', cells[11]) : undefined,
  };
}

/** Columns of `gaps`, in their order. */
export function readGap([from, to, channel, reason]: Cells): GapRow | string {
  const [fromMs, toMs] = [instant(from), instant(to)];
  if (fromMs === undefined || toMs === undefined) return found('times in from_ms and to_ms', fromMs ?? from);
  return { fromMs, toMs, channel: words(channel, MAX_WORD_LENGTH), reason: words(reason, MAX_WORD_LENGTH) };
}

function levels(value: unknown): unknown[] | undefined {
  const parsed = json(value, MAX_SIDE_LENGTH);
  return Array.isArray(parsed) ? parsed : undefined;
}

/** `undefined` where the exchange had not said, and in files from before it was kept. */
function priceRanges(value: unknown): Field<readonly PriceRange[]> {
  return value === null ? undefined : readPriceRanges(json(value, MAX_RANGES_LENGTH) ?? MALFORMED);
}

/** Returns what the text of a cell says; `undefined` where it is too long or no JSON. */
function json(value: unknown, maxLength: number): unknown {
  if (typeof value !== 'string' || value.length > maxLength) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function isStaleReason(value: unknown): value is StaleReason {
  return STALE_REASONS.some((reason) => reason === value);
}

function seqOf(value: unknown): Seq | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? (value as Seq) : undefined;
}

function instant(value: unknown): UnixMs | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LAST_INSTANT
    ? (value as UnixMs)
    : undefined;
}

function isoInstant(value: unknown): UnixMs | undefined {
  return typeof value === 'string' ? instant(parseRfc3339(value)) : undefined;
}

function words(value: unknown, maxLength: number): string {
  return typeof value === 'string' ? plainText(value, maxLength) : '';
}

function explain(reason: RejectReason, cells: Cells): string {
  return `the row cannot be read (${reason}), found ${shown(cells[1])}`;
}

function found(expected: string, value: unknown): string {
  return `expected ${expected}, found ${shown(value)}`;
}

/** Short, since reasons are counted by their text. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.slice(0, 40)}"`;
  if (typeof value === 'number') return String(value);
  return value === null ? 'nothing' : 'bytes';
}
