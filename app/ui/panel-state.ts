/**
 * The state of a panel, in the words every panel uses: live, quiet, stale, reconnecting, resyncing, offline, refused.
 * What to show when; how it looks is panel.tsx. Pure, so that every case is a test.
 */
import type { ConnectionStatus } from '#contract/frames.ts';
import { age } from '../format/time.ts';

export type Tone = 'ok' | 'calm' | 'warn' | 'err';

export interface PanelState {
  /** `live` and `quiet` are current; everything else marks what is shown as old. */
  readonly kind: ConnectionStatus['state'] | 'frozen';
  readonly word: string;
  /** Follows the word: an age, a try, a time. */
  readonly detail: string;
  readonly tone: Tone;
  /** Data is drawn at 60 %: it may be old. */
  readonly isDimmed: boolean;
}

/** Returns how `connection` reads at `now`; `isFrozen` when the reader has stopped all updates. */
export function panelStateOf(connection: ConnectionStatus, now: number, isFrozen: boolean): PanelState {
  const since = connection.lastMessageAt === undefined ? undefined : now - connection.lastMessageAt;
  const ageText = since === undefined ? '' : age(since);
  if (isFrozen) return state('frozen', 'Frozen', 'by you', 'warn', false);
  switch (connection.state) {
    case 'live':
      return state('live', 'Live', ageText, 'ok', false);
    case 'quiet': {
      const last = connection.lastTradeAt;
      return state(
        'quiet',
        'Quiet',
        last === undefined ? '' : `last trade ${age(now - last)} ago`,
        'calm',
        false,
      );
    }
    case 'connecting':
      return state('connecting', 'Connecting', '', 'calm', true);
    case 'stale':
      return state('stale', 'Stale', ageText, 'warn', true);
    case 'resyncing':
      return state('resyncing', 'Resyncing', '', 'warn', true);
    case 'reconnecting':
      return state('reconnecting', 'Reconnecting', `try ${connection.attempts}`, 'warn', true);
    case 'offline':
      return state('offline', 'Offline', '', 'warn', true);
    case 'refused':
      return state('refused', 'Refused', '', 'err', true);
  }
}

function state(
  kind: PanelState['kind'],
  word: string,
  detail: string,
  tone: Tone,
  isDimmed: boolean,
): PanelState {
  return { kind, word, detail, tone, isDimmed };
}
