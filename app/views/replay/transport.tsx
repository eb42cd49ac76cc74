/** The controls of a recording, in the place of the status bar: play, steps, time, speed, and the line to seek on. */
import { useCallback, useEffect, useState } from 'react';
import { Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import type { ReplayOverview, ReplayStatus, ReplayStep } from '#contract/replay.ts';
import { instantWords, progressWords } from '../../format/time.ts';
import { useFlowboard, useReplay } from '../../state/flowboard-context.tsx';
import { useShortcuts } from '../../state/keys.ts';
import { useClock } from '../../state/reading.ts';
import { land } from '../../state/replay-visit.ts';
import { shortcutWord, type ShortcutName } from '../../state/shortcuts.ts';
import { useSelected } from '../../state/store.ts';
import { sentenceOf, tell } from '../../state/tell.ts';
import { marketOf, place as whereabouts } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segments, type SegmentOption } from '../../ui/segments.tsx';
import { useWallClock } from '../../ui/use-wall-clock.ts';
import { Activity } from './activity.tsx';
import { RecordedBooksMenu } from './recorded-books-menu.tsx';
import { SPEEDS, speedWord } from './speeds.ts';
import { edgeWords, emptyWords, largeWords, noneLeft } from './step-words.ts';
import { useOverview } from './use-overview.ts';
import { usePlace } from './use-place.ts';
import { useReplayKeys } from './use-replay-keys.ts';
import { useSaid } from './use-said.ts';

const STEPS = [
  { value: 'trade', text: 'Trade', name: 'Step to the next trade' },
  { value: 'large-trade', text: 'Large', name: 'Step to the next large trade' },
  { value: 'gap', text: 'Gap', name: 'Step to the next gap' },
] as const satisfies readonly SegmentOption<ReplayStep>[];
/** A script may have set another speed: then none of these is chosen. */
const SPEED_OPTIONS: readonly SegmentOption<number>[] = SPEEDS.map((value) => ({
  value,
  text: speedWord(value),
}));
export function Transport() {
  const status = useReplay();
  return (
    <footer className="replay-transport num" aria-label="Replay controls">
      {status === undefined ? (
        <p className="text-text2">Opening the recording…</p>
      ) : (
        // What another recording held must not be taken for what this one does.
        <Controls key={`${status.exchangeId} ${status.from} ${status.to}`} status={status} />
      )}
    </footer>
  );
}

function Controls({ status }: { status: ReplayStatus }) {
  const { replay } = useFlowboard();
  const overview = useOverview(status);
  useEffect(() => {
    if (overview !== undefined) land(overview);
  }, [overview]);
  const now = useWallClock(60_000);
  const market = useSelected(whereabouts, marketOf);
  const [kind, setKind] = useState<ReplayStep>('trade');
  const [said, say, sayFailure] = useSaid(status.isPlaying);
  const { from, to } = status;
  const [place, move] = usePlace(
    status,
    useCallback((time: number) => replay.seek(time), [replay]),
  );
  const seek = useCallback(
    (time: number): void => {
      say(edgeWords(place().at, time, { from, to }));
      move(time).catch((error: unknown) => sayFailure(sentenceOf(error)));
    },
    [move, place, say, sayFailure, from, to],
  );
  const step = useCallback(
    (direction: 1 | -1): void => {
      say('');
      // Where one market is looked at, a step is to its own next trade.
      replay.step(kind, direction, market).then(
        (isThere) => say(isThere ? '' : noneLeft(kind, direction, market)),
        (error: unknown) => sayFailure(sentenceOf(error)),
      );
    },
    [replay, kind, market, say, sayFailure],
  );
  useReplayKeys(place, seek, step);
  const clock = useClock();
  const [day, time, ofAll] = progressWords(status, now, clock);
  const { at, isPlaying, isSeeking, speed, problem } = status;
  const firstAt = overview?.firstAt;
  const empty = emptyWords(at, from, firstAt, instantWords(firstAt ?? from, now, clock));
  const words = problem === '' ? (isSeeking ? 'Seeking…' : said || empty) : problem;
  const shortcuts = useShortcuts();
  const withKey = (text: string, name: ShortcutName): string =>
    shortcuts === undefined ? text : `${text} ( ${shortcutWord(shortcuts[name])} )`;
  return (
    <>
      <div className="replay-buttons">
        <IconButton label={withKey('Step back', 'stepBack')} onClick={() => step(-1)}>
          <SkipBack size={16} />
        </IconButton>
        <button
          type="button"
          className="replay-play"
          aria-label={isPlaying ? 'Pause' : 'Play'}
          title={withKey(isPlaying ? 'Pause' : 'Play', 'play')}
          onClick={() => tell(isPlaying ? replay.pause() : replay.play())}
        >
          {isPlaying ? (
            <Pause size={18} fill="currentColor" aria-hidden="true" />
          ) : (
            <Play size={18} fill="currentColor" aria-hidden="true" />
          )}
        </button>
        <IconButton label={withKey('Step forward', 'stepOn')} onClick={() => step(1)}>
          <SkipForward size={16} />
        </IconButton>
      </div>
      <div className="replay-place">
        <p>
          {day} <strong className="text-head">{time}</strong> <span className="text-text2">{ofAll}</span>
        </p>
        <div className="replay-choices">
          <Segments
            label="Speed"
            options={SPEED_OPTIONS}
            value={speed}
            onChange={(value) => tell(replay.setSpeed(value))}
          />
          <Segments
            label="What the steps go to"
            options={overview === undefined ? STEPS : stepsIn(overview)}
            value={kind}
            onChange={setKind}
          />
          {overview !== undefined && overview.books.length > 0 && (
            <RecordedBooksMenu books={overview.books} />
          )}
        </div>
        <p className="replay-said" role="status" title={words}>
          {words}
        </p>
      </div>
      <Activity status={status} overview={overview} now={now} place={place} onSeek={seek} />
    </>
  );
}

/** Returns the steps with what is large in this recording. */
function stepsIn({ largeFrom }: ReplayOverview): readonly SegmentOption<ReplayStep>[] {
  return STEPS.map((step) =>
    step.value === 'large-trade' ? { ...step, title: largeWords(largeFrom) } : step,
  );
}
