/** A session that is removed: exactly its own goes, what others hold stays whole, and nothing is ever half removed. */
// First: Dexie looks for IndexedDB when it is loaded.
import 'fake-indexeddb/auto';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { createDatabase, openReader } from '#contract/database.ts';
import type { SessionRow } from '#contract/rows.ts';
import { STORE_PORT_VERSION, type GapRow, type RemovalPortMessage, type Removed } from '#contract/store.ts';
import { Book } from '#core/market/book/book.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import { RollupBuilder, type Rollup } from '#core/market/rollup.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { madeBooks, madeTrades, NOON, rawPort, StoreHarness, storedTrades } from '../support/store.ts';

let exchanges = 0;
const harnesses: StoreHarness[] = [];

function aStore(exchangeId = `removal-${++exchanges}`): StoreHarness {
  const harness = new StoreHarness(exchangeId);
  harnesses.push(harness);
  return harness;
}

afterEach(async () => {
  for (const harness of harnesses.splice(0)) await harness.stop();
});

const at = (minutes: number): UnixMs => (NOON + minutes * MINUTE) as UnixMs;

/** Removes a session as the page does. */
async function remove(
  harness: StoreHarness,
  id: number,
  onProgress: (
    progress: Extract<RemovalPortMessage, { kind: 'progress' }>,
    cancel: () => void,
  ) => void = () => undefined,
): Promise<Removed | undefined> {
  const channel = new MessageChannel();
  channel.port1.on('message', (message: RemovalPortMessage) => {
    if (message.kind === 'progress') onProgress(message, () => channel.port1.postMessage({ kind: 'cancel' }));
  });
  try {
    return await harness.store.removeSession(id, rawPort(channel.port2));
  } finally {
    channel.port1.close();
  }
}

async function read<T>(
  { exchangeId }: StoreHarness,
  take: (reader: Awaited<ReturnType<typeof openReader>>) => Promise<T>,
): Promise<T> {
  const reader = await openReader(exchangeId);
  try {
    return await take(reader);
  } finally {
    reader.close();
  }
}

const sessionsOf = (harness: StoreHarness): Promise<readonly SessionRow[]> =>
  read(harness, (reader) => reader.sessions());
const gapsOf = (harness: StoreHarness): Promise<readonly GapRow[]> =>
  read(harness, (reader) => reader.gaps({}));

/** What stands in every recorded book at a moment, by what a reader gives from that moment on. */
function booksAt(harness: StoreHarness, moment: number): Promise<Record<string, unknown>> {
  return read(harness, async (reader) => {
    const cursor = new BookCursor();
    for await (const batch of reader.books({ from: moment, to: moment })) cursor.push(batch);
    const books = new Map<string, Book>();
    cursor.playUntil(moment, (event) => {
      const { ticker } = event;
      const book = books.get(ticker) ?? new Book(ticker, FINEST_GRID);
      books.set(ticker, book);
      if (event.kind === 'end') books.delete(ticker);
      else if (event.kind === 'snapshot') book.reset(event.yes, event.no, event.seq, event.receivedAt);
      else if (event.kind === 'delta') book.apply(event, event.seq, event.receivedAt);
      else book.markStale(event.reason);
    });
    return Object.fromEntries(
      [...books].map(([ticker, { state, yes, no }]) => [
        ticker,
        [
          state,
          ...[yes, no].map((side) =>
            Array.from({ length: side.size }, (_, i) => [side.priceAt(i), side.quantityAt(i)]),
          ),
        ],
      ]),
    );
  });
}

/** Rollups on disk, and those that the sealed trades on disk make. */
async function rollupsOf(harness: StoreHarness): Promise<{ stored: Rollup[]; made: Rollup[] }> {
  return read(harness, async (reader) => {
    const builder = new RollupBuilder();
    for await (const columns of (await reader.snapshot({})).sealed()) builder.addColumns(columns);
    return {
      stored: [...(await reader.rollups(MINUTE, {})), ...(await reader.rollups(HOUR, {}))],
      made: builder.take(),
    };
  });
}

/** Enough that a chunk of trades lies all within a session. */
const PER_MINUTE = 2_500;
/** Books say something every ten seconds; a key every minute and a half, so that no edge of a session is one. */
const BATCH_MS = 10 * SECOND;

/** Three sessions of ten minutes each, the last one runs: trades and books without a break, and no key where one begins. */
async function threeSessions(
  harness = aStore(),
): Promise<{ harness: StoreHarness; trades: readonly Trade[] }> {
  await harness.start();
  const trades = madeTrades(1, 30 * PER_MINUTE, { startMs: NOON, stepMs: MINUTE / PER_MINUTE, tickers: 5 });
  const books = madeBooks(2, 30 * 6, { stepMs: BATCH_MS, keyEvery: 9 });
  let sent = 0;
  for (const [index, batch] of books.entries()) {
    const now = NOON + (index + 1) * BATCH_MS;
    if (now - BATCH_MS === at(10) || now - BATCH_MS === at(20)) {
      harness.clock.at = (now - BATCH_MS) as UnixMs;
      await harness.store.newSession(now - BATCH_MS === at(10) ? 'second' : 'third');
    }
    harness.clock.at = now as UnixMs;
    let end = sent;
    while ((trades[end]?.venueAt ?? Infinity) + 40 <= now) end++;
    await harness.send(trades.slice(sent, end));
    sent = end;
    await harness.sendBooks(batch);
  }
  await harness.store.flush();
  return { harness, trades: trades.slice(0, sent) };
}

/** When a trade that was heard live was heard. */
const heardAt = ({ venueAt }: Trade): number => venueAt + 40;

test('a session in the middle goes with exactly its own trades, and the others keep every one of theirs', async () => {
  const { harness, trades } = await threeSessions();
  const [, second] = await sessionsOf(harness);
  const [from, to] = [second?.startMs ?? 0, second?.endMs ?? 0];
  const others = (await sessionsOf(harness)).filter(({ id }) => id !== second?.id);
  const isHeld = (moment: number): boolean =>
    others.some(({ startMs, endMs }) => moment >= startMs && moment <= endMs);
  const kept = trades.filter((trade) => {
    const moment = heardAt(trade);
    return moment < from || moment > to || isHeld(moment);
  });
  const told = await harness.store.sessionHoldings(2);
  const removed = await remove(harness, 2);
  expect(await storedTrades(harness.exchangeId)).toEqual(kept);
  expect(kept.length).toBeLessThan(trades.length - 9 * PER_MINUTE);
  expect(removed?.trades).toBe(trades.length - kept.length);
  expect(removed).toEqual(told);
  expect(removed?.bookRows).toBeGreaterThan(1_000);
  expect(removed?.bytes).toBeGreaterThan(10_000);
  expect((await sessionsOf(harness)).map(({ id }) => id)).toEqual([1, 3]);
});

test('the books of the others are what they were, at every moment, and in the removed time none is known', async () => {
  const { harness } = await threeSessions();
  const moments = Array.from({ length: 120 }, (_, i) => NOON + i * 15_000 + 7_500);
  const before = await Promise.all(moments.map((moment) => booksAt(harness, moment)));
  await remove(harness, 2);
  for (const [index, moment] of moments.entries()) {
    const expected = moment > at(10) && moment < at(20) ? {} : before[index];
    expect([moment - NOON, await booksAt(harness, moment)]).toEqual([moment - NOON, expected]);
  }
});

test('rollups are again those of the trades that are left', async () => {
  const { harness } = await threeSessions();
  await remove(harness, 2);
  const { stored, made } = await rollupsOf(harness);
  expect(stored).toEqual(made);
  expect(stored.some(({ intervalMs, startMs }) => intervalMs === MINUTE && startMs === at(15))).toBe(false);
  await remove(harness, 1);
  const then = await rollupsOf(harness);
  expect(then.stored).toEqual(then.made);
});

test('recording goes on as if nothing had been: the next change of a book still has something to build on', async () => {
  const { harness } = await threeSessions();
  const books = madeBooks(2, 30 * 6 + 3, { stepMs: BATCH_MS, keyEvery: 9 });
  harness.clock.at = at(30);
  await remove(harness, 2);
  for (const batch of books.slice(-3))
    expect(await harness.sendBooks(batch)).toMatchObject({ kind: 'stored' });
  expect(await harness.send(madeTrades(5, 10, { startMs: at(30) }))).toMatchObject({ kind: 'stored' });
  const status = await harness.store.status();
  const again = aStore(harness.exchangeId);
  expect(await again.start()).toMatchObject({
    tradesOnDisk: status.tradesOnDisk,
    bookRows: status.bookRows,
  });
});

test('a run of books that grows while its first session is removed begins where that ended', async () => {
  const harness = aStore();
  await harness.start();
  const books = madeBooks(4, 12, { stepMs: BATCH_MS, keyEvery: 100 });
  for (const [index, batch] of books.slice(0, 8).entries()) {
    if (index === 4) {
      harness.clock.at = (NOON + 4 * BATCH_MS) as UnixMs;
      await harness.store.newSession('');
    }
    harness.clock.at = (NOON + (index + 1) * BATCH_MS) as UnixMs;
    await harness.sendBooks(batch);
  }
  const moment = NOON + 7.5 * BATCH_MS;
  const before = await booksAt(harness, moment);
  await remove(harness, 1);
  expect(await booksAt(harness, moment)).toEqual(before);
  expect(await booksAt(harness, NOON + 2.5 * BATCH_MS)).toEqual({});
  for (const batch of books.slice(8))
    expect(await harness.sendBooks(batch)).toMatchObject({ kind: 'stored' });
  await harness.store.flush();
});

test('the time that is gone is a gap of its own, and gaps that reach beyond it stay there', async () => {
  const harness = aStore();
  await harness.start();
  const gap = (from: number, to: number, reason: string): GapRow => ({
    fromMs: at(from),
    toMs: at(to),
    channel: 'trade',
    reason,
  });
  const gaps = [
    gap(2, 3, 'disconnect'),
    gap(9, 11, 'reload'),
    gap(14, 15, 'sequence'),
    gap(14, 15, 'sequence-filled'),
  ];
  for (const row of gaps) harness.post({ kind: 'gap', version: STORE_PORT_VERSION, gap: row });
  harness.clock.at = at(10);
  await harness.send(madeTrades(1, 5));
  await harness.store.newSession('');
  harness.clock.at = at(20);
  await harness.send(madeTrades(2, 5, { startMs: at(12) }));
  harness.clock.at = (at(20) + 1) as UnixMs;
  await harness.store.newSession('');
  await remove(harness, 2);
  expect(
    (await gapsOf(harness)).map(({ fromMs, toMs, reason }) => [fromMs - NOON, toMs - NOON, reason]),
  ).toEqual([
    [2 * MINUTE, 3 * MINUTE, 'disconnect'],
    [9 * MINUTE, 10 * MINUTE + 1, 'reload'],
    [10 * MINUTE + 1, 20 * MINUTE + 1, 'removed'],
  ]);
});

test('a gap between two sessions that are removed one after the other stays one, as long as both ends are cut', async () => {
  const harness = aStore();
  await harness.start();
  harness.clock.at = at(1);
  await harness.send(madeTrades(1, 5));
  for (const [id, begin] of [
    [2, 10],
    [3, 20],
  ] as const) {
    harness.clock.at = at(begin);
    expect(await harness.store.newSession('')).toBe(id);
    harness.clock.at = at(begin + 1);
    await harness.send(madeTrades(id, 5, { startMs: at(begin) }));
  }
  const row = (channel: string, reason: string): GapRow => ({
    fromMs: (at(1) - SECOND) as UnixMs,
    toMs: (at(10) + SECOND) as UnixMs,
    channel,
    reason,
  });
  const rows = [row('trade', 'reload'), row('orderbook_delta', 'reload'), row('trade', 'sequence')];
  for (const gap of [...rows, row('trade', 'sequence-filled')])
    harness.post({ kind: 'gap', version: STORE_PORT_VERSION, gap });
  await harness.store.flush();
  await remove(harness, 1);
  await remove(harness, 2);
  const told = (await gapsOf(harness)).map(({ fromMs, toMs, channel, reason }) => [
    fromMs - NOON,
    toMs - NOON,
    channel,
    reason,
  ]);
  const [from, to] = [MINUTE + 1, 10 * MINUTE];
  expect(told.filter(([, , , reason]) => reason !== 'removed')).toEqual([
    [from, to, 'trade', 'reload'],
    [from, to, 'orderbook_delta', 'reload'],
    [from, to, 'trade', 'sequence'],
    [from, to, 'trade', 'sequence-filled'],
  ]);
  expect(told.filter(([, , , reason]) => reason === 'removed').map(([begin, end]) => [begin, end])).toEqual([
    [0, from],
    [to, 11 * MINUTE + 1],
  ]);
});

const removedIn = async (harness: StoreHarness): Promise<readonly GapRow[]> =>
  (await gapsOf(harness)).filter(({ reason }) => reason === 'removed');

test('every trade that goes lies in the gap, also one of its last moment, and the market is told of it', async () => {
  const harness = aStore();
  await harness.start();
  harness.clock.at = at(1);
  const last = new TradeColumnsBuilder();
  for (const trade of madeTrades(1, 1, { startMs: at(1), stepMs: 0 })) last.append(trade, at(1));
  await harness.sendColumns(last.take());
  harness.clock.at = at(2);
  await harness.store.newSession('');
  await remove(harness, 1);
  expect(await storedTrades(harness.exchangeId)).toEqual([]);
  const gaps = [{ fromMs: NOON, toMs: at(1) + 1, channel: 'trade', reason: 'removed' }];
  expect(await removedIn(harness)).toMatchObject(gaps);
  expect(harness.answers.filter(({ kind }) => kind === 'erased')).toMatchObject([{ gaps, staysShown: true }]);
});

test.each([
  ['4 minutes ahead', 4 * MINUTE],
  ['4 minutes behind', -4 * MINUTE],
])(
  'on a clock that is %s the gap is where the trades were, and not over those that stay',
  async (_, ahead) => {
    const harness = aStore();
    harness.clock.at = (NOON + ahead) as UnixMs;
    await harness.start();
    const trades = madeTrades(1, 1_800, { startMs: NOON, stepMs: SECOND, tickers: 5 });
    for (let minute = 0; minute < 30; minute++) {
      if (minute === 10 || minute === 20) await harness.store.newSession('');
      const columns = new TradeColumnsBuilder();
      for (const trade of trades.slice(60 * minute, 60 * (minute + 1)))
        columns.append(trade, (trade.venueAt + ahead + 40) as UnixMs);
      harness.clock.at = Math.max(
        ...trades.slice(60 * minute, 60 * (minute + 1)).map(({ venueAt }) => venueAt + ahead + 1_500),
      ) as UnixMs;
      await harness.sendColumns(columns.take());
    }
    await remove(harness, 2);
    const left = await storedTrades(harness.exchangeId);
    expect([left.length > 1_100, left.length < 1_300]).toEqual([true, true]);
    const ids = new Set(left.map(({ tradeId }) => tradeId));
    const [gap, ...others] = await removedIn(harness);
    expect(others).toEqual([]);
    const isIn = ({ venueAt }: Trade): boolean =>
      gap !== undefined && venueAt >= gap.fromMs && venueAt < gap.toMs;
    expect(trades.filter((trade) => !ids.has(trade.tradeId) && !isIn(trade))).toEqual([]);
    // The clock is known to the second.
    expect(left.filter(isIn).length).toBeLessThan(4);
  },
);

test('what was fetched for the time before a session goes with it, and that time is told as removed too', async () => {
  const harness = aStore();
  harness.clock.at = at(60);
  await harness.start();
  const fetched = (startMs: UnixMs, heardAt: UnixMs) => {
    const rows = new TradeColumnsBuilder();
    for (const trade of madeTrades(startMs, 5, { startMs, stepMs: 1_000 })) rows.append(trade, heardAt);
    return rows.take();
  };
  // Before any session.
  await harness.sendColumns(fetched(at(10), at(60)));
  await harness.send(madeTrades(1, 5, { startMs: at(60), stepMs: 100 }));
  harness.clock.at = at(61);
  await harness.store.newSession('');
  harness.clock.at = at(62);
  await harness.send(madeTrades(2, 5, { startMs: at(62), stepMs: 100 }));
  harness.clock.at = at(100);
  await harness.store.newSession('');
  // Between two sessions.
  await harness.sendColumns(fetched(at(80), at(100)));
  await harness.send(madeTrades(3, 5, { startMs: at(100), stepMs: 100 }));
  harness.clock.at = at(101);
  await harness.store.newSession('');
  const removed = async () =>
    (await gapsOf(harness))
      .filter(({ reason }) => reason === 'removed')
      .map(({ fromMs, toMs }) => [fromMs, toMs].map((stamp) => Math.round((stamp - NOON) / MINUTE)));
  await remove(harness, 1);
  expect(await removed()).toEqual([[10, 60]]);
  await remove(harness, 3);
  expect(await removed()).toEqual([
    [10, 60],
    [80, 100],
  ]);
});

test('a session whose clock was three days ahead for a while leaves no gap in the time to come', async () => {
  const harness = aStore();
  await harness.start();
  await harness.send(madeTrades(1, 100, { stepMs: 100 }));
  harness.clock.at = at(3 * 24 * 60);
  const ahead = new TradeColumnsBuilder();
  for (const trade of madeTrades(2, 10, { startMs: at(1), stepMs: 100 }))
    ahead.append(trade, at(3 * 24 * 60));
  await harness.sendColumns(ahead.take());
  harness.clock.at = at(2);
  await harness.store.newSession('');
  await harness.send(madeTrades(3, 100, { startMs: at(2), stepMs: 100 }));
  harness.clock.at = at(3);
  await remove(harness, 1);
  const gaps = await gapsOf(harness);
  expect(gaps.map(({ reason }) => reason)).toContain('removed');
  // Nor where the one that runs has not written yet.
  expect(Math.max(...gaps.map(({ toMs }) => toMs))).toBeLessThanOrEqual(at(2));
  // What it had heard by the clock that was ahead is gone all the same.
  expect(await storedTrades(harness.exchangeId)).toHaveLength(100);
});

test('a reader that was listing what is there when a session goes is told that it has not got all of it', async () => {
  const { harness } = await threeSessions();
  const whole = await read(harness, async (reader) => {
    const books = reader.books({});
    const snapshot = await reader.snapshot({});
    for await (const columns of snapshot.sealed()) expect(columns.count).toBeGreaterThan(0);
    await books.next();
    return reader.removed();
  });
  expect(whole).toBe(0);
  await read(harness, async (reader) => {
    const { trades, books } = await reader.chunks({});
    const stretch = { from: at(10), to: at(20) };
    const touched = (entries: typeof trades): number =>
      entries.filter(([, startMs, endMs]) => startMs < stretch.to && endMs > stretch.from).length;
    const snapshot = await reader.snapshot({});
    const stored = reader.books({});
    await stored.next();
    await remove(harness, 2);
    for await (const columns of snapshot.sealed()) expect(columns.count).toBeGreaterThan(0);
    expect(reader.removed()).toBe(touched(trades));
    while ((await stored.next()).done !== true);
    expect(reader.removed()).toBe(touched(trades) + touched(books));
    // Some were deleted, and those across an edge of the session were cut.
    const left = new Set((await reader.chunks({})).trades.map(([seq]) => seq));
    expect(trades.filter(([seq]) => !left.has(seq)).length).toBeLessThan(touched(trades));
  });
});

test('trades that were fetched go with the session in whose time they happened, or with the one that fetched them', async () => {
  const harness = aStore();
  await harness.start();
  harness.clock.at = at(10);
  await harness.send(madeTrades(1, 20));
  await harness.store.newSession('');
  const fetch = async (startMs: number): Promise<readonly Trade[]> => {
    const columns = new TradeColumnsBuilder();
    const found = madeTrades(startMs, 5, { startMs, stepMs: 1 });
    for (const trade of found) columns.append(trade, harness.clock.at);
    await harness.sendColumns(columns.take());
    return found;
  };
  harness.clock.at = at(12);
  const ofFirst = await fetch(at(5));
  const ofNobody = await fetch(at(-30));
  harness.clock.at = at(20);
  await harness.send([]);
  await harness.store.newSession('');
  await remove(harness, 2);
  const ids = (trades: readonly Trade[]) => trades.map(({ tradeId }) => tradeId);
  const left = ids(await storedTrades(harness.exchangeId));
  expect(left).toEqual(expect.arrayContaining(ids(ofFirst)));
  expect(left.filter((id) => ids(ofNobody).includes(id))).toEqual([]);
  expect(left).toHaveLength(25);
  await remove(harness, 1);
  expect(await storedTrades(harness.exchangeId)).toEqual([]);
});

test('what two sessions hold, because the clock was set back, stays until both are gone', async () => {
  const harness = aStore();
  await harness.start();
  harness.clock.at = at(10);
  const trades = madeTrades(1, 600, { stepMs: SECOND });
  await harness.send(trades);
  harness.clock.at = at(4);
  await harness.store.newSession('');
  harness.clock.at = at(6);
  await harness.send([]);
  harness.clock.at = at(20);
  await harness.store.newSession('');
  await remove(harness, 1);
  expect(await storedTrades(harness.exchangeId)).toEqual(
    trades.filter((trade) => heardAt(trade) >= at(4) && heardAt(trade) <= at(6)),
  );
  await remove(harness, 2);
  expect(await storedTrades(harness.exchangeId)).toEqual([]);
});

test('the session that runs and a pinned one are refused with a reason, and nothing changes', async () => {
  const { harness, trades } = await threeSessions();
  await harness.store.pinSession(1, true);
  for (const verb of [
    (id: number) => remove(harness, id),
    (id: number) => harness.store.sessionHoldings(id),
  ]) {
    await expect(verb(3)).rejects.toThrow('Nothing was changed. It is being recorded now.');
    await expect(verb(1)).rejects.toThrow('Nothing was changed. It is pinned. Take the pin off');
    await expect(verb(99)).rejects.toThrow('Expected a session with number 99');
  }
  expect(await storedTrades(harness.exchangeId)).toHaveLength(trades.length);
  expect(await sessionsOf(harness)).toHaveLength(3);
});

test('a removal that is cancelled while it reads changes nothing', async () => {
  const { harness, trades } = await threeSessions();
  const told: number[] = [];
  const removed = await remove(harness, 2, ({ done }, cancel) => {
    told.push(done);
    cancel();
  });
  expect(removed).toBeUndefined();
  expect(told.length).toBeGreaterThan(0);
  expect(await storedTrades(harness.exchangeId)).toHaveLength(trades.length);
  expect(await sessionsOf(harness)).toHaveLength(3);
});

test('a removal that fails in the middle of its writing leaves everything as it was', async () => {
  const { harness, trades } = await threeSessions();
  const { stored } = await rollupsOf(harness);
  type Delete = (query: IDBValidKey | IDBKeyRange) => IDBRequest<undefined>;
  const real: Delete = Reflect.get(IDBObjectStore.prototype, 'delete');
  // The session's row is the last that is deleted: all else has been written by then.
  IDBObjectStore.prototype.delete = function (this: IDBObjectStore, query: IDBValidKey | IDBKeyRange) {
    if (this.name === 'sessions') throw new DOMException('no room', 'QuotaExceededError');
    return real.call(this, query);
  };
  try {
    await expect(remove(harness, 2)).rejects.toThrow('Nothing was changed. The browser has no room left');
  } finally {
    IDBObjectStore.prototype.delete = real;
  }
  expect(await storedTrades(harness.exchangeId)).toEqual(trades);
  expect((await rollupsOf(harness)).stored).toEqual(stored);
  expect((await sessionsOf(harness)).map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(await remove(harness, 2)).toBeDefined();
});

test('a store that was replaced removes nothing', async () => {
  const { harness, trades } = await threeSessions();
  const young = aStore(harness.exchangeId);
  await young.start();
  await expect(remove(harness, 2)).rejects.toThrow('Another tab records now');
  expect(await storedTrades(harness.exchangeId)).toHaveLength(trades.length);
});

test('a damaged chunk of the session goes with it, and one across its edge is left to be told as damaged', async () => {
  const { harness } = await threeSessions();
  const database = createDatabase(harness.exchangeId, 'relaxed');
  const rows = await database.bookChunks.toArray();
  const inside = rows.find(({ startMs, endMs }) => startMs > at(10) && endMs < at(20));
  const across = rows.find(({ startMs, endMs }) => startMs < at(10) && endMs > at(10));
  for (const row of [inside, across])
    if (row !== undefined) await database.bookChunks.put({ ...row, data: new Uint8Array(9) });
  const trades = await database.tapeChunks.toArray();
  const unreadable = trades.find(({ startMs, endMs }) => startMs > at(10) && endMs < at(20));
  if (unreadable !== undefined) await database.tapeChunks.put({ ...unreadable, data: new Uint8Array(9) });
  await remove(harness, 2);
  expect(unreadable).toBeDefined();
  expect(await database.tapeChunks.toCollection().primaryKeys()).not.toContain(unreadable?.seq);
  const left = await database.bookChunks.toCollection().primaryKeys();
  database.close();
  expect(left).not.toContain(inside?.seq);
  expect(left).toContain(across?.seq);
});
