import { describe, expect, test } from 'vitest';
import type { GapRow, StoreAnswer, StoreMessage } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Recorder } from '../../../../workers/market/recorder.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

function setUp(maxHeld?: number) {
  const clock = new ManualClock();
  const port = new FakePort<StoreMessage, StoreAnswer>();
  const lost: GapRow[] = [];
  const recorder = new Recorder({
    clock,
    port,
    maxHeld,
    onNotStored: (gap) => lost.push(gap),
    onBooksNotStored: () => undefined,
    onErased: () => undefined,
  });
  recorder.release();
  const batches = () => port.sent.filter((message) => message.kind === 'trades');
  const gaps = () => port.sent.filter((message) => message.kind === 'gap').map(({ gap }) => gap);
  const add = (count: number, at = clock.now() as number) => {
    for (let i = 0; i < count; i++) recorder.append(aTrade({ at }), clock.now());
  };
  return { clock, port, recorder, lost, batches, gaps, add };
}

describe('handing over', () => {
  test('trades are handed over every tenth of a second, and nothing when there are none', () => {
    const { clock, batches, add } = setUp();
    clock.advance(1_000);
    expect(batches()).toHaveLength(0);
    add(3);
    clock.advance(100);
    add(2);
    clock.advance(100);
    expect(batches().map(({ batch, columns }) => [batch, columns.count])).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });

  test('nothing is handed over before the past has been read back', () => {
    const clock = new ManualClock();
    const port = new FakePort<StoreMessage, StoreAnswer>();
    const recorder = new Recorder({
      clock,
      port,
      onNotStored: () => undefined,
      onBooksNotStored: () => undefined,
      onErased: () => undefined,
    });
    recorder.append(aTrade(), clock.now());
    clock.advance(1_000);
    expect(port.sent).toHaveLength(0);
    recorder.release();
    clock.advance(100);
    expect(port.sent).toHaveLength(1);
  });

  test('stopping hands over the rest and waits for the answer', async () => {
    const { recorder, batches, port, add, clock } = setUp();
    add(4);
    let isOver = false;
    const stopped = recorder.stop().then(() => (isOver = true));
    expect(batches().at(0)?.columns.count).toBe(4);
    await settle();
    expect(isOver).toBe(false);
    port.receive({ kind: 'stored', batch: 1, count: 4 });
    await stopped;
    expect(clock.pending).toBe(0);
  });

  test('stopping waits a second at most for a store that does not answer', async () => {
    const { recorder, add, clock } = setUp();
    add(1);
    const stopped = recorder.stop();
    clock.advance(1_000);
    await expect(stopped).resolves.toBeUndefined();
  });
});

describe('waiting for the disk', () => {
  /** The store owes fifty answers, and so many more trades are in hand. */
  function lagging(inHand: number) {
    const made = setUp();
    for (let i = 0; i < 50; i++) {
      made.add(1);
      made.clock.advance(100);
    }
    made.add(inHand);
    const answer = (from: number, to: number): void => {
      for (let batch = from; batch <= to; batch++) made.port.receive({ kind: 'stored', batch, count: 1 });
    };
    const said: boolean[] = [];
    const rows = () => made.batches().reduce((sum, { columns }) => sum + columns.count, 0);
    return { ...made, answer, said, rows };
  }

  test('stopping hands over also what was in hand while the store lagged, and waits for it', async () => {
    const { recorder, answer, rows, said } = lagging(200);
    void recorder.stop().then(() => said.push(true));
    answer(1, 50);
    await settle();
    expect([rows(), said]).toEqual([250, []]);
    answer(51, 51);
    await settle();
    expect(said).toEqual([true]);
  });

  test('trades that are still in hand are not settled, and after a second it is said so', async () => {
    const { clock, recorder, rows, said } = lagging(7);
    void recorder.settled().then((isSettled) => said.push(isSettled));
    await clock.run(950);
    expect(said).toEqual([]);
    await clock.run(50);
    expect([rows(), said]).toEqual([50, [false]]);
  });

  test('what comes later is not waited for', async () => {
    const { clock, recorder, answer, add, said } = lagging(0);
    void recorder.settled().then((isSettled) => said.push(isSettled));
    answer(1, 1);
    add(5);
    await clock.run(100);
    answer(2, 50);
    await settle();
    expect(said).toEqual([true]);
  });

  test('an answer out of its turn does not settle what is older', async () => {
    const { recorder, answer, said } = lagging(0);
    void recorder.settled().then((isSettled) => said.push(isSettled));
    answer(2, 50);
    await settle();
    expect(said).toEqual([]);
    answer(1, 1);
    await settle();
    expect(said).toEqual([true]);
  });

  test('with nothing to wait for it is settled at once', async () => {
    const { recorder, clock } = setUp();
    expect(await recorder.settled()).toBe(true);
    expect(clock.pending).toBe(1);
  });
});

describe('counting', () => {
  test('a trade counts as stored only when the store has said so', () => {
    const { clock, port, recorder, add } = setUp();
    add(3);
    clock.advance(100);
    expect(recorder.status.stored).toBe(0);
    port.receive({ kind: 'stored', batch: 1, count: 3 });
    expect(recorder.status.stored).toBe(3);
  });

  test('a batch that could not be stored becomes a gap over its stretch', () => {
    const { clock, port, recorder, lost, gaps } = setUp();
    recorder.append(aTrade({ at: 2_000 }), clock.now());
    recorder.append(aTrade({ at: 1_000 }), clock.now());
    clock.advance(100);
    port.receive({ kind: 'not-stored', batch: 1, count: 2, reason: 'quota' });
    const gap = {
      fromMs: 1_000 as UnixMs,
      toMs: 2_001 as UnixMs,
      channel: 'trade',
      reason: 'not-stored',
    };
    expect(gaps()).toEqual([gap]);
    expect(lost).toEqual([gap]);
    expect(recorder.status.reason).toContain('2 trades could not be stored');
    expect(recorder.status.stored).toBe(0);
  });

  test('what the store says of itself is passed on', () => {
    const { port, recorder } = setUp();
    expect(recorder.status.state).toBe('starting');
    port.receive({
      kind: 'recording',
      state: 'paused',
      bytes: 5,
      quota: 10,
      persisted: true,
      reason: 'The disk is full.',
    });
    expect(recorder.status).toMatchObject({ state: 'paused', bytes: 5, reason: 'The disk is full.' });
  });
});

describe('a store that lags', () => {
  test('more than twenty answers owed are said, fifty stop the handing over, and nothing is lost', () => {
    const { clock, port, recorder, batches, add } = setUp();
    for (let i = 0; i < 80; i++) {
      add(1);
      clock.advance(100);
    }
    expect(batches()).toHaveLength(50);
    expect(recorder.status.reason).toContain('behind by 50');
    port.receive({ kind: 'stored', batch: 1, count: 1 });
    clock.advance(100);
    expect(batches().at(-1)?.columns.count).toBe(30);
    expect(batches().reduce((sum, { columns }) => sum + columns.count, 0)).toBe(80);
  });

  test('beyond the bound trades are given up in words and as a gap, never silently', () => {
    const { clock, port, recorder, gaps, add } = setUp(10);
    for (let i = 0; i < 50; i++) {
      add(1);
      clock.advance(100);
    }
    add(10, 5_000);
    add(7, 6_000);
    expect(recorder.status.reason).toContain('not stored');
    for (let batch = 1; batch <= 50; batch++) port.receive({ kind: 'stored', batch, count: 1 });
    clock.advance(100);
    expect(gaps()).toEqual([{ fromMs: 6_000, toMs: 6_001, channel: 'trade', reason: 'not-stored' }]);
    expect(recorder.status.reason).toContain('7 trades');
  });
});
