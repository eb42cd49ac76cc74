/** What a replay keeps of the trades it has read, and when it reads the disk again. */
import { expect, test } from 'vitest';
import type { StoreReader } from '#contract/database.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { HOUR, MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { ReplayTrades } from '../../../../workers/market/replay-trades.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { aTrade } from '../../../support/trades.ts';

/** A whole hour. */
const START = 1_799_998_800_000 + 10 * HOUR;
const NOW = START + 24 * HOUR;

/** A trade every ten seconds for an hour. */
const HOUR_OF_TRADES = Array.from({ length: 360 }, (_, i) => {
  const at = START + 10 * SECOND * i;
  return { trade: aTrade({ at }), receivedAt: at };
});

/** A reader that counts what is asked of the disk, and says that it holds `total` trades in any range. */
function setUp(now: number, total = 360) {
  const reader = recordingReader({ trades: HOUR_OF_TRADES });
  let reads = 0;
  const counted: StoreReader = {
    ...reader,
    snapshot: async (...asked) => {
      reads++;
      return { ...(await reader.snapshot(...asked)), total };
    },
  };
  const trades = new ReplayTrades(counted, () => now);
  const played = async (from: number, to: number): Promise<number> => {
    let count = 0;
    for await (const { at } of trades.between((START + from) as UnixMs, (START + to) as UnixMs))
      if (at >= START + from && at < START + to) count++;
    return count;
  };
  const readsOf = async (run: () => Promise<number>): Promise<[number, number]> => {
    const before = reads;
    return [await run(), reads - before];
  };
  return { trades, played: (from: number, to: number) => readsOf(() => played(from, to)) };
}

test('an hour is read in one go, and not again', async () => {
  const { played } = setUp(NOW);
  expect(await played(0, HOUR)).toEqual([360, 1]);
  expect(await played(0, HOUR)).toEqual([360, 0]);
  expect(await played(7 * MINUTE, 7 * MINUTE + 30 * SECOND)).toEqual([3, 0]);
});

test('only what is missing is read', async () => {
  const { played } = setUp(NOW);
  await played(20 * MINUTE, 25 * MINUTE);
  expect(await played(0, HOUR)).toEqual([360, 2]);
});

test('very many trades are read block by block, so that memory is bounded', async () => {
  const { played } = setUp(NOW, 2_000_000);
  const [count, reads] = await played(0, 15 * MINUTE);
  expect(count).toBe(90);
  expect(reads).toBeGreaterThanOrEqual(3);
});

test('what may still be on its way to the disk is read anew', async () => {
  const { played } = setUp(START + 10 * MINUTE + 30 * SECOND);
  await played(0, 10 * MINUTE);
  expect(await played(0, 5 * MINUTE)).toEqual([30, 0]);
  expect(await played(5 * MINUTE, 10 * MINUTE)).toEqual([30, 1]);
});

test('what was forgotten is read anew', async () => {
  const { trades, played } = setUp(NOW);
  await played(0, HOUR);
  trades.forget();
  expect(await played(0, HOUR)).toEqual([360, 1]);
});

test('no more than a million trades stay in hand', async () => {
  const dense = Array.from({ length: 7 }, (_, block) => block * 5 * MINUTE).flatMap((from) =>
    Array.from({ length: 160_000 }, (_, i) => from + i),
  );
  const base = recordingReader({ trades: [] });
  let reads = 0;
  const reader: StoreReader = {
    ...base,
    snapshot: ({ from = 0, to = 0 }) => {
      reads++;
      const at = dense.map((time) => START + time).filter((time) => time >= from && time <= to);
      const count = at.length;
      const columns = {
        count,
        tickers: ['KXA-1' as Ticker],
        ticker: new Uint32Array(count),
        yesPrice: new Uint16Array(count).fill(5_000),
        quantity: new Float64Array(count).fill(100),
        flags: new Uint8Array(count),
        venueAt: Float64Array.from(at),
        receivedAt: Float64Array.from(at),
        uuid: new Uint8Array(16 * count),
        otherIds: [],
      };
      const snapshot = recordingReader({ trades: [] }).snapshot({});
      return snapshot.then((found) => ({ ...found, journal: [columns] }));
    },
  };
  const trades = new ReplayTrades(reader, () => NOW);
  const block = (index: number) => trades.block((START + index * 5 * MINUTE) as UnixMs);
  for (let index = 0; index < 7; index++) expect((await block(index)).count).toBe(160_000);
  const before = reads;
  await block(6);
  expect(reads).toBe(before);
  // The one used least lately has gone.
  await block(0);
  expect(reads).toBeGreaterThan(before);
});
