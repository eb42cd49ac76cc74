/**
 * What the exchange answers to a command (protocol 3.4): `subscribed`, `ok`, `unsubscribed`, `error`. Tolerant where a
 * refusal would lose an acknowledgement: what matters is the command's id, which stands in the envelope.
 */
import type { Ticker } from '../units/ticker.ts';
import { isObject, MALFORMED, readCounter, readId, readText, readTicker } from './fields.ts';
import type { Sid } from './messages.ts';

/** Longest error sentence kept, in UTF-16 units. */
const MAX_MESSAGE_LENGTH = 300;

/** {"channel":"orderbook_delta","sid":1}: the only reply whose sid is not in the envelope. */
export function readSubscribed(message: unknown): { channel: string; newSid: Sid } | undefined {
  if (!isObject(message)) return undefined;
  const raw: { readonly channel?: unknown; readonly sid?: unknown } = message;
  const channel = readId(raw.channel);
  const newSid = readCounter(raw.sid, 1);
  if (channel === undefined || channel === MALFORMED) return undefined;
  if (newSid === undefined || newSid === MALFORMED) return undefined;
  return { channel, newSid: newSid as Sid };
}

/**
 * Returns the tickers that the subscription now holds, {"market_tickers":["A-1","B-1"]}; `undefined` where the reply does
 * not say (a list of subscriptions, or `skip_ticker_ack`). Entries that are no tickers are left out.
 */
export function readOkTickers(message: unknown): readonly Ticker[] | undefined {
  if (!isObject(message)) return undefined;
  const raw: { readonly market_tickers?: unknown } = message;
  if (!Array.isArray(raw.market_tickers)) return undefined;
  const tickers: Ticker[] = [];
  for (const item of raw.market_tickers as readonly unknown[]) {
    const ticker = readTicker(item);
    if (ticker !== MALFORMED) tickers.push(ticker);
  }
  return tickers;
}

/** {"code":2,"msg":"Params required"}; code 0 where there is none, for an error is never dropped for its looks. */
export function readError(message: unknown): { code: number; message: string } | undefined {
  if (typeof message === 'string') return { code: 0, message: readText(message, MAX_MESSAGE_LENGTH) ?? '' };
  if (!isObject(message)) return undefined;
  const raw: { readonly code?: unknown; readonly msg?: unknown } = message;
  const code = readCounter(raw.code, 0);
  return {
    code: code === undefined || code === MALFORMED ? 0 : code,
    message: readText(raw.msg, MAX_MESSAGE_LENGTH) ?? '',
  };
}
