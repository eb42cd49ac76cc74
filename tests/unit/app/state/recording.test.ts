import { expect, test } from 'vitest';
import type { ConnectionState, RecordingState } from '#contract/frames.ts';
import { recordingViewOf } from '../../../../app/state/recording.ts';
import { aStatus } from '../../../support/status-frame.ts';

const status = (connection: ConnectionState, recording: RecordingState = 'recording') =>
  aStatus({ state: connection }, { state: recording });

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
