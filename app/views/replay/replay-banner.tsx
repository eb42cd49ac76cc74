/** Says in one line that this is a recording: which one, whether it runs, when it was, how far behind now; and the way back to the live feed. */
import { Pause, Play } from 'lucide-react';
import type { ReplaySource } from '#contract/replay.ts';
import { duration } from '../../format/time.ts';
import { useFlowboard, useReplay, useSession } from '../../state/flowboard-context.tsx';
import { useClock } from '../../state/reading.ts';
import { tell } from '../../state/tell.ts';
import { Button } from '../../ui/button.tsx';
import { useWallClock } from '../../ui/use-wall-clock.ts';
import { speedWord } from './speeds.ts';
import './replay.css';

export function ReplayBanner() {
  const source = useSession((session) => session.replay);
  return source === undefined ? null : <Banner source={source} />;
}

function Banner({ source }: { source: ReplaySource }) {
  const flowboard = useFlowboard();
  const status = useReplay();
  const at = status?.at ?? source.from;
  const isPlaying = status?.isPlaying ?? false;
  const now = useWallClock(1_000);
  const clock = useClock();
  return (
    <section className="replay-banner num" aria-label="Replay">
      <strong className="replay-chip">
        {isPlaying ? (
          <Play size={12} fill="currentColor" aria-hidden="true" />
        ) : (
          <Pause size={12} fill="currentColor" aria-hidden="true" />
        )}
        REPLAY {speedWord(status?.speed ?? 1)}
        {!isPlaying && <span className="replay-paused"> · paused</span>}
      </strong>
      <strong className="text-stat">
        {clock.second(at)} {clock.zone(at)}
      </strong>
      <span className="replay-day">{clock.day(at)}</span>
      <span className="replay-name text-text2" title={source.name}>
        {source.name === '' ? 'A recording' : source.name} · not live
      </span>
      <span className="replay-behind text-text2">{duration(now - at)} behind now</span>
      <Button className="replay-live" onClick={() => tell(flowboard.replay.close())}>
        Back to live
      </Button>
    </section>
  );
}
