/**
 * What the program gives the screen: the frames, the state of this tab's session, and the verbs behind the buttons.
 * `start.ts` makes it; views take it from here and know nothing of workers.
 */
import type {
  FoundMarket,
  MarketDiagnostics,
  RecordedBook,
  RecordingChoice,
  StatsJson,
} from '#contract/market.ts';
import type { ExportOutcome, ExportProgress, ExportTable } from '#contract/query.ts';
import type { AlertRow } from '#contract/rows.ts';
import type { ReplayOverview, ReplaySource, ReplayStep } from '#contract/replay.ts';
import type { LogLine, Retention, StoreStatus } from '#contract/store.ts';
import type { AlertSettings } from '#core/market/alerts/rule.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Frames } from '../state/frames.ts';
import type { RecordingVerbs } from './recording-verbs.ts';

/** `follower`: another tab of this browser records; this one shows the same, and takes over when that one is closed. */
export type TabRole = 'starting' | 'leader' | 'follower' | 'stopped';

/** `unpaired`: the relay does not know this page; stored data is shown and `reason` says how to pair. */
export type Pairing = 'checking' | 'paired' | 'unpaired';

export type ExchangeMode = 'sim' | 'demo' | 'prod' | 'custom';

export interface WorkerHealth {
  readonly name: 'market' | 'store';
  readonly state: 'starting' | 'running' | 'restarting' | 'stopped';
  /** Deaths since the page was loaded. */
  readonly deaths: number;
  /** What the last death said; empty when there was none. */
  readonly lastFault: string;
}

/** Kept in the browser; the relay's display defaults hold until the user changes them. */
export interface Settings {
  readonly restEnabled: boolean;
  /** Rolling window of pulse, hot list and heat, in minutes: one of `StatusFrame.windows`. */
  readonly windowMinutes: number;
  readonly hotMarketsLimit: number;
  readonly recentTradesLimit: number;
  readonly includeCombos: boolean;
  readonly retention: Retention;
  /** Whose books are recorded: what is pinned, and the most active markets. */
  readonly recording: RecordingChoice;
  /** Rules of alerts, and when they are quiet. */
  readonly alerts: AlertSettings;
}

/** A recording on the screen. Every verb does nothing while none is open. */
export interface ReplayVerbs {
  /** Shows `source` instead of the live feed, paused at its beginning. Rejects with a sentence where it cannot be read. */
  open(source: ReplaySource): Promise<void>;
  /** Shows the live feed again. */
  close(): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** 0.25 to 100. */
  setSpeed(speed: number): Promise<void>;
  seek(at: number): Promise<void>;
  /** False where there is nothing further of its kind. */
  step(what: ReplayStep, direction: 1 | -1, ticker?: Ticker): Promise<boolean>;
  overview(): Promise<ReplayOverview | undefined>;
}

export interface SessionState {
  readonly role: TabRole;
  /** This tab has asked for the lead and waits for it: a few seconds at most. */
  readonly isTakingOver: boolean;
  readonly pairing: Pairing;
  /** `undefined` until the relay or the browser's memory has said which exchange this is. */
  readonly mode: ExchangeMode | undefined;
  readonly exchangeId: string | undefined;
  /** False when the relay did not answer at start: what is stored is shown. */
  readonly isRelayReachable: boolean;
  /** A sentence for people where `role` or `pairing` needs one; empty when all is well. */
  readonly reason: string;
  /** Passing news, newest last: a worker that was born again. Short sentences. */
  readonly notices: readonly Notice[];
  readonly workers: readonly WorkerHealth[];
  readonly settings: Settings;
  /** This tab follows one of another build (tabs.ts): nothing of it is shown here. */
  readonly isLeaderForeign: boolean;
  /** An import or an export runs in this tab: it is not to be reloaded. */
  readonly isTransferring: boolean;
  readonly update: UpdateState;
  /** The recording that is on the screen instead of the live feed. Where its clock stands is in the status frames. */
  readonly replay: ReplaySource | undefined;
  readonly version: string;
}

/**
 * `ready`: a newer build is there and waits to be let in. `replaced`: another tab has let it in, this one still shows the one
 * before. `updating`: the recorder lets go, then the page is loaded anew.
 */
export type UpdateState = 'none' | 'ready' | 'replaced' | 'updating';

export interface UpdateVerbs {
  /** Writes what is in hand, lets the newer build in and loads the page anew. Never called by the page itself. */
  apply(): Promise<void>;
}

export interface Notice {
  readonly id: number;
  readonly at: UnixMs;
  readonly text: string;
}

/** Any external store: `useSyncExternalStore(store.subscribe, store.getSnapshot)`. */
export interface ReadableStore<T> {
  /** Calls `listener` after each change; the result takes it off again. */
  subscribe(listener: () => void): () => void;
  /** Returns the same object until something has changed. */
  getSnapshot(): T;
}

export interface ExportOptions {
  /** ms, inclusive; absent means from the first or to the last. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly tables?: readonly ExportTable[] | undefined;
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The alerts that fired, as this page knows them. */
export interface AlertHistory {
  /** Oldest first; `undefined` until a worker has answered. */
  readonly rows: readonly AlertRow[] | undefined;
  /** What fired before this page was opened is no news. */
  readonly openedAt: UnixMs;
}

/** What the relay says of itself. */
export interface RelayHealth {
  readonly mode: ExchangeMode;
  readonly exchangeId: string;
  readonly version: string;
  /** Whole seconds since its start; `undefined` from a relay that does not say. */
  readonly uptimeSeconds: number | undefined;
  /** Its line to the exchange: `idle`, `connecting` or `live`; empty where it does not say. */
  readonly upstream: string;
  /** Pages that it pipes the feed to. */
  readonly clients: number | undefined;
}

export interface Diagnostics {
  readonly session: SessionState;
  /** Of the page; the session's version is the relay's. */
  readonly build: string;
  /** As it answers now; `undefined` where it does not. */
  readonly relay: RelayHealth | undefined;
  /** `undefined` while that worker is not running or did not answer. */
  readonly market: MarketDiagnostics | undefined;
  readonly store: StoreStatus | undefined;
  readonly storeLog: readonly LogLine[];
  readonly userAgent: string;
}

export interface Flowboard {
  readonly frames: Frames;
  readonly session: ReadableStore<SessionState>;
  readonly replay: ReplayVerbs;
  /** What is recorded, as a list, and what can be done with it. */
  readonly recordings: RecordingVerbs;
  /** The alerts that fired. */
  readonly alerts: ReadableStore<AlertHistory>;
  /** Deletes the history of alerts. Rejects with a sentence where another tab leads. */
  clearAlerts(): Promise<void>;
  readonly updates: UpdateVerbs;
  /** The live feed's figures, also while a recording is on the screen; `undefined` while no worker answers. */
  liveStats(): Promise<StatsJson | undefined>;
  /** Tries the connection at once; also the way on after a refused key. */
  retryNow(): Promise<void>;
  /** Changes and remembers settings; takes effect at once. */
  updateSettings(change: Partial<Settings>): Promise<void>;
  /** As they are when nobody has changed any: the relay's, where it has said them. */
  defaultSettings(): Settings;
  setRestEnabled(enabled: boolean): Promise<void>;
  setRetention(retention: Retention): Promise<void>;
  /** Whose books are recorded now; none while no worker runs. */
  recordedBooks(): Promise<readonly RecordedBook[]>;
  /** Markets whose names or tickers hold every word of `question`, the best first, with prices and volumes of what is on the screen: now, or the replay's clock. Rejects with a sentence while no worker answers. */
  findMarkets(question: string, limit: number): Promise<readonly FoundMarket[]>;
  /** One market as it happens, live or replayed, for a worker that draws it (river.ts); `undefined` while no worker runs. */
  openRiver(ticker: Ticker): MessagePort | undefined;
  exportSqlite(options?: ExportOptions): Promise<ExportOutcome>;
  exportCsv(options?: ExportOptions): Promise<ExportOutcome>;
  storeStatus(): Promise<StoreStatus | undefined>;
  /** Writes what is in hand, at once. */
  flush(): Promise<void>;
  /** Deletes everything recorded of this exchange. */
  erase(): Promise<void>;
  /** Trades a one-time code for the relay's token; false when the relay refused it. */
  pair(code: string): Promise<boolean>;
  diagnostics(): Promise<Diagnostics>;
  /** Makes this tab the one that records; takes the lead from a tab that does not answer. The session tells the outcome. */
  leadFromHere(): void;
}
