/** Takes settings that were checked, from a file or as they were at first: all of them, or in a tab that follows those that are its own. */
import type { Flowboard, Settings } from '../../boot/flowboard.ts';
import { DISPLAY_DEFAULTS, display, updateDisplay } from '../../state/display.ts';
import type { SettingsChange } from '../../state/settings-file.ts';

export interface Applied {
  /** Puts back what was there before. */
  readonly undo: () => Promise<void>;
  /** Why a part was not taken; empty where all of it was. */
  readonly refused: string;
}

/** What acts on the workers: only the tab that records may change it. */
const LEADERS = ['restEnabled', 'retention', 'recording', 'alerts'] as const;
const REFUSED =
  'Another tab records, so pins, recorded books, alerts, REST and how long recordings stay were not taken. Lead from this tab and try again.';

/** Takes `change`; rejects with a sentence where the settings could not be changed, and then nothing of the look is. */
export async function applySettings(flowboard: Flowboard, change: SettingsChange): Promise<Applied> {
  const { role, settings } = flowboard.session.getSnapshot();
  const isFollower = role === 'follower';
  const board = isFollower ? withoutLeaders(change.board) : change.board;
  const before: SettingsChange = {
    display: pick(display.getSnapshot(), Object.keys(change.display)),
    board: pick(settings, Object.keys(board)),
  };
  await flowboard.updateSettings(board);
  updateDisplay(change.display);
  const isRefused = Object.keys(board).length < Object.keys(change.board).length;
  return {
    refused: isRefused ? REFUSED : '',
    undo: async () => {
      await applySettings(flowboard, before);
    },
  };
}

/**
 * Returns all settings as they are at first, but for pins and alerts, which somebody has made one by one, and how long recordings
 * stay, since less would delete some for good.
 */
export function defaultChange(atFirst: Settings, now: Settings): SettingsChange {
  const { isWelcomed: _, ...look } = DISPLAY_DEFAULTS;
  const { windowMinutes, includeCombos, restEnabled, recording } = atFirst;
  const pins = now.recording.tickers;
  return {
    display: look,
    board: { windowMinutes, includeCombos, restEnabled, recording: { ...recording, tickers: pins } },
  };
}

/** Returns true where `next` keeps less than `now`: what is older or too much would be deleted at once. */
export function keepsLess(now: Settings['retention'], next: Settings['retention'] | undefined): boolean {
  if (next === undefined) return false;
  const room = (bytes: number): number => (bytes === 0 ? Infinity : bytes);
  return next.days < now.days || room(next.bytes) < room(now.bytes);
}

/** Returns `change` without how long recordings stay. */
export function withoutRetention({ display: look, board }: SettingsChange): SettingsChange {
  const { retention: _, ...rest } = board;
  return { display: look, board: rest };
}

function withoutLeaders(board: SettingsChange['board']): SettingsChange['board'] {
  const others = Object.entries(board).filter(([name]) => !LEADERS.some((each) => each === name));
  return Object.fromEntries(others);
}

function pick<T extends object>(from: T, names: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name))) as Partial<T>;
}
