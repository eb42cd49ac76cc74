/**
 * Books recorded in odd orders: ends and snapshots of one stamp, runs that meet, begin late or break off, ends at the very end.
 * What is exported of them is the same after it was brought into an empty board, as often as one likes.
 */
import 'fake-indexeddb/auto';
import initSqlJs from 'sql.js';
import { expect, test } from 'vitest';
import { STORE_PORT_VERSION, type GapRow, type StoreMessage } from '#contract/store.ts';
import { must } from '#core/lib/assert.ts';
import { createRng } from '#core/lib/rng.ts';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { bytesOf, runExport } from '../support/export.ts';
import { keepImport, runImport } from '../support/import.ts';
import { NOON } from '../support/store.ts';

const sql = await initSqlJs();
const TICKERS = ['KXA-1' as Ticker, 'KXB-1' as Ticker, 'KXC-1' as Ticker] as const;
const TABLES = ['orderbook_snapshots', 'orderbook_deltas', 'orderbook_breaks', 'gaps', 'trades', 'markets'];
let exchanges = 0;

type Batch = Extract<StoreMessage, { kind: 'books' }>;

class Story {
  readonly messages: StoreMessage[] = [];
  #rows = new BookColumnsBuilder();
  #from = 0;
  #isKey = true;

  add(at: number, name: number, kind: 'whole' | 'change' | 'stale' | 'end', size = 100): void {
    const of = { ticker: must(TICKERS[name], 'a ticker'), receivedAt: (NOON + at) as UnixMs };
    const seq = undefined;
    const event: BookEvent =
      kind === 'whole'
        ? { kind: 'snapshot', ...of, seq, yes: [[4_000 as Price, size as Quantity]], no: [] }
        : kind === 'stale'
          ? { kind, ...of, reason: 'sequence' }
          : kind === 'end'
            ? { kind, ...of }
            : {
                kind: 'delta',
                ...of,
                seq,
                venueAt: undefined,
                side: 'yes',
                price: 4_000 as Price,
                change: size as Quantity,
              };
    this.#rows.add(event);
  }

  /** Ends the batch at `until`; the next begins at `from`. */
  cut(until: number, from: number, isKey: boolean): void {
    const columns = this.#rows.take((NOON + this.#from) as UnixMs, (NOON + until) as UnixMs);
    const batch: Batch = {
      kind: 'books',
      version: STORE_PORT_VERSION,
      batch: this.messages.length + 1,
      columns,
      isKey: this.#isKey,
    };
    this.messages.push(batch);
    this.#from = from;
    this.#isKey = isKey;
  }

  gap(from: number, to: number, reason: string): void {
    const gap: GapRow = {
      fromMs: (NOON + from) as UnixMs,
      toMs: (NOON + to) as UnixMs,
      channel: 'orderbook_delta',
      reason,
    };
    this.messages.push({ kind: 'gap', version: STORE_PORT_VERSION, gap });
  }
}

async function exported(exchangeId: string, range: object = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { outcome } = await runExport('exportSqlite', { exchangeId, ...range });
  return new Uint8Array(await bytesOf(outcome));
}

function rowsOf(file: Uint8Array<ArrayBuffer>): Readonly<Record<string, readonly unknown[]>> {
  const database = new sql.Database(file);
  const rows: Record<string, readonly unknown[]> = {};
  for (const name of TABLES)
    rows[name] = database.exec(`SELECT * FROM ${name} ORDER BY 1, 2`)[0]?.values ?? [];
  rows['until'] = database.exec("SELECT value FROM meta WHERE key = 'books_until'")[0]?.values ?? [];
  database.close();
  return rows;
}

async function kept(messages: readonly StoreMessage[]): Promise<string> {
  const exchangeId = `odd-books-${++exchanges}`;
  await keepImport(exchangeId, messages);
  return exchangeId;
}

async function imported(file: Uint8Array<ArrayBuffer>): Promise<string> {
  const { outcome, messages } = await runImport(new Blob([file]));
  expect(outcome).toMatchObject({ kind: 'done', rejected: 0 });
  return kept(messages);
}

/** Exports what is stored, brings that in, and exports it again; returns the rows. */
async function roundTrip(messages: readonly StoreMessage[]) {
  const first = await exported(await kept(messages));
  const again = await imported(first);
  expect(rowsOf(await exported(again))).toEqual(rowsOf(first));
  return { rows: rowsOf(first), again };
}

test('an end and a snapshot of one stamp: the book goes on, and is the same again', async () => {
  const story = new Story();
  for (const name of [0, 1]) story.add(0, name, 'whole');
  story.add(1_000, 0, 'end');
  story.add(1_000, 1, 'end');
  story.cut(1_000, 1_000, true);
  for (const name of [0, 1]) story.add(1_000, name, 'whole', 200);
  story.add(1_500, 0, 'change', 50);
  story.add(1_500, 1, 'end');
  story.add(1_500, 1, 'whole', 300);
  story.add(1_700, 1, 'change', 5);
  story.cut(2_000, 2_000, false);
  const { rows } = await roundTrip(story.messages);
  expect(rows['orderbook_breaks']).toHaveLength(3);
  expect(rows['orderbook_snapshots']).toHaveLength(5);
  expect(rows['orderbook_deltas']).toHaveLength(2);
});

test('an end as the last row of a run, or of all, stays an end; the gap of a hand-over comes along', async () => {
  const story = new Story();
  story.add(0, 0, 'whole');
  story.add(900, 0, 'end');
  story.cut(900, 1_400, true);
  story.gap(900, 1_600, 'handover');
  story.add(1_600, 0, 'whole');
  story.add(3_000, 0, 'end');
  story.cut(3_000, 3_000, false);
  const { rows } = await roundTrip(story.messages);
  expect(rows['orderbook_breaks']).toHaveLength(2);
  expect(rows['gaps']).toHaveLength(1);
});

test('a part of a recording is known no further than it reaches', async () => {
  const story = new Story();
  story.add(0, 0, 'whole');
  story.add(900, 0, 'change', 5);
  story.cut(1_500, 1_500, false);
  const part = await exported(await kept(story.messages), { from: NOON, to: NOON + 500 });
  const until = new Date(NOON + 500).toISOString();
  expect(rowsOf(part)['until']).toEqual([[until]]);
  expect(rowsOf(part)['orderbook_deltas']).toHaveLength(0);
  expect(rowsOf(await exported(await imported(part)))).toEqual(rowsOf(part));
});

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'whatever the order, it is the same again (%i)',
  async (seed) => {
    const rng = createRng(seed);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(rng.next() * all.length)] as T;
    const story = new Story();
    const size = [0, 0, 0];
    const isKnown = [false, false, false];
    let at = 0;
    for (let step = 0; step < 60; step++) {
      at += pick([0, 0, 0, 1, 300, 1_000]);
      if (rng.next() < 0.12) {
        // Another batch, another key, or another run after a while in which nobody recorded.
        const what = pick(['batch', 'key', 'run', 'ended']);
        if (what === 'ended')
          for (const name of [0, 1, 2]) if (isKnown[name] === true) story.add(at, name, 'end');
        const from = what === 'run' || what === 'ended' ? at + pick([0, 1, 400, 5_000]) : at;
        story.cut(at, from, what !== 'batch');
        at = from;
        for (const name of [0, 1, 2]) {
          if (what === 'key' && isKnown[name] === true && rng.next() < 0.8)
            story.add(at, name, 'whole', size[name] ?? 0);
          else if (what !== 'batch') isKnown[name] = false;
        }
        continue;
      }
      const name = pick([0, 1, 2]);
      const what = pick(['whole', 'change', 'change', 'stale', 'end'] as const);
      if (what === 'change' && isKnown[name] !== true) continue;
      const by = 1 + Math.floor(rng.next() * 50);
      size[name] = what === 'change' ? (size[name] ?? 0) + by : what === 'whole' ? by : (size[name] ?? 0);
      isKnown[name] = what === 'whole' || what === 'change';
      story.add(at, name, what, by);
    }
    story.cut(at + pick([0, 500]), at, false);
    const { rows, again } = await roundTrip(story.messages);
    expect(rows['orderbook_snapshots']).not.toHaveLength(0);
    // A part of it, of the import as of the recording.
    const range = { from: NOON + 2_000 };
    const [ours, theirs] = [await exported(await kept(story.messages), range), await exported(again, range)];
    expect(rowsOf(theirs)).toEqual(rowsOf(ours));
  },
);
