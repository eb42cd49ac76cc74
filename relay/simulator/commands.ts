/**
 * Reads one command of a client: JSON to a checked value, or the exchange's error code (protocol 3.3 and 3.7).
 * It knows no subscription; what refers to one is checked by the session.
 */
import { err, ok, type Result } from '#core/lib/result.ts';

/** Codes this simulator answers with, and the exchange's words for them. */
export const ERROR_TEXT = {
  1: 'Unable to process message',
  2: 'Params required',
  3: 'Channels required',
  4: 'Subscription IDs required',
  5: 'Unknown command',
  7: 'Unknown subscription ID',
  8: 'Unknown channel name',
  10: 'Channel error',
  11: 'Invalid parameter',
  12: 'Exactly one subscription ID is required',
  13: 'Unsupported action',
  14: 'Market Ticker required',
  15: 'Action required',
  19: 'shard_factor must be > 0',
  20: 'shard_factor is required when shard_key is set',
  21: 'shard_key must be >= 0 and < shard_factor',
  22: 'shard_factor must be <= 100',
  24: 'Index IDs required',
  25: 'Subscription buffer overflow',
  26: 'Subscription market limit exceeded',
  27: 'Too many requests',
  28: 'Underlying tickers required',
} as const;

export type ErrorCode = keyof typeof ERROR_TEXT;

export interface Markets {
  readonly tickers: readonly string[];
  /** UUIDs; only the ticker channel knows markets by them. */
  readonly ids: readonly string[];
}

export type Command =
  | {
      readonly kind: 'subscribe';
      readonly channels: readonly string[];
      readonly markets: Markets;
      readonly useYesPrice: boolean;
      readonly skipTickerAck: boolean;
      readonly sendInitialSnapshot: boolean;
    }
  | { readonly kind: 'unsubscribe'; readonly sids: readonly number[] }
  | {
      readonly kind: 'update';
      readonly sid: number;
      readonly action: 'add_markets' | 'delete_markets' | 'get_snapshot';
      readonly markets: Markets;
      readonly sendInitialSnapshot: boolean;
    }
  | { readonly kind: 'list' };

export interface Request {
  /** Absent and 0 both mean that the reply carries none. */
  readonly id: number | undefined;
  readonly command: Result<Command, ErrorCode>;
}

type Fields = Readonly<Record<string, unknown>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ACTIONS = ['add_markets', 'delete_markets', 'get_snapshot'] as const;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isIntegers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => Number.isInteger(item));

/** Returns what `text` asks for. Never throws. */
export function readRequest(text: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { id: undefined, command: err(1) };
  }
  if (!isFields(value)) return { id: undefined, command: err(1) };
  const rawId = value['id'];
  if (rawId !== undefined && !Number.isSafeInteger(rawId)) return { id: undefined, command: err(1) };
  const id = typeof rawId === 'number' && rawId > 0 ? rawId : undefined;
  return { id, command: readCommand(value) };
}

function readCommand(value: Fields): Result<Command, ErrorCode> {
  if (typeof value['cmd'] !== 'string') return err(value['cmd'] === undefined ? 5 : 1);
  if (value['cmd'] === 'list_subscriptions') return ok({ kind: 'list' });
  const params = value['params'];
  switch (value['cmd']) {
    case 'subscribe':
      return isFields(params) ? readSubscribe(params) : err(params === undefined ? 2 : 1);
    case 'unsubscribe':
      return isFields(params) ? readUnsubscribe(params) : err(params === undefined ? 2 : 1);
    case 'update_subscription':
      return isFields(params) ? readUpdate(params) : err(params === undefined ? 2 : 1);
    default:
      return err(5);
  }
}

function readSubscribe(params: Fields): Result<Command, ErrorCode> {
  const channels = params['channels'];
  if (channels === undefined) return err(3);
  if (!isTexts(channels)) return err(1);
  if (channels.length === 0) return err(3);
  const markets = readMarkets(params);
  if (!markets.ok) return markets;
  const shard = checkShard(params['shard_factor'], params['shard_key']);
  if (shard !== undefined) return err(shard);
  return ok({
    kind: 'subscribe',
    channels,
    markets: markets.value,
    useYesPrice: params['use_yes_price'] === true,
    skipTickerAck: params['skip_ticker_ack'] === true,
    sendInitialSnapshot: params['send_initial_snapshot'] === true,
  });
}

function readUnsubscribe(params: Fields): Result<Command, ErrorCode> {
  const sids = params['sids'];
  if (sids === undefined) return err(4);
  if (!isIntegers(sids)) return err(1);
  return sids.length === 0 ? err(4) : ok({ kind: 'unsubscribe', sids });
}

function readUpdate(params: Fields): Result<Command, ErrorCode> {
  const sids = params['sids'] ?? (params['sid'] === undefined ? undefined : [params['sid']]);
  if (sids === undefined) return err(12);
  if (!isIntegers(sids)) return err(1);
  const [sid] = sids;
  if (sid === undefined || sids.length !== 1) return err(12);
  if (params['action'] === undefined) return err(15);
  const action = ACTIONS.find((name) => name === params['action']);
  if (action === undefined) return err(13);
  const markets = readMarkets(params);
  if (!markets.ok) return markets;
  if (markets.value.tickers.length + markets.value.ids.length === 0) return err(14);
  const sendInitialSnapshot = params['send_initial_snapshot'] === true;
  return ok({ kind: 'update', sid, action, markets: markets.value, sendInitialSnapshot });
}

/** Tickers and ids exclude each other, as do the single and the list form. */
function readMarkets(params: Fields): Result<Markets, ErrorCode> {
  const forms = ['market_ticker', 'market_tickers', 'market_id', 'market_ids'] as const;
  const used = forms.filter((form) => params[form] !== undefined);
  const [form] = used;
  if (form === undefined) return ok({ tickers: [], ids: [] });
  if (used.length > 1) return err(11);
  const value = params[form];
  const list = typeof value === 'string' ? [value] : value;
  if (!isTexts(list)) return err(1);
  if (form === 'market_ticker' || form === 'market_tickers') return ok({ tickers: list, ids: [] });
  return list.every((id) => UUID.test(id)) ? ok({ tickers: [], ids: list }) : err(11);
}

function checkShard(factor: unknown, key: unknown): ErrorCode | undefined {
  if (factor === undefined) return key === undefined ? undefined : 20;
  if (typeof factor !== 'number' || factor <= 0) return 19;
  if (factor > 100) return 22;
  return key === undefined || (typeof key === 'number' && key >= 0 && key < factor) ? undefined : 21;
}
