/** A status of the market worker as it is when all is well, and a session of the page beside it; a test names what is otherwise. */
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import type { ConnectionStatus, RecordingStatus, StatusFrame } from '#contract/frames.ts';
import type { SessionState } from '../../app/boot/flowboard.ts';

export function aStatus(
  connection: Partial<ConnectionStatus> = {},
  recording: Partial<RecordingStatus> = {},
): StatusFrame {
  return {
    exchangeId: 'sim',
    windows: [10, 60],
    connection: {
      state: 'live',
      attempts: 0,
      nextTryAt: undefined,
      lastMessageAt: undefined,
      lastTradeAt: undefined,
      reason: '',
      ...connection,
    },
    recording: {
      state: 'recording',
      since: undefined,
      stored: 0,
      bytes: 0,
      quota: 0,
      persisted: true,
      reason: '',
      ...recording,
    },
    received: 0,
    duplicates: 0,
    gaps: 0,
    tradeGaps: 0,
    sequenceGaps: 0,
    rejected: 0,
    messages: 0,
    activeTickers: 0,
    isRestoring: false,
    workMs: 0,
    messagesPerSecond: 0,
    hasRest: true,
  };
}

export function aSession(change: Partial<SessionState> = {}): SessionState {
  return {
    role: 'leader',
    isTakingOver: false,
    isLeaderForeign: false,
    isTransferring: false,
    update: 'none',
    replay: undefined,
    pairing: 'paired',
    mode: 'sim',
    exchangeId: 'sim',
    isRelayReachable: true,
    reason: '',
    notices: [],
    workers: [],
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
    version: '0',
    ...change,
  };
}
