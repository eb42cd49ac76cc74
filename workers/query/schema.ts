/**
 * The SQLite file: every table is there in every file, empty where nothing is recorded, so that a script written once works
 * on all of them. Prices and counts stand twice: as rounded integers and as exact decimal text. TIMESTAMP columns are ISO
 * 8601 text in UTC. Raise `SCHEMA_VERSION` with any change.
 */

/** `PRAGMA user_version` and `meta.schema`. */
export const SCHEMA_VERSION = 3;

/** Columns of `trades` after `id`, in their order; the CSV file has the same. */
export const TRADE_COLUMNS = [
  'market_ticker',
  'yes_price',
  'no_price',
  'yes_price_dollars',
  'no_price_dollars',
  'count',
  'taker_side',
  'ts',
  'received_at',
  'trade_id',
  'count_fp',
  'ts_ms',
  'received_at_ms',
  'is_block_trade',
] as const;

export const MARKET_COLUMNS = [
  'ticker',
  'event',
  'event_title',
  'series',
  'title',
  'name',
  'category',
  'open_time',
  'close_time',
  'status',
  'result',
  'price_ranges',
] as const;

/** `id` is given: one counter over the three tables, so that it is the order of recording (book-rows.ts). */
export const SNAPSHOT_COLUMNS = [
  'id',
  'market_ticker',
  'timestamp',
  'sequence_number',
  'yes_bids',
  'yes_asks',
  'no_bids',
  'no_asks',
  'received_at',
] as const;

export const DELTA_COLUMNS = [
  'id',
  'market_ticker',
  'timestamp',
  'sequence_number',
  'delta_type',
  'side',
  'price',
  'price_dollars',
  'quantity',
  'delta_fp',
  'received_at',
] as const;

/** From such a row to the next snapshot of the market its book is not known: `stale` missed something, `end` was not recorded. */
export const BREAK_COLUMNS = ['id', 'market_ticker', 'timestamp', 'kind', 'reason', 'received_at'] as const;

export const GAP_COLUMNS = ['from_ms', 'to_ms', 'channel', 'reason'] as const;

/** Made before the first row. */
export const TABLES = `
CREATE TABLE trades(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  market_ticker TEXT NOT NULL,
  yes_price INTEGER NOT NULL,
  no_price INTEGER NOT NULL,
  yes_price_dollars TEXT NOT NULL,
  no_price_dollars TEXT NOT NULL,
  count INTEGER NOT NULL,
  taker_side TEXT NOT NULL,
  ts INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  trade_id TEXT,
  count_fp TEXT NOT NULL,
  ts_ms INTEGER NOT NULL,
  received_at_ms INTEGER NOT NULL,
  is_block_trade INTEGER NOT NULL
);
CREATE TABLE orderbook_snapshots(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  market_ticker TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  sequence_number INTEGER NOT NULL,
  yes_bids TEXT NOT NULL,
  yes_asks TEXT NOT NULL,
  no_bids TEXT NOT NULL,
  no_asks TEXT NOT NULL,
  received_at TEXT,
  checksum TEXT
);
CREATE TABLE orderbook_deltas(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  market_ticker TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  sequence_number INTEGER NOT NULL,
  delta_type TEXT NOT NULL,
  side TEXT NOT NULL,
  price INTEGER NOT NULL,
  price_dollars TEXT NOT NULL,
  quantity INTEGER,
  delta_fp TEXT NOT NULL,
  received_at TEXT
);
CREATE TABLE orderbook_breaks(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  market_ticker TEXT NOT NULL,
  timestamp INTEGER NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  received_at TEXT NOT NULL
);
CREATE TABLE models(
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  architecture TEXT NOT NULL,
  market_ticker TEXT NOT NULL,
  parent_model_id TEXT REFERENCES models(id),
  checkpoint_path TEXT NOT NULL,
  hyperparameters TEXT NOT NULL,
  training_config TEXT NOT NULL,
  training_episodes INTEGER DEFAULT 0,
  training_timesteps INTEGER DEFAULT 0,
  created_at TEXT,
  updated_at TEXT,
  performance_summary TEXT,
  status TEXT NOT NULL,
  notes TEXT
);
CREATE TABLE trading_episodes(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  episode_id TEXT UNIQUE,
  model_id TEXT REFERENCES models(id),
  market_ticker TEXT NOT NULL,
  start_time TEXT NOT NULL,
  end_time TEXT,
  mode TEXT NOT NULL,
  total_reward REAL,
  total_steps INTEGER,
  final_position TEXT,
  metadata TEXT
);
CREATE TABLE trading_actions(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  episode_id TEXT REFERENCES trading_episodes(episode_id),
  timestamp INTEGER NOT NULL,
  market_ticker TEXT NOT NULL,
  action INTEGER NOT NULL,
  action_details TEXT,
  state_before TEXT,
  reward REAL,
  executed INTEGER DEFAULT 0,
  execution_result TEXT
);
CREATE TABLE orders(
  id TEXT PRIMARY KEY,
  market_id TEXT NOT NULL,
  side TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  price INTEGER NOT NULL,
  status TEXT NOT NULL,
  created_at TEXT
);
CREATE TABLE trades_own(
  id TEXT PRIMARY KEY,
  order_id TEXT REFERENCES orders(id),
  fill_price INTEGER NOT NULL,
  fill_quantity INTEGER NOT NULL,
  executed_at TEXT
);
CREATE TABLE portfolio_snapshots(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  total_value REAL NOT NULL,
  positions_json TEXT NOT NULL,
  captured_at TEXT
);
CREATE TABLE markets(
  ticker TEXT PRIMARY KEY,
  event TEXT NOT NULL,
  event_title TEXT NOT NULL,
  series TEXT NOT NULL,
  title TEXT NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  open_time TEXT,
  close_time TEXT,
  status TEXT NOT NULL,
  result TEXT NOT NULL,
  price_ranges TEXT
);
CREATE TABLE gaps(
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  channel TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE TABLE meta(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
`;

/** Made after the last row, one by one: half the cost of keeping them in step with every insert. */
export const INDEXES: readonly string[] = [
  'CREATE INDEX trades_ts_idx ON trades(ts)',
  'CREATE INDEX trades_ticker_ts_idx ON trades(market_ticker, ts)',
  'CREATE INDEX idx_snapshots_market_time ON orderbook_snapshots(market_ticker, timestamp)',
  'CREATE INDEX idx_snapshots_sequence ON orderbook_snapshots(market_ticker, sequence_number)',
  'CREATE INDEX idx_deltas_market_seq ON orderbook_deltas(market_ticker, sequence_number)',
  'CREATE INDEX idx_deltas_timestamp ON orderbook_deltas(market_ticker, timestamp)',
  'CREATE INDEX orderbook_breaks_market_time_idx ON orderbook_breaks(market_ticker, timestamp)',
  'CREATE INDEX idx_models_market ON models(market_ticker)',
  'CREATE INDEX idx_models_status ON models(status)',
  'CREATE UNIQUE INDEX idx_models_name_version ON models(name, version)',
  'CREATE INDEX idx_models_created ON models(created_at DESC)',
  'CREATE INDEX idx_episodes_model ON trading_episodes(model_id)',
  'CREATE INDEX idx_episodes_mode ON trading_episodes(mode)',
  'CREATE INDEX idx_episodes_time ON trading_episodes(start_time DESC)',
];

/** Every table and its columns in their order, as the statements above make them: what a file that comes in may have. */
export const COLUMNS_OF: ReadonlyMap<string, readonly string[]> = new Map(
  [...TABLES.matchAll(/CREATE TABLE (\w+)\(\n([^;]+)\n\);/g)].map(([, table = '', body = '']) => [
    table,
    body.split('\n').map((line) => line.trim().split(' ')[0] ?? ''),
  ]),
);

/** Columns that came with a later version, each at the end of its table, with that version: older files do not have them. */
const ADDED: ReadonlyMap<string, readonly [column: string, version: number]> = new Map([
  ['markets', ['price_ranges', 3]],
]);

/** Returns the columns of `table` in a file of `version`, in their order; none for a table that is not ours. */
export function columnsOf(table: string, version: number): readonly string[] {
  const added = ADDED.get(table);
  const columns = COLUMNS_OF.get(table) ?? [];
  return added !== undefined && version < added[1]
    ? columns.filter((column) => column !== added[0])
    : columns;
}
