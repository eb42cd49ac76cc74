/** Several tabs look at charts of a day: one read serves all of them, and each is answered the same. */
import { describe, expect, test } from 'vitest';
import type { ChartBars } from '#contract/frames.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import type { Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { DAY, HOUR, MINUTE, plus, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { DayBars } from '../../../../workers/market/day-bars.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const [A, B] = ['KXA-26NOV21-A', 'KXB-26NOV21-B'] as Ticker[] as [Ticker, Ticker];

function none(barMs: number): ChartBars {
  const [prices, sums] = [new Uint16Array(0), new Float64Array(0)];
  return {
    barMs,
    startMs: sums,
    open: prices,
    high: prices,
    low: prices,
    close: prices,
    yesVolume: sums,
    noVolume: sums,
    notional: sums,
  };
}

/** A trade of each market, an hour and a half ago; `reads` counts what the disk was asked. */
function setUp() {
  const clock = new ManualClock();
  const at = (clock.now() - 1.5 * HOUR) as UnixMs;
  const columns = new TradeColumnsBuilder();
  const add = (ticker: Ticker, price: number): void => {
    columns.append({ ...aTrade({ ticker, at }), yesPrice: price as Price } satisfies Trade, at);
  };
  add(A, 4_000);
  add(B, 7_000);
  const journal = [columns.take()];
  const disk = { reads: 0, fails: false };
  const reader = {
    ...recordingReader({ trades: [] }),
    snapshot: async () => {
      disk.reads++;
      await Promise.resolve();
      if (disk.fails) throw new Error('The disk cannot be read.');
      return { total: 2, sealed: async function* () {}, journal, rollups: [] };
    },
  };
  const dayBars = new DayBars(() => reader, clock);
  const closes = (ticker: Ticker): readonly number[] => {
    const [from, liveFrom] = [plus(clock.now(), -1 * DAY), plus(clock.now(), -1 * HOUR)];
    return [...dayBars.bars(ticker, 15 * MINUTE, from, liveFrom, none(15 * MINUTE)).close];
  };
  return { clock, disk, closes };
}

describe('charts of a day', () => {
  test('of two markets in two tabs are both whole, and the disk is read no more often than for one', async () => {
    const { clock, disk, closes } = setUp();
    expect([closes(A), closes(B)]).toEqual([[], []]);
    await settle();
    // The second came while it was being read for the first.
    closes(B);
    await settle();
    const before = disk.reads;
    for (let frame = 0; frame < 20; frame++) {
      clock.advance(100);
      expect([closes(A), closes(B)]).toEqual([[4_000], [7_000]]);
      await settle();
    }
    expect([before, disk.reads]).toEqual([2, 2]);
    clock.advance(MINUTE - 1_000);
    closes(A);
    closes(B);
    clock.advance(1_000);
    expect([closes(A), closes(B)]).toEqual([[4_000], [7_000]]);
    await settle();
    expect([closes(A), closes(B), disk.reads]).toEqual([[4_000], [7_000], 3]);
  });

  test('of one market in two tabs are one read, and the same answer', async () => {
    const { disk, closes } = setUp();
    expect(closes(A)).toEqual(closes(A));
    await settle();
    expect([closes(A), closes(A), disk.reads]).toEqual([[4_000], [4_000], 1]);
  });

  test('nobody looks at any more are not read again, and not kept', async () => {
    const { clock, disk, closes } = setUp();
    closes(A);
    await settle();
    clock.advance(MINUTE);
    closes(B);
    await settle();
    expect([closes(B), disk.reads]).toEqual([[7_000], 2]);
    expect(closes(A)).toEqual([]);
  });

  test('that cannot be read are asked for again only after a minute', async () => {
    const { clock, disk, closes } = setUp();
    disk.fails = true;
    closes(A);
    await settle();
    expect([closes(A), disk.reads]).toEqual([[], 1]);
    disk.fails = false;
    clock.advance(MINUTE);
    closes(A);
    await settle();
    expect([closes(A), disk.reads]).toEqual([[4_000], 2]);
  });
});
