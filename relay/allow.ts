/**
 * What a page may ask of the exchange. It names an operation and typed arguments, never a path: the path is built here
 * from a table, piece by piece, so no argument can lead to another path or host. Commands on the socket are few and
 * are sent on in the form in which they were checked. Nothing here touches the network.
 */
import { err, ok, type Result } from '#core/lib/result.ts';

type ParameterKind = 'id' | 'ids' | 'id-list' | 'integer' | 'boolean' | 'word' | 'words' | 'cursor';

interface Operation {
  /** Path under the REST base; `{name}` stands for an id given as parameter `name`. */
  readonly path: string;
  readonly query: Readonly<Record<string, ParameterKind>>;
}

const PAGE = { limit: 'integer', cursor: 'cursor' } as const;
const SPAN = { min_ts: 'integer', max_ts: 'integer' } as const;
const ACCOUNT = { subaccount: 'integer', exchange_index: 'integer' } as const;

/** Names as in docs/api.md, paths and parameters as in the exchange's REST reference (2026-11). */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['exchange-status', { path: '/exchange/status', query: {} }],
  [
    'markets',
    {
      path: '/markets',
      query: {
        ...PAGE,
        event_ticker: 'id',
        series_ticker: 'id',
        tickers: 'ids',
        status: 'word',
        mve_filter: 'word',
        min_created_ts: 'integer',
        max_created_ts: 'integer',
        min_close_ts: 'integer',
        max_close_ts: 'integer',
        min_settled_ts: 'integer',
        max_settled_ts: 'integer',
        min_updated_ts: 'integer',
      },
    },
  ],
  ['market', { path: '/markets/{ticker}', query: {} }],
  ['orderbook', { path: '/markets/{ticker}/orderbook', query: { depth: 'integer' } }],
  ['orderbooks', { path: '/markets/orderbooks', query: { tickers: 'id-list' } }],
  [
    'trades',
    { path: '/markets/trades', query: { ...PAGE, ...SPAN, ticker: 'id', is_block_trade: 'boolean' } },
  ],
  [
    'candlesticks',
    {
      path: '/series/{series_ticker}/markets/{ticker}/candlesticks',
      query: {
        start_ts: 'integer',
        end_ts: 'integer',
        period_interval: 'integer',
        include_latest_before_start: 'boolean',
      },
    },
  ],
  [
    'events',
    {
      path: '/events',
      query: {
        ...PAGE,
        status: 'word',
        series_ticker: 'id',
        tickers: 'ids',
        with_nested_markets: 'boolean',
        with_milestones: 'boolean',
        min_close_ts: 'integer',
        min_updated_ts: 'integer',
      },
    },
  ],
  ['event', { path: '/events/{event_ticker}', query: { with_nested_markets: 'boolean' } }],
  [
    'events-multivariate',
    {
      path: '/events/multivariate',
      query: { ...PAGE, series_ticker: 'id', collection_ticker: 'id', with_nested_markets: 'boolean' },
    },
  ],
  [
    'series',
    {
      path: '/series',
      query: {
        ...PAGE,
        category: 'words',
        tags: 'words',
        include_volume: 'boolean',
        include_product_metadata: 'boolean',
        min_updated_ts: 'integer',
      },
    },
  ],
  ['balance', { path: '/portfolio/balance', query: ACCOUNT }],
  [
    'positions',
    {
      path: '/portfolio/positions',
      query: {
        ...PAGE,
        ...ACCOUNT,
        count_filter: 'word',
        ticker: 'id',
        event_ticker: 'id',
        settlement_status: 'word',
      },
    },
  ],
  [
    'orders',
    {
      path: '/portfolio/orders',
      query: { ...PAGE, ...SPAN, ...ACCOUNT, ticker: 'id', event_ticker: 'ids', status: 'word' },
    },
  ],
  [
    'fills',
    { path: '/portfolio/fills', query: { ...PAGE, ...SPAN, ...ACCOUNT, ticker: 'ids', order_id: 'id' } },
  ],
  [
    'settlements',
    {
      path: '/portfolio/settlements',
      query: { ...PAGE, ...SPAN, ticker: 'id', event_ticker: 'id', subaccount: 'integer' },
    },
  ],
]);

// An id starts with a letter or digit, so "." and ".." are no ids and no path can climb.
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const MAX_IDS = 200;
const SHAPES: Record<ParameterKind, (value: string) => boolean> = {
  id: (value) => ID.test(value),
  ids: (value) =>
    value.length > 0 && value.split(',').length <= MAX_IDS && value.split(',').every((id) => ID.test(id)),
  'id-list': (value) => ID.test(value),
  integer: (value) => /^\d{1,15}$/.test(value),
  boolean: (value) => value === 'true' || value === 'false',
  word: (value) => /^[a-z_]{1,32}$/.test(value),
  words: (value) => /^[\p{L}\p{N} ,.&'_-]{1,128}$/u.test(value),
  cursor: (value) => /^[A-Za-z0-9+/=_.:~-]{0,2048}$/.test(value),
};

export type Refusal = { readonly code: 'unknown_operation' | 'bad_parameter'; readonly message: string };

/** Returns every operation's name; the table's own order. */
export function operationNames(): readonly string[] {
  return [...OPERATIONS.keys()];
}

/** Returns path and query (without `?`) under the REST base for a named operation, or why it is not allowed. */
export function buildRequest(
  name: string,
  given: URLSearchParams,
): Result<{ readonly path: string; readonly query: string }, Refusal> {
  const operation = OPERATIONS.get(name);
  if (operation === undefined)
    return err({
      code: 'unknown_operation',
      message: `Expected one of ${operationNames().join(', ')}.`,
    });
  const inPath = new Set(Array.from(operation.path.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? ''));
  const query = new URLSearchParams();
  for (const [key, value] of given) {
    const kind = inPath.has(key)
      ? 'id'
      : Object.hasOwn(operation.query, key)
        ? operation.query[key]
        : undefined;
    if (kind === undefined) return bad(`The parameter was not one of ${knownNames(operation, inPath)}.`);
    if (!SHAPES[kind](value)) return bad(`The parameter ${key} was not usable, expected ${EXPECTED[kind]}.`);
    const count = given.getAll(key).length;
    if (count > (kind === 'id-list' ? 100 : 1)) return bad(`The parameter ${key} was given ${count} times.`);
    if (!inPath.has(key)) query.append(key, value);
  }
  for (const key of inPath)
    if (!given.has(key)) return bad(`The parameter ${key} was absent, expected an id.`);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, key: string) => given.get(key) ?? '');
  return ok({ path, query: query.toString() });
}

const EXPECTED: Record<ParameterKind, string> = {
  id: 'letters, digits, ".", "_" and "-"',
  ids: `up to ${MAX_IDS} ids with commas between`,
  'id-list': 'letters, digits, ".", "_" and "-", repeated up to 100 times',
  integer: 'a whole number',
  boolean: 'true or false',
  word: 'a word in small letters',
  words: 'up to 128 letters, digits and spaces',
  cursor: 'the cursor of the page before',
};

function bad(message: string): Result<never, Refusal> {
  return err({ code: 'bad_parameter', message });
}

function knownNames(operation: Operation, inPath: ReadonlySet<string>): string {
  return [...inPath, ...Object.keys(operation.query)].join(', ') || 'none (it takes no parameters)';
}
