import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, test, vi } from 'vitest';
import type { QueryApi } from '#contract/query.ts';
import type { GapRow, StoreApi } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Caller } from '../../../../app/boot/call.ts';
import { Recordings, removedUpTo } from '../../../../app/boot/recordings.ts';
import type { RecordingEntry } from '../../../../app/boot/recording-verbs.ts';
import { FakeWorker } from '../../../support/fake-worker.ts';

const ENTRY: RecordingEntry = {
  kind: 'session',
  id: '7',
  exchangeId: 'sim',
  name: '',
  from: 1 as UnixMs,
  to: 2 as UnixMs,
  trades: 0,
  tickers: [],
  bookRows: 0,
  bookChanges: 0,
  gaps: 0,
  isPinned: false,
  isRunning: false,
  fetched: undefined,
  removedUpTo: undefined,
  leftOut: 0,
};

function setUp({ isLeading = true } = {}) {
  const store = new FakeWorker();
  const query = new FakeWorker();
  const storeCaller = new Caller<StoreApi>({ name: 'store', worker: store, onDeath: () => undefined });
  store.ready();
  const transfers: boolean[] = [];
  const recordings = new Recordings({
    exchangeId: () => 'sim',
    store: () => (isLeading ? storeCaller : undefined),
    storeStatus: () => Promise.resolve(undefined),
    spawnQuery: () => {
      const caller = new Caller<QueryApi>({ name: 'query', worker: query, onDeath: () => undefined });
      query.ready();
      return caller;
    },
    flush: () => Promise.resolve(),
    notice: () => undefined,
    onTransfer: (isTransferring) => transfers.push(isTransferring),
    now: () => 5_000 as UnixMs,
    after: () => () => undefined,
  });
  /** Waits for the call of `verb`, answers it, and returns its arguments. */
  const serve = async (worker: FakeWorker, verb: string, answer: unknown): Promise<unknown[]> => {
    await vi.waitFor(() => expect(worker.calls.at(-1)?.path).toEqual([verb]));
    const found = worker.calls.at(-1)?.argumentList.map(({ value }) => value) ?? [];
    worker.answer(answer);
    return found;
  };
  return { recordings, store, query, serve, transfers };
}

const DONE = {
  kind: 'done',
  trades: 3,
  bookRows: 4,
  bookChanges: 2,
  gaps: 0,
  rejected: 0,
  fromMs: 10,
  toMs: 20,
  tickers: ['KXA'],
  remarks: [],
};

describe('an import', () => {
  test('is kept also where those that came before cannot be listed', async () => {
    const { recordings, store, query, serve } = setUp();
    vi.spyOn(Dexie, 'getDatabaseNames').mockRejectedValueOnce(new Error('the disk refuses'));
    const working = recordings.importRecording(new Blob(['x']), 'morning.jsonl');
    await serve(store, 'beginImport', undefined);
    await serve(query, 'importRecording', DONE);
    await serve(store, 'finishImport', undefined);
    expect((await working).outcome).toEqual(DONE);
  });

  test('counts when it is whole: begun, read, and finished with what it holds', async () => {
    const { recordings, store, query, serve, transfers } = setUp();
    const working = recordings.importRecording(new Blob(['x']), 'morning.jsonl');
    const [id] = await serve(store, 'beginImport', undefined);
    await serve(query, 'importRecording', DONE);
    expect(transfers).toEqual([true]);
    const [finished, info] = await serve(store, 'finishImport', undefined);
    const result = await working;
    expect(transfers).toEqual([true, false]);
    expect(result).toEqual({ id, outcome: DONE });
    expect(finished).toBe(id);
    expect(info).toMatchObject({
      name: 'morning.jsonl',
      at: 5_000,
      trades: 3,
      bookRows: 4,
      bookChanges: 2,
      tickers: ['KXA'],
    });
    expect(query.isTerminated).toBe(true);
  });

  test.each([{ kind: 'failed', reason: 'line 3: not JSON' }, { kind: 'cancelled' }])(
    'that ended as %o is taken back',
    async (outcome) => {
      const { recordings, store, query, serve } = setUp();
      const working = recordings.importRecording(new Blob(['x']), 'bad');
      const [id] = await serve(store, 'beginImport', undefined);
      await serve(query, 'importRecording', outcome);
      const [abandoned] = await serve(store, 'abandonImport', undefined);
      expect(abandoned).toBe(id);
      expect((await working).outcome).toEqual(outcome);
      expect(store.calls.map(({ path }) => path[0])).not.toContain('finishImport');
    },
  );

  test('whose reader dies is taken back, and says so', async () => {
    const { recordings, store, query, serve } = setUp();
    const working = recordings.importRecording(new Blob(['x']), 'huge');
    await serve(store, 'beginImport', undefined);
    await vi.waitFor(() => expect(query.calls).toHaveLength(1));
    query.emit('error', { message: 'out of memory' });
    await serve(store, 'abandonImport', undefined);
    expect((await working).outcome).toMatchObject({ kind: 'failed' });
    expect(query.isTerminated).toBe(true);
  });

  test('whose store dies ends with a sentence, and its reader is let go', async () => {
    const { recordings, store, query, serve } = setUp();
    const working = recordings.importRecording(new Blob(['x']), 'huge');
    await serve(store, 'beginImport', undefined);
    await vi.waitFor(() => expect(query.calls).toHaveLength(1));
    store.emit('error', { message: 'disk gone' });
    expect((await working).outcome).toEqual({
      kind: 'failed',
      reason: 'The store worker stopped: disk gone',
    });
    expect(query.isTerminated).toBe(true);
  });

  test('that was cancelled before it began reads nothing', async () => {
    const { recordings, store, query, serve } = setUp();
    const working = recordings.importRecording(new Blob(['x']), 'x', { signal: AbortSignal.abort() });
    await serve(store, 'beginImport', undefined);
    await serve(store, 'abandonImport', undefined);
    expect((await working).outcome).toEqual({ kind: 'cancelled' });
    expect(query.calls).toEqual([]);
  });
});

describe('a session that is removed', () => {
  test('says first what would go', async () => {
    const { recordings, store, serve } = setUp();
    const holdings = { trades: 3, bookRows: 4, bytes: 5 };
    const asking = recordings.holdings(ENTRY);
    expect(await serve(store, 'sessionHoldings', holdings)).toEqual([7]);
    expect(await asking).toEqual(holdings);
  });

  test('is gone when the store says what went, and stays where it was cancelled', async () => {
    const { recordings, store, serve } = setUp();
    const removing = recordings.remove(ENTRY);
    expect((await serve(store, 'removeSession', { trades: 3, bookRows: 4, bytes: 5 }))[0]).toBe(7);
    expect(await removing).toBe(true);
    const given = recordings.remove(ENTRY);
    await serve(store, 'removeSession', undefined);
    expect(await given).toBe(false);
    expect(await recordings.remove(ENTRY, { signal: AbortSignal.abort() })).toBe(false);
    expect(store.calls).toHaveLength(2);
  });
});

describe('a tab that follows', () => {
  test('changes no recording, and says which tab can', async () => {
    const { recordings, store } = setUp({ isLeading: false });
    const words = 'Another tab records';
    await expect(recordings.rename(ENTRY, 'x')).rejects.toThrow(words);
    await expect(recordings.pin(ENTRY, true)).rejects.toThrow(words);
    await expect(recordings.startSession('x')).rejects.toThrow(words);
    await expect(recordings.remove({ ...ENTRY, kind: 'import' })).rejects.toThrow(words);
    await expect(recordings.remove(ENTRY)).rejects.toThrow(words);
    await expect(recordings.holdings(ENTRY)).rejects.toThrow(words);
    expect((await recordings.importRecording(new Blob([]), 'x')).outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining(words) as string,
    });
    expect(await recordings.export('exportCsv', {})).toMatchObject({ kind: 'failed' });
    expect(store.calls).toEqual([]);
  });
});

test('a session is named and pinned by its number; an import is neither', async () => {
  const { recordings, store, serve } = setUp();
  const naming = recordings.rename(ENTRY, 'night');
  expect(await serve(store, 'renameSession', undefined)).toEqual([7, 'night']);
  await naming;
  const pinning = recordings.pin(ENTRY, true);
  expect(await serve(store, 'pinSession', undefined)).toEqual([7, true]);
  await pinning;
  await recordings.rename({ ...ENTRY, kind: 'import' }, 'night');
  await recordings.pin({ ...ENTRY, kind: 'import' }, true);
  expect(store.calls).toHaveLength(2);
});

test('what was removed of a recording ends with the last of it, in whatever order it is stored, and with the recording', () => {
  const row = (toMs: number, reason: GapRow['reason'], channel: GapRow['channel'] = 'trade'): GapRow => ({
    fromMs: 0 as UnixMs,
    toMs: toMs as UnixMs,
    channel,
    reason,
  });
  const rows = [row(14, 'removed'), row(12, 'removed', 'orderbook_delta'), row(99, 'disconnect')];
  expect(removedUpTo(rows, 50 as UnixMs)).toBe(14);
  expect(removedUpTo(rows, 13 as UnixMs)).toBe(13);
  expect(removedUpTo([row(99, 'disconnect')], 50 as UnixMs)).toBeUndefined();
});
