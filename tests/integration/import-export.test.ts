/** What is exported can be brought in again and is the same; books can be rebuilt from the file with nothing but SQL. */
import 'fake-indexeddb/auto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import initSqlJs from 'sql.js';
import { describe, expect, test } from 'vitest';
import { importedBooks, keepImport, runImport, type ImportRun } from '../support/import.ts';
import { bytesOf, runExport } from '../support/export.ts';
import { madeRecording, recordingFile } from '../support/made-recording.ts';
import { NOON } from '../support/store.ts';

const sql = await initSqlJs();
let exchanges = 0;
const anExchange = (): string => `import-export-${++exchanges}`;

type Bytes = Uint8Array<ArrayBuffer>;

async function exported(exchangeId: string, range: { from?: number; to?: number } = {}): Promise<Bytes> {
  const { outcome } = await runExport('exportSqlite', { exchangeId, ...range });
  return new Uint8Array(await bytesOf(outcome));
}

/** Every row of every table; of `meta` what does not say when and whose it is. */
function rowsOf(file: Bytes): Readonly<Record<string, readonly unknown[]>> {
  const database = new sql.Database(file);
  const names = database.exec(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
  );
  const rows: Record<string, readonly unknown[]> = {};
  for (const name of names[0]?.values.flat() ?? [])
    rows[String(name)] =
      database.exec(
        name === 'meta'
          ? "SELECT * FROM meta WHERE key NOT IN ('exported_at', 'exchange') ORDER BY key"
          : `SELECT * FROM ${String(name)} ORDER BY 1`,
      )[0]?.values ?? [];
  database.close();
  return rows;
}

/** Brings `file` in under a new name and returns that. */
async function imported(file: Blob): Promise<string> {
  const exchangeId = anExchange();
  const { outcome, messages } = await runImport(file);
  expect(outcome).toMatchObject({ kind: 'done' });
  await keepImport(exchangeId, messages);
  return exchangeId;
}

describe('an export that is brought in and exported again', () => {
  test.each([
    ['without holes', { frames: 3_000 }],
    ['with holes in the books', { frames: 3_000, holeEvery: 200 }],
    ['long enough for keys of its own', { frames: 60_000, stepMs: 8, holeEvery: 9_000 }],
    ['slow enough for keys by time', { frames: 2_000, stepMs: 900, markets: 2 }],
  ])('is the same in every table: %s', async (_, options) => {
    const first = await exported(await imported(recordingFile(madeRecording(7, options))));
    const again = await exported(await imported(new Blob([first])));
    expect(rowsOf(again)).toEqual(rowsOf(first));
    const counts = Object.entries(rowsOf(first)).map(([name, rows]) => [name, rows.length]);
    for (const name of ['trades', 'orderbook_snapshots', 'orderbook_deltas', 'meta'])
      expect(counts).not.toContainEqual([name, 0]);
  });

  test.each([
    ['a raw recording', false],
    ['a file of our own', true],
  ])('is said to hold as many changes of books as SQL counts: %s', async (_, isOurs) => {
    const raw = recordingFile(madeRecording(11, { frames: 60_000, stepMs: 8, holeEvery: 9_000 }));
    const file = isOurs ? new Blob([await exported(await imported(raw))]) : raw;
    const { outcome, messages } = await runImport(file);
    const exchangeId = anExchange();
    await keepImport(exchangeId, messages);
    const rows = rowsOf(await exported(exchangeId));
    const tables = ['orderbook_snapshots', 'orderbook_deltas', 'orderbook_breaks'];
    const counted = tables.reduce((sum, table) => sum + (rows[table]?.length ?? 0), 0);
    expect(rows['orderbook_breaks']).not.toHaveLength(0);
    expect(rows['meta']).toContainEqual(['book_rows', String(counted)]);
    expect(outcome).toMatchObject({ kind: 'done', bookChanges: counted });
  });

  test('counts the gaps in its time that nothing has filled', async () => {
    const exchangeId = anExchange();
    const made = await runImport(recordingFile(madeRecording(12, { frames: 500 })));
    await keepImport(exchangeId, made.messages);
    const at = made.outcome.kind === 'done' ? made.outcome.fromMs : 0;
    const file = new sql.Database(await exported(exchangeId));
    file.run(
      `INSERT INTO gaps VALUES (${at + 1}, ${at + 5}, 'trade', 'reload'),
        (${at + 1}, ${at + 5}, 'trade', 'reload-filled'), (${at + 9}, ${at + 12}, 'trade', 'reload'),
        (${at - 20}, ${at - 10}, 'trade', 'reload')`,
    );
    const { outcome, messages } = await runImport(new Blob([new Uint8Array(file.export())]));
    file.close();
    expect(outcome).toMatchObject({ kind: 'done', gaps: 1 });
    expect(messages.filter(({ kind }) => kind === 'gap')).toHaveLength(4);
  });

  test('tells apart what was fetched of the time before it', async () => {
    const exchangeId = anExchange();
    const made = await runImport(recordingFile(madeRecording(13, { frames: 500 })));
    await keepImport(exchangeId, made.messages);
    const from = made.outcome.kind === 'done' ? made.outcome.fromMs : 0;
    const file = new sql.Database(await exported(exchangeId));
    const [first] = file.exec('SELECT id, ts_ms FROM trades ORDER BY ts_ms LIMIT 1')[0]?.values ?? [];
    file.run(
      `UPDATE trades SET ts_ms = ${from - 3_600_000}, ts = ${Math.floor((from - 3_600_000) / 1000)} WHERE id = ?`,
      [first?.[0] ?? null],
    );
    const { outcome } = await runImport(new Blob([new Uint8Array(file.export())]));
    file.close();
    expect(made.outcome).not.toHaveProperty('fetched');
    expect(outcome).toMatchObject({ kind: 'done', fetched: 1, fetchedFromMs: from - 3_600_000 });
  });

  test('is the same for a part of it, which begins with the books as they stood then', async () => {
    const source = await imported(recordingFile(madeRecording(8, { frames: 4_000, holeEvery: 700 })));
    const range = { from: NOON + 60_000, to: NOON + 150_000 };
    const first = await exported(source, range);
    const rows = rowsOf(await exported(await imported(new Blob([first])), range));
    expect(rows['orderbook_deltas']?.length).toBeGreaterThan(500);
    expect(rows['orderbook_deltas']).toEqual(rowsOf(first)['orderbook_deltas']);
    expect(rows['orderbook_snapshots']).toEqual(rowsOf(first)['orderbook_snapshots']);
    expect(rows['orderbook_breaks']).toEqual(rowsOf(first)['orderbook_breaks']);
  });

  test('keeps a key batch where it had one', async () => {
    const made = recordingFile(madeRecording(9, { frames: 60_000, stepMs: 8 }));
    const keysOf = (run: ImportRun) =>
      importedBooks(run.messages).flatMap(({ columns, isKey }) => (isKey ? [columns.from] : []));
    const first = await runImport(made);
    expect(keysOf(first).length).toBeGreaterThan(2);
    const exchangeId = anExchange();
    await keepImport(exchangeId, first.messages);
    expect(keysOf(await runImport(new Blob([await exported(exchangeId)])))).toEqual(keysOf(first));
  });
});

describe('the file in the sqlite3 command line', () => {
  const hasCli = spawnSync('sqlite3', ['--version']).status === 0;

  test.skipIf(!hasCli)(
    'is whole, and SQL alone rebuilds every book at the end from snapshots and changes',
    async () => {
      const made = madeRecording(10, { frames: 5_000, holeEvery: 900 });
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'flowboard-')), 'books.sqlite');
      writeFileSync(file, await exported(await imported(recordingFile(made))));
      const ask = (query: string) => execFileSync('sqlite3', [file, query], { encoding: 'utf8' }).trim();
      expect(ask('PRAGMA integrity_check')).toBe('ok');
      expect(ask('SELECT count(*) FROM trades')).toBe(String(made.trades));
      const rebuilt = new Map<string, string>();
      for (const line of ask(REBUILT).split('\n')) {
        const [level = '', size = ''] = line.split('=');
        rebuilt.set(level, size);
      }
      const expected = new Map<string, string>();
      for (const [ticker, book] of made.books)
        for (const side of ['yes', 'no'] as const)
          for (const [price, size] of book[side])
            expected.set(`${ticker} ${side}_bid ${(price / 10_000).toFixed(4)}`, String(size));
      expect(made.books.size).toBeGreaterThan(0);
      expect(rebuilt).toEqual(expected);
    },
  );
});

/** The last snapshot of each market that no break follows, and the sum of the changes after it; sizes in 1e-2 contract. */
const REBUILT = `
WITH last AS (
  SELECT market_ticker, max(id) AS id FROM orderbook_snapshots GROUP BY market_ticker
), known AS (
  SELECT last.* FROM last WHERE NOT EXISTS (
    SELECT 1 FROM orderbook_breaks b WHERE b.market_ticker = last.market_ticker AND b.id > last.id)
), levels AS (
  SELECT market_ticker, 'yes_bid' AS side, json_extract(value, '$[0]') AS price, json_extract(value, '$[1]') AS size
    FROM known JOIN orderbook_snapshots USING (id, market_ticker), json_each(yes_bids)
  UNION ALL
  SELECT market_ticker, 'no_bid', json_extract(value, '$[0]'), json_extract(value, '$[1]')
    FROM known JOIN orderbook_snapshots USING (id, market_ticker), json_each(no_bids)
  UNION ALL
  SELECT d.market_ticker, side, price_dollars, delta_fp
    FROM orderbook_deltas d JOIN known k ON k.market_ticker = d.market_ticker AND d.id > k.id
)
SELECT market_ticker || ' ' || side || ' ' || price || '=' || CAST(round(sum(size) * 100) AS INTEGER)
  FROM levels GROUP BY market_ticker, side, price HAVING abs(sum(size)) > 0.001`;
