/** The state of a tape that the reader holds still: whatever comes in, it shows nothing of it, and says so instead of "Live". Pure. */
import { grouped } from '../../../format/number.ts';
import type { PanelState } from '../../../state/panel-state.ts';
import type { Tape } from './use-tape.ts';

/** Returns `state` of a tape that goes on; of one that stands "Paused" or, while the pointer is on it, "Held · 12 new". Trouble outranks both. */
export function standingOf(
  state: PanelState | undefined,
  { isPaused, isHeld, newTrades }: Pick<Tape, 'isPaused' | 'isHeld' | 'newTrades'>,
): PanelState | undefined {
  if (state === undefined || (state.kind !== 'live' && state.kind !== 'quiet')) return state;
  const standing = { kind: 'frozen', tone: 'calm', isDimmed: false } as const;
  // How many are new is on the button that goes on.
  if (isPaused) return { ...standing, word: 'Paused', detail: '' };
  return isHeld ? { ...standing, word: 'Held', detail: `${grouped(newTrades)} new` } : state;
}
