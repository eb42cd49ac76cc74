/**
 * Where the clock stands for whoever moves it next: at the goal of the last seek until the screen has got there, so that three
 * quick presses move three times as far as one.
 */
import { useCallback, useEffect, useRef } from 'react';
import type { ReplayStatus } from '#contract/replay.ts';

export interface Place {
  readonly at: number;
  readonly isPlaying: boolean;
}

interface Goal {
  readonly at: number;
  /** The worker has got there; the next status says so. */
  isReached: boolean;
}

/** Returns the place and the one way to move it; both keep their identity while `seek` does. */
export function usePlace(
  status: ReplayStatus,
  seek: (at: number) => Promise<void>,
): readonly [place: () => Place, move: (at: number) => Promise<void>] {
  const latest = useRef(status);
  const goal = useRef<Goal>(undefined);
  useEffect(() => {
    latest.current = status;
    if (goal.current?.isReached === true) goal.current = undefined;
  }, [status]);
  const place = useCallback((): Place => {
    const { at, isPlaying } = latest.current;
    return { at: goal.current?.at ?? at, isPlaying };
  }, []);
  const move = useCallback(
    async (wanted: number): Promise<void> => {
      const { from, to } = latest.current;
      const mine: Goal = { at: Math.min(to, Math.max(from, wanted)), isReached: false };
      goal.current = mine;
      try {
        await seek(mine.at);
      } finally {
        mine.isReached = true;
      }
    },
    [seek],
  );
  return [place, move];
}
