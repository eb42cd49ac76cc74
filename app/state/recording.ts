/**
 * What the header says of the recording: the store's own word, but never that it records while nothing can come.
 * Pure: status and pairing in, words out.
 */
import type { ConnectionState, RecordingState, StatusFrame } from '#contract/frames.ts';
import type { Pairing } from '../boot/flowboard.ts';

export interface RecordingView {
  /** `waiting`: the store is ready and nothing comes. */
  readonly state: RecordingState | 'waiting';
  readonly word: string;
  /** The clock runs. */
  readonly isRunning: boolean;
}

const WORDS: Readonly<Record<RecordingState, string>> = {
  starting: 'Starting',
  recording: 'Recording',
  paused: 'Not recording',
  failed: 'Not recording',
};

/** A connection that brings nothing, and what then is true of the recording. Stale may still bring some. */
const IDLE_WORDS: Readonly<Partial<Record<ConnectionState, string>>> = {
  connecting: 'Waiting',
  reconnecting: 'Waiting',
  offline: 'Not recording',
  refused: 'Not recording',
};

/** Returns the word for the recording as it is now. */
export function recordingViewOf(status: StatusFrame, pairing: Pairing): RecordingView {
  const { state } = status.recording;
  const idle = pairing === 'unpaired' ? 'Not recording' : IDLE_WORDS[status.connection.state];
  const isAble = state === 'recording' || state === 'starting';
  if (isAble && idle !== undefined) return { state: 'waiting', word: idle, isRunning: false };
  return { state, word: WORDS[state], isRunning: state === 'recording' };
}

/** Returns what is said of the browser's room while recording goes on; empty while there is enough of it. */
export function roomWarningOf({ state, reason }: StatusFrame['recording']): string {
  return state === 'recording' ? reason : '';
}
