/** The keys of a replay, wherever the focus is: play, steps, jumps, speeds, and back to the live feed. */
import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import type { ReplayVerbs } from '../../boot/flowboard.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';
import { tell } from '../../state/tell.ts';
import { SPEEDS } from './speeds.ts';
import type { Place } from './use-place.ts';

const JUMP_MS = 10_000;
const LONG_JUMP_MS = 60_000;

/** Where every key has a use of its own: fields, and whatever lies in front of the page. */
const TAKEN =
  'input, textarea, select, [role=application], dialog, [role=dialog], [data-radix-popper-content-wrapper]';
/** Space presses these. A choice of a few is made with the arrows: whoever has just clicked a speed wants to play. */
const PRESSED = 'button:not([role=radio]), a, summary, [role=button]';

/** Returns true where the key belongs to what has the focus, or has already been used there. */
export function isKeyTaken(event: Pick<KeyboardEvent, 'defaultPrevented' | 'key' | 'target'>): boolean {
  if (event.defaultPrevented) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  return target.closest(TAKEN) !== null || (event.key === ' ' && target.closest(PRESSED) !== null);
}

/** Listens while a recording is open. `place` says where the clock stands and whether it runs. */
export function useReplayKeys(
  place: () => Place,
  seek: (at: number) => void,
  step: (direction: 1 | -1) => void,
): void {
  const { replay } = useFlowboard();
  useEffect(() => tinykeys(window, bindings(replay, place, seek, step)), [replay, place, seek, step]);
}

function bindings(
  replay: ReplayVerbs,
  place: () => Place,
  seek: (at: number) => void,
  step: (direction: 1 | -1) => void,
): Record<string, (event: KeyboardEvent) => void> {
  const keys: Record<string, () => void> = {
    Space: () => tell(place().isPlaying ? replay.pause() : replay.play()),
    ArrowLeft: () => seek(place().at - JUMP_MS),
    ArrowRight: () => seek(place().at + JUMP_MS),
    'Shift+ArrowLeft': () => seek(place().at - LONG_JUMP_MS),
    'Shift+ArrowRight': () => seek(place().at + LONG_JUMP_MS),
    ',': () => step(-1),
    '.': () => step(1),
    l: () => tell(replay.close()),
    ...Object.fromEntries(
      SPEEDS.map((speed, index) => [String(index + 1), () => tell(replay.setSpeed(speed))]),
    ),
  };
  const guarded = (run: () => void) => (event: KeyboardEvent) => {
    if (isKeyTaken(event)) return;
    event.preventDefault();
    run();
  };
  return Object.fromEntries(Object.entries(keys).map(([key, run]) => [key, guarded(run)]));
}
