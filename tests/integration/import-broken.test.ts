/** Files that are not what they seem: each ends with a sentence that says what is wrong and where, and none throws. */
import 'fake-indexeddb/auto';
import { gzipSync } from 'node:zlib';
import initSqlJs, { type Database } from 'sql.js';
import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '#core/units/time.ts';
import { createRng } from '#core/lib/rng.ts';
import type { ImportOutcome } from '#contract/query.ts';
import { bytesOf, runExport } from '../support/export.ts';
import { importedEvents, importedTrades, keepImport, runImport, type ImportRun } from '../support/import.ts';
import { madeRecording, recordingFile } from '../support/made-recording.ts';
import { NOON } from '../support/store.ts';

const sql = await initSqlJs();
const made = madeRecording(21, { frames: 600 });
await keepImport('broken', (await runImport(recordingFile(made))).messages);
const { outcome: file } = await runExport('exportSqlite', { exchangeId: 'broken' });
const GOOD = new Uint8Array(await bytesOf(file));

const PAGE = 4_096;
const PAGES = GOOD.length / PAGE;

const SAID_OF_A_TRADE =
  'market_ticker, yes_price, no_price, yes_price_dollars, no_price_dollars, count, taker_side, trade_id, count_fp';

/** Returns our file after `change`. */
function changed(change: (database: Database) => void): Blob {
  const database = new sql.Database(GOOD);
  change(database);
  const bytes = new Uint8Array(database.export());
  database.close();
  return new Blob([bytes]);
}

const reasonOf = (outcome: ImportOutcome): string =>
  outcome.kind === 'failed' ? outcome.reason : outcome.kind;

const imported = async (part: BlobPart): Promise<ImportOutcome> =>
  (await runImport(new Blob([part]))).outcome;

describe('a file that is none of ours', () => {
  test.each<[string, BlobPart, string]>([
    ['an empty file', '', 'The file is empty.'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'Found another kind of file'],
    ['plain words', 'hello\nworld\n', 'Found another kind of file'],
    ['JSON that is no frame', '{"a":1}\n{"b":2}\n', 'found none (lines 1, 2)'],
    [
      'a SQLite header and nothing',
      'SQLite format 3\0',
      'cut off on page 1: expected a header of 100 bytes, found 16',
    ],
    ['gzip of nothing', gzipSync(''), 'found no trade and no snapshot of a book in 0 lines'],
    ['gzip of a picture', gzipSync(new Uint8Array(2_000).fill(0x89)), 'No line of the file could be used'],
    [
      'gzip that is cut off',
      gzipSync(made.lines.join('\n')).subarray(0, 900),
      'gzip file is damaged or ends too early',
    ],
    [
      'gzip with a wrong byte',
      flipped(gzipSync(made.lines.join('\n')), 4_000),
      'gzip file is damaged or ends too early',
    ],
  ])('%s', async (_, part, words) => {
    expect(reasonOf(await imported(part))).toContain(words);
  });

  test('a gzip bomb is given up long before it has unpacked', async () => {
    const bomb = gzipSync(new Uint8Array(64 * 1_024 * 1_024).fill(0x7b));
    const { outcome } = await runImport(new Blob([bomb]), { maxUnpacked: 4 * 1_024 * 1_024 });
    expect(reasonOf(outcome)).toContain('unpacks to more than 4 MB at line 0');
    expect(reasonOf(await imported(bomb))).toMatch(/unpacks to more than (16|17) MB/);
  });
});

describe('a SQLite file', () => {
  test.each<[string, (database: Database) => void, string]>([
    ['of another program', (db) => db.run('PRAGMA user_version = 0'), 'found user_version 0'],
    ['of a newer version', (db) => db.run('PRAGMA user_version = 99'), 'found user_version 99'],
    ['without trades', (db) => db.run('DROP TABLE trades'), 'Expected a table "trades", found none'],
    [
      'with another column',
      (db) => db.run('ALTER TABLE gaps ADD COLUMN more'),
      'in the table "gaps", found from_ms',
    ],
    ['with a table of its own', (db) => db.run('CREATE TABLE mine(x)'), 'found the table "mine"'],
    ['with a view', (db) => db.run('CREATE VIEW v AS SELECT 1'), 'found the view "v"'],
    [
      'with a trigger',
      (db) => db.run('CREATE TRIGGER t AFTER INSERT ON trades BEGIN SELECT 1; END'),
      'found the trigger "t"',
    ],
    [
      'with ids that are no counter',
      (db) =>
        db.run('UPDATE orderbook_snapshots SET id = (SELECT min(id) FROM orderbook_deltas) WHERE id = 1'),
      'ids of the order book tables to come from one counter',
    ],
    [
      'with nothing in it',
      (db) => db.run('DELETE FROM trades; DELETE FROM orderbook_snapshots; DELETE FROM orderbook_deltas'),
      'expected trades or books in it, found none',
    ],
  ])('%s is refused', async (_, change, words) => {
    expect(reasonOf((await runImport(changed(change))).outcome)).toContain(words);
  });

  // Looking for damage computes such an expression: this one would take 800 MB, once a row.
  test.each<[string, string, string]>([
    ['a check of the table', 'gaps', ', CHECK(length(hex(zeroblob(400000000))) > 0))'],
    ['a check of a column', 'gaps', ', x TEXT CHECK(x > 1))'],
    ['a computed column', 'gaps', ', x TEXT GENERATED ALWAYS AS (hex(zeroblob(9))))'],
    ['a computed default', 'gaps', ', x TEXT DEFAULT (hex(zeroblob(9))))'],
    ['a named check', 'meta', ', CONSTRAINT c CHECK (hex(zeroblob(9)) > 0))'],
    ['another layout', 'meta', ') WITHOUT ROWID'],
  ])('with %s is refused before any of it is computed', async (_, table, ending) => {
    const outcome = await runImport(
      changed((db) => {
        const source = String(
          db.exec(`SELECT sql FROM sqlite_schema WHERE name = '${table}'`)[0]?.values[0]?.[0],
        );
        db.run('PRAGMA writable_schema = 1');
        db.run('UPDATE sqlite_schema SET sql = ? WHERE name = ?', [source.replace(/\)\s*$/, ending), table]);
      }),
    );
    expect(reasonOf(outcome.outcome)).toMatch(/with plain columns only|Expected the columns/);
  });

  test.each([
    ['of an expression', 'CREATE INDEX own ON gaps(hex(channel))'],
    ['of some rows', 'CREATE INDEX own ON gaps(from_ms) WHERE hex(channel) IS NOT NULL'],
  ])('with an index %s is refused', async (_, index) => {
    const { outcome } = await runImport(changed((db) => db.run(index)));
    expect(reasonOf(outcome)).toContain('Expected the index "own" with plain columns only');
  });

  test('with a plain index of its own is taken', async () => {
    const { outcome } = await runImport(
      changed((db) => db.run('CREATE INDEX own ON gaps(from_ms, to_ms DESC)')),
    );
    expect(outcome).toMatchObject({ kind: 'done', rejected: 0, trades: made.trades });
  });

  test.each([
    ['no_price_dollars', "'0.0001'"],
    ['yes_price', '101'],
    ['no_price', '101'],
    ['count', '123456789'],
  ])('with %s that contradicts the exact columns leaves the row out, and says so', async (column, value) => {
    const { outcome } = await runImport(
      changed((db) => db.run(`UPDATE trades SET ${column} = ${value} WHERE id = 3`)),
    );
    expect(outcome).toMatchObject({ kind: 'done', rejected: 1, trades: made.trades - 1 });
    expect(outcome.kind === 'done' && outcome.remarks[0]).toContain(`${column} contradicts`);
  });

  test('that says its books are known for a million years is read without that', async () => {
    const { outcome: whole } = await runImport(new Blob([GOOD]));
    for (const until of ['+275760-09-13T00:00:00.000Z', '1999-01-01T00:00:00.000Z']) {
      const { outcome } = await runImport(
        changed((db) => db.run(`UPDATE meta SET value = '${until}' WHERE key = 'books_until'`)),
      );
      if (outcome.kind !== 'done' || whole.kind !== 'done') throw new Error('Expected two imports.');
      expect(outcome.toMs).toBeLessThanOrEqual(whole.toMs);
      expect(outcome.remarks[0]).toContain('books_until in meta was left out');
    }
  });

  test.each([
    ['trades', 'UPDATE trades SET ts_ms = 253402300799999 WHERE id = 3'],
    ['trades', 'UPDATE trades SET received_at_ms = 5 WHERE id = 3'],
    ['gaps', "INSERT INTO gaps VALUES(1, 253402300799999, 'trade', 'x')"],
    [
      'orderbook_deltas',
      "UPDATE orderbook_deltas SET received_at = '9999-12-31T23:59:59Z' WHERE id = (SELECT max(id) FROM orderbook_deltas)",
    ],
    [
      'orderbook_snapshots',
      // The last key: few changes come behind it.
      "INSERT INTO orderbook_snapshots SELECT (SELECT max(id) + 1 FROM orderbook_deltas), market_ticker, timestamp, sequence_number, yes_bids, yes_asks, no_bids, no_asks, '0001-01-01T00:00:00Z', checksum FROM orderbook_snapshots WHERE id = 1",
    ],
  ])('leaves out a row of %s whose time cannot be', async (table, change) => {
    const { outcome } = await runImport(changed((db) => db.run(change)));
    if (outcome.kind !== 'done') throw new Error(reasonOf(outcome));
    expect(outcome.remarks.join(' ')).toMatch(new RegExp(`${table}: expected a time`));
    expect(outcome.fromMs).toBeGreaterThanOrEqual(NOON);
    expect(outcome.toMs).toBeLessThan(NOON + DAY);
  });

  test('that is cut off anywhere is refused, or loses nothing', async () => {
    for (let page = 1; page < PAGES; page += 8) {
      const ofAll = `expected ${PAGES} pages of ${PAGE} bytes as its header says, found ${page} whole.`;
      expect(reasonOf(await imported(GOOD.slice(0, page * PAGE)))).toContain(
        `The SQLite file is cut off after page ${page}: ${ofAll}`,
      );
      expect(reasonOf(await imported(GOOD.slice(0, page * PAGE + 77)))).toContain(
        `The SQLite file is cut off on page ${page + 1}: ${ofAll}`,
      );
    }
  });

  test.each([
    ['noise', (at: number) => (at * 197 + 31) & 255],
    ['zeros', () => 0],
  ])('with a page that was written over with %s is refused, and the page is named', async (_, byteAt) => {
    for (let page = 1; page <= PAGES; page++) {
      const bytes = new Uint8Array(GOOD);
      // The header of the whole file stands before the first page's own.
      for (let at = page === 1 ? 100 : 0; at < PAGE; at++) bytes[(page - 1) * PAGE + at] = byteAt(at);
      expect(reasonOf(await imported(bytes))).toMatch(
        new RegExp(
          `^(Page ${page} of the SQLite file is damaged|The SQLite file is damaged on page ${page} of ${PAGES}):`,
        ),
      );
    }
  });

  test.each([
    ['page size', 16, 'page size that is a power of two from 512 to 65536, found '],
    ['payload fraction', 21, 'expected the payload fractions 64, 32, 32, found '],
  ])('with a wrong %s in its header is refused, and page 1 is named', async (_, at, words) => {
    const reason = reasonOf(await imported(flipped(GOOD, at)));
    expect(reason).toContain('The header of the SQLite file (page 1) is damaged: expected');
    expect(reason).toContain(words);
    expect(reason).toContain('Copy or export it anew.');
  });

  test('with a wrong byte is refused, or tells of it, or is harmless: it never throws', async () => {
    const rng = createRng(5);
    let refused = 0;
    for (let i = 0; i < 120; i++) {
      const { outcome } = await runImport(new Blob([flipped(GOOD, 100 + rng.integer(GOOD.length - 100))]));
      if (outcome.kind === 'failed') refused++;
    }
    expect(refused).toBeGreaterThan(0);
  });

  /** The delta that is so many before the last of its market. */
  const DELTA = (back: number): string =>
    `(SELECT id FROM orderbook_deltas WHERE market_ticker = 'KXMADE-26NOV20-B1' ORDER BY id DESC LIMIT 1 OFFSET ${back})`;

  test.each([
    [
      'a level that does not add up',
      `UPDATE orderbook_deltas SET quantity = coalesce(quantity, 0) + 7 WHERE id = ${DELTA(3)}`,
      /^1 row was left out: orderbook_deltas: expected the quantity that the changes add up to, found another \(row \d+\)\.$/,
      /^3 rows were left out: orderbook_deltas: the book is not known since row \d+ of orderbook_deltas contradicts the rows before it, until its next snapshot/,
    ],
    [
      'a cell that cannot be read',
      `UPDATE orderbook_deltas SET delta_fp = 'five' WHERE id = ${DELTA(3)}`,
      /^1 row was left out: orderbook_deltas: the row cannot be read/,
      /^3 rows were left out: orderbook_deltas: the book is not known since row \d+ of orderbook_deltas was left out, until its next snapshot/,
    ],
  ])(
    'with %s says which row is the cause, and the time of that book is a gap',
    async (_, change, first, then) => {
      const { outcome, messages } = await runImport(changed((db) => db.run(change)));
      if (outcome.kind !== 'done') throw new Error(reasonOf(outcome));
      expect(outcome).toMatchObject({ rejected: 4, gaps: 1 });
      expect(outcome.remarks).toEqual([expect.stringMatching(first), expect.stringMatching(then)]);
      const events = importedEvents(messages);
      const stale = events.find(({ kind }) => kind === 'stale');
      expect(stale?.ticker).toBe('KXMADE-26NOV20-B1');
      const gaps = messages.flatMap((message) => (message.kind === 'gap' ? [message.gap] : []));
      expect(gaps).toMatchObject([
        { fromMs: stale?.receivedAt, channel: 'orderbook_delta', reason: 'left-out' },
      ]);
      expect(gaps[0]?.toMs).toBeGreaterThanOrEqual(events.at(-1)?.receivedAt ?? Infinity);
    },
  );

  test('with a trade that cannot be read has a gap between its neighbours', async () => {
    const { outcome, messages } = await runImport(
      changed((db) => db.run("UPDATE trades SET yes_price_dollars = '7.0000' WHERE id IN (3, 4)")),
    );
    expect(outcome).toMatchObject({ kind: 'done', rejected: 2, gaps: 1 });
    const [, before, after] = importedTrades(messages);
    const [from = 0, to = 0] = [before?.venueAt, after?.venueAt];
    expect(messages).toContainEqual({
      kind: 'gap',
      version: expect.any(Number) as number,
      gap: {
        fromMs: Math.min(from, to),
        toMs: Math.max(from + 1, to),
        channel: 'trade',
        reason: 'left-out',
      },
    });
  });

  test.each([
    [
      'one bad change that takes the rest of its book along',
      'UPDATE orderbook_deltas SET quantity = coalesce(quantity, 0) + 7 WHERE id = 100',
      /The first is row 100: orderbook_deltas: expected the quantity that the changes add up to/,
    ],
    [
      'a snapshot that cannot be read',
      "UPDATE orderbook_snapshots SET yes_bids = 'none' WHERE id = 1",
      /The first is row 1: orderbook_snapshots: expected \[\["0\.1230","75\.00"\]/,
    ],
    [
      'many trades that cannot be read',
      "UPDATE trades SET count_fp = 'x' WHERE id > 5",
      /The first is row 6: trades: the row cannot be read/,
    ],
  ])('of which more than one per cent is lost, by %s, is refused whole', async (_, change, first) => {
    const { outcome } = await runImport(changed((db) => db.run(change)));
    expect(reasonOf(outcome)).toMatch(
      /^\d+ of the \d+ rows \([\d.]+ %\) cannot be used or contradict others: expected at most 1 %\./,
    );
    expect(reasonOf(outcome)).toMatch(first);
  });

  test('with a trade in two rows brings it once', async () => {
    const { outcome, messages } = await runImport(
      changed((db) =>
        db.run(
          `UPDATE trades SET (${SAID_OF_A_TRADE}) = (SELECT ${SAID_OF_A_TRADE} FROM trades WHERE id = 1) WHERE id = 2`,
        ),
      ),
    );
    expect(outcome).toMatchObject({ kind: 'done', rejected: 0, trades: made.trades - 1 });
    expect(outcome.kind === 'done' && outcome.remarks[0]).toContain('1 left out (first at row 2)');
    expect(importedTrades(messages)).toHaveLength(made.trades - 1);
  });

  test('with rows that cannot be used leaves those out, and says which', async () => {
    const { outcome, messages } = await runImport(
      changed((db) => db.run("UPDATE trades SET yes_price_dollars = '7.0000' WHERE id = 3")),
    );
    expect(outcome).toMatchObject({ kind: 'done', rejected: 1, trades: made.trades - 1 });
    expect(outcome.kind === 'done' && outcome.remarks[0]).toContain('(row 3)');
    expect(importedTrades(messages)).toHaveLength(made.trades - 1);
  });
});

/** Returns what rests at the only price in the end, 1e-2 contract; `undefined` where the book is in doubt. */
function lastOf(messages: Parameters<typeof importedEvents>[0]): number | undefined {
  let left: number | undefined;
  for (const event of importedEvents(messages))
    if (event.kind === 'snapshot') left = event.yes[0]?.[1] ?? 0;
    else if (event.kind === 'delta') left = left === undefined ? undefined : left + event.change;
    else left = undefined;
  return left;
}

describe('a raw recording', () => {
  const frame = (msg: object, type = 'orderbook_delta', seq?: number, at: number = NOON): string =>
    JSON.stringify({ recv_ms: at, raw: { type, sid: 2, seq, msg } });
  const book = { market_ticker: 'KXA-1', yes_dollars_fp: [['0.4000', '10.00']] };
  const change = (delta_fp: string) => ({
    market_ticker: 'KXA-1',
    price_dollars: '0.4000',
    delta_fp,
    side: 'yes',
  });
  const lines = (...texts: string[]): Blob => new Blob([texts.join('\n') + '\n']);

  test('with broken lines in the middle keeps the rest, doubts the books there, and names the lines', async () => {
    const texts = [...made.lines];
    texts[50] = texts[50]?.slice(0, 40) ?? '';
    texts[51] = 'not json at all';
    const { outcome, messages } = await runImport(lines(...texts));
    expect(outcome).toMatchObject({ kind: 'done' });
    expect(outcome.kind === 'done' && outcome.remarks.join(' ')).toContain('(lines 51, 52)');
    expect(importedEvents(messages).some(({ kind }) => kind === 'stale')).toBe(true);
  });

  test('that ends in the middle of a line says so, and loses nothing else', async () => {
    const whole = made.lines.join('\n');
    const { outcome } = await runImport(new Blob([whole.slice(0, -30)]));
    expect(outcome).toMatchObject({ kind: 'done', rejected: 0 });
    expect(outcome.kind === 'done' && outcome.remarks.join()).toContain('is cut off');
  });

  test('whose clock runs backwards keeps its order, and says so', async () => {
    const { outcome, messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        frame(change('5.00'), 'orderbook_delta', 2, NOON - 60_000),
        frame(change('-3.00'), 'orderbook_delta', 3, NOON + 10),
      ),
    );
    expect(importedEvents(messages).map(({ kind, receivedAt }) => [kind, receivedAt - NOON])).toEqual([
      ['snapshot', 0],
      ['delta', 0],
      ['delta', 10],
    ]);
    expect(outcome.kind === 'done' && outcome.remarks.join()).toContain('runs backwards (first at line 2)');
  });

  test.each([
    [
      'before its snapshot',
      [frame(change('5.00'), undefined, 1), frame(book, 'orderbook_snapshot', 2)],
      'line 1',
    ],
    [
      'that leaves less than nothing',
      [frame(book, 'orderbook_snapshot', 1), frame(change('-11.00'), undefined, 2)],
      'line 2',
    ],
    ['of an unknown kind', [frame(book, 'orderbook_snapshot', 1), frame({}, 'news', 2)], 'found "news"'],
    [
      'that is repeated',
      [frame(book, 'orderbook_snapshot', 4), ...[5, 5].map((seq) => frame(change('1.00'), undefined, seq))],
      'found one again',
    ],
  ])('a frame %s is left out and named', async (_, texts, words) => {
    const { outcome } = await runImport(lines(...texts));
    expect(outcome).toMatchObject({ kind: 'done', rejected: 1 });
    expect(outcome.kind === 'done' && outcome.remarks.join()).toContain(words);
  });

  test('a change that cannot be read leaves the books in doubt though its number is there', async () => {
    const { messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        frame(change('five'), undefined, 2),
        frame(change('1.00'), undefined, 3),
        frame(book, 'orderbook_snapshot', 4),
      ),
    );
    expect(importedEvents(messages).map(({ kind }) => kind)).toEqual(['snapshot', 'stale', 'snapshot']);
  });

  describe('without numbers and without books', () => {
    const row = (second: number, count: unknown = 136): string =>
      JSON.stringify({
        recv_ms: NOON + 1_000 * second,
        raw: {
          type: 'trade',
          sid: 1,
          msg: {
            market_ticker: 'KXA-1',
            yes_price_dollars: '0.3600',
            count,
            taker_side: 'no',
            ts: Math.floor(NOON / 1_000) + second,
          },
        },
      });
    const rows = Array.from({ length: 30 }, (_, second) => row(second));
    const changed = (at: number, text: string) => lines(...rows.map((old, i) => (i === at ? text : old)));
    const gapsOf = ({ messages }: ImportRun): readonly unknown[] =>
      messages.flatMap((message) => (message.kind === 'gap' ? [message.gap] : []));

    test.each([
      ['a line that is cut', row(15).slice(0, 80)],
      ['a trade that cannot be read', row(15, 'x')],
    ])('%s is a gap of trades from the one before it to the one behind it', async (_, text) => {
      const run = await runImport(changed(15, text));
      expect(run.outcome).toMatchObject({ kind: 'done', trades: 29, rejected: 1, gaps: 1 });
      expect(gapsOf(run)).toEqual([
        { fromMs: NOON + 14_000, toMs: NOON + 16_000, channel: 'trade', reason: 'sequence' },
      ]);
    });

    test('the last trade that cannot be read is a gap as well', async () => {
      const run = await runImport(changed(29, row(29, 'x')));
      expect(gapsOf(run)).toEqual([
        { fromMs: NOON + 28_000, toMs: NOON + 29_000, channel: 'trade', reason: 'sequence' },
      ]);
    });

    test('before the first trade nothing is missing that anybody could know of', async () => {
      const run = await runImport(changed(0, row(0, 'x')));
      expect(run.outcome).toMatchObject({ kind: 'done', rejected: 1, gaps: 0 });
      expect(gapsOf(run)).toEqual([]);
    });
  });

  test('numbers left out make a gap, and every book doubtful until its next snapshot', async () => {
    const { outcome, messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        frame(change('1.00'), undefined, 5, NOON + 700),
        frame(book, 'orderbook_snapshot', 6, NOON + 900),
      ),
    );
    expect(outcome).toMatchObject({ kind: 'done', gaps: 1 });
    expect(messages).toContainEqual({
      kind: 'gap',
      version: expect.any(Number) as number,
      gap: { fromMs: NOON, toMs: NOON + 700, channel: 'orderbook_delta', reason: 'sequence' },
    });
    expect(importedEvents(messages).map(({ kind }) => kind)).toEqual(['snapshot', 'stale', 'snapshot']);
  });

  test.each([
    ['the same first number', 2],
    ['a later first number', 4],
  ])(
    'a reconnect that shows only in %s is a gap, and the book is that of the new socket',
    async (_, first) => {
      const snapshot = (size: string) => ({ ...book, yes_dollars_fp: [['0.4000', size]] });
      const { outcome, messages } = await runImport(
        lines(
          frame(snapshot('100.00'), 'orderbook_snapshot', 2),
          ...[3, 4, 5, 6, 7].map((seq) => frame(change('1.00'), undefined, seq, NOON + seq)),
          frame(snapshot('5.00'), 'orderbook_snapshot', first, NOON + 60_000),
          ...[1, 2, 3, 4, 5, 6].map((i) => frame(change('2.00'), undefined, first + i, NOON + 60_000 + i)),
        ),
      );
      expect(outcome).toMatchObject({ kind: 'done', gaps: 1, rejected: 0 });
      expect(lastOf(messages)).toBe(1_700);
    },
  );

  test('a change that repeats a number with other content leaves the book in doubt', async () => {
    const { messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        frame(change('1.00'), undefined, 2),
        frame(change('3.00'), undefined, 2, NOON + 900),
      ),
    );
    expect(importedEvents(messages).map(({ kind }) => kind)).toEqual(['snapshot', 'delta', 'stale']);
  });

  test('a snapshot that comes again behind changes begins the book anew: it is never both', async () => {
    const { messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 2),
        frame(change('1.00'), undefined, 3, NOON + 100),
        frame(book, 'orderbook_snapshot', 2, NOON + 60_000),
        frame(change('7.00'), undefined, 3, NOON + 60_100),
      ),
    );
    expect(lastOf(messages)).toBe(1_700);
  });

  test('only an exact repetition is left out as one, and the book goes on', async () => {
    const { outcome, messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        frame(book, 'orderbook_snapshot', 1, NOON + 50),
        frame(change('1.00'), undefined, 2, NOON + 100),
        frame(change('1.00'), undefined, 2, NOON + 150),
        frame(change('1.00'), undefined, 3, NOON + 200),
      ),
    );
    expect(outcome).toMatchObject({ kind: 'done', gaps: 0, rejected: 2 });
    expect(lastOf(messages)).toBe(1_200);
  });

  test('a frame whose time cannot be is left out, and its book doubted', async () => {
    const { outcome, messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        frame(change('1.00'), undefined, 2, 4_102_444_700_000),
        frame(book, 'orderbook_snapshot', 3, NOON + 900),
      ),
    );
    expect(outcome).toMatchObject({ kind: 'done', rejected: 1, toMs: NOON + 900 });
    expect(importedEvents(messages).map(({ kind }) => kind)).toEqual(['snapshot', 'stale', 'snapshot']);
  });

  test.each([
    [
      'an error that ends its subscription',
      { type: 'error', sid: 2, seq: 2, msg: { code: 25, msg: 'overflow' } },
    ],
    ['an error that names no subscription', { type: 'error', seq: 2, msg: { code: 10, msg: 'fault' } }],
    ['the end of its subscription', { type: 'unsubscribed', sid: 2, seq: 2 }],
  ])('%s leaves the book in doubt until its next snapshot', async (_, raw) => {
    const { outcome, messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        JSON.stringify({ recv_ms: NOON + 1_000, raw }),
        frame(book, 'orderbook_snapshot', 3, NOON + 60_000),
      ),
    );
    expect(importedEvents(messages).map(({ kind }) => kind)).toEqual(['snapshot', 'stale', 'snapshot']);
    expect(outcome.kind === 'done' && outcome.gaps).toBeGreaterThan(0);
  });

  test('whose NO prices are on the YES scale is read so once its books tell, and says from where on', async () => {
    const onYesScale = (ticker: string) => ({
      market_ticker: ticker,
      yes_dollars_fp: [['0.4200', '5.00']],
      // NO bids at 55 cents and at one.
      no_dollars_fp: [
        ['0.4500', '5.00'],
        ['0.9900', '5.00'],
      ],
    });
    const frames = ['KXA-1', 'KXB-1', 'KXC-1', 'KXA-1'].map((ticker, i) =>
      frame(onYesScale(ticker), 'orderbook_snapshot', i + 1, NOON + i * 100),
    );
    const { outcome, messages } = await runImport(lines(...frames));
    expect(outcome.kind === 'done' && outcome.remarks).toEqual([
      'Books tell that NO prices are on the YES scale: they are read so from line 3 on, and what came before may be wrong.',
    ]);
    const told = importedEvents(messages).map((event) => [
      event.ticker,
      event.kind === 'snapshot' ? event.no.map(([price]) => price) : event.kind,
    ]);
    expect(told.slice(0, 6)).toEqual([
      ['KXA-1', [4_500, 9_900]],
      ['KXB-1', [4_500, 9_900]],
      ['KXA-1', 'stale'],
      ['KXB-1', 'stale'],
      ['KXC-1', [100, 5_500]],
      ['KXA-1', [100, 5_500]],
    ]);
  });

  test('an error that ends nothing leaves the book as it is', async () => {
    const { outcome, messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        JSON.stringify({ recv_ms: NOON + 1_000, raw: { type: 'error', sid: 2, seq: 2, msg: { code: 27 } } }),
      ),
    );
    expect(importedEvents(messages).map(({ kind }) => kind)).toEqual(['snapshot']);
    expect(outcome).toMatchObject({ kind: 'done', gaps: 0 });
  });

  test('numbers left out after a long silence leave the book in doubt from its last frame on', async () => {
    const { messages } = await runImport(
      lines(
        frame(book, 'orderbook_snapshot', 1),
        frame(change('1.00'), undefined, 2, NOON + 1),
        frame(book, 'orderbook_snapshot', 1, NOON + 4 * MINUTE),
      ),
    );
    expect(importedEvents(messages).map(({ kind, receivedAt }) => [kind, receivedAt - NOON])).toEqual([
      ['snapshot', 0],
      ['delta', 1],
      ['stale', 1],
      ['snapshot', 4 * MINUTE],
    ]);
  });

  test.each(['d91bc706-ee49-470d-82d8-11418bda6fed', 'no-uuid'])(
    'the trade %s that stands there twice is taken once, and one that only has its id is left out',
    async (trade_id) => {
      const trade = (count: number) => ({
        market_ticker: 'KXA-1',
        trade_id,
        yes_price: 40,
        count,
        taker_side: 'no',
        ts: NOON / 1_000,
      });
      const { outcome, messages } = await runImport(
        lines(frame(trade(3), 'trade', 1), frame(trade(3), 'trade', 2), frame(trade(4), 'trade', 3)),
      );
      expect(importedTrades(messages)).toHaveLength(1);
      expect(outcome).toMatchObject({
        kind: 'done',
        trades: 1,
        rejected: 1,
        remarks: [
          'Trades that stand in the file more than once were taken once: 1 left out (first at line 2).',
          '1 line was left out: expected one trade of each id, found another of the same id (line 3).',
        ],
      });
    },
  );

  test('bare frames count by the exchange’s stamps; titles are kept as text', async () => {
    const title = '<img src=x onerror=alert(1)>';
    const bare = [
      {
        type: 'trade',
        msg: { market_ticker: 'KXA-1', yes_price: 40, count: 3, taker_side: 'no', ts: NOON / 1_000 },
      },
      {
        type: 'market_lifecycle_v2',
        msg: { market_ticker: 'KXA-1', event_type: 'created', additional_metadata: { title } },
      },
    ];
    const { outcome, messages } = await runImport(lines(...bare.map((each) => JSON.stringify(each))));
    expect(outcome).toMatchObject({ kind: 'done', trades: 1, fromMs: NOON });
    const markets = messages.flatMap((message) => (message.kind === 'markets' ? message.rows : []));
    expect(markets).toMatchObject([{ ticker: 'KXA-1', title }]);
  });

  test('deep nesting and endless lines are lines like others', async () => {
    const deep = `{"recv_ms":1,"raw":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const long = `{"raw":"${'x'.repeat(9 * 1_024 * 1_024)}"}`;
    const { outcome } = await runImport(lines(deep, long, frame(book, 'orderbook_snapshot', 1)));
    expect(outcome).toMatchObject({ kind: 'done', rejected: 2 });
  });
});

describe('an import', () => {
  test('that the disk refuses ends with why', async () => {
    const { outcome } = await runImport(recordingFile(made), {
      answer: ({ batch, columns }) => ({
        kind: 'not-stored',
        batch,
        count: columns.count,
        reason: 'The disk is full.',
      }),
    });
    expect(reasonOf(outcome)).toContain('The disk is full.');
  });

  test('that is cancelled ends at once, also while it waits for a disk that never answers', async () => {
    const { outcome } = await runImport(recordingFile(made), {
      answer: () => undefined,
      onProgress: (_, cancel) => cancel(),
    });
    expect(outcome).toEqual({ kind: 'cancelled' });
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x41;
  return copy;
}
