/** Tabs of one browser without a browser: their channel, their lock and the workers of whoever leads, on one clock. */
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import type { LinkTarget, TabMessage } from '#contract/tabs.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { FramePort } from '../../app/state/frames.ts';
import { Roles } from '../../app/boot/roles.ts';
import type { LinkPort } from '../../app/boot/tab-host.ts';
import type { FakeLocks } from './fake-locks.ts';
import type { ManualClock } from './manual-clock.ts';

/** The near end of a port to a market worker that answers frame requests with their own id. */
export class FakeLinkPort implements LinkPort {
  readonly heard: unknown[] = [];
  isClosed = false;
  onmessage: LinkPort['onmessage'] = null;

  readonly target: LinkTarget;

  constructor(target: LinkTarget) {
    this.target = target;
  }

  postMessage(message: unknown): void {
    this.heard.push(message);
  }

  close(): void {
    this.isClosed = true;
  }

  /** The worker says `data`. */
  say(data: unknown): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
}

/** Everything that is said arrives, later and as a copy, in all tabs but the one that said it. A frozen tab hears it when it wakes. */
export class FakeChannel {
  readonly said: TabMessage[] = [];
  readonly #tabs: FakeTab[] = [];

  join(tab: FakeTab): void {
    this.#tabs.push(tab);
  }

  post(from: FakeTab, message: TabMessage): void {
    if (from.isClosed) return;
    this.said.push(message);
    for (const tab of this.#tabs)
      if (tab !== from)
        void Promise.resolve().then(() => tab.deliver(structuredClone(message), tab.build === from.build));
  }
}

export class FakeTab {
  readonly name: string;
  readonly build: string;
  readonly ports: FakeLinkPort[] = [];
  /** What happened to the workers and the screen, in order. */
  readonly history: string[] = [];
  readonly frames: FramePortMessage[] = [];
  readonly roles: Roles;
  isClosed = false;
  isHidden = false;
  isLeading = false;
  isAsking = false;
  isLeaderForeign = false;
  screen: FramePort | undefined;
  settings: unknown;
  /** How long the workers take to end, ms. */
  yieldMs = 0;
  call: (verb: string, args: readonly unknown[]) => Promise<unknown> = (verb) =>
    Promise.resolve(`${verb} of ${this.name}`);
  #hear: (message: TabMessage, isOurBuild: boolean) => void = () => undefined;
  #isFrozen = false;
  #missed: (() => void)[] = [];

  constructor(name: string, channel: FakeChannel, locks: FakeLocks, clock: ManualClock, build = 'one build') {
    this.name = name;
    this.build = build;
    channel.join(this);
    const after = (ms: number, run: () => void): (() => void) => clock.after(ms, () => this.#run(run));
    this.roles = new Roles(
      {
        tab: name,
        tabs: {
          post: (message) => channel.post(this, message),
          onMessage: (listener) => (this.#hear = listener),
        },
        locks: { request: (lock, options, run) => this.#request(locks, lock, options, run) },
        now: () => clock.monotonic(),
        after,
        isHidden: () => this.isHidden,
      },
      {
        onLead: () => this.#lead(),
        onFollow: (screen) => this.#follow(screen),
        onYield: async () => {
          this.#endWorkers('ended');
          await new Promise<void>((resolve) => after(this.yieldMs, resolve));
        },
        onLost: () => this.#endWorkers('lost'),
        onSettings: (settings) => (this.settings = settings),
        onAsking: (isAsking) => (this.isAsking = isAsking),
        onPaired: () => this.history.push('paired'),
        onForeignLeader: (isForeign) => (this.isLeaderForeign = isForeign),
        settings: () => ({
          restEnabled: true,
          retention: { days: 30, bytes: 0 },
          recording: { tickers: [this.name], mostActive: 0 },
          alerts: NO_ALERTS,
        }),
        openPort: (target) => {
          const port = new FakeLinkPort(target);
          this.ports.push(port);
          return port;
        },
        call: (verb, args) => this.call(verb, args),
      },
    );
    this.roles.start();
  }

  /** The newest port that a follower has at the market worker of this tab. */
  get port(): FakeLinkPort | undefined {
    return this.ports.at(-1);
  }

  deliver(message: TabMessage, isOurBuild: boolean): void {
    if (!this.isClosed) this.#run(() => this.#hear(message, isOurBuild));
  }

  freeze(): void {
    this.#isFrozen = true;
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const run of this.#missed.splice(0)) run();
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** Closed by the user or crashed: the browser gives the lock back, nobody says anything. */
  close(): void {
    this.isClosed = true;
    this.isLeading = false;
    this.roles.stop();
  }

  /** The browser decides at once; a frozen tab hears of it when it wakes. */
  async #request(
    locks: FakeLocks,
    ...[name, options, run]: Parameters<FakeLocks['request']>
  ): Promise<unknown> {
    const awake = (): Promise<void> => new Promise((resolve) => this.#run(resolve));
    try {
      return await locks.request(name, options, async (lock) => {
        await awake();
        await run(lock);
      });
    } catch (error) {
      await awake();
      throw error;
    }
  }

  #run(run: () => void): void {
    if (this.#isFrozen) this.#missed.push(run);
    else if (!this.isClosed) run();
  }

  #lead(): void {
    this.isLeading = true;
    this.history.push('lead');
    this.roles.workersRun();
  }

  #follow(screen: FramePort): void {
    this.screen = screen;
    this.history.push('follow');
    screen.onmessage = (event) => this.frames.push(event.data);
  }

  #endWorkers(how: string): void {
    this.isLeading = false;
    this.history.push(how);
  }
}
