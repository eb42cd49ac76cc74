/** Imports: staged in a database of their own, and there only when all of it is on disk. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { databaseName, importExchangeId, listImports } from '#contract/database.ts';
import type { ImportInfo } from '#contract/rows.ts';
import type { UnixMs } from '#core/units/time.ts';
import {
  allEvents,
  importInfo,
  KEEP_ALL,
  madeBooks,
  madeTrades,
  storedBooks,
  StoreHarness,
  storedTrades,
  type ImportSender,
} from '../support/store.ts';

let ids = 0;
const harnesses: StoreHarness[] = [];

async function aStartedStore(exchangeId = `importing-${++ids}`): Promise<StoreHarness> {
  const harness = new StoreHarness(exchangeId);
  harnesses.push(harness);
  await harness.start();
  return harness;
}

const TRADES = madeTrades(1, 700);
const BOOKS = madeBooks(1, 14);
const INFO: ImportInfo = importInfo({
  trades: TRADES.length,
  bookRows: BOOKS.reduce((sum, { columns }) => sum + columns.count, 0),
  tickers: ['KXBOOK-A', 'KXBOOK-B'],
});

/** Sends everything; every batch is stored. */
async function fill(sender: ImportSender): Promise<void> {
  expect(await sender.trades(TRADES.slice(0, 300))).toMatchObject({ kind: 'stored', count: 300 });
  for (const batch of BOOKS) expect(await sender.books(batch)).toMatchObject({ kind: 'stored' });
  expect(await sender.trades(TRADES.slice(300))).toMatchObject({ kind: 'stored', count: 400 });
}

async function databases(): Promise<(string | undefined)[]> {
  return (await indexedDB.databases()).map(({ name }) => name);
}

function nameOf(id: string): string {
  return databaseName(importExchangeId(id));
}

beforeEach(async () => {
  for (const { id } of await listImports()) await removeDatabase(nameOf(id));
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const harness of harnesses.splice(0)) await harness.stop();
});

function removeDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = () => {
      resolve();
    };
  });
}

describe('an import', () => {
  test('is read like any recording once it is finished, and not listed before', async () => {
    const harness = await aStartedStore();
    await fill(await harness.beginImport('one'));
    expect(await listImports()).toEqual([]);
    await harness.store.finishImport('one', INFO);
    expect(await listImports()).toEqual([{ id: 'one', ...INFO }]);
    expect(await storedTrades(importExchangeId('one'))).toEqual(TRADES);
    const { batches } = await storedBooks(importExchangeId('one'));
    expect(allEvents(batches)).toEqual(allEvents(BOOKS));
    expect(batches.map(({ isKey }) => isKey)).toEqual([true, true]);
  });

  test('leaves what is recorded live alone, and live recording goes on beside it', async () => {
    const harness = await aStartedStore();
    const live = madeTrades(2, 50);
    const sender = await harness.beginImport('beside');
    const [answer] = await Promise.all([harness.send(live), fill(sender)]);
    expect(answer).toMatchObject({ kind: 'stored' });
    await harness.store.finishImport('beside', INFO);
    expect(await storedTrades(harness.exchangeId)).toEqual(live);
    expect(await harness.store.status()).toMatchObject({ tradesOnDisk: 50, bookRows: 0, state: 'recording' });
  });

  test('that was abandoned leaves nothing', async () => {
    const harness = await aStartedStore();
    await fill(await harness.beginImport('gone'));
    await harness.store.abandonImport('gone');
    expect(await databases()).not.toContain(nameOf('gone'));
    await expect(harness.store.finishImport('gone', INFO)).rejects.toThrow('has not begun');
  });

  test('of which a batch was refused cannot be finished, and leaves nothing', async () => {
    const harness = await aStartedStore();
    const sender = await harness.beginImport('partly');
    await fill(sender);
    const [, baseless] = madeBooks(3, 2, { startMs: (BOOKS.at(-1)?.columns.until ?? 0) + 60_000 });
    if (baseless === undefined) throw new Error('Expected two batches.');
    expect(await sender.books(baseless)).toMatchObject({ kind: 'not-stored' });
    await expect(harness.store.finishImport('partly', INFO)).rejects.toThrow('Nothing was imported.');
    expect(await databases()).not.toContain(nameOf('partly'));
  });

  test('whose numbers are not those on disk cannot be finished', async () => {
    const harness = await aStartedStore();
    await fill(await harness.beginImport('fewer'));
    const info = { ...INFO, trades: INFO.trades + 1 };
    await expect(harness.store.finishImport('fewer', info)).rejects.toThrow('Expected 701 trades');
    expect(await listImports()).toEqual([]);
  });

  test('without room cannot be finished, and recording is not harmed', async () => {
    const harness = await aStartedStore();
    const sender = await harness.beginImport('full');
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    expect(await sender.trades(TRADES)).toMatchObject({
      kind: 'not-stored',
      reason: expect.stringContaining('no room left') as string,
    });
    add.mockRestore();
    await expect(harness.store.finishImport('full', INFO)).rejects.toThrow('no room left');
    expect(await databases()).not.toContain(nameOf('full'));
    expect(await harness.send(madeTrades(4, 3))).toMatchObject({ kind: 'stored' });
  });

  test('whose last step fails was never there', async () => {
    const harness = await aStartedStore();
    await fill(await harness.beginImport('last-step'));
    const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')
      ?.value as IDBObjectStore['put'];
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value) {
      if (this.name === 'settings') throw new DOMException('No room.', 'QuotaExceededError');
      return put.call(this, value);
    });
    await expect(harness.store.finishImport('last-step', INFO)).rejects.toThrow('Nothing was imported.');
    vi.restoreAllMocks();
    expect(await listImports()).toEqual([]);
    expect(await databases()).not.toContain(nameOf('last-step'));
  });
});

describe('ids', () => {
  test('an id that could name another database is refused', async () => {
    const harness = await aStartedStore();
    for (const id of ['', 'a/b', 'a b', 'x'.repeat(65)])
      await expect(harness.beginImport(id)).rejects.toThrow('Expected an import id');
  });

  test('two imports of one id cannot be: neither at once nor one after the other', async () => {
    const harness = await aStartedStore();
    await fill(await harness.beginImport('twice'));
    await expect(harness.beginImport('twice')).rejects.toThrow('already begun');
    await harness.store.finishImport('twice', INFO);
    await expect(harness.beginImport('twice')).rejects.toThrow('There is an import twice already');
    expect(await storedTrades(importExchangeId('twice'))).toEqual(TRADES);
    await harness.store.removeImport('twice');
    expect(await listImports()).toEqual([]);
    await fill(await harness.beginImport('twice'));
  });
});

describe('a crash', () => {
  test('between begin and finish leaves other imports untouched, and the next start deletes what was begun', async () => {
    const before = await aStartedStore();
    await fill(await before.beginImport('kept'));
    await before.store.finishImport('kept', INFO);
    await fill(await before.beginImport('cut-short'));
    before.crash();
    expect(await databases()).toContain(nameOf('cut-short'));
    const after = await aStartedStore(before.exchangeId);
    // An import begins when the clean-up is done.
    await after.beginImport('next');
    expect(await databases()).not.toContain(nameOf('cut-short'));
    expect(await listImports()).toEqual([{ id: 'kept', ...INFO }]);
    expect(await storedTrades(importExchangeId('kept'))).toEqual(TRADES);
    await expect(before.store.finishImport('cut-short', INFO)).rejects.toThrow('Nothing was imported.');
    expect(await listImports()).toHaveLength(1);
  });

  test.each(['says so', 'says nothing'])(
    'an import that a sleeping tab holds open, and %s, does not keep the next from beginning',
    async (what) => {
      const before = await aStartedStore();
      await before.beginImport(`held-${what.length}`);
      before.crash();
      const name = nameOf(`held-${what.length}`);
      const held = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
      });
      const after = new StoreHarness(before.exchangeId);
      harnesses.push(after);
      after.clock.after = (_, run) => {
        const timer = setTimeout(run, 300);
        return () => clearTimeout(timer);
      };
      if (what === 'says nothing')
        vi.spyOn(indexedDB, 'deleteDatabase').mockReturnValueOnce({} as IDBOpenDBRequest);
      await after.start();
      await fill(await after.beginImport('after-held'));
      await after.store.finishImport('after-held', INFO);
      expect((await after.store.log()).map(({ text }) => text).join()).toContain('Another tab still holds');
      held.close();
      expect(await listImports()).toMatchObject([{ id: 'after-held' }]);
    },
  );

  test('a list of imports does not wait for one that is being deleted and is held elsewhere', async () => {
    const harness = await aStartedStore();
    for (const id of ['listed', 'held-delete']) {
      await fill(await harness.beginImport(id));
      await harness.store.finishImport(id, INFO);
    }
    const held = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(nameOf('held-delete'));
      request.onsuccess = () => resolve(request.result);
    });
    const deletion = removeDatabase(nameOf('held-delete'));
    const told: string[] = [];
    const listed = await listImports((id) => told.push(id));
    expect([listed.map(({ id }) => id), told]).toEqual([['listed'], ['held-delete']]);
    held.close();
    await deletion;
    expect(await listImports()).toMatchObject([{ id: 'listed' }]);
  });

  test('never takes room from what is recorded: it ends, and only then may the oldest go', async () => {
    const harness = await aStartedStore();
    for (const seed of [1, 2, 3, 4]) await harness.send(madeTrades(seed, 10_000));
    await harness.store.flush();
    const sender = await harness.beginImport('too-large');
    expect(await sender.trades(TRADES.slice(0, 300))).toMatchObject({ kind: 'stored' });
    Object.assign(harness.gauge, { quota: 10_000_000, usage: 8_100_000 });
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording', chunks: 4 });
    expect(await sender.trades(TRADES.slice(300))).toMatchObject({
      kind: 'not-stored',
      reason: expect.stringContaining('no room for it') as string,
    });
    harness.gauge.usage = 9_900_000;
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording', chunks: 4 });
    await harness.store.abandonImport('too-large');
    // The browser still counts what is deleted already.
    harness.gauge.usage = 8_100_000;
    expect(await harness.store.setRetention(KEEP_ALL)).toMatchObject({ state: 'recording', chunks: 4 });
    harness.clock.at = (harness.clock.at + 600_001) as UnixMs;
    expect((await harness.store.setRetention(KEEP_ALL)).chunks).toBeLessThan(4);
  });

  test('is refused in words where there is no room for it', async () => {
    const harness = await aStartedStore();
    Object.assign(harness.gauge, { quota: 10_000_000, usage: 8_100_000 });
    await harness.store.setRetention(KEEP_ALL);
    await expect(harness.beginImport('refused')).rejects.toThrow('Nothing was imported.');
    expect(await databases()).not.toContain(nameOf('refused'));
  });

  test('a store that is stopped abandons what was begun', async () => {
    const harness = await aStartedStore();
    await fill(await harness.beginImport('stopped'));
    await harness.stop();
    expect(await databases()).not.toContain(nameOf('stopped'));
  });
});
