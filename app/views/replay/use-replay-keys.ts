/** The keys of a replay, wherever the focus is: play, steps, jumps, speeds, and back to the live feed. */
import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import type { ReplayVerbs } from '../../boot/flowboard.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';
import { SPEEDS } from './speeds.ts';

const JUMP_MS = 10_000;
const LONG_JUMP_MS = 60_000;

/** Elements that use these keys themselves. */
const TAKEN = 'input, textarea, select, button, [role=slider], [role=application], [role=radio], dialog';

/** Listens while a recording is open. `place` says where the clock stands and whether it runs. */
export function useReplayKeys(
  place: () => { readonly at: number; readonly isPlaying: boolean },
  step: (direction: 1 | -1) => void,
): void {
  const { replay } = useFlowboard();
  useEffect(() => tinykeys(window, bindings(replay, place, step)), [replay, place, step]);
}

function bindings(
  replay: ReplayVerbs,
  place: () => { readonly at: number; readonly isPlaying: boolean },
  step: (direction: 1 | -1) => void,
): Record<string, (event: KeyboardEvent) => void> {
  const keys: Record<string, () => void> = {
    Space: () => void (place().isPlaying ? replay.pause() : replay.play()),
    ArrowLeft: () => void replay.seek(place().at - JUMP_MS),
    ArrowRight: () => void replay.seek(place().at + JUMP_MS),
    'Shift+ArrowLeft': () => void replay.seek(place().at - LONG_JUMP_MS),
    'Shift+ArrowRight': () => void replay.seek(place().at + LONG_JUMP_MS),
    ',': () => step(-1),
    '.': () => step(1),
    l: () => void replay.close(),
    ...Object.fromEntries(
      SPEEDS.map((speed, index) => [String(index + 1), () => void replay.setSpeed(speed)]),
    ),
  };
  const guarded = (run: () => void) => (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest(TAKEN) !== null) return;
    event.preventDefault();
    run();
  };
  return Object.fromEntries(Object.entries(keys).map(([key, run]) => [key, guarded(run)]));
}
