import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import { describe, expect, test, vi } from 'vitest';
import { Births, type BirthDeps, type WorkerName } from '../../../../app/boot/births.ts';
import type { WorkerHealth } from '../../../../app/boot/flowboard.ts';
import { must } from '#core/lib/assert.ts';
import { FakeWorker } from '../../../support/fake-worker.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const options = {
  retention: { days: 30, bytes: 0 },
  market: {
    exchangeId: 'sim',
    feedUrl: 'ws://127.0.0.1:1/feed',
    apiUrl: 'http://127.0.0.1:1/api',
    token: 'T',
    windowMinutes: 10,
    restEnabled: true,
    recording: { tickers: [], mostActive: 0 },
    alerts: NO_ALERTS,
  },
};

function setUp() {
  const clock = new ManualClock();
  const workers: { name: WorkerName; worker: FakeWorker }[] = [];
  const ports: MessagePort[] = [];
  const notices: string[] = [];
  const stopped: string[] = [];
  let health: readonly WorkerHealth[] = [];
  const deps: BirthDeps = {
    spawn: (name) => {
      const worker = new FakeWorker();
      workers.push({ name, worker });
      return worker;
    },
    now: () => clock.monotonic(),
    after: (ms, run) => clock.after(ms, run),
    onFramePort: (port) => ports.push(port),
    onHealth: (now) => (health = now),
    onNotice: (text) => notices.push(text),
    onStopped: (reason) => stopped.push(reason),
  };
  const births = new Births(options, deps);
  const newest = (name: WorkerName) =>
    must(
      workers.findLast((born) => born.name === name),
      `a ${name} worker`,
    ).worker;
  const startAll = async () => {
    for (const name of ['store', 'market'] as const) {
      newest(name).ready();
      await vi.waitFor(() => expect(newest(name).calls).toHaveLength(1));
      newest(name).answer(undefined);
    }
    await vi.waitFor(() => expect(health.every(({ state }) => state === 'running')).toBe(true));
  };
  return { clock, births, workers, ports, notices, stopped, newest, startAll, health: () => health };
}

describe('birth', () => {
  test('the store is started before the market, and then frames flow', async () => {
    const { births, workers, ports, newest, startAll } = setUp();
    births.start();
    expect(workers.map(({ name }) => name)).toEqual(['store', 'market']);
    newest('market').ready();
    expect(newest('market').calls).toHaveLength(0);
    await startAll();
    expect(newest('store').calls[0]?.path).toEqual(['start']);
    expect(ports).toHaveLength(1);
  });
});

describe('death', () => {
  test.each(['market', 'store'] as const)('of the %s ends both and both are born again', async (name) => {
    const { births, clock, workers, notices, newest, startAll, health } = setUp();
    births.start();
    await startAll();
    const [store, market] = [newest('store'), newest('market')];
    newest(name).emit('error', { message: 'boom' });
    expect([store.isTerminated, market.isTerminated]).toEqual([true, true]);
    expect(notices[0]).toContain('boom');
    expect(health().find((worker) => worker.name === name)).toMatchObject({ deaths: 1, lastFault: 'boom' });
    clock.advance(250);
    expect(workers).toHaveLength(4);
    await startAll();
  });

  test('what a worker missed that is born again was no hand-over', async () => {
    const { births, clock, newest, startAll } = setUp();
    births.update({ ...options, market: { ...options.market, takesOver: true } });
    births.start();
    await startAll();
    const told = () => newest('market').calls[0]?.argumentList?.[0]?.value;
    expect(told()).toMatchObject({ takesOver: true });
    newest('market').emit('error', { message: 'boom' });
    clock.advance(250);
    await startAll();
    expect(told()).toMatchObject({ takesOver: false });
  });

  test('three deaths in a minute stop it, in words', () => {
    const { births, clock, workers, stopped, newest } = setUp();
    births.start();
    for (let i = 0; i < 3; i++) {
      newest('market').emit('error', { message: 'boom' });
      clock.advance(10_000);
    }
    expect(workers).toHaveLength(6);
    expect(stopped).toHaveLength(1);
    expect(stopped[0]).toContain('three times');
  });

  test('deaths far apart do not', () => {
    const { births, clock, workers, stopped, newest } = setUp();
    births.start();
    for (let i = 0; i < 5; i++) {
      newest('store').emit('error', { message: 'boom' });
      clock.advance(40_000);
    }
    expect(stopped).toEqual([]);
    expect(workers).toHaveLength(12);
  });
});

test('who asks for the end while it is under way waits for it', async () => {
  const { births, newest, startAll } = setUp();
  births.start();
  await startAll();
  const [store, market] = [newest('store'), newest('market')];
  const ends: string[] = [];
  void births.stop().then(() => ends.push('first'));
  void births.stop().then(() => ends.push('second'));
  await vi.waitFor(() => expect(market.calls.at(-1)?.path).toEqual(['stop']));
  market.answer(undefined);
  await vi.waitFor(() => expect(store.calls.at(-1)?.path).toEqual(['stop']));
  expect(ends).toEqual([]);
  store.answer(undefined);
  await vi.waitFor(() => expect(ends).toEqual(['first', 'second']));
});
