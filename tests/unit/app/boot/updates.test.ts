/** How a newer build is noticed and let in: never by itself, and never before the recorder has let go. */
import { expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { SessionStore } from '../../../../app/boot/session-store.ts';
import { Updates, type BuildRegistration, type BuildWorker } from '../../../../app/boot/updates.ts';
import { updateOfferOf } from '../../../../app/state/update.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';

class FakeBuildWorker implements BuildWorker {
  state = 'installing';
  readonly heard: unknown[] = [];
  #changed: () => void = () => undefined;

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  addEventListener(_type: 'statechange', run: () => void): void {
    this.#changed = run;
  }

  become(state: string): void {
    this.state = state;
    this.#changed();
  }
}

class FakeRegistration implements BuildRegistration {
  active: FakeBuildWorker | null = null;
  waiting: FakeBuildWorker | null = null;
  installing: FakeBuildWorker | null = null;
  checks = 0;
  #found: () => void = () => undefined;

  addEventListener(_type: 'updatefound', run: () => void): void {
    this.#found = run;
  }

  update(): Promise<unknown> {
    this.checks++;
    return Promise.reject(new TypeError('no relay'));
  }

  /** A newer build was found and put into its cache. */
  find(): FakeBuildWorker {
    const worker = new FakeBuildWorker();
    this.installing = worker;
    this.#found();
    this.installing = null;
    this.waiting = worker;
    worker.become('installed');
    return worker;
  }
}

/** A page that a service worker serves, unless it `isFirstVisit`. */
async function aPage({ isFirstVisit = false, led = false, isWaiting = false } = {}) {
  const clock = new ManualClock();
  const session = new SessionStore(() => 0 as UnixMs);
  session.set({ role: 'leader' });
  const kept = new Map<string, string>(led ? [['flowboard.led', 'yes']] : []);
  const registration = new FakeRegistration();
  if (!isFirstVisit) registration.active = new FakeBuildWorker();
  if (isWaiting) registration.waiting = new FakeBuildWorker();
  const steps: string[] = [];
  let changeController = (): void => undefined;
  let stopped = (): void => undefined;
  const updates = new Updates({
    container: {
      register: () => Promise.resolve(registration),
      addEventListener: (_type, run) => (changeController = run),
    },
    session,
    memory: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    },
    after: (ms, run) => clock.after(ms, run),
    stop: () =>
      new Promise((resolve) => {
        steps.push('stop');
        stopped = resolve;
      }),
    reload: () => steps.push('reload'),
  });
  await updates.start();
  return {
    clock,
    session,
    kept,
    registration,
    steps,
    updates,
    state: () => session.getSnapshot().update,
    changeController: () => changeController(),
    stopped: () => stopped(),
  };
}

test('on the first visit nothing is offered: the service worker is of the page’s own build', async () => {
  const { registration, changeController, state } = await aPage({ isFirstVisit: true });
  registration.find();
  registration.active = registration.waiting;
  changeController();
  expect(state()).toBe('none');
});

test('a newer build is offered once it is whole in the cache, and nothing happens by itself', async () => {
  const { clock, registration, state, steps } = await aPage();
  const newer = registration.find();
  expect(state()).toBe('ready');
  await clock.run(3_600_000, 60_000);
  expect([newer.heard, steps]).toEqual([[], []]);
});

test('one that was there before the page was loaded is offered too', async () => {
  const { state } = await aPage({ isWaiting: true });
  expect(state()).toBe('ready');
});

test('letting it in: first the recorder stops, then the newer one takes over, then the page is loaded anew', async () => {
  const { registration, updates, steps, state, stopped, changeController } = await aPage();
  const newer = registration.find();
  const applied = updates.apply();
  await settle();
  expect([steps, newer.heard, state()]).toEqual([['stop'], [], 'updating']);
  stopped();
  await settle();
  expect([steps, newer.heard]).toEqual([['stop'], [{ kind: 'take-over' }]]);
  changeController();
  await applied;
  expect([steps, state()]).toEqual([['stop', 'reload'], 'updating']);
});

test('a newer one that does not answer, or is gone, does not hold the page up', async () => {
  const slow = await aPage({ isWaiting: true });
  const applied = slow.updates.apply();
  await settle();
  slow.stopped();
  await settle();
  expect(slow.steps).toEqual(['stop']);
  slow.clock.advance(30_000);
  await applied;
  expect(slow.steps).toEqual(['stop', 'reload']);

  const gone = await aPage({ isWaiting: true });
  gone.registration.waiting = null;
  const again = gone.updates.apply();
  gone.stopped();
  await again;
  expect(gone.steps).toEqual(['stop', 'reload']);
});

test('when another tab lets it in this one says that it was replaced, and goes on', async () => {
  const { registration, changeController, state, steps } = await aPage();
  registration.find();
  changeController();
  expect([state(), steps]).toEqual(['replaced', []]);
});

test('the tab that led leads again after its update, once', async () => {
  const before = await aPage({ isWaiting: true });
  void before.updates.apply();
  expect(before.kept.get('flowboard.led')).toBe('yes');
  expect(before.updates.takesLead()).toBe(false);

  const follower = await aPage({ isWaiting: true });
  follower.session.set({ role: 'follower' });
  void follower.updates.apply();
  expect(follower.kept.size).toBe(0);

  const after = await aPage({ led: true });
  expect([after.updates.takesLead(), after.updates.takesLead(), after.kept.size]).toEqual([true, false, 0]);
});

test('the relay is asked for a newer build every ten minutes, and a relay that is gone does no harm', async () => {
  const { clock, registration } = await aPage();
  await clock.run(1_800_000, 60_000);
  expect(registration.checks).toBe(3);
});

test('without service workers the page works all the same', async () => {
  const session = new SessionStore(() => 0 as UnixMs);
  const steps: string[] = [];
  const common = {
    session,
    memory: undefined,
    after: () => () => undefined,
    stop: () => Promise.resolve(),
    reload: () => void steps.push('reload'),
  };
  const none = new Updates({ ...common, container: undefined });
  await none.start();
  none.check();
  const refused = new Updates({
    ...common,
    container: {
      register: () => Promise.reject(new TypeError('site data is off')),
      addEventListener: () => undefined,
    },
  });
  await refused.start();
  expect([session.getSnapshot().update, none.takesLead()]).toEqual(['none', false]);
  await refused.apply();
  expect(steps).toEqual(['reload']);
});

test('nothing is offered while a replay, an import or an export runs', () => {
  const idle = { update: 'ready', replay: undefined, isTransferring: false } as const;
  const replay = { exchangeId: 'sim', name: '', from: 0 as UnixMs, to: 1 as UnixMs };
  expect(updateOfferOf(idle)).toEqual({ text: 'New version ready', action: 'Update' });
  expect(updateOfferOf({ ...idle, update: 'replaced' })?.action).toBe('Reload');
  for (const busy of [
    { replay },
    { isTransferring: true },
    { update: 'none' },
    { update: 'updating' },
  ] as const)
    expect(updateOfferOf({ ...idle, ...busy })).toBeUndefined();
});
