/** The keys of a replay, wherever the focus is: play, steps, jumps, speeds, and back to the live feed. */
import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import type { ReplayVerbs } from '../../boot/flowboard.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';
import { shortcutOf } from '../../state/keys.ts';
import { tell } from '../../state/tell.ts';
import { SPEEDS } from './speeds.ts';
import type { Place } from './use-place.ts';

export const JUMP_MS = 10_000;
export const LONG_JUMP_MS = 60_000;

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
  useEffect(() => {
    const jump = jumps(place, seek);
    const run = verbs(replay, place, step);
    const onKeyDown = (event: KeyboardEvent): void => {
      const name = shortcutOf(event, NAMES);
      if (name === undefined || isKeyTaken(event)) return;
      event.preventDefault();
      run[name]();
    };
    window.addEventListener('keydown', onKeyDown);
    const stop = tinykeys(window, jump);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      stop();
    };
  }, [replay, place, seek, step]);
}

const NAMES = [
  ...(['play', 'stepBack', 'stepOn', 'endReplay'] as const),
  ...(['speed1', 'speed2', 'speed3', 'speed4', 'speed5', 'speed6'] as const),
];

function verbs(
  replay: ReplayVerbs,
  place: () => Place,
  step: (direction: 1 | -1) => void,
): Readonly<Record<(typeof NAMES)[number], () => void>> {
  const speed = (index: 0 | 1 | 2 | 3 | 4 | 5) => () => tell(replay.setSpeed(SPEEDS[index]));
  return {
    play: () => tell(place().isPlaying ? replay.pause() : replay.play()),
    stepBack: () => step(-1),
    stepOn: () => step(1),
    speed1: speed(0),
    speed2: speed(1),
    speed3: speed(2),
    speed4: speed(3),
    speed5: speed(4),
    speed6: speed(5),
    endReplay: () => tell(replay.close()),
  };
}

/** The arrows, which are nobody's to change. */
function jumps(
  place: () => Place,
  seek: (at: number) => void,
): Record<string, (event: KeyboardEvent) => void> {
  const by = (ms: number) => (event: KeyboardEvent) => {
    if (isKeyTaken(event)) return;
    event.preventDefault();
    seek(place().at + ms);
  };
  return {
    ArrowLeft: by(-JUMP_MS),
    ArrowRight: by(JUMP_MS),
    'Shift+ArrowLeft': by(-LONG_JUMP_MS),
    'Shift+ArrowRight': by(LONG_JUMP_MS),
  };
}
