/**
 * The recording as one line: how busy it was, where gaps are, where the clock stands. A slider for pointer and keyboard; a
 * drag shows its goal and seeks once, when it is let go.
 */
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { ReplayOverview, ReplayStatus } from '#contract/replay.ts';
import { axisWords, instantWords } from '../../format/time.ts';
import { useClock } from '../../state/reading.ts';
import { JUMP_MS, LONG_JUMP_MS } from './use-replay-keys.ts';

interface ActivityProps {
  readonly status: ReplayStatus;
  readonly overview: ReplayOverview | undefined;
  /** The reader's own time, ms: what is not of today says its day. */
  readonly now: number;
  /** Where the next step of the keyboard begins. */
  readonly place: () => { readonly at: number };
  readonly onSeek: (at: number) => void;
}

/** The keyboard's long step, as a part of the whole; the short ones are those of the arrows anywhere else in a replay. */
const LARGE = 0.1;
const MARKS = 8;
/** Marks of a shorter recording would be the same minute twice. */
const SECONDS_UNTIL_MS = MARKS * 60_000;

export function Activity({ status, overview, now, place, onSeek }: ActivityProps) {
  const { from, to, at } = status;
  const clock = useClock();
  const [goal, setGoal] = useState<number>();
  const span = Math.max(1, to - from);
  const shown = goal ?? at;
  const marks = axisWords(
    Array.from({ length: MARKS }, (_, index) => from + ((index + 0.5) / MARKS) * span),
    now,
    span < SECONDS_UNTIL_MS ? clock.second : clock.minute,
    clock,
  );
  const words = (time: number): string => instantWords(time, now, clock);
  const shareOf = (time: number): number => Math.min(1, Math.max(0, (time - from) / span));
  const timeAt = (event: PointerEvent<HTMLDivElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return from + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * span;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? LONG_JUMP_MS : JUMP_MS;
    const next = NEXT[event.key]?.(shareOf(place().at), step / span);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onSeek(from + Math.min(1, Math.max(0, next)) * span);
  };
  return (
    <div
      className="replay-activity"
      data-days={marks[0]?.includes('\n') === true || undefined}
      role="slider"
      tabIndex={0}
      aria-label="Place in the recording"
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={Math.round(at)}
      aria-valuetext={words(at)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setGoal(timeAt(event));
      }}
      onPointerMove={(event) => {
        if (goal !== undefined) setGoal(timeAt(event));
      }}
      onPointerUp={(event) => {
        if (goal === undefined) return;
        setGoal(undefined);
        onSeek(timeAt(event));
      }}
      onPointerCancel={() => setGoal(undefined)}
    >
      <Bars overview={overview} share={shareOf(shown)} />
      {overview?.gaps.map((gap) => (
        <span
          key={`${gap.from} ${gap.to}`}
          className="replay-gap"
          title={`Gap at ${words(gap.from)}`}
          style={{
            left: `${100 * shareOf(gap.from)}%`,
            width: `${Math.max(0.3, 100 * (shareOf(gap.to) - shareOf(gap.from)))}%`,
          }}
        />
      ))}
      <span className="replay-done" style={{ transform: `scaleX(${shareOf(shown)})` }} />
      <span className="replay-head" style={{ left: `${100 * shareOf(shown)}%` }} />
      {goal !== undefined && (
        <span className="replay-goal num" style={{ left: `${100 * shareOf(goal)}%` }}>
          {words(goal)}
        </span>
      )}
      <span className="replay-marks num" aria-hidden="true">
        {marks.map((mark, index) => (
          <span key={index} style={{ left: `${((index + 0.5) / MARKS) * 100}%` }}>
            {mark}
          </span>
        ))}
      </span>
    </div>
  );
}

const NEXT: Readonly<Record<string, (share: number, step: number) => number>> = {
  ArrowLeft: (share, step) => share - step,
  ArrowDown: (share, step) => share - step,
  ArrowRight: (share, step) => share + step,
  ArrowUp: (share, step) => share + step,
  PageDown: (share) => share - LARGE,
  PageUp: (share) => share + LARGE,
  Home: () => 0,
  End: () => 1,
};

/** Trades and changes of books together; the square root keeps quiet minutes visible. */
function Bars({ overview, share }: { overview: ReplayOverview | undefined; share: number }) {
  if (overview === undefined) return null;
  const { trades, bookEvents } = overview;
  const sums = Array.from(trades, (count, index) => Math.sqrt(count + (bookEvents[index] ?? 0)));
  const top = Math.max(1, ...sums);
  const width = 100 / sums.length;
  return (
    <svg className="replay-bars" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      {sums.map((sum, index) => (
        <rect
          key={index}
          className={index / sums.length < share ? 'is-past' : undefined}
          x={index * width}
          y={100 - (100 * sum) / top}
          width={width * 0.75}
          height={(100 * sum) / top}
        />
      ))}
    </svg>
  );
}
