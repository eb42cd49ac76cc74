/**
 * The Flowboard of one tab: leads or follows, starts the workers for the exchange the relay names, and turns the screen's verbs
 * into calls. Everything that touches the browser comes from outside, so that the whole runs in a test. One file, longer than
 * most: who leads, which workers live and what the screen may ask of them change together.
 */
import type { Shell } from '#contract/database.ts';
import type { ConnectionState } from '#contract/frames.ts';
import type { FoundMarket, MarketApi, RecordedBook, StatsJson } from '#contract/market.ts';
import type { ExportOutcome, QueryApi } from '#contract/query.ts';
import type { Retention, StoreStatus } from '#contract/store.ts';
import type { LeaderSettings, LinkTarget, SharedVerb } from '#contract/tabs.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { FramePuller } from '../state/frames.ts';
import { AlertLog } from './alert-log.ts';
import { Births, type BirthDeps, type BirthOptions } from './births.ts';
import { Caller, type WorkerLike } from './call.ts';
import type { Diagnostics, ExportOptions, Flowboard, Settings } from './flowboard.ts';
import { identify, type Identity } from './identity.ts';
import { followRiver, LEAD_FIRST, OTHER_VERSION } from './following.ts';
import { Recordings } from './recordings.ts';
import { readHealth } from './relay.ts';
import { ReplayDesk } from './replay-desk.ts';
import { Roles, type RolesDeps } from './roles.ts';
import { Screens } from './screens.ts';
import type { SessionStore } from './session-store.ts';
import { settingsFrom } from './settings.ts';
import { Updates, type UpdatesDeps } from './updates.ts';

export interface BoardDeps {
  readonly frames: FramePuller;
  readonly session: SessionStore;
  readonly shell: Shell;
  readonly fetch: typeof fetch;
  readonly roles: Omit<RolesDeps, 'now' | 'after'>;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly userAgent: string;
  /** Of this page. */
  readonly build: string;
  readonly updates: Pick<UpdatesDeps, 'container' | 'memory' | 'reload'>;
  readonly births: Pick<BirthDeps, 'spawn' | 'now' | 'after'>;
  readonly spawnReplay: () => WorkerLike;
}

/** What can be asked from any tab. */
type Shared = Pick<MarketApi, Exclude<SharedVerb, 'storeStatus'>> & {
  storeStatus(): Promise<StoreStatus | undefined>;
};

const SETTINGS = 'settings';
/** A relay that is not there yet is asked for again. */
const ASK_AGAIN_MS = 3_000;
const NOT_ERASED =
  'Nothing was erased: the recorder is just being started again, or another tab leads now. Try again in a moment.';

export class Board implements Flowboard {
  readonly #deps: BoardDeps;
  readonly replay: ReplayDesk;
  readonly recordings: Recordings;
  readonly alerts: AlertLog;
  readonly updates: Updates;
  readonly #roles: Roles;
  readonly #screens: Screens;
  #births: Births | undefined;
  /** Whether workers may run here: whoever else starts a store would take the writing from the tab that leads. */
  #isLeading = false;
  /** Another tab led until now, and no worker of this one has run yet. */
  #takesOver = false;
  #identity: Identity | undefined;
  /** While this tab follows: those of the tab that leads. */
  #leaderSettings: LeaderSettings | undefined;
  #lastConnection: ConnectionState | undefined;
  /** Why the last code was not taken: said until a better one comes. */
  #refusal = '';
  #cancelAsk: () => void = () => undefined;
  /** Who is there is asked by one at a time: an older answer must not stand after a newer one. */
  #asked: Promise<unknown> = Promise.resolve();
  /** The settings are read and written by one at a time. */
  #keeping: Promise<unknown> = Promise.resolve();

  constructor(deps: BoardDeps) {
    this.#deps = deps;
    const { session } = deps;
    this.#screens = new Screens(deps.frames);
    this.replay = new ReplayDesk({ spawn: deps.spawnReplay, screens: this.#screens, session });
    this.recordings = this.#createRecordings();
    this.alerts = new AlertLog({
      frames: deps.frames,
      now: () => Date.now() as UnixMs,
      ask: () => this.ask('alertHistory'),
    });
    this.updates = new Updates({
      ...deps.updates,
      session,
      after: (ms, run) => deps.births.after(ms, run),
      stop: () => this.stop(),
    });
    this.#roles = this.#createRoles();
  }

  get frames(): FramePuller {
    return this.#deps.frames;
  }

  get session(): SessionStore {
    return this.#deps.session;
  }

  /** Finds out who is there and stands for election; `code` is a pairing code from the address. */
  async start(code: string | undefined): Promise<void> {
    await this.#begin(code);
    this.frames.subscribe(() => {
      this.#watchConnection();
    });
    this.#roles.start();
  }

  /** Writes what is in hand and gives the lead to the next tab. */
  async stop(): Promise<void> {
    this.#cancelAsk();
    this.#isLeading = false;
    this.#screens.live(undefined);
    await this.#births?.stop();
    this.#births = undefined;
    this.#roles.stop();
  }

  leadFromHere(): void {
    this.#roles.leadFromHere();
  }

  /** The tab is looked at again. */
  wake(): void {
    this.#roles.wake();
    this.updates.check();
  }

  async retryNow(): Promise<void> {
    if (this.#hasSomebodyToAsk()) await this.ask('retryNow');
  }

  /** Relay or network are there again: the feed's own next try may be ten seconds away. */
  hurry(): void {
    if (this.#hasSomebodyToAsk()) void this.ask('hurry').catch(() => undefined);
  }

  #hasSomebodyToAsk(): boolean {
    return this.#births !== undefined || this.#roles.follower !== undefined;
  }

  async updateSettings(change: Partial<Settings>): Promise<void> {
    // Until then the settings are those of nobody, and would be written over what the disk holds.
    if (this.#identity === undefined) await this.#asked;
    const { role, settings: before } = this.session.getSnapshot();
    const { restEnabled, retention, recording, alerts } = change;
    const isForWorkers = [restEnabled, retention, recording, alerts].some((each) => each !== undefined);
    if (role === 'follower' && isForWorkers) throw new Error(LEAD_FIRST);
    const settings = { ...before, ...change };
    this.session.set({ settings });
    await this.#keep(change);
    const options = this.#birthOptions();
    if (options !== undefined) this.#births?.update(options);
    if (change.windowMinutes !== undefined) this.frames.setWindow(change.windowMinutes);
    if (change.includeCombos !== undefined) this.frames.setIncludeCombos(change.includeCombos);
    if (isForWorkers) this.#roles.announce();
    if (restEnabled !== undefined) await this.#births?.market?.call('setRestEnabled', restEnabled);
    if (retention !== undefined) await this.#births?.store?.callSlow('setRetention', retention);
    if (recording !== undefined) await this.#births?.market?.call('setRecording', recording);
    if (alerts !== undefined) await this.#births?.market?.call('setAlerts', alerts);
  }

  /** Remembers `change` over what is stored now: another tab has a window and combos of its own. One after the other. */
  #keep(change: Partial<Settings>): Promise<void> {
    const write = async (): Promise<void> => {
      await this.#deps.shell.set(SETTINGS, { ...(await this.#storedSettings()), ...change });
    };
    const kept = this.#keeping.then(write);
    this.#keeping = kept.catch(() => undefined);
    return kept;
  }

  async clearAlerts(): Promise<void> {
    const market = this.#births?.market;
    if (market === undefined) throw new Error(LEAD_FIRST);
    await market.call('clearAlerts');
  }

  defaultSettings(): Settings {
    return settingsFrom(undefined, this.#identity?.defaults);
  }

  liveStats(): Promise<StatsJson | undefined> {
    return this.ask('stats').catch(() => undefined);
  }

  recordedBooks(): Promise<readonly RecordedBook[]> {
    return this.ask('recordedBooks').catch(() => []);
  }

  findMarkets(question: string, limit: number): Promise<readonly FoundMarket[]> {
    return this.replay.isOpen
      ? this.replay.findMarkets(question, limit)
      : this.ask('findMarkets', question, limit);
  }

  openRiver(ticker: Ticker): MessagePort | undefined {
    if (this.replay.isOpen) {
      const { port1, port2 } = new MessageChannel();
      this.replay.openRiver(ticker, port2);
      return port1;
    }
    const { follower } = this.#roles;
    if (follower !== undefined) return followRiver(follower, ticker);
    const worker = this.#births?.market;
    if (worker === undefined) return undefined;
    const { port1, port2 } = new MessageChannel();
    // A worker that died meanwhile is born again; whoever draws asks anew then.
    worker.callSlow('openRiver', ticker, port2).catch(() => undefined);
    return port1;
  }

  setRestEnabled(enabled: boolean): Promise<void> {
    return this.updateSettings({ restEnabled: enabled });
  }

  setRetention(retention: Retention): Promise<void> {
    return this.updateSettings({ retention });
  }

  exportSqlite(options: ExportOptions = {}): Promise<ExportOutcome> {
    return this.recordings.export('exportSqlite', options);
  }

  exportCsv(options: ExportOptions = {}): Promise<ExportOutcome> {
    return this.recordings.export('exportCsv', options);
  }

  async storeStatus(): Promise<StoreStatus | undefined> {
    const { follower } = this.#roles;
    if (follower !== undefined) return this.ask('storeStatus').catch(() => undefined);
    return this.#births?.store?.call('status').catch(() => undefined);
  }

  /** Calls a verb that changes nothing recorded: in the market worker here, or through the tab that leads. */
  async ask<V extends SharedVerb>(
    verb: V,
    ...args: Parameters<Shared[V]>
  ): Promise<Awaited<ReturnType<Shared[V]>>> {
    const { follower } = this.#roles;
    if (follower !== undefined && this.session.getSnapshot().isLeaderForeign) throw new Error(OTHER_VERSION);
    const answer = follower === undefined ? this.#callShared(verb, args) : follower.ask(verb, args);
    return (await answer) as Awaited<ReturnType<Shared[V]>>;
  }

  async flush(): Promise<void> {
    await this.#births?.store?.callSlow('flush');
  }

  /** Also starts the workers afresh, so that nothing erased stays on the screen. */
  async erase(): Promise<void> {
    const births = this.#births;
    if (births === undefined) throw new Error(LEAD_FIRST);
    await this.replay.close();
    // The market's last trades belong to what is erased: it ends first.
    await births.market?.call('stop').catch(() => undefined);
    try {
      if (births.store === undefined) throw new Error(NOT_ERASED);
      await births.store.callSlow('erase');
    } finally {
      if (this.#births === births) {
        this.frames.clear();
        await this.#restart(births);
      }
    }
  }

  async pair(code: string): Promise<boolean> {
    await this.#begin(code);
    return this.session.getSnapshot().pairing === 'paired';
  }

  async diagnostics(): Promise<Diagnostics> {
    const births = this.#births;
    const { userAgent, build, fetch: fetchFrom } = this.#deps;
    const [relay, market, store, storeLog] = await Promise.all([
      readHealth(fetchFrom),
      this.ask('diagnostics').catch(() => undefined),
      this.storeStatus(),
      births?.store?.call('log').catch(() => []),
    ]);
    const session = this.session.getSnapshot();
    return { session, build, relay, market, store, storeLog: storeLog ?? [], userAgent };
  }

  /** The running workers, for the console's calls. */
  get births(): Births | undefined {
    return this.#births;
  }

  /** Asks who is there; starts or restarts the workers where the answer changed what they need. */
  async #begin(code: string | undefined): Promise<void> {
    const asked = this.#asked.then(() => this.#identify(code));
    this.#asked = asked.catch(() => undefined);
    if ((await asked) && this.session.getSnapshot().role === 'leader') await this.#restart(this.#births);
  }

  /** Asks, and says what is answered; returns whether the workers need something else than before. */
  async #identify(code: string | undefined): Promise<boolean> {
    const { shell, fetch: fetchFrom, births: time } = this.#deps;
    const before = this.#identity;
    const answer = await identify(shell, fetchFrom, code);
    if (code !== undefined || answer.pairing === 'paired') this.#refusal = answer.refusal;
    const isRefused = answer.pairing === 'unpaired' && answer.isRelayReachable && this.#refusal !== '';
    const identity = isRefused ? { ...answer, reason: this.#refusal } : answer;
    this.#identity = identity;
    const settings = { ...(await this.#storedSettings()), ...this.#leaderSettings };
    const { pairing, isRelayReachable, version, exchange } = identity;
    this.session.set({
      pairing,
      isRelayReachable,
      version,
      settings,
      mode: exchange?.mode,
      exchangeId: exchange?.id,
      reason: identity.reason,
    });
    this.frames.setWindow(settings.windowMinutes);
    this.frames.setIncludeCombos(settings.includeCombos);
    if (code !== undefined && pairing === 'paired') this.#roles.tellPaired();
    this.#cancelAsk();
    if (before?.isRelayReachable === false && isRelayReachable) this.hurry();
    if (!isRelayReachable) this.#cancelAsk = time.after(ASK_AGAIN_MS, () => void this.#begin(undefined));
    return before?.exchange?.id !== exchange?.id || before?.token !== identity.token;
  }

  /** What this browser has kept, over the relay's defaults. */
  async #storedSettings(): Promise<Settings> {
    return settingsFrom(await this.#deps.shell.get(SETTINGS), this.#identity?.defaults);
  }

  /** Starts the workers with the settings of the tab that led before: told by it, or else what it has left on the disk. */
  async #inherit(): Promise<void> {
    const told = this.#leaderSettings;
    this.#leaderSettings = undefined;
    const mine = (): Settings => this.session.getSnapshot().settings;
    // Ours now: what that tab had is not to be read back from what this one stored earlier.
    if (told !== undefined) void this.#deps.shell.set(SETTINGS, mine());
    else if (this.#takesOver) {
      const { restEnabled, retention, recording, alerts } = await this.#storedSettings();
      this.session.set({ settings: { ...mine(), restEnabled, retention, recording, alerts } });
    }
    this.#startWorkers();
  }

  /** Ends `births` in order and starts others; not where the lead went, or others came, meanwhile. */
  async #restart(births: Births | undefined): Promise<void> {
    await births?.stop();
    if (this.#births !== births) return;
    this.#births = undefined;
    this.#startWorkers();
  }

  #createRecordings(): Recordings {
    const { births: time } = this.#deps;
    return new Recordings({
      exchangeId: () => this.#identity?.exchange?.id,
      store: () => this.#births?.store,
      storeStatus: () => this.storeStatus(),
      // Its call is rejected with the reason of its death; nothing else depends on it.
      spawnQuery: () =>
        new Caller<QueryApi>({ name: 'query', worker: time.spawn('query'), onDeath: () => undefined }),
      flush: () => this.flush(),
      notice: (text) => {
        this.session.notice(text);
      },
      onTransfer: (isTransferring) => {
        this.session.set({ isTransferring });
      },
      now: () => Date.now() as UnixMs,
      after: (ms, run) => time.after(ms, run),
    });
  }

  #createRoles(): Roles {
    const { births: time, roles } = this.#deps;
    return new Roles(
      { ...roles, now: () => time.now(), after: (ms, run) => time.after(ms, run) },
      {
        onLead: () => {
          this.#isLeading = true;
          this.#takesOver = this.session.getSnapshot().role === 'follower';
          this.session.set({ role: 'leader', reason: this.#identity?.reason ?? '' });
          this.updates.takesLead();
          void this.#inherit();
        },
        onFollow: (screen) => {
          this.session.set({ role: 'follower', workers: [] });
          this.alerts.listen(undefined);
          this.#screens.live(screen);
          if (this.updates.takesLead()) this.leadFromHere();
        },
        onYield: async () => {
          const births = this.#births;
          this.#isLeading = false;
          this.session.set({ role: 'follower' });
          this.alerts.listen(undefined);
          this.#screens.live(undefined);
          await births?.stop();
          if (this.#births === births) this.#births = undefined;
        },
        onLost: () => {
          this.#isLeading = false;
          this.#screens.live(undefined);
          this.#births?.abandon();
          this.#births = undefined;
        },
        onSettings: (settings) => {
          this.#leaderSettings = settings;
          this.session.set({ settings: { ...this.session.getSnapshot().settings, ...settings } });
        },
        onForeignLeader: (isLeaderForeign) => {
          this.session.set({ isLeaderForeign });
        },
        onAsking: (isTakingOver) => {
          this.session.set({ isTakingOver });
        },
        onPaired: () => {
          if (this.session.getSnapshot().pairing === 'unpaired') void this.#begin(undefined);
        },
        settings: () => {
          const { restEnabled, retention, recording, alerts } = this.session.getSnapshot().settings;
          return { restEnabled, retention, recording, alerts };
        },
        openPort: (target) => this.#openPort(target),
        call: (verb, args) => this.#callShared(verb, args),
      },
    );
  }

  /** A port to the market worker; one that is just dying is born again, and whoever opened this opens another then. */
  #openPort(target: LinkTarget): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const market = this.#births?.market;
    const opened =
      target.kind === 'screen'
        ? market?.call('addScreen', port2)
        : market?.callSlow('openRiver', target.ticker, port2);
    opened?.catch(() => undefined);
    return port1;
  }

  async #callShared(verb: SharedVerb, args: readonly unknown[]): Promise<unknown> {
    if (verb === 'storeStatus') return this.storeStatus();
    const worker = this.#births?.market;
    if (worker === undefined) throw new Error('The board is just starting: ask again in a moment.');
    return worker.call(verb, ...(args as Parameters<MarketApi[typeof verb]>));
  }

  /** A refused or lost connection may mean another exchange or another token: asked once each time. */
  #watchConnection(): void {
    const state = this.frames.getSnapshot().status?.value.connection.state;
    if (state === this.#lastConnection) return;
    // A relay that was away may have been started again with a newer page.
    if (state === 'live' && this.#lastConnection !== undefined) this.updates.check();
    this.#lastConnection = state;
    if (state === 'refused' || state === 'offline') void this.#begin(undefined);
  }

  #startWorkers(): void {
    const options = this.#birthOptions();
    if (!this.#isLeading || options === undefined || this.#births !== undefined) return;
    this.#births = new Births(options, {
      ...this.#deps.births,
      onFramePort: (port) => {
        this.#takesOver = false;
        this.#screens.live(port);
        this.alerts.listen(this.#births?.market);
        this.#roles.workersRun();
      },
      onHealth: (workers) => {
        this.session.set({ workers });
      },
      onNotice: (text) => {
        this.session.notice(text);
      },
      onStopped: (reason) => {
        this.session.set({ role: 'stopped', reason });
      },
    });
    this.#births.start();
  }

  /** `undefined` while no exchange is known at all. */
  #birthOptions(): BirthOptions | undefined {
    const { exchange, token } = this.#identity ?? {};
    const { settings } = this.session.getSnapshot();
    if (exchange === undefined) return undefined;
    const { origin } = this.#deps;
    return {
      retention: settings.retention,
      market: {
        exchangeId: exchange.id,
        feedUrl: `${origin.replace(/^http/, 'ws')}/feed`,
        apiUrl: `${origin}/api`,
        token,
        windowMinutes: settings.windowMinutes,
        restEnabled: settings.restEnabled,
        recording: settings.recording,
        alerts: settings.alerts,
        takesOver: this.#takesOver,
      },
    };
  }
}
