/**
 * The exported file as others open it: the `sqlite3` command line finds no fault in it, and its counts and sums per ticker
 * are those of the trades that went in. `LONG=1` adds a million trades.
 */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Trade } from '#core/wire/messages.ts';
import { bytesOf, runExport } from '../support/export.ts';
import { madeTrades, recordAll } from '../support/store.ts';

const isMissing = spawnSync('sqlite3', ['--version']).status !== 0;
if (isMissing)
  console.warn('The sqlite3 command line is not installed, so the exported file is not checked with it.');

const SIZES = [0, 1, 1_000, 200_000, ...(process.env['LONG'] === '1' ? [1_000_000] : [])];
const folder = mkdtempSync(join(tmpdir(), 'flowboard-export-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function query(file: string, statement: string): string {
  const { status, stdout, stderr } = spawnSync('sqlite3', [file, statement], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim();
}

/** Per ticker: trades, hundredths of contracts, and of those what YES takers took; by plain sums over the input. */
function sums(trades: readonly Trade[]): string {
  const totals = new Map<string, [trades: number, quantity: number, yes: number, cost: bigint]>();
  for (const { ticker, quantity, taker, yesPrice } of trades) {
    const [count, all, yes, cost] = totals.get(ticker) ?? [0, 0, 0, 0n];
    totals.set(ticker, [
      count + 1,
      all + quantity,
      yes + (taker === 'yes' ? quantity : 0),
      cost + BigInt(yesPrice) * BigInt(quantity),
    ]);
  }
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([ticker, row]) => [ticker, ...row].join('|'))
    .join('\n');
}

const EXACT = (column: string): string => `CAST(replace(${column}, '.', '') AS INTEGER)`;
const SUMS = `SELECT market_ticker, count(*), sum(${EXACT('count_fp')}),
  sum(CASE taker_side WHEN 'yes' THEN ${EXACT('count_fp')} ELSE 0 END),
  sum(${EXACT('yes_price_dollars')} * ${EXACT('count_fp')}) FROM trades GROUP BY 1 ORDER BY 1`;

test.skipIf(isMissing).each(SIZES)(
  'sqlite3 finds a file of %i trades sound and equal to what was recorded',
  async (size) => {
    const trades = madeTrades(size + 1, size, { tickers: 200, stepMs: 1 });
    await recordAll(`cli-${size}`, trades);
    const began = performance.now();
    const { outcome } = await runExport('exportSqlite', { exchangeId: `cli-${size}` });
    const seconds = (performance.now() - began) / 1_000;
    const bytes = await bytesOf(outcome);
    if (size >= 1_000_000)
      console.log(
        `${size} trades: ${Math.round(size / seconds)} rows/s, ${Math.round(bytes.length / size)} bytes a row`,
      );
    const file = join(folder, `${size}.sqlite`);
    writeFileSync(file, bytes);
    expect(query(file, 'PRAGMA integrity_check')).toBe('ok');
    expect(query(file, 'PRAGMA user_version')).toBe('3');
    expect(query(file, 'SELECT count(*), count(DISTINCT trade_id) FROM trades')).toBe(`${size}|${size}`);
    expect(query(file, SUMS)).toBe(sums(trades));
    expect(query(file, 'SELECT count(*) FROM trades WHERE yes_price + no_price <> 100')).toBe('0');
    // Both indexes are used and agree with the table.
    expect(query(file, 'SELECT count(*) FROM trades INDEXED BY trades_ts_idx WHERE ts >= 0')).toBe(
      String(size),
    );
    rmSync(file);
  },
  // A busy machine makes a million trades in minutes.
  process.env['LONG'] === '1' ? 1_200_000 : 240_000,
);
