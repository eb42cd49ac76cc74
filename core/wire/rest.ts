/**
 * Bodies of the public REST endpoints (protocol 5.2, 5.4), from text to values. Never throws. Names and times merely enrich
 * what the socket says, so only a row's ticker is needed; trades are exact, so they pass the socket's own strict reader.
 * Rows that were refused are counted beside the good ones.
 */
import { err, ok, type Result } from '../lib/result.ts';
import type { UnixMs } from '../units/time.ts';
import { isObject, MALFORMED, readId, readRfc3339, readText } from './fields.ts';
import { MAX_TITLE_LENGTH } from './lifecycle.ts';
import type { Trade } from './messages.ts';
import { lenient, parseBody, readCursor, readRows, type RestReason } from './rest-body.ts';
import { readMarket, type RestMarket } from './rest-market.ts';
import { readTrade } from './trade.ts';

export interface RestEvent {
  readonly ticker: string;
  readonly seriesTicker: string | undefined;
  readonly title: string | undefined;
  readonly subTitle: string | undefined;
  readonly category: string | undefined;
  readonly mutuallyExclusive: boolean;
  /** Empty where the request did not ask for them. */
  readonly markets: readonly RestMarket[];
}

export interface RestSeries {
  readonly ticker: string;
  readonly title: string | undefined;
  readonly category: string | undefined;
  readonly frequency: string | undefined;
}

export interface ExchangeStatus {
  readonly isExchangeActive: boolean;
  readonly isTradingActive: boolean;
  readonly resumesAt: UnixMs | undefined;
}

/** In all pages: `rejected` counts the rows that could not be read, `cursor` is `undefined` on the last page. */
export interface MarketsPage {
  readonly markets: readonly RestMarket[];
  readonly rejected: number;
  readonly cursor: string | undefined;
}

export interface EventsPage {
  readonly events: readonly RestEvent[];
  readonly rejected: number;
  readonly cursor: string | undefined;
}

/** In the exchange's order: newest first. */
export interface TradesPage {
  readonly trades: readonly Trade[];
  readonly rejected: number;
  readonly cursor: string | undefined;
}

/** The top-level members of all these bodies. */
interface RawBody {
  readonly markets?: unknown;
  readonly market?: unknown;
  readonly events?: unknown;
  readonly event?: unknown;
  readonly series?: unknown;
  readonly trades?: unknown;
  readonly cursor?: unknown;
  readonly exchange_active?: unknown;
  readonly trading_active?: unknown;
  readonly exchange_estimated_resume_time?: unknown;
}

interface RawEvent {
  readonly event_ticker?: unknown;
  readonly series_ticker?: unknown;
  readonly title?: unknown;
  readonly sub_title?: unknown;
  readonly category?: unknown;
  readonly mutually_exclusive?: unknown;
  readonly markets?: unknown;
}

interface RawSeries {
  readonly ticker?: unknown;
  readonly title?: unknown;
  readonly category?: unknown;
  readonly frequency?: unknown;
}

/** GET /markets: {"markets":[…],"cursor":"…"} */
export function decodeMarketsPage(body: string): Result<MarketsPage, RestReason> {
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  const raw: RawBody = parsed.value;
  if (!Array.isArray(raw.markets)) return err('unexpected-shape');
  const { rows, rejected } = readRows(raw.markets, readMarket);
  return ok({ markets: rows, rejected, cursor: readCursor(raw.cursor) });
}

/** GET /events: {"events":[…],"cursor":"…"}, with or without markets nested. */
export function decodeEventsPage(body: string): Result<EventsPage, RestReason> {
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  const raw: RawBody = parsed.value;
  if (!Array.isArray(raw.events)) return err('unexpected-shape');
  const { rows, rejected } = readRows(raw.events, readEvent);
  return ok({ events: rows, rejected, cursor: readCursor(raw.cursor) });
}

/** GET /markets/trades: {"trades":[…],"cursor":"…"} */
export function decodeTradesPage(body: string): Result<TradesPage, RestReason> {
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  const raw: RawBody = parsed.value;
  if (!Array.isArray(raw.trades)) return err('unexpected-shape');
  const { rows, rejected } = readRows(raw.trades, readTradeRow);
  return ok({ trades: rows, rejected, cursor: readCursor(raw.cursor) });
}

/** GET /markets/{ticker}: {"market":{…}} */
export function decodeMarket(body: string): Result<RestMarket, RestReason> {
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  const raw: RawBody = parsed.value;
  const market = readMarket(raw.market);
  return market === undefined ? err('unexpected-shape') : ok(market);
}

/** GET /events/{event_ticker}: {"event":{…},"markets":[…]}, with the markets inside the event or beside it. */
export function decodeEvent(body: string): Result<RestEvent, RestReason> {
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  const raw: RawBody = parsed.value;
  const event = readEvent(raw.event);
  if (event === undefined) return err('unexpected-shape');
  return ok(event.markets.length > 0 ? event : { ...event, markets: readMarkets(raw.markets) });
}

/** GET /series/{series_ticker}: {"series":{…}} */
export function decodeSeries(body: string): Result<RestSeries, RestReason> {
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  const raw: RawBody = parsed.value;
  const series = readSeries(raw.series);
  return series === undefined ? err('unexpected-shape') : ok(series);
}

/** GET /exchange/status: {"exchange_active":true,"trading_active":true}; comes with 500, 503 and 504 as well. */
export function decodeExchangeStatus(body: string): Result<ExchangeStatus, RestReason> {
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  const raw: RawBody = parsed.value;
  const { exchange_active: isExchangeActive, trading_active: isTradingActive } = raw;
  if (typeof isExchangeActive !== 'boolean' || typeof isTradingActive !== 'boolean')
    return err('unexpected-shape');
  const resumesAt = lenient(readRfc3339(raw.exchange_estimated_resume_time));
  return ok({ isExchangeActive, isTradingActive, resumesAt });
}

function readTradeRow(value: unknown): Trade | undefined {
  const trade = isObject(value) ? readTrade(value) : undefined;
  return typeof trade === 'string' ? undefined : trade;
}

function readMarkets(value: unknown): readonly RestMarket[] {
  return Array.isArray(value) ? readRows(value, readMarket).rows : [];
}

function readEvent(value: unknown): RestEvent | undefined {
  if (!isObject(value)) return undefined;
  const raw: RawEvent = value;
  const ticker = readId(raw.event_ticker);
  if (ticker === undefined || ticker === MALFORMED) return undefined;
  return {
    ticker,
    seriesTicker: lenient(readId(raw.series_ticker)),
    title: readText(raw.title, MAX_TITLE_LENGTH),
    subTitle: readText(raw.sub_title, MAX_TITLE_LENGTH),
    category: readText(raw.category, MAX_TITLE_LENGTH),
    mutuallyExclusive: raw.mutually_exclusive === true,
    markets: readMarkets(raw.markets),
  };
}

function readSeries(value: unknown): RestSeries | undefined {
  if (!isObject(value)) return undefined;
  const raw: RawSeries = value;
  const ticker = readId(raw.ticker);
  if (ticker === undefined || ticker === MALFORMED) return undefined;
  return {
    ticker,
    title: readText(raw.title, MAX_TITLE_LENGTH),
    category: readText(raw.category, MAX_TITLE_LENGTH),
    frequency: readText(raw.frequency, MAX_TITLE_LENGTH),
  };
}
