/** The exported files: right cells, right range, every table; progress, cancel and failure as values. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js';
import { describe, expect, test, vi } from 'vitest';
import { createDatabase } from '#contract/database.ts';
import { STORE_PORT_VERSION } from '#contract/store.ts';
import { APP_VERSION } from '#core/lib/version.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { csvLine } from '../../workers/query/csv.ts';
import { aQuery, bytesOf, runExport } from '../support/export.ts';
import {
  allEvents,
  madeBooks,
  madeTrades,
  NOON,
  recordAll,
  StoreHarness,
  type MadeBooks,
} from '../support/store.ts';

const sql = await initSqlJs();
let exchanges = 0;
const anExchange = (): string => `export-${++exchanges}`;

async function opened(exchangeId: string, range: { from?: number; to?: number } = {}) {
  const { outcome } = await runExport('exportSqlite', { exchangeId, ...range });
  return new sql.Database(await bytesOf(outcome));
}

const TRADE: Trade = {
  ticker: 'KXONE-26-T1' as Ticker,
  tradeId: '0f0e0d0c-0b0a-4908-8706-050403020100',
  yesPrice: 3_650 as Price,
  quantity: 150 as Quantity,
  taker: 'yes',
  isBlock: true,
  venueAt: (NOON + 1_999) as UnixMs,
};

test.each([
  ['not a number', NaN],
  ['past what a date can be', 9e15],
])('a range that is %s is refused in words before any work', async (_, from) => {
  const { outcome, progress } = await runExport('exportCsv', { exchangeId: anExchange(), from });
  expect(outcome).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('milliseconds since 1970') as string,
  });
  expect(progress).toEqual([]);
});

describe('the SQLite file', () => {
  test('a trade stands rounded half up and exact', async () => {
    const exchangeId = anExchange();
    const whole: Trade = {
      ...TRADE,
      tradeId: undefined,
      yesPrice: 3_649 as Price,
      quantity: 149 as Quantity,
    };
    const other: Trade = {
      ...TRADE,
      tradeId: 'Not-A-UUID',
      taker: 'no',
      isBlock: false,
      yesPrice: 1 as Price,
    };
    await recordAll(exchangeId, [TRADE, whole, other]);
    const database = await opened(exchangeId);
    expect(database.exec('SELECT * FROM trades ORDER BY id')[0]?.values).toEqual([
      [
        1,
        'KXONE-26-T1',
        37,
        63,
        '0.3650',
        '0.6350',
        2,
        'yes',
        (NOON + 1_000) / 1_000,
        (NOON + 2_000) / 1_000,
        '0f0e0d0c-0b0a-4908-8706-050403020100',
        '1.50',
        NOON + 1_999,
        NOON + 2_039,
        1,
      ],
      [
        2,
        'KXONE-26-T1',
        36,
        64,
        '0.3649',
        '0.6351',
        1,
        'yes',
        (NOON + 1_000) / 1_000,
        (NOON + 2_000) / 1_000,
        null,
        '1.49',
        NOON + 1_999,
        NOON + 2_039,
        1,
      ],
      [
        3,
        'KXONE-26-T1',
        0,
        100,
        '0.0001',
        '0.9999',
        2,
        'no',
        (NOON + 1_000) / 1_000,
        (NOON + 2_000) / 1_000,
        'Not-A-UUID',
        '1.50',
        NOON + 1_999,
        NOON + 2_039,
        0,
      ],
    ]);
    expect(
      database.exec('SELECT DISTINCT typeof(ts_ms), typeof(yes_price), typeof(count_fp) FROM trades')[0]
        ?.values,
    ).toEqual([['integer', 'integer', 'text']]);
  });

  test('every table and index is there, also where nothing is recorded', async () => {
    const database = await opened(anExchange());
    const names = (type: string): unknown =>
      database
        .exec(
          `SELECT name FROM sqlite_master WHERE type = '${type}' AND name NOT LIKE 'sqlite_%' ORDER BY 1`,
        )[0]
        ?.values.flat();
    expect(names('table')).toEqual([
      'gaps',
      'markets',
      'meta',
      'models',
      'orderbook_breaks',
      'orderbook_deltas',
      'orderbook_snapshots',
      'orders',
      'portfolio_snapshots',
      'trades',
      'trades_own',
      'trading_actions',
      'trading_episodes',
    ]);
    expect(names('index')).toEqual(expect.arrayContaining(['trades_ticker_ts_idx', 'trades_ts_idx']));
    expect(database.exec('PRAGMA user_version')[0]?.values).toEqual([[3]]);
    expect(database.exec('SELECT count(*) FROM trades')[0]?.values).toEqual([[0]]);
    expect(database.exec('PRAGMA foreign_key_check')).toEqual([]);
    expect(
      database.exec('PRAGMA table_info(trades)')[0]?.values.map((column) => column.slice(1, 4).join(' ')),
    ).toEqual([
      'id INTEGER 0',
      'market_ticker TEXT 1',
      'yes_price INTEGER 1',
      'no_price INTEGER 1',
      'yes_price_dollars TEXT 1',
      'no_price_dollars TEXT 1',
      'count INTEGER 1',
      'taker_side TEXT 1',
      'ts INTEGER 1',
      'received_at INTEGER 1',
      'trade_id TEXT 0',
      'count_fp TEXT 1',
      'ts_ms INTEGER 1',
      'received_at_ms INTEGER 1',
      'is_block_trade INTEGER 1',
    ]);
  });

  test('a range takes both of its ends and nothing outside, also within a chunk', async () => {
    const exchangeId = anExchange();
    const trades = madeTrades(1, 12_500);
    await recordAll(exchangeId, trades, 2_500);
    const times = trades.map(({ venueAt }) => venueAt).sort((a, b) => a - b);
    const [from, to] = [times[3_000] ?? 0, times[11_500] ?? 0];
    const database = await opened(exchangeId, { from, to });
    const inside = trades.filter(({ venueAt }) => venueAt >= from && venueAt <= to);
    expect(database.exec('SELECT count(*), min(ts_ms), max(ts_ms) FROM trades')[0]?.values).toEqual([
      [inside.length, from, to],
    ]);
    expect(database.exec('SELECT trade_id FROM trades ORDER BY id')[0]?.values.flat()).toEqual(
      inside.map(({ tradeId }) => tradeId),
    );
  });

  test('markets, gaps and what the file is about are in it', async () => {
    const exchangeId = anExchange();
    const harness = new StoreHarness(exchangeId);
    await harness.start();
    const title = `Robert'); DROP TABLE trades;-- "ü" 終`;
    harness.post({
      kind: 'markets',
      version: STORE_PORT_VERSION,
      rows: [
        {
          ticker: 'KXONE',
          event: 'E',
          eventTitle: 'ET',
          series: 'S',
          title,
          name: 'N',
          category: 'C',
          openAt: NOON,
          closeAt: undefined,
          status: 'active',
          result: '',
        },
      ],
    });
    harness.post({
      kind: 'gap',
      version: STORE_PORT_VERSION,
      gap: { fromMs: NOON, toMs: (NOON + 9) as UnixMs, channel: 'trade', reason: 'sequence' },
    });
    await harness.send([TRADE]);
    await harness.stop();
    const { outcome } = await runExport('exportSqlite', { exchangeId });
    expect(outcome).toMatchObject({
      kind: 'done',
      rows: 1,
      fileName: `flowboard-${exchangeId}-20261120T120001Z-20261120T120001Z.sqlite`,
    });
    const database = new sql.Database(await bytesOf(outcome));
    expect(database.exec('SELECT * FROM markets')[0]?.values).toEqual([
      ['KXONE', 'E', 'ET', 'S', title, 'N', 'C', '2026-11-20T12:00:00.000Z', null, 'active', '', null],
    ]);
    expect(database.exec('SELECT * FROM gaps')[0]?.values).toEqual([[NOON, NOON + 9, 'trade', 'sequence']]);
    expect(
      Object.fromEntries(database.exec("SELECT * FROM meta WHERE key <> 'exported_at'")[0]?.values ?? []),
    ).toEqual({
      exchange: exchangeId,
      from: '2026-11-20T12:00:01.999Z',
      to: '2026-11-20T12:00:01.999Z',
      schema: '3',
      app_version: APP_VERSION,
      trades: '1',
      book_rows: '0',
      books_until: '',
      changes_left_out: '0',
      damaged_rows: '0',
    });
    expect(database.exec("SELECT value FROM meta WHERE key = 'exported_at'")[0]?.values[0]?.[0]).toMatch(
      /^20\d\d-.*Z$/,
    );
    const only = await runExport('exportSqlite', { exchangeId, tables: ['gaps'] });
    const part = new sql.Database(await bytesOf(only.outcome));
    expect(
      part.exec(
        'SELECT (SELECT count(*) FROM trades), (SELECT count(*) FROM markets), (SELECT count(*) FROM gaps)',
      )[0]?.values,
    ).toEqual([[0, 0, 1]]);
  });

  test('what comes while the file is made is in none of its tables', async () => {
    const exchangeId = anExchange();
    const harness = new StoreHarness(exchangeId);
    await harness.start();
    const books = madeBooks(3, 8, { keyEvery: 4 });
    const send = async (part: readonly MadeBooks[]): Promise<void> => {
      for (const batch of part) await harness.sendBooks(batch);
      await harness.send(madeTrades(4, 5));
      await harness.store.flush();
    };
    await send(books.slice(0, 4));
    // SQLite is loaded when the job is open and has read nothing yet.
    const query = aQuery(async () => {
      await send(books.slice(4));
      return sql;
    });
    const counted = async (): Promise<unknown> => {
      const { outcome } = await runExport('exportSqlite', { exchangeId }, undefined, query);
      const file = new sql.Database(await bytesOf(outcome));
      return file.exec(`SELECT (SELECT count(*) FROM trades), (SELECT count(*) FROM orderbook_deltas),
        (SELECT value FROM meta WHERE key = 'books_until')`)[0]?.values[0];
    };
    const changes = (part: readonly MadeBooks[]): number =>
      allEvents(part).filter(({ kind }) => kind === 'delta').length;
    const until = (part: readonly MadeBooks[]): string =>
      new Date(part.at(-1)?.columns.until ?? NaN).toISOString();
    const first = books.slice(0, 4);
    expect(await counted()).toEqual([5, changes(first), until(first)]);
    expect(await counted()).toEqual([10, changes(books), until(books)]);
    await harness.stop();
  });

  test('what is removed while the file is made fails it: no file has a hole that it does not tell of', async () => {
    const exchangeId = anExchange();
    await recordAll(exchangeId, madeTrades(1, 40_000), 1_000);
    const harness = new StoreHarness(exchangeId);
    await harness.start();
    let pruning: Promise<unknown> | undefined;
    const query = aQuery(async () => {
      await (pruning ??= harness.store.setRetention({ days: 3_650, bytes: 1 }));
      return sql;
    });
    const { outcome } = await runExport('exportSqlite', { exchangeId }, undefined, query);
    const reason = 'Recordings were removed while the file was written; export again.';
    expect(outcome).toEqual({ kind: 'failed', reason });
    expect((await runExport('exportSqlite', { exchangeId }, undefined, query)).outcome.kind).toBe('done');
    await harness.stop();
  });

  test('a damaged chunk is left out and counted in meta', async () => {
    const exchangeId = anExchange();
    await recordAll(exchangeId, madeTrades(2, 20_000));
    const store = createDatabase(exchangeId, 'relaxed');
    await store.tapeChunks.update(1, { data: new Uint8Array([1, 2, 3]) });
    store.close();
    const database = await opened(exchangeId);
    expect(
      database.exec("SELECT key, value FROM meta WHERE key IN ('trades', 'damaged_rows') ORDER BY key")[0]
        ?.values,
    ).toEqual([
      ['damaged_rows', '1'],
      ['trades', '10000'],
    ]);
  });
});

describe('the CSV file', () => {
  test('has the columns of the table and a line for each trade', async () => {
    const exchangeId = anExchange();
    await recordAll(exchangeId, [TRADE, { ...TRADE, tradeId: 'a,"b"\nc' }]);
    const { outcome } = await runExport('exportCsv', { exchangeId });
    expect(outcome).toMatchObject({
      kind: 'done',
      rows: 2,
      fileName: `flowboard-${exchangeId}-20261120T120001Z-20261120T120001Z.csv`,
    });
    const seconds = `${(NOON + 1_000) / 1_000},${(NOON + 2_000) / 1_000}`;
    const ms = `${NOON + 1_999},${NOON + 2_039},1`;
    expect(new TextDecoder().decode(await bytesOf(outcome))).toBe(
      'market_ticker,yes_price,no_price,yes_price_dollars,no_price_dollars,count,taker_side,ts,received_at,trade_id,count_fp,ts_ms,received_at_ms,is_block_trade\r\n' +
        `KXONE-26-T1,37,63,0.3650,0.6350,2,yes,${seconds},${TRADE.tradeId ?? ''},1.50,${ms}\r\n` +
        `KXONE-26-T1,37,63,0.3650,0.6350,2,yes,${seconds},"a,""b""\nc",1.50,${ms}\r\n`,
    );
  });

  test('quotes what would end a cell, and leaves absent cells empty', () => {
    expect(csvLine(['plain', 'a,b', 'say "x"', 'two\r\nlines', null, 0])).toBe(
      'plain,"a,b","say ""x""","two\r\nlines",,0\r\n',
    );
  });
});

describe('an export', () => {
  test('reports how far it is, in phases, up to all rows', async () => {
    const exchangeId = anExchange();
    await recordAll(exchangeId, madeTrades(3, 25_000), 5_000);
    const { progress } = await runExport('exportSqlite', { exchangeId });
    expect(progress.every(({ total }) => total === 25_000)).toBe(true);
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).sort((a, b) => a - b));
    expect(progress.at(-1)).toMatchObject({ done: 25_000, phase: 'writing' });
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(new Set(['reading', 'indexing', 'writing']));
  });

  test.each(['exportSqlite', 'exportCsv'] as const)(
    '%s that is cancelled stops early and makes no file',
    async (kind) => {
      const exchangeId = anExchange();
      await recordAll(exchangeId, madeTrades(4, 40_000));
      const { outcome, progress } = await runExport(kind, { exchangeId }, ({ done }, cancel) => {
        if (done > 0) cancel();
      });
      expect(outcome).toEqual({ kind: 'cancelled' });
      expect(progress.at(-1)?.done).toBeLessThan(40_000);
    },
  );

  test('fails with a sentence where storage is refused', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Denied.', 'SecurityError');
    });
    const { outcome } = await runExport('exportCsv', { exchangeId: anExchange() });
    open.mockRestore();
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('The export failed') as string,
    });
  });

  test('fails with a sentence where SQLite does not load, and tries again the next time', async () => {
    let tries = 0;
    const query = aQuery(() => (tries++ === 0 ? Promise.reject(new Error('404')) : initSqlJs()));
    const exchangeId = anExchange();
    expect((await runExport('exportSqlite', { exchangeId }, undefined, query)).outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('export CSV') as string,
    });
    expect((await runExport('exportSqlite', { exchangeId }, undefined, query)).outcome).toMatchObject({
      kind: 'done',
    });
  });

  test('names the version of package.json', () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    expect(text).toContain(`"version": "${APP_VERSION}"`);
  });
});
