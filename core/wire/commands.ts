/**
 * Commands to the exchange as JSON text (protocol 3.3). Owns their spelling; ids are the caller's, ascending from 1 and
 * unique on a socket. An empty list where the exchange wants one is our mistake and throws.
 */
import { assert } from '../lib/assert.ts';
import type { Ticker } from '../units/ticker.ts';
import type { Channel, Sid } from './messages.ts';

export interface SubscribeParams {
  /** Without them: all markets, on channels that allow it (not `orderbook_delta`). */
  readonly tickers?: readonly Ticker[] | undefined;
  /** `ticker` only: says the state of each market at once. */
  readonly sendInitialSnapshot?: boolean | undefined;
  /** Leaves the list of tickers out of acknowledgements, which else grows with each change. */
  readonly skipTickerAck?: boolean | undefined;
}

/** {"id":1,"cmd":"subscribe","params":{"channels":["trade"]}}. The exchange answers once per channel, each with its own sid. */
export function subscribe(id: number, channels: readonly Channel[], params: SubscribeParams = {}): string {
  assert(channels.length > 0, 'at least one channel to subscribe to');
  const hasBook = channels.includes('orderbook_delta');
  assert(!hasBook || (params.tickers?.length ?? 0) > 0, 'at least one ticker for the order book');
  return command(id, 'subscribe', {
    channels,
    market_tickers: params.tickers === undefined || params.tickers.length === 0 ? undefined : params.tickers,
    send_initial_snapshot: params.sendInitialSnapshot,
    skip_ticker_ack: params.skipTickerAck,
    // Said always: the default will flip to true on a day nobody announced.
    use_yes_price: hasBook ? false : undefined,
  });
}

/** {"id":5,"cmd":"unsubscribe","params":{"sids":[1,2]}} */
export function unsubscribe(id: number, sids: readonly Sid[]): string {
  assert(sids.length > 0, 'at least one subscription to end');
  return command(id, 'unsubscribe', { sids });
}

/** Extends a subscription; the book channel answers with a snapshot per new market. */
export function addMarkets(id: number, sid: Sid, tickers: readonly Ticker[]): string {
  return update(id, sid, 'add_markets', tickers);
}

/** Shrinks a subscription. */
export function deleteMarkets(id: number, sid: Sid, tickers: readonly Ticker[]): string {
  return update(id, sid, 'delete_markets', tickers);
}

/** Asks for books afresh: answered by snapshots with this id, in the same sequence, and by no `ok`. */
export function getSnapshot(id: number, sid: Sid, tickers: readonly Ticker[]): string {
  return update(id, sid, 'get_snapshot', tickers);
}

/** {"id":3,"cmd":"list_subscriptions"} */
export function listSubscriptions(id: number): string {
  return command(id, 'list_subscriptions', undefined);
}

/** The action stands inside `params`: at the top it is refused with code 15. */
function update(id: number, sid: Sid, action: string, tickers: readonly Ticker[]): string {
  assert(tickers.length > 0, `at least one ticker for ${action}`);
  return command(id, 'update_subscription', { sid, action, market_tickers: tickers });
}

/** Parameters that are `undefined` are left out. */
function command(id: number, cmd: string, params: object | undefined): string {
  return JSON.stringify({ id, cmd, params });
}
