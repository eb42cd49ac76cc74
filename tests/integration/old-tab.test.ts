/** A tab of the version before must not keep the next version from raising the database, whatever it has open. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { databaseName, NATIVE_VERSION, openReader, openShell } from '#contract/database.ts';
import { madeTrades, StoreHarness } from '../support/store.ts';

/** Opens the database as the next version of Flowboard would; returns whether anybody stood in the way. */
function raise(name: string, version: number): Promise<{ readonly wasBlocked: boolean }> {
  return new Promise((resolve, reject) => {
    let wasBlocked = false;
    const request = indexedDB.open(name, version);
    request.onblocked = () => (wasBlocked = true);
    request.onerror = () => reject(new Error('the database could not be raised'));
    request.onsuccess = () => {
      request.result.close();
      resolve({ wasBlocked });
    };
  });
}

test('a tab that records lets go at once, says so, and what it had stored is there', async () => {
  const harness = new StoreHarness('old-writer');
  await harness.start();
  await harness.send(madeTrades(1, 5));
  expect(await raise(databaseName('old-writer'), NATIVE_VERSION + 10)).toEqual({ wasBlocked: false });
  expect((await harness.store.status()).state).toBe('failed');
  const reader = await openReader('old-writer');
  expect(await reader.holdings()).toMatchObject({ trades: 5 });
  reader.close();
  await harness.stop();
});

test('a tab that reads lets go too, and reads on', async () => {
  const harness = new StoreHarness('old-reader');
  await harness.start();
  await harness.send(madeTrades(2, 7));
  await harness.stop();
  const reader = await openReader('old-reader');
  expect(await reader.holdings()).toMatchObject({ trades: 7 });
  expect(await raise(databaseName('old-reader'), NATIVE_VERSION + 10)).toEqual({ wasBlocked: false });
  expect(await reader.holdings()).toMatchObject({ trades: 7 });
  reader.close();
});

test('the page’s own small memory lets go too, and goes on', async () => {
  const shell = await openShell();
  await shell.set('token', 'kept');
  expect(await raise('flowboard', 100)).toEqual({ wasBlocked: false });
  expect(await shell.get('token')).toBe('kept');
  shell.close();
});
