/** What is being kept: recording since when, and how much of the browser's room is used. */
import { duration } from '../../../format/time.ts';
import { bytes } from '../../../format/units.ts';
import { useSession, useStatus } from '../../../state/flowboard-context.tsx';
import { useNow } from '../../../state/now.ts';
import { recordingViewOf, roomWarningOf } from '../../../state/recording.ts';
import { Unseen } from '../../../ui/unseen.tsx';

export function RecordingWord() {
  const status = useStatus();
  const now = useNow();
  const pairing = useSession((session) => session.pairing);
  if (status === undefined) return <div className="topbar-recording" />;
  const { since, bytes: used, quota, reason } = status.recording;
  const { state, word, isRunning } = recordingViewOf(status, pairing);
  const warning = roomWarningOf(status.recording);
  const share = quota > 0 ? Math.min(1, used / quota) : 0;
  return (
    <div
      className="topbar-recording"
      data-state={state}
      data-short={warning === '' ? undefined : true}
      title={reason === '' ? word : `${word}: ${reason}`}
    >
      <span className="recording-icon" aria-hidden="true" />
      <span className="font-semibold">{word}</span>
      <Unseen words={warning} />
      <span className="num min-w-[7ch] text-text2">
        {isRunning && since !== undefined ? duration(now - since) : ''}
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
