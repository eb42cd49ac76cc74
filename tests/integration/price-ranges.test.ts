/** The prices at which a market may trade, as the exchange told them: kept by an import, by the file, and by a replay of either. */
import 'fake-indexeddb/auto';
import initSqlJs, { type Database } from 'sql.js';
import { describe, expect, test } from 'vitest';
import { openReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import { createRng } from '#core/lib/rng.ts';
import type { PriceRange } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus } from '#core/units/time.ts';
import { ReplaySession } from '../../workers/market/replay.ts';
import { bytesOf, runExport } from '../support/export.ts';
import { FakePort } from '../support/fake-port.ts';
import { keepImport, runImport, type ImportRun } from '../support/import.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { NOON } from '../support/store.ts';

const sql = await initSqlJs();
const TICKER = 'KXTAPER-1';

/** Finer at both ends, as markets near certainty are. */
const TAPERED = [
  { start: '0.0000', end: '0.1000', step: '0.0010' },
  { start: '0.1000', end: '0.9000', step: '0.0100' },
  { start: '0.9000', end: '1.0000', step: '0.0010' },
];
const BANDS = [
  { start: 0, end: 1_000, step: 10 },
  { start: 1_000, end: 9_000, step: 100 },
  { start: 9_000, end: 10_000, step: 10 },
];
const HALF_CENTS = [{ start: '0.0000', end: '1.0000', step: '0.0050' }];

const lifecycle = (event_type: string, more: object) => ({
  type: 'market_lifecycle_v2',
  sid: 13,
  msg: { market_ticker: TICKER, event_type, ...more },
});
const snapshot = {
  type: 'orderbook_snapshot',
  sid: 2,
  seq: 1,
  msg: { market_ticker: TICKER, yes_dollars_fp: [['0.0410', '10.00']], no_dollars_fp: [['0.9000', '5.00']] },
};

function recording(...frames: readonly object[]): Blob {
  return new Blob(frames.map((raw, index) => `${JSON.stringify({ recv_ms: NOON + index, raw })}\n`));
}

const bandsOf = ({ messages }: ImportRun): (readonly PriceRange[] | undefined)[] =>
  messages
    .flatMap((message) => (message.kind === 'markets' ? message.rows : []))
    .map((row) => row.priceRanges);

/** Keeps `run` as `exchangeId` and returns the file that is exported of it. */
async function exported(exchangeId: string, run: ImportRun): Promise<Uint8Array<ArrayBuffer>> {
  await keepImport(exchangeId, run.messages);
  return new Uint8Array(await bytesOf((await runExport('exportSqlite', { exchangeId })).outcome));
}

function changed(file: Uint8Array, change: (database: Database) => void): Blob {
  const database = new sql.Database(file);
  change(database);
  const bytes = new Uint8Array(database.export());
  database.close();
  return new Blob([bytes]);
}

const raw = await runImport(recording(snapshot, lifecycle('created', { price_ranges: TAPERED })));
const file = await exported('ranges-raw', raw);

describe('a raw recording', () => {
  test('keeps what the exchange said when the market was made', () => {
    expect(bandsOf(raw)).toEqual([BANDS]);
  });

  test('keeps the newest, and what says nothing of prices changes none', async () => {
    const run = await runImport(
      recording(
        snapshot,
        lifecycle('created', { price_ranges: TAPERED }),
        lifecycle('price_level_structure_updated', { price_ranges: HALF_CENTS }),
        lifecycle('determined', { result: 'yes' }),
      ),
    );
    expect(bandsOf(run)).toEqual([[{ start: 0, end: 10_000, step: 50 }]]);
  });
});

describe('the SQLite file', () => {
  test('writes them as the exchange does, and brings them in again', async () => {
    const database = new sql.Database(file);
    expect(database.exec('SELECT price_ranges FROM markets')[0]?.values).toEqual([[JSON.stringify(TAPERED)]]);
    database.close();
    const again = await runImport(new Blob([file]));
    expect(again.outcome).toMatchObject({ kind: 'done', rejected: 0, remarks: [] });
    expect(bandsOf(again)).toEqual([BANDS]);
    expect(bandsOf(await runImport(new Blob([await exported('ranges-again', again)])))).toEqual([BANDS]);
  });

  test('says nothing where nobody has said', async () => {
    const run = await runImport(recording(snapshot, lifecycle('activated', {})));
    const database = new sql.Database(await exported('ranges-none', run));
    expect(database.exec('SELECT price_ranges FROM markets')[0]?.values).toEqual([[null]]);
    database.close();
  });

  test.each([1, 2])('of version %i, from before the column, comes in as ever', async (version) => {
    const old = changed(file, (database) => {
      database.run(`ALTER TABLE markets DROP COLUMN price_ranges; PRAGMA user_version = ${version}`);
      if (version === 1) database.run('DROP TABLE orderbook_breaks');
    });
    const run = await runImport(old);
    expect(run.outcome).toMatchObject({ kind: 'done', rejected: 0, remarks: [], tickers: [TICKER] });
    expect(bandsOf(run)).toEqual([undefined]);
  });

  test.each([
    ['without the column, though of this version', 'ALTER TABLE markets DROP COLUMN price_ranges'],
    ['with the column, though of an older version', 'PRAGMA user_version = 2'],
  ])('%s, is refused', async (_, change) => {
    const { outcome } = await runImport(changed(file, (database) => database.run(change)));
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('in the table "markets", found ticker, event') as string,
    });
  });

  test.each([
    ['words', 'cents'],
    ['another shape', '{"start":"0.0000"}'],
    ['a step of nothing', '[{"start":"0.0000","end":"1.0000","step":"0.0000"}]'],
    ['a band past a dollar', '[{"start":"0.0000","end":"2.0000","step":"0.0100"}]'],
    ['more than a market has', JSON.stringify(Array(65).fill(TAPERED[0]))],
    ['an endless text', `[${' '.repeat(100_000)}]`],
    ['a number', 7],
    ['bytes', new Uint8Array([91, 93])],
  ])('with %s for prices brings the market without them, and says so', async (_, value) => {
    const run = await runImport(
      changed(file, (database) => database.run('UPDATE markets SET price_ranges = ?', [value])),
    );
    expect(run.outcome).toMatchObject({
      kind: 'done',
      rejected: 0,
      remarks: [
        expect.stringMatching(
          /^The prices .* \(first at row 1 of markets, KXTAPER-1\): expected \[\{"start"/,
        ),
      ],
    });
    expect(bandsOf(run)).toEqual([undefined]);
  });
});

test('a replay of the file shows the book on the prices of its market', async () => {
  const exchangeId = 'ranges-replay';
  await keepImport(exchangeId, (await runImport(new Blob([file]))).messages);
  const app = new FakePort<FramePortMessage, FramePortMessage>();
  const session = new ReplaySession({ exchangeId, name: 'tapered', from: NOON, to: plus(NOON, 1_000) }, 10, {
    clock: new ManualClock(),
    rng: createRng(1),
    reader: await openReader(exchangeId),
    app,
  });
  await session.start();
  await session.seek(NOON + 500);
  await settle();
  app.receive({
    kind: 'frame-request',
    id: 1,
    windowMinutes: 10,
    includeCombos: true,
    book: { ticker: TICKER as Ticker },
  });
  const answer = app.sent.at(-1);
  await session.stop();
  expect(answer?.kind === 'frame' && answer.book?.ranges).toEqual(BANDS);
});
