/** The board of one tab while the lead comes and goes: workers run in the tab that leads, and nowhere else. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Shell } from '#contract/database.ts';
import type { TabMessage } from '#contract/tabs.ts';
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { WorkerName } from '../../../../app/boot/births.ts';
import { Board } from '../../../../app/boot/board.ts';
import { LEADER_LOCK } from '../../../../app/boot/leader.ts';
import { SessionStore } from '../../../../app/boot/session-store.ts';
import { FramePuller } from '../../../../app/state/frames.ts';
import { FakeLocks } from '../../../support/fake-locks.ts';
import { FakeWorker } from '../../../support/fake-worker.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

// Calls have a deadline of real time: no test waits for it.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Answers every call at once, but verbs that the test holds back, and the standing question for alerts: nothing happens. */
class ServingWorker extends FakeWorker {
  readonly name: WorkerName;
  readonly #held: ReadonlySet<string>;

  constructor(name: WorkerName, held: ReadonlySet<string>) {
    super();
    this.name = name;
    this.#held = held;
    queueMicrotask(() => this.ready());
  }

  override postMessage(message: unknown): void {
    super.postMessage(message);
    const call = this.calls.at(-1);
    const [verb = ''] = call?.path ?? [];
    if (call !== undefined && verb !== 'nextAlerts' && !this.#held.has(verb))
      queueMicrotask(() => this.#answer(call.id));
  }

  /** But the questions for alerts, which only read. */
  get verbs(): readonly string[] {
    const verbs = this.calls.map(({ path }) => path[0] ?? '');
    return verbs.filter((verb) => verb !== 'alertHistory' && verb !== 'nextAlerts');
  }

  /** Answers what was held back. */
  release(): void {
    for (const { id, path } of this.calls) if (this.#held.has(path[0] ?? '')) this.#answer(id);
  }

  #answer(id: string): void {
    if (!this.isTerminated) this.emit('message', { data: { id, type: 'RAW', value: undefined } });
  }
}

/** A board that has been here before, without a relay. */
function aBoard(
  fetchFrom: typeof fetch = () => Promise.reject(new TypeError('no relay')),
  tabMemory = new Map<string, string>(),
) {
  const [clock, locks] = [new ManualClock(), new FakeLocks()];
  const kept = new Map<string, unknown>([
    ['exchange', { id: 'sim', mode: 'sim' }],
    ['token', 'first'],
  ]);
  const shell: Shell = {
    get: (name) => Promise.resolve(kept.get(name)),
    set: (name, value) => Promise.resolve(void kept.set(name, value)),
    remove: (name) => Promise.resolve(void kept.delete(name)),
    close: () => undefined,
  };
  const workers: ServingWorker[] = [];
  const said: TabMessage['kind'][] = [];
  const held = new Set<string>();
  let hear: (message: TabMessage, isOurBuild: boolean) => void = () => undefined;
  const session = new SessionStore(() => 0 as UnixMs);
  const board = new Board({
    frames: new FramePuller(
      { now: () => clock.monotonic(), after: () => () => undefined, afterPaint: () => () => undefined },
      10,
    ),
    session,
    shell,
    fetch: fetchFrom,
    roles: {
      tab: 'this',
      tabs: { post: (message) => said.push(message.kind), onMessage: (listener) => (hear = listener) },
      locks,
      isHidden: () => false,
    },
    origin: 'http://127.0.0.1:1',
    userAgent: 'test',
    build: 'test',
    updates: {
      container: undefined,
      memory: {
        getItem: (name) => tabMemory.get(name) ?? null,
        setItem: (name, value) => void tabMemory.set(name, value),
        removeItem: (name) => void tabMemory.delete(name),
      },
      reload: () => undefined,
    },
    births: {
      spawn: (name) => {
        const worker = new ServingWorker(name, held);
        workers.push(worker);
        return worker;
      },
      now: () => clock.monotonic(),
      after: (ms, run) => clock.after(ms, run),
    },
    spawnReplay: () => new FakeWorker(),
  });
  return {
    board,
    session,
    workers,
    held,
    /** Another tab says something. */
    hear: (message: TabMessage, isOurBuild = true) => {
      hear(message, isOurBuild);
    },
    /** What this tab has said to the others. */
    said,
    clock,
    locks,
    /** Workers that were not ended. */
    /** What the disk holds by that name. */
    kept,
    /** What the worker of that name was started with. */
    startedWith: (name: WorkerName) =>
      workers.findLast((worker) => worker.name === name)?.calls.find(({ path }) => path[0] === 'start')
        ?.argumentList,
    alive: () => workers.filter(({ isTerminated }) => !isTerminated).map(({ name }) => name),
    /** Resolves when some worker has heard `verb`. */
    heard: (verb: string) => vi.waitFor(() => expect(workers.flatMap(({ verbs }) => verbs)).toContain(verb)),
    running: () =>
      vi.waitFor(() =>
        expect(session.getSnapshot().workers.map(({ state }) => state)).toEqual(['running', 'running']),
      ),
    /** From now on the relay wants another token: workers are needed that have it. */
    changeToken: () => kept.set('token', 'second'),
    /** Another tab takes the lead by force, and gives it back when it is closed. */
    rob: async (): Promise<() => void> => {
      let close: () => void = () => undefined;
      void locks.request(LEADER_LOCK, { steal: true }, () => new Promise((resolve) => (close = resolve)));
      await vi.waitFor(() => expect(session.getSnapshot().role).toBe('follower'));
      return close;
    },
  };
}

async function aLeadingBoard() {
  const made = aBoard();
  await made.board.start(undefined);
  await made.running();
  return made;
}

test('an answer to an older question that comes late does not undo a pairing', async () => {
  let refuse = (): void => undefined;
  const asksOldToken = new Promise<Response>((resolve) => {
    refuse = () => {
      resolve(new Response('', { status: 401 }));
    };
  });
  const { board, session } = aBoard((input, init) => {
    const path = input instanceof Request ? input.url : String(input);
    if (path === '/health')
      return Promise.resolve(Response.json({ mode: 'sim', exchangeId: 'sim', version: '1' }));
    if (path === '/pair') return Promise.resolve(Response.json({ token: 'second' }));
    const isOld = new Headers(init?.headers).get('authorization') === 'Bearer first';
    return isOld ? asksOldToken : Promise.resolve(Response.json({}));
  });
  const started = board.start(undefined);
  await vi.advanceTimersByTimeAsync(10);
  const paired = board.pair('code');
  await vi.advanceTimersByTimeAsync(10);
  refuse();
  await started;
  expect(await paired).toBe(true);
  expect(session.getSnapshot().pairing).toBe('paired');
});

test('a setting changed before the relay has answered is one change, and not all settings', async () => {
  let fail: (error: Error) => void = () => undefined;
  const { board, kept, running, startedWith } = aBoard(() => new Promise((_, reject) => (fail = reject)));
  kept.set('settings', {
    retention: { days: 365, bytes: 0 },
    recording: { tickers: ['KXA-1'], mostActive: 3 },
  });
  const started = board.start(undefined);
  await Promise.resolve();
  const changed = board.updateSettings({ windowMinutes: 30 });
  fail(new TypeError('no relay'));
  await Promise.all([started, changed]);
  expect(kept.get('settings')).toMatchObject({
    retention: { days: 365, bytes: 0 },
    recording: { tickers: ['KXA-1'], mostActive: 3 },
    windowMinutes: 30,
  });
  await running();
  expect(JSON.stringify(startedWith('store'))).toContain('"days":365');
});

test('what another tab has chosen for itself stays, whatever the one that leads changes, however fast', async () => {
  const { board, kept } = await aLeadingBoard();
  await board.updateSettings({ windowMinutes: 30 });
  // Written by a tab that follows.
  kept.set('settings', { ...(kept.get('settings') as object), windowMinutes: 60, includeCombos: true });
  await Promise.all([
    board.updateSettings({ recording: { tickers: ['KXA-1'], mostActive: 3 } }),
    board.updateSettings({ restEnabled: false }),
  ]);
  expect(kept.get('settings')).toMatchObject({
    windowMinutes: 60,
    includeCombos: true,
    restEnabled: false,
    recording: { tickers: ['KXA-1'], mostActive: 3 },
  });
});

describe('a tab that lost the lead', () => {
  test.each(['erase', 'stop'])('while it erased (%s under way) starts no workers', async (verb) => {
    const { board, held, heard, rob, alive, workers } = await aLeadingBoard();
    const clear = vi.spyOn(board.frames, 'clear');
    held.add(verb);
    const erased = board.erase().catch((error: unknown) => error);
    await heard(verb);
    await rob();
    for (const worker of workers) worker.release();
    // The end of workers that do not answer any more.
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await erased).toBeInstanceOf(Error);
    expect([workers.length, alive()]).toEqual([2, []]);
    // It shows the frames of the tab that leads by now.
    expect(clear).not.toHaveBeenCalled();
  });

  test('while it began anew starts no workers', async () => {
    const { board, held, heard, rob, changeToken, alive, workers } = await aLeadingBoard();
    held.add('stop');
    changeToken();
    const paired = board.pair('code');
    await heard('stop');
    await rob();
    await vi.advanceTimersByTimeAsync(30_000);
    await paired;
    expect([workers.length, alive()]).toEqual([2, []]);
  });

  test.each(['began anew', 'gave the lead away'])(
    'while it %s and has it again keeps the workers of its second turn',
    async (what) => {
      const { board, held, heard, hear, rob, running, changeToken, alive, workers } = await aLeadingBoard();
      held.add('stop');
      changeToken();
      if (what === 'began anew') void board.pair('code');
      else hear({ kind: 'yield-please', tab: 'other' });
      await heard('stop');
      const close = await rob();
      close();
      await running();
      await vi.advanceTimersByTimeAsync(30_000);
      expect([workers.length, alive()]).toEqual([4, ['store', 'market']]);
      expect(board.births?.market).toBeDefined();
    },
  );
});

describe('a tab that leads', () => {
  test('has other workers once all is erased', async () => {
    const { board, running, alive, workers } = await aLeadingBoard();
    await board.erase();
    await running();
    expect(workers.map(({ verbs }) => verbs)).toEqual([
      ['start', 'erase', 'stop'],
      ['start', 'stop', 'stop'],
      ['start'],
      ['start'],
    ]);
    expect(alive()).toEqual(['store', 'market']);
  });

  test('has other workers once the relay has given another token', async () => {
    const { board, running, changeToken, alive, workers } = await aLeadingBoard();
    changeToken();
    await board.pair('code');
    await running();
    expect([workers.length, alive()]).toEqual([4, ['store', 'market']]);
  });

  test('that is closed while it begins anew starts no workers', async () => {
    const { board, held, heard, changeToken, alive, workers } = await aLeadingBoard();
    held.add('stop');
    changeToken();
    const paired = board.pair('code');
    await heard('stop');
    const stopped = board.stop();
    await vi.advanceTimersByTimeAsync(30_000);
    await Promise.all([paired, stopped]);
    expect([workers.length, alive()]).toEqual([2, []]);
  });
});

test('a relay that is there again is connected to at once, not at the feed’s own next try', async () => {
  let isThere = false;
  const { board, session, workers, clock, running } = aBoard((input) => {
    if (!isThere) return Promise.reject(new TypeError('no relay'));
    const isHealth = input === '/health';
    return Promise.resolve(Response.json(isHealth ? { mode: 'sim', exchangeId: 'sim', version: '1' } : {}));
  });
  await board.start(undefined);
  await running();
  expect(session.getSnapshot().isRelayReachable).toBe(false);
  isThere = true;
  clock.advance(3_000);
  await vi.waitFor(() => expect(workers.flatMap(({ verbs }) => verbs)).toContain('hurry'));
  expect(session.getSnapshot().isRelayReachable).toBe(true);
  // It would try a refused key again.
  expect(workers.flatMap(({ verbs }) => verbs)).not.toContain('retryNow');
  // The same exchange and the same token: the same workers.
  expect(workers).toHaveLength(2);
});

describe('after an update', () => {
  /** A board that starts while another tab leads. */
  async function aFollowingBoard(tabMemory?: Map<string, string>) {
    const made = aBoard(undefined, tabMemory);
    void made.locks.request(LEADER_LOCK, {}, () => new Promise(() => undefined));
    await made.board.start(undefined);
    await vi.waitFor(() => expect(made.session.getSnapshot().role).toBe('follower'));
    return made;
  }
  const leader: TabMessage = {
    kind: 'leader',
    tab: 'other',
    run: 1,
    settings: {
      restEnabled: true,
      retention: { days: 1, bytes: 0 },
      recording: { tickers: [], mostActive: 0 },
      alerts: NO_ALERTS,
    },
  };

  test('the tab that led before asks for the lead, any other does not', async () => {
    const tabMemory = new Map([['flowboard.led', 'yes']]);
    const led = await aFollowingBoard(tabMemory);
    expect([led.said.includes('yield-please'), tabMemory.size]).toEqual([true, 0]);
    const other = await aFollowingBoard();
    expect(other.said).not.toContain('yield-please');
  });

  test('a tab that takes the lead from one of another build starts with what that one has left', async () => {
    const made = aBoard();
    made.kept.set('settings', { retention: { days: 7, bytes: 0 }, windowMinutes: 5 });
    let close: () => void = () => undefined;
    void made.locks.request(
      LEADER_LOCK,
      {},
      () => new Promise((resolve) => (close = () => resolve(undefined))),
    );
    await made.board.start(undefined);
    await vi.waitFor(() => expect(made.session.getSnapshot().role).toBe('follower'));
    made.hear(leader, false);
    made.kept.set('settings', { retention: { days: 365, bytes: 0 }, windowMinutes: 60 });
    // What this one changes is all that it writes.
    await made.board.updateSettings({ includeCombos: true });
    expect(made.kept.get('settings')).toMatchObject({ retention: { days: 365 }, includeCombos: true });
    close();
    await made.running();
    expect(JSON.stringify(made.startedWith('store'))).toContain('"days":365');
    // Its own window stays as it is looked at.
    expect(made.session.getSnapshot().settings).toMatchObject({ windowMinutes: 5, retention: { days: 365 } });
  });

  test('a tab of another build that leads is not asked anything: that is said at once', async () => {
    const { board, hear, said } = await aFollowingBoard();
    hear(leader, false);
    await expect(board.ask('stats')).rejects.toThrow('another version of Flowboard');
    expect(said).not.toContain('ask');
    hear(leader);
    void board.ask('stats').catch(() => undefined);
    await vi.waitFor(() => expect(said).toContain('ask'));
  });
});
