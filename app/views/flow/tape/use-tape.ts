/**
 * What the tape shows: the newest rows that pass the filter, or the rows of the moment it was held. Pointing at rows holds them,
 * so that a click meets the row it was aimed at; Space and the keys that walk the rows pause it until the reader goes on.
 * Another filter while it stands still holds the rows of that filter's first answer.
 */
import { useState } from 'react';
import type { FilteredFrame, TapeFilter, TapeFrame, TapeRow } from '#contract/frames.ts';
import type { UnixMs } from '#core/units/time.ts';
import { useFrames, useWant } from '../../../state/flowboard-context.tsx';

export interface Held extends TapeFrame {
  readonly at: UnixMs;
}

export interface Tape {
  readonly rows: readonly TapeRow[];
  /** The worker's clock of these rows. */
  readonly at: UnixMs | undefined;
  /** How far the filter has come; `undefined` where all trades are shown. */
  readonly filtered: FilteredFrame | undefined;
  readonly isPaused: boolean;
  /** Held by the pointer only: goes on by itself. */
  readonly isHeld: boolean;
  /** Trades since the rows stood still; with a filter the rows that have passed since. */
  readonly newTrades: number;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly hold: (isHeld: boolean) => void;
}

/** Returns the tape for a panel of `visible` rows; while paused it reaches back `most` rows. */
export function useTape(visible: number, most: number, merge: boolean, filter: TapeFilter | undefined): Tape {
  const [mode, setMode] = useState<'live' | 'held' | 'paused'>('live');
  const [held, setHeld] = useState<Held | undefined>(undefined);
  useWant('tape', { limit: mode === 'paused' ? most : visible, merge, filter });
  const part = useFrames((frames) => frames.tape);

  const go = (): void => {
    setMode('live');
    setHeld(undefined);
  };
  // Erased: what was held is gone too.
  if (part === undefined && held !== undefined) go();
  const isAnswered = part !== undefined && isSame(part.value.filtered?.filter, filter);
  if (isAnswered && held !== undefined && !isSame(held.filtered?.filter, filter))
    setHeld({ ...part.value, at: part.at });

  const stop = (next: 'held' | 'paused'): void => {
    if (mode === 'live') setHeld(part && { ...part.value, at: part.at });
    setMode(next);
  };

  const live = part?.value.rows ?? NONE;
  const isStill = mode !== 'live' && held !== undefined;
  return {
    rows: isStill ? withOlder(held.rows, live) : live,
    at: isStill ? held.at : part?.at,
    filtered: part?.value.filtered,
    isPaused: mode === 'paused',
    isHeld: mode === 'held',
    newTrades: isStill && part !== undefined ? newSince(held, part.value) : 0,
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

/** Returns how many trades have come since `held`: without a filter all of them, with one the rows that passed. */
export function newSince(held: TapeFrame, live: TapeFrame): number {
  const newest = held.rows[0]?.key;
  // Keys are ingest numbers, so their difference counts trades.
  if (live.filtered === undefined)
    return newest === undefined ? 0 : Math.max(0, (live.rows[0]?.key ?? newest) - newest);
  const before = held.filtered;
  if (before?.epoch === live.filtered.epoch) return Math.max(0, live.filtered.entered - before.entered);
  // The filter was set anew meanwhile: what is in sight can still be counted.
  return live.rows.filter(({ key }) => key > (newest ?? -1)).length;
}

function isSame(a: TapeFilter | undefined, b: TapeFilter | undefined): boolean {
  return a?.text === b?.text && a?.category === b?.category && a?.minQuantity === b?.minQuantity;
}
