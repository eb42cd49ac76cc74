import { describe, expect, test } from 'vitest';
import type { GapRow } from '#contract/store.ts';
import { MarketEngine } from '#core/market/engine.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { BackfillRange } from '../../../../workers/market/backfill.ts';
import { AnswerDates } from '../../../../workers/market/answer-dates.ts';
import { Intake } from '../../../../workers/market/intake.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

function setUp() {
  const clock = new ManualClock();
  const engine = new MarketEngine({ windows: [10] });
  engine.advance(clock.now());
  const recorded: Trade[] = [];
  const told: Trade[] = [];
  const gaps: (GapRow & { canFetch: boolean })[] = [];
  const begun: GapRow[] = [];
  const histories: BackfillRange[] = [];
  const dates = new AnswerDates(clock);
  const intake = new Intake({
    onNew: (trade) => told.push(trade),
    clock,
    dates,
    engine,
    recorder: { append: (trade) => recorded.push(trade) },
    repair: {
      add: (gap, canFetch) => gaps.push({ ...gap, canFetch }),
      begin: (gap) => begun.push(gap),
      retry: () => undefined,
      history: (range) => Promise.resolve(void histories.push(range)),
    },
  });
  const now = () => clock.now() as number;
  const live = (at = now(), more: Partial<Trade> = {}) => {
    const trade = { ...aTrade({ at }), ...more };
    intake.live(trade, clock.now());
    return trade;
  };
  return { clock, dates, engine, recorded, told, gaps, begun, histories, intake, live, now };
}

const removed = (fromMs: number, toMs: number) => ({
  fromMs: fromMs as UnixMs,
  toMs: toMs as UnixMs,
  channel: 'trade',
  reason: 'removed',
});

describe('while the past is read', () => {
  test('live trades wait and are applied in order afterwards', () => {
    const { intake, engine, recorded, live } = setUp();
    intake.whole();
    const first = live();
    const second = live();
    expect(engine.counts.trades).toBe(0);
    expect(intake.waiting).toBe(2);
    intake.restored(undefined, undefined);
    expect(recorded).toEqual([first, second]);
    expect(intake.isRestoring).toBe(false);
  });

  test('the reload is a gap from the newest stored trade to the moment trades were heard', () => {
    const { intake, gaps, clock, live } = setUp();
    const stored = (clock.now() - 60_000) as UnixMs;
    clock.advance(1_000);
    intake.whole();
    const heardAt = clock.now();
    clock.advance(1_000);
    live();
    intake.restored(stored, stored);
    expect(gaps).toEqual([
      { fromMs: stored, toMs: heardAt, channel: 'trade', reason: 'reload', canFetch: true },
    ]);
  });

  test('the very first start has no gap', () => {
    const { intake, gaps, live } = setUp();
    intake.whole();
    live();
    intake.restored(undefined, undefined);
    expect(gaps).toEqual([]);
  });

  test('the hour before the very first connection is asked for once, with the first trade', () => {
    const { intake, histories, clock, live } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    const heardAt = clock.now();
    expect(histories).toEqual([]);
    live();
    live();
    expect(histories).toEqual([{ from: heardAt - 3_600_000, to: heardAt }]);
  });

  test('no history is asked for where something is stored, or where trades carry no ids', () => {
    const stored = setUp();
    stored.intake.restored(1_000 as UnixMs, 2_000 as UnixMs);
    stored.intake.whole();
    stored.live();
    const legacy = setUp();
    legacy.intake.restored(undefined, undefined);
    legacy.intake.whole();
    legacy.live(legacy.now(), { tradeId: undefined });
    expect([...stored.histories, ...legacy.histories]).toEqual([]);
  });

  test('of the hour before the first connection nothing is asked for that was erased', () => {
    const { intake, histories, clock, live } = setUp();
    const erasedAt = clock.now();
    intake.erased([removed(erasedAt - 600_000, erasedAt)]);
    clock.advance(5_000);
    intake.restored(undefined, undefined);
    intake.whole();
    live();
    expect(histories).toEqual([{ from: erasedAt, to: erasedAt + 5_000 }]);
  });

  test('the reload after an erasure is a gap from the erasure on, not from what was left before it', () => {
    const { intake, gaps, clock } = setUp();
    const erasedAt = clock.now();
    const left = (erasedAt - 7_200_000) as UnixMs;
    intake.erased([removed(erasedAt - 600_000, erasedAt)]);
    clock.advance(5_000);
    intake.whole();
    intake.restored(left, left);
    expect(gaps).toMatchObject([{ fromMs: erasedAt, toMs: erasedAt + 5_000, reason: 'reload' }]);
  });

  test('what REST gives of an erased stretch is left out, what lies beside it is not', () => {
    const { intake, clock, recorded } = setUp();
    const now: number = clock.now();
    intake.restored(undefined, undefined);
    intake.erased([removed(now - 20_000, now - 10_000), { ...removed(0, now), channel: 'orderbook_delta' }]);
    const [before, inside, after] = [now - 20_001, now - 15_000, now - 10_000].map((at) => aTrade({ at }));
    const found = [before, inside, after].filter((trade) => trade !== undefined);
    expect(intake.fetched(found)).toBe(2);
    expect(recorded).toEqual([before, after]);
  });

  test('trades are missing since the newest one that is known, until the stream is whole', () => {
    const { intake, clock, live, now } = setUp();
    const stored = (clock.now() - 60_000) as UnixMs;
    expect(intake.missingSince).toBeUndefined();
    intake.restored(stored, stored);
    expect(intake.missingSince).toBe(stored);
    clock.advance(1_000);
    intake.whole();
    expect(intake.missingSince).toBeUndefined();
    const newest = now();
    live(newest);
    clock.advance(1_000);
    intake.lost('disconnect');
    clock.advance(1_000);
    expect(intake.missingSince).toBe(newest);
    const first = setUp();
    first.intake.restored(undefined, undefined);
    // Nothing was heard before the very first connection, so nothing is missing.
    expect(first.intake.missingSince).toBeUndefined();
  });

  test('a connection lost again meanwhile stretches the reload to the next one', () => {
    const { intake, gaps, clock } = setUp();
    const stored = (clock.now() - 60_000) as UnixMs;
    intake.whole();
    intake.lost('disconnect');
    intake.restored(stored, stored);
    expect(gaps).toEqual([]);
    clock.advance(5_000);
    intake.whole();
    expect(gaps).toMatchObject([{ fromMs: stored, toMs: clock.now(), reason: 'reload' }]);
  });

  test('what was heard before it broke again does not hide the hole before it', () => {
    const { intake, gaps, clock, live } = setUp();
    const stored = (clock.now() - 60_000) as UnixMs;
    intake.whole();
    clock.advance(1_000);
    live();
    const heardAt = clock.now();
    clock.advance(1_000);
    intake.lost('subscription');
    const brokenAt = clock.now();
    intake.restored(stored, stored);
    clock.advance(1_000);
    intake.whole();
    expect(gaps.map(({ fromMs, toMs, reason }) => [fromMs, toMs, reason])).toEqual([
      [stored, brokenAt, 'reload'],
      [heardAt, clock.now(), 'subscription'],
    ]);
  });

  test('a hole among the waiting trades is covered', () => {
    const { intake, gaps, clock, live } = setUp();
    intake.whole();
    const first = live();
    clock.advance(2_000);
    intake.missed();
    live();
    const at = clock.now();
    intake.restored(undefined, undefined);
    expect(gaps).toMatchObject([{ fromMs: first.venueAt, toMs: at }]);
  });
});

describe('live', () => {
  test('a disconnect is a gap from the newest trade to the moment trades are heard again', () => {
    const { intake, gaps, clock, live } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    const newest = live();
    clock.advance(3_000);
    intake.lost('disconnect');
    clock.advance(4_000);
    intake.whole();
    expect(gaps).toMatchObject([{ fromMs: newest.venueAt, toMs: clock.now(), reason: 'disconnect' }]);
  });

  test('a connection that never carried a trade still leaves a gap from its start', () => {
    const { intake, gaps, clock } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    const start = clock.now();
    clock.advance(3_000);
    intake.lost('disconnect');
    clock.advance(4_000);
    intake.whole();
    expect(gaps).toMatchObject([{ fromMs: start, toMs: clock.now() }]);
  });

  test('trades that come in a break do not hide what was missed before them', () => {
    const { intake, gaps, clock, live } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    const newest = live();
    intake.lost('disconnect');
    clock.advance(30_000);
    // The exchange sends, but its answer to our subscription has not come when it goes away again.
    live();
    clock.advance(1_000);
    intake.lost('disconnect');
    clock.advance(5_000);
    intake.whole();
    expect(gaps).toMatchObject([{ fromMs: newest.venueAt, toMs: clock.now(), reason: 'disconnect' }]);
  });

  test('after a break the next one begins at the newest trade heard, also at one heard in the break', () => {
    const { intake, gaps, clock, live } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    live();
    intake.lost('disconnect');
    clock.advance(30_000);
    const inBreak = live();
    intake.whole();
    clock.advance(1_000);
    intake.missed();
    expect(gaps[1]).toMatchObject({ fromMs: inBreak.venueAt, toMs: clock.now(), reason: 'sequence' });
  });

  test('numbers left out are a gap that ends now', () => {
    const { intake, gaps, clock, live } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    const newest = live();
    clock.advance(500);
    intake.missed();
    expect(gaps).toMatchObject([{ fromMs: newest.venueAt, toMs: clock.now(), reason: 'sequence' }]);
  });

  test.each([400, 3_000])(
    'a gap reaches as far as the exchange’s clock is ahead of ours (%i ms), also after a trade that was late',
    (aheadMs) => {
      const { intake, gaps, clock } = setUp();
      intake.restored(undefined, undefined);
      intake.whole();
      intake.live(aTrade({ at: clock.now() + aheadMs }), clock.now());
      intake.live(aTrade({ at: clock.now() - 4_000 }), clock.now());
      clock.advance(1_000);
      intake.missed();
      expect(gaps[0]?.toMs).toBe(clock.now() + aheadMs);
    },
  );

  test.each([0, -4_000])(
    'a gap reaches to the exchange’s now where every trade is four seconds late, by a clock that is %i ms ahead',
    (fastMs) => {
      const { intake, dates, gaps, clock } = setUp();
      intake.restored(undefined, undefined);
      intake.whole();
      dates.take((clock.now() - fastMs) as UnixMs);
      // Of three it would be known to be a lag.
      for (let i = 0; i < 2; i++) intake.live(aTrade({ at: clock.now() - fastMs - 4_000 }), clock.now());
      clock.advance(1_000);
      intake.missed();
      expect(gaps[0]?.toMs).toBe(clock.now() - fastMs);
    },
  );

  test('a gap within one millisecond has a length: without one it would go on', () => {
    const { intake, gaps, clock, live } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    live();
    intake.missed();
    expect(gaps).toMatchObject([{ fromMs: clock.now(), toMs: clock.now() + 1 }]);
  });

  test('trades without ids cannot be fetched: repetitions could not be told', () => {
    const { intake, gaps, clock } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    intake.live({ ...aTrade({ at: clock.now() }), tradeId: undefined }, clock.now());
    intake.missed();
    expect(gaps).toMatchObject([{ canFetch: false }]);
  });

  test('a repeated live trade is counted and not recorded again', () => {
    const { intake, recorded, clock } = setUp();
    intake.restored(undefined, undefined);
    const trade = aTrade({ at: clock.now() });
    intake.live(trade, clock.now());
    intake.live(trade, clock.now());
    expect(recorded).toHaveLength(1);
    expect(intake.repeated).toBe(1);
  });

  test('fetched trades that are known are not counted as repeated; who draws hears of the others', () => {
    const { intake, recorded, told, clock } = setUp();
    intake.restored(undefined, undefined);
    const known = aTrade({ at: clock.now() });
    const missed = aTrade({ at: clock.now() - 100 });
    intake.live(known, clock.now());
    expect(intake.fetched([missed, known])).toBe(1);
    expect(recorded).toEqual([known, missed]);
    expect(told).toEqual([known, missed]);
    expect(intake.repeated).toBe(0);
  });
});

test('a live trade that REST was faster with is not repeated, unless it comes once more', () => {
  const { intake, recorded, clock, live } = setUp();
  intake.restored(undefined, undefined);
  intake.whole();
  live();
  const trade = aTrade({ at: clock.now() + 50 });
  const long = aTrade({ at: clock.now() - 60_000 });
  intake.fetched([long, trade]);
  clock.advance(100);
  intake.live(trade, clock.now());
  expect([recorded.length, intake.repeated]).toEqual([3, 0]);
  intake.live(trade, clock.now());
  intake.live(long, clock.now());
  expect([recorded.length, intake.repeated]).toEqual([3, 2]);
});

describe('frames that cannot be read', () => {
  test('are one hole, told at once and with its length a second later', () => {
    const { intake, clock, gaps, begun, live } = setUp();
    intake.restored(undefined, undefined);
    intake.whole();
    const { venueAt } = live();
    clock.advance(100);
    intake.unreadable();
    expect(begun).toEqual([{ fromMs: venueAt, toMs: venueAt, channel: 'trade', reason: 'sequence' }]);
    clock.advance(400);
    live();
    intake.unreadable();
    clock.advance(2_000);
    expect(begun).toHaveLength(1);
    expect(gaps).toEqual([
      { fromMs: venueAt, toMs: venueAt + 1_100, channel: 'trade', reason: 'sequence', canFetch: true },
    ]);
  });
});

test('a stamp far ahead hides no later hole', () => {
  const { intake, clock, gaps, live, now } = setUp();
  intake.restored(undefined, undefined);
  intake.whole();
  live(17_636_400_012_340);
  const heardAt = now();
  intake.lost('disconnect');
  clock.advance(60_000);
  intake.whole();
  expect(gaps).toEqual([
    { fromMs: heardAt, toMs: heardAt + 60_000, channel: 'trade', reason: 'disconnect', canFetch: true },
  ]);
});

describe('the stretch in which fetched trades can be told from those that were heard', () => {
  function whole() {
    const intake = setUp();
    intake.intake.whole();
    intake.intake.restored(undefined, undefined);
    return intake;
  }

  test('goes from the first live trade to the newest, by the exchange’s stamps', () => {
    const { intake, live, clock, now } = whole();
    const start = now();
    expect(intake.heardSpan).toBeUndefined();
    live(start + 40);
    clock.advance(5_000);
    live(start + 4_000);
    live(start + 3_000);
    expect(intake.heardSpan).toEqual({ from: start + 40, to: start + 4_000 });
    intake.fetched([aTrade({ at: start + 4_500 })]);
    expect(intake.heardSpan).toMatchObject({ to: start + 4_000 });
  });

  test('is none while the past is read, or no trades are heard', () => {
    const { intake, live } = setUp();
    intake.whole();
    live();
    expect(intake.heardSpan).toBeUndefined();
    intake.restored(undefined, undefined);
    expect(intake.heardSpan).toBeDefined();
    intake.lost('disconnect');
    expect(intake.heardSpan).toBeUndefined();
    intake.whole();
    expect(intake.heardSpan).toBeDefined();
  });

  test('begins anew after every live trade without an id', () => {
    const { intake, live, now } = whole();
    const start = now();
    live(start + 100);
    live(start + 200, { tradeId: undefined });
    expect(intake.heardSpan).toBeUndefined();
    live(start + 150);
    live(start + 300);
    expect(intake.heardSpan).toEqual({ from: start + 200, to: start + 300 });
  });
});
