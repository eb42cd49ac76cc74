import { describe, expect, test } from 'vitest';
import type { GapRow, StoreAnswer, StoreMessage } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { backfill, type BackfillOutcome, type BackfillRange } from '../../../../workers/market/backfill.ts';
import { Gaps } from '../../../../workers/market/gaps.ts';
import { Recorder } from '../../../../workers/market/recorder.ts';
import { Repair } from '../../../../workers/market/repair.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { FakeRest } from '../../../support/fake-rest.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';
import { aTrade, tradeRow } from '../../../support/trades.ts';

const gap: GapRow = {
  fromMs: 10_000 as UnixMs,
  toMs: 20_000 as UnixMs,
  channel: 'trade',
  reason: 'disconnect',
};

function pagesOf(rest: FakeRest, trades: readonly Trade[], size: number): void {
  const newestFirst = [...trades].sort((a, b) => b.venueAt - a.venueAt);
  rest.answers.set('trades', ({ parameters }) => {
    const at = Number(parameters['cursor'] ?? 0);
    const cursor = at + size < newestFirst.length ? String(at + size) : '';
    const rows = newestFirst.slice(at, at + size).map(tradeRow);
    return { kind: 'body', text: JSON.stringify({ trades: rows, cursor }) };
  });
}

async function fetchAll(rest: FakeRest, maxPages?: number) {
  const clock = new ManualClock();
  const found: Trade[] = [];
  let outcome: BackfillOutcome | undefined;
  void backfill(
    { from: gap.fromMs, to: gap.toMs },
    { rest, clock, rng: createRng(1), maxPages, onTrades: (trades) => found.push(...trades) },
  ).then((end) => (outcome = end));
  for (let i = 0; i < 500 && outcome === undefined; i++) await clock.run(100);
  return { found, outcome };
}

describe('fetching', () => {
  test('all pages are asked for and handed over oldest first', async () => {
    const rest = new FakeRest();
    const trades = Array.from({ length: 25 }, (_, i) => aTrade({ at: 10_000 + i * 100 }));
    pagesOf(rest, trades, 10);
    const { found, outcome } = await fetchAll(rest);
    expect(outcome).toEqual({ kind: 'complete' });
    expect(found).toEqual(trades);
    expect(rest.asked).toHaveLength(3);
    expect(rest.asked[0]?.parameters).toMatchObject({ min_ts: '8', max_ts: '22' });
  });

  test('too many trades are cut, and it is said how far back it came', async () => {
    const rest = new FakeRest();
    const trades = Array.from({ length: 100 }, (_, i) => aTrade({ at: 11_000 + i }));
    pagesOf(rest, trades, 10);
    const { found, outcome } = await fetchAll(rest, 3);
    expect(found).toHaveLength(30);
    expect(outcome).toEqual({ kind: 'cut', reachedMs: 11_070 });
  });

  test('a request that fails is tried again', async () => {
    const rest = new FakeRest();
    pagesOf(rest, [aTrade({ at: 12_000 })], 10);
    const good = rest.answers.get('trades');
    rest.answers.set('trades', (asked) =>
      rest.asked.length < 3 ? { kind: 'failed', reason: 'HTTP 503' } : (good?.(asked) ?? { kind: 'off' }),
    );
    const { found, outcome } = await fetchAll(rest);
    expect(outcome).toEqual({ kind: 'complete' });
    expect(found).toHaveLength(1);
  });

  test('a REST that never answers ends in words', async () => {
    const { outcome } = await fetchAll(new FakeRest());
    expect(outcome).toEqual({ kind: 'failed', reason: 'no answer', reachedMs: undefined });
  });

  test('trades that cannot be read are counted: not all is here', async () => {
    const rest = new FakeRest();
    const trades = [
      tradeRow(aTrade({ at: 12_000 })),
      { ...tradeRow(aTrade({ at: 12_001 })), count_fp: '1.005' },
    ];
    rest.answers.set('trades', () => ({ kind: 'body', text: JSON.stringify({ trades, cursor: '' }) }));
    const { found, outcome } = await fetchAll(rest);
    expect(outcome).toEqual({ kind: 'unreadable', rows: 1 });
    expect(found).toHaveLength(1);
  });

  test.each([
    ['no JSON', 'oops'],
    ['a cursor in a circle', JSON.stringify({ trades: [tradeRow(aTrade({ at: 12_000 }))], cursor: 'again' })],
    ['an endless cursor without trades', JSON.stringify({ trades: [], cursor: 'more' })],
  ])('%s ends as well', async (_, text) => {
    const rest = new FakeRest();
    rest.answers.set('trades', () => ({ kind: 'body', text }));
    const { outcome } = await fetchAll(rest);
    expect(outcome).toBeDefined();
    expect(rest.asked.length).toBeLessThan(6);
  });
});

/** A store that owes fifty answers: it is handed nothing until it has answered some. */
function laggingStore() {
  const clock = new ManualClock();
  const port = new FakePort<StoreMessage, StoreAnswer>();
  const recorder = new Recorder({
    clock,
    port,
    onNotStored: () => undefined,
    onBooksNotStored: () => undefined,
    onErased: () => undefined,
  });
  recorder.release();
  for (let i = 0; i < 50; i++) {
    recorder.append(aTrade(), clock.now());
    clock.advance(100);
  }
  const owed = port.sent.length;
  const answer = (from: number, to: number): void => {
    for (let batch = from; batch <= to; batch++) port.receive({ kind: 'stored', batch, count: 1 });
  };
  const said = () =>
    port.sent.slice(owed).map((message) => (message.kind === 'gap' ? message.gap.reason : message.kind));
  return { clock, recorder, answer, said };
}

test('while the store owes so much that fetched trades are still in hand, nothing tells a gap as filled', async () => {
  const { clock, recorder, answer, said } = laggingStore();
  const repair = new Repair({
    clock,
    gaps: new Gaps((row) => {
      recorder.gap(row);
    }),
    recall: () => Promise.resolve(true),
    fetchTrades: (_, onTrades) => {
      onTrades([aTrade(), aTrade()]);
      return Promise.resolve({ kind: 'complete' });
    },
    apply: (trades) => {
      for (const trade of trades) recorder.append(trade, clock.now());
      return trades.length;
    },
    settled: () => recorder.settled(),
    log: () => undefined,
  });
  repair.add(gap, true);
  await clock.run(6_000);
  expect(said()).toEqual(['disconnect']);
  answer(1, 50);
  await settle();
  expect(said()).toEqual(['disconnect', 'trades']);
  answer(51, 51);
  await settle();
  expect(said()).toEqual(['disconnect', 'trades', 'disconnect-filled']);
  repair.stop();
});

describe('repairing', () => {
  function setUp(outcomes: readonly BackfillOutcome[]) {
    const told: GapRow[] = [];
    const left = [...outcomes];
    const log: string[] = [];
    const recalled: BackfillRange[] = [];
    const recalls: Promise<boolean>[] = [];
    const clock = new ManualClock();
    const asked: BackfillRange[] = [];
    const applied = { count: 0 };
    let store = (): void => undefined;
    let stored = Promise.resolve(true);
    const gaps = new Gaps((row) => told.push(row));
    const repair = new Repair({
      clock,
      gaps,
      fetchTrades: (range, onTrades) => {
        asked.push(range);
        onTrades([aTrade(), aTrade()]);
        return Promise.resolve(left.shift() ?? { kind: 'complete' });
      },
      recall: (range) => {
        recalled.push(range);
        return recalls.shift() ?? Promise.resolve(true);
      },
      apply: (trades) => {
        applied.count += trades.length;
        return trades.length;
      },
      settled: () => stored,
      log: (_, text) => log.push(text),
    });
    /** Until REST knows everything that had happened before. */
    const caughtUp = () => clock.run(2_000);
    /** From now on the disk keeps everybody waiting, until the result is called. */
    const holdDisk = () => {
      stored = new Promise<boolean>((resolve) => {
        store = () => {
          resolve(true);
        };
      });
      return () => {
        store();
      };
    };
    /** From now on everybody is told that it is not on disk, or that it is. */
    const answerFromDisk = (isStored: boolean): void => {
      stored = Promise.resolve(isStored);
    };
    return {
      told,
      gaps,
      repair,
      log,
      clock,
      caughtUp,
      holdDisk,
      answerFromDisk,
      recalled,
      recalls,
      applied,
      asked,
    };
  }
  const spans = (gaps: Gaps) => gaps.spans(0 as UnixMs, 1e6 as UnixMs);

  test('a gap is told before it is fetched, and told as filled afterwards', async () => {
    const { told, gaps, repair, caughtUp } = setUp([{ kind: 'complete' }]);
    repair.add(gap, true);
    expect(told).toEqual([gap]);
    expect(spans(gaps)).toHaveLength(1);
    expect(repair.isRunning).toBe(true);
    await caughtUp();
    expect(told).toEqual([gap, { ...gap, reason: 'disconnect-filled' }]);
    expect(spans(gaps)).toEqual([]);
    expect(repair.stats).toEqual({ runs: 1, recovered: 2 });
  });

  test('REST is not asked before it can know: its answer would prove nothing', async () => {
    const { repair, clock, caughtUp } = setUp([{ kind: 'complete' }]);
    repair.add(gap, true);
    await clock.run(1_900);
    expect(repair.stats.runs).toBe(0);
    await caughtUp();
    expect(repair.stats.runs).toBe(1);
  });

  test('a gap is filled when its trades are on disk, not before', async () => {
    const { gaps, repair, caughtUp, holdDisk } = setUp([{ kind: 'complete' }]);
    const release = holdDisk();
    repair.add(gap, true);
    await caughtUp();
    expect([repair.stats.runs, spans(gaps).length]).toEqual([1, 1]);
    release();
    await settle();
    expect(spans(gaps)).toEqual([]);
  });

  test('a gap whose trades the disk does not take stays one, and is filled at the next chance', async () => {
    const { gaps, repair, log, clock, answerFromDisk } = setUp([]);
    answerFromDisk(false);
    repair.add(gap, true);
    await clock.run(4_000);
    expect(spans(gaps)).toHaveLength(1);
    expect(log).toEqual([expect.stringContaining('the disk has not taken them')]);
    answerFromDisk(true);
    repair.retry();
    await settle();
    expect(spans(gaps)).toEqual([]);
  });

  test.each([
    ['before REST was asked', 1_000],
    ['while the disk writes', 2_000],
  ])('a gap is not filled any more by who has stopped %s', async (_, ms) => {
    const { gaps, repair, clock, caughtUp, holdDisk } = setUp([{ kind: 'complete' }]);
    const release = holdDisk();
    repair.add(gap, true);
    await clock.run(ms);
    repair.stop();
    release();
    await caughtUp();
    repair.retry();
    await caughtUp();
    expect(spans(gaps)).toHaveLength(1);
  });

  test('what REST says but nobody can read stays a gap', async () => {
    const { gaps, repair, log, caughtUp } = setUp([{ kind: 'unreadable', rows: 3 }]);
    repair.add(gap, true);
    await caughtUp();
    expect(spans(gaps)).toHaveLength(1);
    expect(log[0]).toContain('3 could not be read');
    repair.retry();
    await caughtUp();
    expect(repair.stats.runs).toBe(1);
  });

  test('what was too much to fetch stays a gap', async () => {
    const { gaps, repair, caughtUp } = setUp([{ kind: 'cut', reachedMs: 15_000 as UnixMs }]);
    repair.add(gap, true);
    await caughtUp();
    // Another trade of the stamp that was reached may not have come.
    expect(spans(gaps)).toEqual([{ from: 10_000, to: 15_001 }]);
  });

  test.each([19_999, 20_000, 21_000])(
    'where all that could be fetched is newer, all of it stays (%i)',
    async (at) => {
      const { gaps, repair, caughtUp } = setUp([{ kind: 'cut', reachedMs: at as UnixMs }]);
      repair.add(gap, true);
      await caughtUp();
      expect(spans(gaps)).toEqual([{ from: gap.fromMs, to: gap.toMs }]);
    },
  );

  test('what could not be fetched waits for the next chance', async () => {
    const { gaps, repair, caughtUp } = setUp([{ kind: 'failed', reason: 'HTTP 503', reachedMs: undefined }]);
    repair.add(gap, true);
    await caughtUp();
    expect(spans(gaps)).toHaveLength(1);
    repair.retry();
    await settle();
    expect(spans(gaps)).toEqual([]);
  });

  test('what nobody has filled before is taken up: only holes of trades that REST can know', async () => {
    const { told, gaps, repair, caughtUp } = setUp([]);
    const at = (fromMs: number, more: Partial<GapRow> = {}): GapRow => {
      const times = { fromMs: fromMs as UnixMs, toMs: (fromMs + 1_000) as UnixMs };
      return { ...times, channel: 'trade', reason: 'reload', ...more };
    };
    const stored = [
      at(10_000),
      at(20_000, { reason: 'sequence' }),
      at(30_000),
      at(30_000, { reason: 'reload-filled' }),
      at(40_000, { channel: 'orderbook_delta' }),
      at(50_000, { reason: 'not-stored' }),
      at(60_000),
      at(59_000, { reason: 'removed', toMs: 62_000 as UnixMs }),
    ];
    gaps.restore(stored);
    // On disk each has a key; what is told of it is a row of its own.
    repair.resume(stored.map((row, id) => ({ ...row, id })));
    await caughtUp();
    expect(told).toEqual([
      at(10_000, { reason: 'reload-filled' }),
      at(20_000, { reason: 'sequence-filled' }),
    ]);
  });

  test('of one that lies partly in what was removed only the rest is asked for, and each part is a gap of its own', async () => {
    const { told, gaps, repair, caughtUp, asked } = setUp([
      { kind: 'complete' },
      { kind: 'failed', reason: 'HTTP 503', reachedMs: undefined },
    ]);
    const at = (fromMs: number, toMs: number, reason = 'reload', channel = 'trade'): GapRow => ({
      fromMs: fromMs as UnixMs,
      toMs: toMs as UnixMs,
      channel,
      reason,
    });
    const stored = [
      at(10_000, 50_000),
      at(20_000, 30_000, 'removed'),
      at(45_000, 60_000, 'removed'),
      // Books that were removed are no trades.
      at(80_000, 90_000, 'removed', 'orderbook_delta'),
      at(81_000, 82_000),
    ];
    gaps.restore(stored);
    repair.resume(stored);
    await caughtUp();
    expect(asked).toEqual([
      { from: 10_000, to: 20_000 },
      { from: 30_000, to: 45_000 },
    ]);
    expect(told).toEqual([
      at(10_000, 20_000),
      at(30_000, 45_000),
      at(10_000, 50_000, 'reload-filled'),
      at(10_000, 20_000, 'reload-filled'),
    ]);
    expect(spans(gaps)).toEqual([
      { from: 20_000, to: 30_000 },
      { from: 30_000, to: 45_000 },
      { from: 45_000, to: 60_000 },
      { from: 81_000, to: 82_000 },
    ]);
    repair.retry();
    await caughtUp();
    expect(asked.slice(2)).toEqual([
      { from: 81_000, to: 82_000 },
      { from: 30_000, to: 45_000 },
    ]);
  });

  test('of an old gap it is read back first what is stored beside it: REST repeats some of that', async () => {
    const { told, repair, clock, caughtUp, recalled, recalls } = setUp([]);
    recalls.push(Promise.reject(new Error('disk')));
    repair.add(gap, true);
    await caughtUp();
    expect([repair.isRunning, told.length]).toEqual([false, 1]);
    repair.retry();
    await caughtUp();
    expect(recalled.at(-1)).toEqual({ from: 5_000, to: 25_000 });
    expect(told).toHaveLength(2);
    const since = (clock.now() - 60_000) as UnixMs;
    repair.add({ ...gap, fromMs: since, toMs: clock.now() }, true);
    await caughtUp();
    expect([told.length, recalled.length]).toEqual([4, 2]);
  });

  test('of a gap found on disk too, however young: beside trades without ids it stays one, and is not asked for again', async () => {
    const { told, repair, log, clock, caughtUp, recalls, applied } = setUp([]);
    recalls.push(Promise.resolve(false));
    const since = (clock.now() - 60_000) as UnixMs;
    repair.resume([{ ...gap, fromMs: since, toMs: clock.now() }]);
    await caughtUp();
    repair.retry();
    await caughtUp();
    expect([told, applied.count, repair.stats.runs]).toEqual([[], 0, 1]);
    expect(log).toEqual([expect.stringContaining('have no ids to tell them by')]);
  });

  test('a new gap is filled although an old one never can be', async () => {
    const { told, repair, caughtUp, clock } = setUp([
      { kind: 'failed', reason: 'HTTP 400', reachedMs: undefined },
      { kind: 'complete' },
      { kind: 'failed', reason: 'HTTP 400', reachedMs: undefined },
    ]);
    repair.resume([gap]);
    await caughtUp();
    const since = (clock.now() - 60_000) as UnixMs;
    repair.add({ ...gap, fromMs: since, toMs: clock.now() }, true);
    await caughtUp();
    expect(told.map(({ reason, fromMs }) => [reason, fromMs])).toEqual([
      ['disconnect', since],
      ['disconnect-filled', since],
    ]);
  });

  test('who has stopped stores nothing any more of what REST still says', async () => {
    const clock = new ManualClock();
    let say = (): void => undefined;
    let applied = 0;
    const repair = new Repair({
      clock,
      gaps: new Gaps(() => undefined),
      recall: () => Promise.resolve(true),
      fetchTrades: (_, onTrades) => {
        say = () => {
          onTrades([aTrade()]);
        };
        return new Promise(() => undefined);
      },
      apply: (trades) => (applied += trades.length),
      settled: () => Promise.resolve(true),
      log: () => undefined,
    });
    repair.add({ ...gap, fromMs: clock.now(), toMs: clock.now() }, true);
    await clock.run(2_000);
    say();
    expect(applied).toBe(1);
    repair.stop();
    say();
    expect(applied).toBe(1);
  });

  test('history from before the first connection is no gap, whether it can be had or not', async () => {
    const { told, repair, log } = setUp([
      { kind: 'complete' },
      { kind: 'failed', reason: 'HTTP 503', reachedMs: undefined },
    ]);
    const range = { from: gap.fromMs, to: gap.toMs };
    await repair.history(range);
    await repair.history(range);
    expect(told).toEqual([]);
    expect(repair.isRunning).toBe(false);
    expect(log[0]).toContain('Fetched 2 trades');
    expect(log[1]).toContain('HTTP 503');
  });

  test('a gap that cannot be fetched is only told', async () => {
    const { told, gaps, repair } = setUp([]);
    repair.add(gap, false);
    await settle();
    expect(told).toEqual([gap]);
    expect(spans(gaps)).toHaveLength(1);
  });

  test('stored gaps come back without those that were filled', () => {
    const { gaps } = setUp([]);
    const other = { ...gap, fromMs: 30_000 as UnixMs, toMs: 40_000 as UnixMs };
    gaps.restore([gap, { ...gap, reason: 'disconnect-filled' }, other, { ...other, channel: 'x' }]);
    expect(spans(gaps)).toEqual([{ from: 30_000, to: 40_000 }]);
  });
});

describe('an audit', () => {
  const [FROM, TO] = [1_000_000, 1_300_000];
  const span = (from: number, to: number): BackfillRange => ({ from: from as UnixMs, to: to as UnixMs });

  /** REST knows `trades`, of which those in `known` came by the stream. */
  function setUp(trades: readonly Trade[], known: readonly Trade[] = []) {
    const clock = new ManualClock();
    const told: GapRow[] = [];
    const gaps = new Gaps((row) => told.push(row));
    const ids = new Set(known.map(({ tradeId }) => tradeId));
    const asked: BackfillRange[] = [];
    const applied: number[] = [];
    const state = {
      outcome: { kind: 'complete' } as BackfillOutcome,
      isOnDisk: true,
      fetching: Promise.resolve(),
      /** So many of a stretch REST gives at once, the newest. */
      atOnce: Infinity,
    };
    const log: string[] = [];
    const repair = new Repair({
      clock,
      gaps,
      fetchTrades: async (range, onTrades) => {
        asked.push(range);
        await state.fetching;
        if (state.atOnce === Infinity) {
          onTrades(trades);
          return state.outcome;
        }
        const asFar = trades.filter(({ venueAt }) => venueAt >= range.from && venueAt <= range.to);
        const given = asFar.slice(-state.atOnce);
        onTrades(given);
        const reachedMs = given[0]?.venueAt;
        return given.length === asFar.length || reachedMs === undefined
          ? state.outcome
          : { kind: 'cut', reachedMs };
      },
      recall: () => Promise.resolve(true),
      apply: (some) => {
        const fresh = some.filter(({ tradeId }) => !ids.has(tradeId));
        for (const { tradeId, venueAt } of fresh) {
          ids.add(tradeId);
          applied.push(venueAt);
        }
        return fresh.length;
      },
      settled: () => Promise.resolve(state.isOnDisk),
      log: (_, text) => log.push(text),
    });
    /** From now on REST keeps everybody waiting, until the result is called. */
    const holdRest = () => {
      let release = (): void => undefined;
      state.fetching = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        release();
      };
    };
    return { clock, told, gaps, asked, applied, state, repair, holdRest, log };
  }
  const some = (...stamps: readonly number[]) => stamps.map((at) => aTrade({ at }));
  const unsent = (fromMs: number, toMs: number, reason = 'unsent'): object => ({
    fromMs,
    toMs,
    channel: 'trade',
    reason,
  });

  test('records what the stream never brought, as a gap from the first to the last that is filled, and finds it once', async () => {
    const trades = some(1_050_000, 1_100_000, 1_150_000, 1_200_000);
    const { repair, told, applied, gaps } = setUp(trades, trades.slice(0, 1));
    await repair.audit(span(FROM, TO));
    expect(applied).toEqual([1_100_000, 1_150_000, 1_200_000]);
    const row = [1_100_000, 1_200_001] as const;
    expect(told).toEqual([unsent(...row), unsent(...row, 'unsent-filled')]);
    expect(gaps.all()).toEqual([]);
    await repair.audit(span(FROM, TO));
    expect([told.length, repair.stats]).toEqual([2, { runs: 0, recovered: 3 }]);
  });

  test('that finds nothing tells nothing', async () => {
    const trades = some(1_050_000);
    const { repair, told } = setUp(trades, trades);
    await repair.audit(span(FROM, TO));
    expect(told).toEqual([]);
  });

  test('leaves out what REST gives beyond both ends: it was never listened to, or may still come', async () => {
    const { repair, applied } = setUp(some(FROM - 1, FROM, TO, TO + 1));
    await repair.audit(span(FROM, TO));
    expect(applied).toEqual([FROM, TO]);
  });

  test('leaves what lies in a gap to the one who fills that, and takes what lies beside it', async () => {
    const { repair, applied, gaps } = setUp(some(1_099_999, 1_100_000, 1_150_000, 1_200_001));
    gaps.note({ ...gap, fromMs: 1_100_000 as UnixMs, toMs: 1_200_000 as UnixMs });
    gaps.note({ ...gap, channel: 'orderbook_delta', fromMs: FROM as UnixMs, toMs: TO as UnixMs });
    await repair.audit(span(FROM, TO));
    expect(applied).toEqual([1_099_999, 1_200_001]);
  });

  test('takes nothing without an id: it would be found again and again', async () => {
    const { repair, applied } = setUp([aTrade({ at: 1_100_000, tradeId: undefined }), ...some(1_200_000)]);
    await repair.audit(span(FROM, TO));
    expect(applied).toEqual([1_200_000]);
  });

  test('asks for what has come since the last one and a minute more, of half an hour at most', async () => {
    const { repair, asked } = setUp([]);
    await repair.audit(span(FROM, TO));
    await repair.audit(span(FROM, TO + 300_000));
    await repair.audit(span(FROM, TO + 7_200_000));
    // Trades with ids are heard only since then.
    await repair.audit(span(TO + 7_190_000, TO + 7_400_000));
    expect(asked).toEqual([
      span(FROM, TO),
      span(TO - 60_000, TO + 300_000),
      span(TO + 5_400_000, TO + 7_200_000),
      span(TO + 7_190_000, TO + 7_400_000),
    ]);
  });

  test('that failed is asked for again by the next one, and what had come of it counts', async () => {
    const { repair, asked, applied, told, state } = setUp(some(1_100_000));
    state.outcome = { kind: 'failed', reason: 'HTTP 503', reachedMs: 1_100_000 as UnixMs };
    await repair.audit(span(FROM, TO));
    await repair.audit(span(FROM, TO + 300_000));
    expect(asked.at(-1)).toEqual(span(FROM, TO + 300_000));
    expect([applied, told.length]).toEqual([[1_100_000], 2]);
  });

  test('of more trades than are asked for at once goes on where it was cut, and finds the oldest too', async () => {
    const trades = some(...Array.from({ length: 30 }, (_, i) => FROM + 10_000 * i));
    const { repair, asked, applied, told, state, log } = setUp(trades, trades.slice(3, 28));
    state.atOnce = 10;
    await repair.audit(span(FROM, TO));
    expect(asked).toEqual([
      span(FROM, TO),
      span(FROM, FROM + 200_000),
      span(FROM, FROM + 110_000),
      span(FROM, FROM + 20_000),
    ]);
    expect([...applied].sort((a, b) => a - b)).toEqual([0, 1, 2, 28, 29].map((i) => FROM + 10_000 * i));
    expect(told[0]).toEqual(unsent(FROM, FROM + 290_001));
    expect(log).toEqual([expect.stringContaining('The stream had not brought 5 of the trades')]);
  });

  test('that cannot see all says of how much it knows nothing, and takes nothing of that for missing', async () => {
    const trades = some(...Array.from({ length: 90 }, (_, i) => FROM + 3_000 * i));
    const { repair, asked, told, state, log } = setUp(trades, trades.slice(80));
    state.atOnce = 11;
    await repair.audit(span(FROM, TO));
    expect(asked).toHaveLength(4);
    const seenFrom = FROM + 3_000 * 49;
    expect(told[0]).toEqual(unsent(seenFrom, FROM + 3_000 * 79 + 1));
    expect(log[0]).toContain('of 147 s it is not known');
  });

  test('does not go on where one stamp has more trades than are asked for at once', async () => {
    const trades = some(...Array.from({ length: 30 }, () => TO - 5));
    const { repair, asked, state, log } = setUp(trades, trades);
    state.atOnce = 10;
    await repair.audit(span(FROM, TO));
    expect(asked).toEqual([span(FROM, TO), span(FROM, TO - 5)]);
    expect(log).toEqual([expect.stringContaining('it is not known')]);
  });

  test('asks for nothing where nothing is old enough', async () => {
    const { repair, asked } = setUp([]);
    await repair.audit(span(FROM, FROM - 30_000));
    expect(asked).toEqual([]);
  });

  test('waits for the next time while a gap is filled, the past is fetched, another one runs or all has stopped', async () => {
    const filling = setUp([]);
    filling.repair.add(gap, true);
    await filling.repair.audit(span(FROM, TO));
    expect(filling.asked).toEqual([]);
    await filling.clock.run(3_000);
    await filling.repair.audit(span(FROM, TO));
    expect(filling.asked).toHaveLength(2);

    const past = setUp([]);
    const release = past.holdRest();
    const history = past.repair.history(span(FROM, TO));
    await past.repair.audit(span(FROM, TO));
    expect(past.asked).toHaveLength(1);
    release();
    await history;
    const second = past.holdRest();
    const audit = past.repair.audit(span(FROM, TO));
    await past.repair.audit(span(FROM, TO));
    expect(past.asked).toHaveLength(2);
    second();
    await audit;
    past.repair.stop();
    await past.repair.audit(span(FROM, TO + 300_000));
    expect(past.asked).toHaveLength(2);
  });

  test('that is stopped while REST answers records nothing', async () => {
    const { repair, applied, told, holdRest } = setUp(some(1_100_000));
    const release = holdRest();
    const audit = repair.audit(span(FROM, TO));
    repair.stop();
    release();
    await audit;
    expect([applied, told]).toEqual([[], []]);
  });

  test('leaves its gap open while the disk has not taken what was found: whoever records next asks for it', async () => {
    const { repair, gaps, state } = setUp(some(1_100_000));
    state.isOnDisk = false;
    await repair.audit(span(FROM, TO));
    expect(gaps.all()).toEqual([unsent(1_100_000, 1_100_001)]);
  });

  test('whose gap was left open is taken up by the next start', async () => {
    const { repair, told, clock } = setUp(some(1_100_000));
    repair.resume([unsent(1_100_000, 1_100_001) as GapRow]);
    await clock.run(3_000);
    expect(told).toEqual([unsent(1_100_000, 1_100_001, 'unsent-filled')]);
  });
});
