/** A Flowboard whose exchange is invented and whose every state can be wished for. For looking, never shipped. */
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import type { ConnectionState, FramePortMessage, RecordingState, StatusFrame } from '#contract/frames.ts';
import type {
  AlertHistory,
  Diagnostics,
  ExchangeMode,
  Flowboard,
  Pairing,
  SessionState,
  TabRole,
} from '../../../app/boot/flowboard.ts';
import { DEFAULT_SETTINGS } from '../../../app/boot/settings.ts';
import { FramePuller, pageLoop, type FramePort } from '../../../app/state/frames.ts';
import { createStore } from '../../../app/state/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import { FakeMarkets } from './fake-market.ts';

const TRADES_PER_SECOND = 12;

export function fakeFlowboard(wish: URLSearchParams): Flowboard {
  const markets = new FakeMarkets(Number(wish.get('markets') ?? 90));
  const wait = Number(wish.get('wait') ?? 0);
  const state = (wish.get('state') ?? 'live') as ConnectionState;
  const lost = Date.now() - (state === 'live' ? 0 : 18_000);
  const flows = state === 'live' && wish.get('markets') !== '0';
  for (let index = 0; index < 300; index++) markets.trade(Date.now() - (300 - index) * 90);

  const status = (): StatusFrame => ({
    exchangeId: 'sim-1',
    windows: [5, 10, 30, 60],
    connection: {
      state,
      attempts: flows ? 0 : 2,
      nextTryAt: flows ? undefined : ((Math.ceil(Date.now() / 5_000) * 5_000) as UnixMs),
      lastMessageAt: (flows ? Date.now() - 120 : lost) as UnixMs,
      lastTradeAt: (flows ? Date.now() - 120 : lost) as UnixMs,
      reason: '',
    },
    recording: {
      state: (wish.get('recording') ?? 'recording') as RecordingState,
      since: (Date.now() - 8_071_000) as UnixMs,
      stored: 1_482_310,
      bytes: 418_000_000,
      quota: 12_000_000_000,
      persisted: true,
      reason: '',
    },
    received: 1_482_310,
    duplicates: 0,
    gaps: 0,
    tradeGaps: 0,
    sequenceGaps: 0,
    rejected: 0,
    messages: 2_000_000,
    activeTickers: 90,
    isRestoring: wish.has('restoring'),
    workMs: 3.1,
    messagesPerSecond: 388,
    hasRest: true,
  });

  const frames = new FramePuller(pageLoop(), 10);
  const port: FramePort = {
    onmessage: null,
    postMessage: (message: FramePortMessage) => {
      if (message.kind !== 'frame-request') return;
      setTimeout(() => {
        port.onmessage?.(new MessageEvent('message', { data: markets.frame(message, status()) }));
      }, 2 + wait);
    },
  };
  frames.attach(port);
  if (flows) setInterval(() => markets.trade(Date.now() - 60), 1_000 / TRADES_PER_SECOND);

  const session = createStore<SessionState>({
    role: (wish.get('role') ?? 'leader') as TabRole,
    isTakingOver: false,
    pairing: (wish.get('pairing') ?? 'paired') as Pairing,
    mode: (wish.get('mode') ?? 'sim') as ExchangeMode,
    exchangeId: 'sim-1',
    isRelayReachable: true,
    reason: '',
    notices: [],
    workers: [
      { name: 'market', state: 'running', deaths: 0, lastFault: '' },
      { name: 'store', state: 'running', deaths: 1, lastFault: 'The disk was full.' },
    ],
    settings: {
      restEnabled: true,
      windowMinutes: 10,
      hotMarketsLimit: 12,
      recentTradesLimit: 200,
      recording: { tickers: [], mostActive: 0 },
      alerts: NO_ALERTS,
      includeCombos: false,
      retention: { days: 30, bytes: 0 },
    },
    isLeaderForeign: false,
    isTransferring: false,
    update: (wish.get('update') ?? 'none') as SessionState['update'],
    replay: undefined,
    version: '0.1.0',
  });
  const change = (settings: Partial<SessionState['settings']>): Promise<void> => {
    session.update((current) => ({ ...current, settings: { ...current.settings, ...settings } }));
    const { windowMinutes, includeCombos } = session.getSnapshot().settings;
    frames.setWindow(windowMinutes);
    frames.setIncludeCombos(includeCombos);
    return Promise.resolve();
  };
  return {
    frames,
    session,
    retryNow: () => Promise.resolve(),
    leadFromHere: () => session.update((current) => ({ ...current, isTakingOver: true })),
    defaultSettings: () => DEFAULT_SETTINGS,
    updateSettings: change,
    setRestEnabled: (restEnabled) => change({ restEnabled }),
    setRetention: (retention) => change({ retention }),
    recordedBooks: () => Promise.resolve([]),
    findMarkets: () => Promise.resolve([]),
    alerts: createStore<AlertHistory>({ rows: [], openedAt: Date.now() as UnixMs }),
    clearAlerts: () => Promise.resolve(),
    openRiver: () => undefined,
    liveStats: () => Promise.resolve(undefined),
    updates: { apply: () => Promise.resolve() },
    replay: {
      open: () => Promise.reject(new Error('Nothing is recorded here.')),
      close: () => Promise.resolve(),
      play: () => Promise.resolve(),
      pause: () => Promise.resolve(),
      setSpeed: () => Promise.resolve(),
      seek: () => Promise.resolve(),
      step: () => Promise.resolve(false),
      overview: () => Promise.resolve(undefined),
    },
    recordings: {
      list: () => Promise.resolve([]),
      rename: () => Promise.resolve(),
      pin: () => Promise.resolve(),
      startSession: () => Promise.resolve(),
      holdings: () => Promise.resolve({ trades: 0, bookRows: 0, bytes: 0 }),
      remove: () => Promise.resolve(true),
      inventory: () => Promise.resolve({ trades: [], books: [], others: [] }),
      eraseStored: () => Promise.resolve({ trades: 0, bookRows: 0, bytes: 0 }),
      importRecording: () =>
        Promise.resolve({ id: '', outcome: { kind: 'failed', reason: 'Nothing is stored here.' } }),
      sql: () => Promise.resolve({ kind: 'failed', reason: 'Nothing is recorded here.' }),
      closeSql: () => undefined,
    },
    exportSqlite: async ({ onProgress, signal } = {}) => {
      for (let done = 0; done < 20; done++) {
        if (signal?.aborted === true) return { kind: 'cancelled' };
        onProgress?.({ done: done * 50_000, total: 1_000_000, phase: 'reading' });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return { kind: 'done', blob: new Blob(['x']), rows: 1_000_000, fileName: 'flowboard-sim-1.sqlite' };
    },
    exportCsv: () =>
      Promise.resolve({ kind: 'failed', reason: 'The browser has no room left for the file.' }),
    storeStatus: () =>
      Promise.resolve({
        state: 'recording',
        reason: '',
        bytes: 418_000_000,
        quota: 12_000_000_000,
        persisted: true,
        tradesOnDisk: 1_482_310,
        chunks: 149,
        bookRows: 2_310_400,
        bookBytes: 9_400_000,
        oldestMs: (Date.now() - 8_071_000) as UnixMs,
        newestMs: Date.now() as UnixMs,
        term: 3,
        sessionId: 1,
      }),
    flush: () => Promise.resolve(),
    erase: () => Promise.resolve(),
    pair: () => Promise.resolve(false),
    diagnostics: (): Promise<Diagnostics> =>
      Promise.resolve({
        session: session.getSnapshot(),
        build: '0.1.0+fake',
        relay: undefined,
        market: {
          rejects: { 'not-json': 2 },
          rejectSamples: [{ reason: 'not-json', text: '{"type":"trade","msg":<b>' }],
          unknownTypes: {},
          subscriptions: [{ channel: 'trade', sid: 1, lastSeq: 57_914 }],
          rest: { enabled: true, requests: 12, failures: 0, lastError: '' },
          clock: { aheadMs: 0, mostAheadMs: 180, behindMs: 0 },
          backfill: { runs: 1, recovered: 214 },
          books: { wanted: 2, deltas: 90 },
          log: [{ at: Date.now() as UnixMs, level: 'info', text: 'subscribed to trade' }],
        },
        store: undefined,
        storeLog: [],
        userAgent: navigator.userAgent,
      }),
  };
}
