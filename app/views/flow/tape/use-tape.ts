/**
 * What the tape shows: the newest rows, or the rows of the moment it was held. Pointing at rows holds them, so that a
 * click meets the row it was aimed at; Space and the keys that walk the rows pause it until the reader goes on.
 */
import { useState } from 'react';
import type { TapeRow } from '#contract/frames.ts';
import type { UnixMs } from '#core/units/time.ts';
import { useFrames, useWant } from '../../../state/flowboard-context.tsx';

export interface Held {
  readonly rows: readonly TapeRow[];
  readonly at: UnixMs;
}

export interface Tape {
  readonly rows: readonly TapeRow[];
  /** The worker's clock of these rows. */
  readonly at: UnixMs | undefined;
  readonly isPaused: boolean;
  /** Held by the pointer only: goes on by itself. */
  readonly isHeld: boolean;
  /** Trades since the rows stood still. */
  readonly newTrades: number;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly hold: (isHeld: boolean) => void;
}

/** Returns the tape for a panel of `visible` rows; while paused it reaches back `most` rows. */
export function useTape(visible: number, most: number, merge: boolean): Tape {
  const [mode, setMode] = useState<'live' | 'held' | 'paused'>('live');
  const [held, setHeld] = useState<Held | undefined>(undefined);
  useWant('tape', { limit: mode === 'paused' ? most : visible, merge });
  const part = useFrames((frames) => frames.tape);

  const go = (): void => {
    setMode('live');
    setHeld(undefined);
  };
  // Erased: what was held is gone too.
  if (part === undefined && held !== undefined) go();

  const stop = (next: 'held' | 'paused'): void => {
    if (mode === 'live') setHeld(part && { rows: part.value.rows, at: part.at });
    setMode(next);
  };

  const live = part?.value.rows ?? NONE;
  const still = mode === 'live' || held === undefined ? undefined : withOlder(held.rows, live);
  const newest = still?.[0]?.key;
  return {
    rows: still ?? live,
    at: still === undefined ? part?.at : held?.at,
    isPaused: mode === 'paused',
    isHeld: mode === 'held',
    // Keys are ingest numbers, so their difference counts trades.
    newTrades: newest === undefined ? 0 : Math.max(0, (live[0]?.key ?? newest) - newest),
    pause: () => {
      stop('paused');
    },
    resume: go,
    hold: (isHeld) => {
      if (isHeld && mode === 'live') stop('held');
      if (!isHeld && mode === 'held') go();
    },
  };
}

const NONE: readonly TapeRow[] = [];

/** Returns the held rows, followed by those of the longer live list that are older than all of them. */
export function withOlder(held: readonly TapeRow[], live: readonly TapeRow[]): readonly TapeRow[] {
  const oldest = held.at(-1)?.key;
  if (oldest === undefined) return held;
  const older = live.filter((row) => row.key < oldest);
  return older.length === 0 ? held : [...held, ...older];
}
