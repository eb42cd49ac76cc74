/** Databases that earlier versions made, row by row as they wrote them, are opened by this one: nothing is lost. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { deflate } from '#contract/compression.ts';
import { databaseName, openReader } from '#contract/database.ts';
import { STORE_PORT_VERSION } from '#contract/store.ts';
import { must } from '#core/lib/assert.ts';
import { packBooks } from '#core/market/book/book-packing.ts';
import { packRollup, packTrades, type PackedTrades } from '#core/market/packing.ts';
import { RollupBuilder } from '#core/market/rollup.ts';
import { MINUTE } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { anAlert } from '../support/alerts.ts';
import {
  columnsOf,
  madeBooks,
  madeTrades,
  NOON,
  StoreHarness,
  storedBooks,
  storedTrades,
} from '../support/store.ts';

const SEALED = madeTrades(1, 500);
const WAITING = madeTrades(2, 20, { startMs: NOON + 10_000 });
const GAP = { fromMs: NOON, toMs: NOON + 5, channel: 'trade', reason: 'disconnect' };
const SESSION = { startMs: NOON, endMs: NOON + 60_000, trades: 520, term: 4 };
const MARKET = {
  ticker: 'KXMADE-26NOV20-T1',
  event: 'KXMADE-26NOV20',
  eventTitle: 'An event',
  series: 'KXMADE',
  title: 'Will it?',
  name: 'It',
  category: 'Other',
  openAt: 1,
  closeAt: undefined,
  status: 'active',
  result: '',
};

const NAMED_SESSION = {
  ...SESSION,
  name: 'Election night',
  isPinned: true,
  tickers: ['KXMADE-26NOV20-T1'],
  bookRows: 12,
};

let exchanges = 0;
const harnesses: StoreHarness[] = [];

/** Makes what version 1 left after a crash: a chunk with its rollups, a journal row, and one row in every other table. */
async function aVersionOne(): Promise<string> {
  const exchangeId = `version-one-${++exchanges}`;
  const database = new Dexie(databaseName(exchangeId), { cache: 'disabled' });
  database.version(1).stores({
    tapeChunks: '++seq, endMs, [seq+startMs+endMs+count+bytes]',
    journal: '++seq',
    windows: '[intervalMs+startMs]',
    gaps: '++id',
    markets: 'ticker',
    sessions: '++id',
    settings: 'name',
  });
  await database.open();
  const builder = new RollupBuilder();
  builder.addColumns(columnsOf(SEALED));
  const windows = builder.take().map(async (rollup) => ({
    intervalMs: rollup.intervalMs,
    startMs: rollup.startMs,
    data: await deflate(packRollup(rollup)),
  }));
  const packed = packTrades(columnsOf(SEALED));
  await database.table('tapeChunks').add(rowOf(SEALED, { ...packed, data: await deflate(packed.data) }));
  await database.table('journal').add(rowOf(WAITING, packTrades(columnsOf(WAITING))));
  await database.table('windows').bulkAdd(await Promise.all(windows));
  await database.table('gaps').add(GAP);
  await database.table('markets').add(MARKET);
  await database.table('sessions').add(SESSION);
  await database.table('settings').add({ name: 'term', value: 4 });
  database.close();
  return exchangeId;
}

function rowOf(trades: readonly Trade[], packed: PackedTrades) {
  const times = trades.map(({ venueAt }) => venueAt);
  return {
    startMs: Math.min(...times),
    endMs: Math.max(...times),
    count: trades.length,
    bytes: packed.data.length + packed.ids.length,
    ...packed,
  };
}

async function nativeVersion(exchangeId: string): Promise<number | undefined> {
  const databases = await indexedDB.databases();
  return databases.find(({ name }) => name === databaseName(exchangeId))?.version;
}

afterEach(async () => {
  for (const harness of harnesses.splice(0)) await harness.stop();
});

test('a recording of version 1 is read whole, and every session gets a name and a pin', async () => {
  const exchangeId = await aVersionOne();
  expect(await nativeVersion(exchangeId)).toBe(10);
  const reader = await openReader(exchangeId);
  expect(await nativeVersion(exchangeId)).toBe(40);
  expect(await reader.holdings()).toMatchObject({
    trades: 520,
    chunks: 1,
    bookRows: 0,
    bookFromMs: undefined,
  });
  expect(await reader.gaps({})).toMatchObject([GAP]);
  expect(await reader.markets()).toEqual([MARKET]);
  expect(await reader.sessions()).toEqual([
    { ...SESSION, id: 1, name: '', isPinned: false, tickers: [], bookRows: 0 },
  ]);
  expect((await reader.rollups(MINUTE, {})).length).toBeGreaterThan(0);
  expect(reader.damaged()).toBe(0);
  reader.close();
  expect(await storedTrades(exchangeId)).toEqual([...SEALED, ...WAITING]);
});

test('a writer goes on where version 1 stopped: trades, term and books', async () => {
  const exchangeId = await aVersionOne();
  const harness = new StoreHarness(exchangeId);
  harnesses.push(harness);
  expect(await harness.start()).toMatchObject({
    state: 'recording',
    tradesOnDisk: 520,
    term: 5,
    bookRows: 0,
  });
  const more = madeTrades(3, 10_000, { startMs: NOON + 20_000 });
  const books = madeBooks(1, 12);
  await harness.send(more);
  for (const batch of books) expect(await harness.sendBooks(batch)).toMatchObject({ kind: 'stored' });
  await harness.store.flush();
  expect(await storedTrades(exchangeId)).toEqual([...SEALED, ...WAITING, ...more]);
  expect((await storedBooks(exchangeId)).batches).toHaveLength(3);
});

/** What version 2 left: a session with a name and a pin, a batch of trades, one of books. */
async function aVersionTwo(): Promise<string> {
  const exchangeId = `version-two-${++exchanges}`;
  const database = new Dexie(databaseName(exchangeId), { cache: 'disabled' });
  database.version(2).stores({
    tapeChunks: '++seq, endMs, [seq+startMs+endMs+count+bytes]',
    journal: '++seq',
    windows: '[intervalMs+startMs]',
    gaps: '++id',
    markets: 'ticker',
    sessions: '++id',
    settings: 'name',
    bookChunks: '++seq, endMs, [seq+startMs+endMs+count+bytes]',
    bookJournal: '++seq',
  });
  await database.open();
  const [key] = madeBooks(1, 12);
  const { columns, isKey } = must(key, 'a batch of books');
  const data = packBooks(columns);
  await database.table('journal').add(rowOf(WAITING, packTrades(columnsOf(WAITING))));
  await database.table('bookJournal').add({
    startMs: columns.from,
    endMs: columns.until,
    count: columns.count,
    bytes: data.length,
    data,
    isKey,
  });
  await database.table('sessions').add(NAMED_SESSION);
  await database.table('gaps').add(GAP);
  await database.table('settings').add({ name: 'term', value: 7 });
  database.close();
  return exchangeId;
}

test('a recording of version 2 keeps everything, and gets a history of alerts', async () => {
  const exchangeId = await aVersionTwo();
  expect(await nativeVersion(exchangeId)).toBe(20);
  const before = await openReader(exchangeId);
  expect(await nativeVersion(exchangeId)).toBe(40);
  expect(await before.sessions()).toEqual([{ ...NAMED_SESSION, id: 1 }]);
  expect(await before.gaps({})).toMatchObject([GAP]);
  expect(await before.alerts()).toEqual([]);
  before.close();
  expect(await storedTrades(exchangeId)).toEqual(WAITING);
  expect((await storedBooks(exchangeId)).batches).toHaveLength(1);
  const harness = new StoreHarness(exchangeId);
  harnesses.push(harness);
  expect(await harness.start()).toMatchObject({ state: 'recording', term: 8, tradesOnDisk: WAITING.length });
  harness.post({ kind: 'alerts', version: STORE_PORT_VERSION, rows: [anAlert(1)] });
  await harness.send(madeTrades(3, 10, { startMs: NOON + 20_000 }));
  const after = await openReader(exchangeId);
  expect(await after.alerts()).toEqual([anAlert(1)]);
  after.close();
});

test('markets of version 3 are found by when they close, those without a time among all', async () => {
  const exchangeId = `version-three-${++exchanges}`;
  const database = new Dexie(databaseName(exchangeId), { cache: 'disabled' });
  database.version(3).stores({ markets: 'ticker', alerts: 'id', gaps: '++id' });
  await database.open();
  const closing = { ...MARKET, ticker: 'KXMADE-26NOV20-T2', closeAt: NOON };
  await database.table('markets').bulkAdd([MARKET, closing]);
  await database.table('alerts').add(anAlert(1));
  database.close();
  expect(await nativeVersion(exchangeId)).toBe(30);
  const reader = await openReader(exchangeId);
  expect(await nativeVersion(exchangeId)).toBe(40);
  expect(await reader.markets()).toEqual([MARKET, closing]);
  expect(await reader.markets({ closingFrom: NOON, and: [] })).toEqual([closing]);
  expect(await reader.markets({ closingFrom: NOON + 1, and: [] })).toEqual([]);
  expect(await reader.alerts()).toEqual([anAlert(1)]);
  reader.close();
});

test('a tab of version 1 that still records lets go, and its database is brought up to date', async () => {
  const exchangeId = await aVersionOne();
  const isAsked = new Promise<void>((resolve) => {
    const request = indexedDB.open(databaseName(exchangeId));
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close();
        resolve();
      };
    };
  });
  const harness = new StoreHarness(exchangeId);
  harnesses.push(harness);
  expect(await harness.start()).toMatchObject({ state: 'recording', tradesOnDisk: 520 });
  await isAsked;
});
