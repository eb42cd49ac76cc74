/** What is being kept: recording since when, and how much of the browser's room is used. */
import type { RecordingState } from '#contract/frames.ts';
import { duration } from '../../../format/time.ts';
import { bytes } from '../../../format/units.ts';
import { useStatus } from '../../../state/flowboard-context.tsx';
import { useNow } from '../../../state/now.ts';

const WORDS: Readonly<Record<RecordingState, string>> = {
  starting: 'Starting',
  recording: 'Recording',
  paused: 'Not recording',
  failed: 'Not recording',
};

export function RecordingWord() {
  const status = useStatus();
  const now = useNow();
  const recording = status?.recording;
  if (recording === undefined) return <div className="topbar-recording" />;
  const { state, since, bytes: used, quota, reason } = recording;
  const share = quota > 0 ? Math.min(1, used / quota) : 0;
  return (
    <div className="topbar-recording" data-state={state} title={reason}>
      <span className="recording-icon" aria-hidden="true" />
      <span className="font-semibold">{WORDS[state]}</span>
      <span className="num min-w-[7ch] text-text2">
        {state === 'recording' && since !== undefined ? duration(now - since) : ''}
      </span>
      <span className="storage num" title={`${bytes(used)} of the ${bytes(quota)} this browser grants`}>
        {bytes(used)} of {bytes(quota)}
        <span className="storage-track" aria-hidden="true">
          <span
            className="storage-fill"
            style={{ transform: `scaleX(${Math.max(0.02, share).toFixed(3)})` }}
          />
        </span>
      </span>
    </div>
  );
}
