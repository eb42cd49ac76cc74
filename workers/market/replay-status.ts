/**
 * What a replay says of itself where a live board speaks of its connection and its recorder; and what it may say of a market:
 * the store keeps a market's life as it was last told, which at the replay's moment is the future.
 */
import type { MarketLabel, StatusFrame } from '#contract/frames.ts';
import type { ReplayStatus } from '#contract/replay.ts';
import type { EngineCounts } from '#core/market/views.ts';
import type { UnixMs } from '#core/units/time.ts';

export interface ReplayFacts {
  readonly replay: ReplayStatus;
  readonly counts: EngineCounts;
  readonly windows: readonly number[];
  /** Of the recording, up to its clock. */
  readonly gaps: Pick<StatusFrame, 'gaps' | 'tradeGaps'>;
  /** False until what stands at the beginning has been read. */
  readonly isRead: boolean;
}

/** Returns the status of a replay's frame. */
export function replayStatus(facts: ReplayFacts): Omit<StatusFrame, 'workMs'> {
  const { replay, counts, windows, gaps, isRead } = facts;
  return {
    exchangeId: replay.exchangeId,
    windows,
    connection: {
      state: 'live',
      attempts: 0,
      nextTryAt: undefined,
      lastMessageAt: replay.at,
      lastTradeAt: replay.at,
      reason: '',
    },
    recording: {
      state: 'recording',
      since: undefined,
      stored: 0,
      bytes: 0,
      quota: 0,
      persisted: false,
      reason: '',
    },
    received: counts.trades,
    duplicates: counts.duplicates,
    ...gaps,
    // Nothing is numbered in a recording.
    sequenceGaps: 0,
    rejected: 0,
    messages: 0,
    activeTickers: counts.activeTickers,
    isRestoring: !isRead,
    messagesPerSecond: 0,
    hasRest: true,
    replay,
  };
}

/** Returns `label` without its end where that had not come by `at`. A close that nobody told had not come. */
export function labelAsOf(label: MarketLabel, at: UnixMs): MarketLabel {
  const isOver = label.closeAt !== undefined && label.closeAt <= at;
  if (isOver || (label.status === '' && label.result === '')) return label;
  return { ...label, status: '', result: '' };
}
