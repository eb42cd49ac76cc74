/** Questions in SQL about what is recorded: right answers, nothing changed, and words where a question cannot be answered. */
import 'fake-indexeddb/auto';
import { MessageChannel } from 'node:worker_threads';
import initSqlJs from 'sql.js';
import { describe, expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import type { SqlOutcome, SqlPortMessage, SqlProgress, SqlRequest } from '#contract/query.ts';
import { systemClock } from '../../workers/lib/clock.ts';
import { chosenRange } from '../../app/views/data/range.ts';
import { stretchOf } from '../../app/views/data/sql-stretch.ts';
import { createQuery, type Query, type QueryScope } from '../../workers/query/service.ts';
import { importedEvents, keepImport, runImport } from '../support/import.ts';
import { madeRecording, recordingFile } from '../support/made-recording.ts';
import { madeTrades, NOON, rawPort, recordAll } from '../support/store.ts';
import { createClock } from '../../app/format/time.ts';

const EXCHANGE = 'sql-1';
await recordAll(EXCHANGE, madeTrades(5, 5_000));
const made = madeRecording(6, { frames: 3_000, holeEvery: 500 });
const BOOKS = 'sql-2';
const { messages } = await runImport(recordingFile(made));
await keepImport(BOOKS, messages);
const deltas = importedEvents(messages).filter(({ kind }) => kind === 'delta').length;

/** Every row and when it counts: trades by the exchange's stamp, books by ours. */
const STAMPS = `SELECT 'trades' AS name, ts_ms AS at FROM trades
  UNION ALL SELECT 'snapshots', ${stamp('orderbook_snapshots')}
  UNION ALL SELECT 'deltas', ${stamp('orderbook_deltas')}
  UNION ALL SELECT 'breaks', ${stamp('orderbook_breaks')}`;

function stamp(table: string): string {
  return `CAST(round((julianday(received_at) - 2440587.5) * 86400000) AS INTEGER) FROM ${table}`;
}

/** "2026-05-13T19:57:31" in this zone, as the browser's field writes it. */
function localSecond(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

const aDesk = (scope: Partial<QueryScope> = {}): Query =>
  createQuery({ clock: systemClock(), loadSql: () => initSqlJs(), ...scope });

async function ask(
  request: Partial<SqlRequest> & { readonly sql: string },
  desk: Query = aDesk(),
  onProgress: (progress: SqlProgress, cancel: () => void) => void = () => undefined,
): Promise<SqlOutcome> {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (message: SqlPortMessage) => {
    if (message.kind === 'progress') onProgress(message, () => port1.postMessage({ kind: 'cancel' }));
  });
  const outcome = await desk.runSql({ exchangeId: EXCHANGE, ...request }, rawPort(port2));
  port1.close();
  return outcome;
}

describe('a question', () => {
  test('is answered from all tables of the range', async () => {
    const sql = 'SELECT count(*) AS trades, min(ts_ms) >= ? FROM trades'.replace('?', String(NOON + 10_000));
    const outcome = await ask({ sql, from: NOON + 10_000, to: NOON + 20_000 });
    expect(outcome).toMatchObject({ kind: 'done', columns: ['trades', expect.any(String)], isCut: false });
    const rows = outcome.kind === 'done' ? outcome.rows : [];
    expect(rows[0]?.[0]).toBeGreaterThan(500);
    expect(rows[0]?.[1]).toBe(1);
  });

  test('may be about books', async () => {
    const outcome = await ask({ exchangeId: BOOKS, sql: 'SELECT count(*) FROM orderbook_deltas' });
    expect(outcome).toMatchObject({ rows: [[deltas]] });
  });

  test('about a chosen range has only rows of it, and all of them, in every table', async () => {
    const texts = { from: localSecond(NOON + 20_000), to: localSecond(NOON + 80_000) };
    const range = chosenRange(texts, createClock(Intl.DateTimeFormat().resolvedOptions().timeZone));
    if (typeof range === 'string') throw new Error(range);
    const [from, to] = [NOON + 20_000, NOON + 80_000];
    const entry = { kind: 'import', from: NOON, to: (NOON + 90_000) as UnixMs } as const;
    const all = await ask({ exchangeId: BOOKS, sql: STAMPS });
    const chosen = await ask({ exchangeId: BOOKS, sql: STAMPS, ...stretchOf(entry, 'range', range) });
    const stampsOf = (outcome: SqlOutcome, table: string): number[] =>
      outcome.kind !== 'done'
        ? []
        : outcome.rows.flatMap(([name, at]) => (name === table ? [Number(at)] : [])).sort((a, b) => a - b);
    for (const table of ['trades', 'deltas']) {
      const expected = stampsOf(all, table).filter((at) => at >= from && at <= to);
      expect(stampsOf(chosen, table)).toEqual(expected);
      expect(expected.length).toBeLessThan(stampsOf(all, table).length);
      expect(expected).not.toHaveLength(0);
    }
    // What was known of the books when the range begins is told at its beginning.
    for (const table of ['snapshots', 'breaks'])
      for (const at of stampsOf(chosen, table)) expect(at >= from && at <= to).toBe(true);
    expect(stampsOf(chosen, 'snapshots')[0]).toBe(from);
  });

  test('is cut at the row limit, and says so', async () => {
    const outcome = await ask({ sql: 'SELECT id FROM trades', maxRows: 7 });
    expect(outcome).toMatchObject({ kind: 'done', isCut: true });
    expect(outcome.kind === 'done' && outcome.rows).toHaveLength(7);
    expect(await ask({ sql: 'SELECT 1', maxRows: 1 })).toMatchObject({ isCut: false });
  });

  test('about the same range is asked of the rows that are loaded', async () => {
    const desk = aDesk();
    const phases: string[] = [];
    await ask({ sql: 'SELECT 1' }, desk, ({ phase }) => phases.push(phase));
    expect(phases).toContain('loading');
    phases.length = 0;
    await ask({ sql: 'SELECT 2' }, desk, ({ phase }) => phases.push(phase));
    expect(phases).toEqual(['running']);
    await ask({ sql: 'SELECT 3', from: NOON }, desk, ({ phase }) => phases.push(phase));
    expect(phases.slice(1)).toContain('loading');
  });

  test('gives text, numbers, nothing and bytes as plain values', async () => {
    const outcome = await ask({ sql: "SELECT 'a', 1.5, NULL, x'00ff', 9007199254740991" });
    expect(outcome).toMatchObject({ rows: [['a', 1.5, null, "x'00ff'", 9_007_199_254_740_991]] });
  });

  test('that is cancelled while the rows are loaded ends at once', async () => {
    const outcome = await ask({ sql: 'SELECT 1' }, aDesk(), ({ phase }, cancel) => {
      if (phase === 'loading') cancel();
    });
    expect(outcome).toEqual({ kind: 'cancelled' });
  });

  test('about too many rows is refused with what to do', async () => {
    const outcome = await ask({ sql: 'SELECT 1' }, aDesk({ maxLoadedRows: 1_000 }));
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('Choose a shorter range') as string,
    });
    const books = await ask({ exchangeId: BOOKS, sql: 'SELECT 1' }, aDesk({ maxLoadedRows: 1_000 }));
    expect(books).toMatchObject({ kind: 'failed', reason: expect.stringContaining('1,000 rows') as string });
  });
});

describe('a question that is none', () => {
  test.each([
    ['SELEC 1', 'SELEC', 0],
    ['SELECT * FROM trades WHERE AND 1', 'near "AND"', 27],
    ['SELECT and_, FROM trades', 'near "FROM"', 13],
    ['SELECT absent FROM trades', 'no such column: absent', 7],
    ['SELECT * FROM nowhere', 'no such table: nowhere', 14],
    ['SELECT (1', 'incomplete input', 9],
    ['  -- only words', 'found nothing', 15],
    ['SELECT 1; SELECT 2', 'Expected one statement', 10],
    ['SELECT 1; -- that is all\\nDROP TABLE trades', 'Expected one statement', 25],
  ])('%s: says what and where', async (sql, words, at) => {
    const outcome = await ask({ sql: sql.replace('\\n', '\n') });
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining(words) as string, at });
  });
});

describe('a question that would change something', () => {
  const desk = aDesk();
  test.each([
    "INSERT INTO gaps VALUES (1, 2, 'a', 'b')",
    'DELETE FROM trades',
    'UPDATE trades SET yes_price = 1',
    'DROP TABLE trades',
    'CREATE TABLE mine(x)',
    'CREATE TEMP VIEW v AS SELECT 1',
    "ATTACH ':memory:' AS other",
    "VACUUM INTO 'copy.db'",
    'PRAGMA query_only = OFF',
    'PRAGMA query_only(0)',
    'PRAGMA writable_schema = ON',
    'PRAGMA table_info = 5',
    'BEGIN',
    'REINDEX',
    '/* SELECT */ DELETE FROM trades',
    'WITH gone AS (SELECT 1) DELETE FROM trades',
    "WITH x(a) AS (SELECT 1) INSERT INTO gaps SELECT a, a, 'c', 'r' FROM x",
    "SELECT load_extension('anything')",
    "SELECT writefile('a', 'b')",
  ])('%s is refused, and nothing has changed', async (sql) => {
    expect(await ask({ sql }, desk)).toMatchObject({ kind: 'failed' });
    const count = await ask({ sql: 'SELECT count(*), (SELECT count(*) FROM gaps) FROM trades' }, desk);
    expect(count).toMatchObject({ rows: [[5_000, 0]] });
  });

  test('pragmas that only tell are answered', async () => {
    expect(await ask({ sql: 'PRAGMA table_info(trades);' }, desk)).toMatchObject({ kind: 'done' });
  });
});
