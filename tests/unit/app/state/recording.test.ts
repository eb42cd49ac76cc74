import { expect, test } from 'vitest';
import type { ConnectionState, RecordingState, StatusFrame } from '#contract/frames.ts';
import { recordingViewOf } from '../../../../app/state/recording.ts';

function status(connection: ConnectionState, recording: RecordingState = 'recording'): StatusFrame {
  return {
    exchangeId: 'sim',
    windows: [10],
    connection: {
      state: connection,
      attempts: 0,
      nextTryAt: undefined,
      lastMessageAt: undefined,
      lastTradeAt: undefined,
      reason: '',
    },
    recording: {
      state: recording,
      since: undefined,
      stored: 0,
      bytes: 0,
      quota: 0,
      persisted: true,
      reason: '',
    },
    received: 0,
    duplicates: 0,
    gaps: 0,
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

test.each(['live', 'quiet', 'resyncing', 'stale'] as const)('recording runs while %s', (connection) => {
  const view = recordingViewOf(status(connection), 'paired');
  expect(view).toEqual({ state: 'recording', word: 'Recording', isRunning: true });
});

test.each([
  ['connecting', 'Waiting'],
  ['reconnecting', 'Waiting'],
  ['offline', 'Not recording'],
  ['refused', 'Not recording'],
] as const)('nothing is said to be recorded while %s', (connection, word) => {
  for (const recording of ['recording', 'starting'] as const)
    expect(recordingViewOf(status(connection, recording), 'paired')).toEqual({
      state: 'waiting',
      word,
      isRunning: false,
    });
});

test('a page that is not paired records nothing, whatever its connection says', () => {
  expect(recordingViewOf(status('connecting'), 'unpaired').word).toBe('Not recording');
});

test.each(['paused', 'failed'] as const)('storage that is %s keeps its own mark while offline', (state) => {
  expect(recordingViewOf(status('offline', state), 'paired').state).toBe(state);
});
