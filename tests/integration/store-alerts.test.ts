/** The history of alerts on disk: survives a reload, holds the newest thousand, and is deleted when asked. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import { openReader } from '#contract/database.ts';
import type { AlertRow } from '#contract/rows.ts';
import { STORE_PORT_VERSION } from '#contract/store.ts';
import { anAlert } from '../support/alerts.ts';
import { madeTrades, StoreHarness } from '../support/store.ts';

let made = 0;
const open: StoreHarness[] = [];

afterEach(async () => {
  for (const harness of open.splice(0)) await harness.stop();
});

async function aStore(): Promise<StoreHarness> {
  const harness = new StoreHarness(`alerts-${++made}`);
  open.push(harness);
  await harness.start();
  return harness;
}

const add = (harness: StoreHarness, ...rows: readonly AlertRow[]): void => {
  harness.post({ kind: 'alerts', version: STORE_PORT_VERSION, rows });
};

/** What is on disk, once everything sent so far is. */
async function stored(harness: StoreHarness): Promise<readonly AlertRow[]> {
  await harness.send(madeTrades(1, 1));
  const reader = await openReader(harness.exchangeId);
  const rows = await reader.alerts();
  reader.close();
  return rows;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('what fired is read back as it was written', async () => {
  const harness = await aStore();
  add(harness, anAlert(1), anAlert(2));
  expect(await stored(harness)).toEqual([anAlert(1), anAlert(2)]);
});

test('the newest thousand stay', async () => {
  const harness = await aStore();
  add(harness, ...numbers(1, 600).map(anAlert));
  add(harness, ...numbers(601, 1_000).map(anAlert));
  expect(await stored(harness)).toHaveLength(1_000);
  add(harness, ...numbers(1_001, 1_007).map(anAlert));
  expect((await stored(harness)).map(({ id }) => id)).toEqual(numbers(8, 1_007));
});

test('clearing deletes what was there, and not what came after', async () => {
  const harness = await aStore();
  add(harness, anAlert(1), anAlert(2));
  expect(await stored(harness)).toHaveLength(2);
  add(harness, anAlert(3));
  harness.post({ kind: 'alerts-cleared', version: STORE_PORT_VERSION, upToId: 3 });
  add(harness, anAlert(4));
  expect(await stored(harness)).toEqual([anAlert(4)]);
});

test('erasing all that was recorded erases the history too', async () => {
  const harness = await aStore();
  add(harness, anAlert(1));
  expect(await stored(harness)).toHaveLength(1);
  await harness.store.erase();
  expect(await stored(harness)).toEqual([]);
});
