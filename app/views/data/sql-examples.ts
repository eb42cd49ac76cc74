/** Questions to begin with, and the tables they may be about. The names are those of the SQLite file. */

export interface SqlExample {
  readonly name: string;
  readonly sql: string;
}

export const SQL_EXAMPLES: readonly SqlExample[] = [
  {
    name: 'Volume by minute',
    sql: `SELECT ts_ms / 60000 * 60000 AS minute,
       datetime(ts_ms / 60000 * 60, 'unixepoch') AS utc,
       sum(CASE taker_side WHEN 'yes' THEN count_fp ELSE 0 END) AS yes_contracts,
       sum(CASE taker_side WHEN 'no' THEN count_fp ELSE 0 END) AS no_contracts
FROM trades
GROUP BY minute
ORDER BY minute`,
  },
  {
    name: 'Spread by market',
    sql: `SELECT market_ticker,
       count(*) AS snapshots,
       round(avg(json_extract(yes_asks, '$[0][0]') - json_extract(yes_bids, '$[0][0]')), 4) AS mean_spread,
       round(min(json_extract(yes_asks, '$[0][0]') - json_extract(yes_bids, '$[0][0]')), 4) AS least_spread
FROM orderbook_snapshots
WHERE yes_bids <> '[]' AND yes_asks <> '[]'
GROUP BY market_ticker
ORDER BY mean_spread`,
  },
  {
    name: 'Largest trades',
    sql: `SELECT datetime(ts, 'unixepoch') AS utc, t.market_ticker, m.title, taker_side, yes_price_dollars, count_fp
FROM trades t LEFT JOIN markets m ON m.ticker = t.market_ticker
ORDER BY CAST(count_fp AS REAL) DESC
LIMIT 50`,
  },
  {
    name: 'Book changes a second',
    sql: `SELECT timestamp / 1000 * 1000 AS second,
       datetime(timestamp / 1000, 'unixepoch') AS utc,
       count(*) AS changes,
       sum(delta_fp > 0) AS added,
       sum(delta_fp < 0) AS taken
FROM orderbook_deltas
GROUP BY second
ORDER BY second`,
  },
];

export interface TableInfo {
  readonly table: string;
  readonly columns: string;
}

/** Tables that a recording fills, with the columns worth asking about. */
export const SQL_TABLES: readonly TableInfo[] = [
  {
    table: 'trades',
    columns:
      'market_ticker, yes_price_dollars, no_price_dollars, count_fp, taker_side, ts_ms, received_at_ms, trade_id, is_block_trade',
  },
  {
    table: 'orderbook_snapshots',
    columns: 'id, market_ticker, timestamp, sequence_number, yes_bids, yes_asks, no_bids, no_asks',
  },
  {
    table: 'orderbook_deltas',
    columns:
      'id, market_ticker, timestamp, sequence_number, delta_type, side, price_dollars, quantity, delta_fp',
  },
  { table: 'orderbook_breaks', columns: 'id, market_ticker, timestamp, kind, reason' },
  {
    table: 'markets',
    columns: 'ticker, event, event_title, series, title, name, category, status, result, price_ranges',
  },
  { table: 'gaps', columns: 'from_ms, to_ms, channel, reason' },
];
