import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ReplaySource } from '#contract/replay.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { ReplayDesk } from '../../../../app/boot/replay-desk.ts';
import { Screens } from '../../../../app/boot/screens.ts';
import { SessionStore } from '../../../../app/boot/session-store.ts';
import type { FramePort } from '../../../../app/state/frames.ts';
import { FakeWorker } from '../../../support/fake-worker.ts';

const SOURCE: ReplaySource = {
  exchangeId: 'sim',
  name: 'morning',
  from: 1_000 as UnixMs,
  to: 2_000 as UnixMs,
};

// Births have a deadline of real time: no test waits for it.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** What the panels pull from: the port that was attached last, or none. */
function setUpScreens() {
  const seen: { port: FramePort | undefined; clears: number } = { port: undefined, clears: 0 };
  const screens = new Screens({
    attach: (port) => (seen.port = port),
    detach: () => (seen.port = undefined),
    clear: () => (seen.clears += 1),
  });
  return { screens, seen };
}

const port = (): FramePort => new MessageChannel().port1;

describe('the screen', () => {
  test('shows a replay until it ends, then the live feed as it is by then', () => {
    const { screens, seen } = setUpScreens();
    const [live, reborn, replay] = [port(), port(), port()];
    screens.live(live);
    screens.replay(replay);
    expect(seen).toEqual({ port: replay, clears: 1 });
    screens.live(undefined);
    screens.live(reborn);
    expect(seen.port).toBe(replay);
    screens.replay(undefined);
    expect(seen).toEqual({ port: reborn, clears: 2 });
  });

  test('keeps what it shows while no worker gives frames, and takes no dead port back', () => {
    const { screens, seen } = setUpScreens();
    screens.live(port());
    screens.live(undefined);
    expect(seen).toEqual({ port: undefined, clears: 0 });
  });
});

function setUp() {
  const workers: FakeWorker[] = [];
  const { screens, seen } = setUpScreens();
  const live = port();
  screens.live(live);
  const session = new SessionStore(() => 0 as UnixMs);
  const desk = new ReplayDesk({
    spawn: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    screens,
    session,
  });
  const open = async (): Promise<FakeWorker> => {
    const opening = desk.open(SOURCE);
    const worker = workers.at(-1);
    worker?.ready();
    await vi.waitFor(() => expect(worker?.calls.at(-1)?.path).toEqual(['start']));
    worker?.answer(undefined);
    await opening;
    if (worker === undefined) throw new Error('Expected a worker.');
    return worker;
  };
  return { desk, session, seen, live, workers, open };
}

describe('a replay', () => {
  test('is on the screen from opening to closing, and its worker ends with it', async () => {
    const { desk, session, seen, live, open } = setUp();
    const worker = await open();
    expect(session.getSnapshot().replay).toEqual(SOURCE);
    expect(desk.isOpen).toBe(true);
    expect(seen.port).not.toBe(live);
    const closing = desk.close();
    await vi.waitFor(() => expect(worker.calls.at(-1)?.path).toEqual(['stop']));
    worker.answer(undefined);
    await closing;
    expect(worker.isTerminated).toBe(true);
    expect(session.getSnapshot().replay).toBeUndefined();
    expect(seen.port).toBe(live);
  });

  test('that cannot be read gives the live feed back, and says why', async () => {
    const { desk, session, seen, live, workers } = setUp();
    const opening = desk.open(SOURCE);
    workers[0]?.ready();
    await vi.waitFor(() => expect(workers[0]?.calls).toHaveLength(1));
    workers[0]?.refuse('no such database');
    await expect(opening).rejects.toThrow('no such database');
    expect(workers[0]?.isTerminated).toBe(true);
    expect(session.getSnapshot().replay).toBeUndefined();
    expect(seen.port).toBe(live);
  });

  test('whose worker dies is told of, and the live feed is back', async () => {
    const { session, seen, live, open, desk } = setUp();
    const worker = await open();
    worker.emit('error', { message: 'out of memory' });
    expect(session.getSnapshot().notices.at(-1)?.text).toContain('The replay stopped (out of memory)');
    expect(session.getSnapshot().replay).toBeUndefined();
    expect(seen.port).toBe(live);
    expect(desk.isOpen).toBe(false);
  });

  test('opened over another one ends that one', async () => {
    const { workers, open, session } = setUp();
    await open();
    await open();
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    expect(session.getSnapshot().replay).toEqual(SOURCE);
  });

  test('that is not open takes every verb and does nothing', async () => {
    const { desk, workers } = setUp();
    await desk.play();
    await desk.pause();
    await desk.setSpeed(4);
    await desk.seek(5);
    await desk.close();
    expect(await desk.step('trade', 1)).toBe(false);
    expect(await desk.overview()).toBeUndefined();
    desk.openRiver('KXA' as Ticker, new MessageChannel().port1);
    expect(workers).toEqual([]);
  });
});
