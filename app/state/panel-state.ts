/**
 * The state of a panel, in the words every panel uses: live, replay, quiet, stale, reconnecting, resyncing, offline, refused.
 * Says what is true; how it looks is ui/panel.tsx. Pure, so that every case is a test.
 */
import type { ConnectionState, ConnectionStatus } from '#contract/frames.ts';
import type { Pairing } from '../boot/flowboard.ts';
import { age } from '../format/time.ts';

export type Tone = 'ok' | 'calm' | 'warn' | 'err' | 'accent';

export interface PanelState {
  /** `live` and `quiet` are current; everything else marks what is shown as old. */
  readonly kind: ConnectionState | 'frozen' | 'replay';
  readonly word: string;
  /** Follows the word: an age, a try. May be empty. */
  readonly detail: string;
  readonly tone: Tone;
  /** Data is drawn in grey: it may be old. */
  readonly isDimmed: boolean;
}

export interface Circumstances {
  /** The reader has stopped all updates. */
  readonly isFrozen: boolean;
  /** The market worker does not answer: whatever it said last is old. */
  readonly isSilent: boolean;
  /** What is shown is a recording being played. */
  readonly isReplay: boolean;
}

/** Returns how `connection` reads at `now` (ms). Trouble outranks the reader's freeze: old data is never shown unmarked. */
export function panelStateOf(
  connection: ConnectionStatus,
  now: number,
  { isFrozen, isSilent, isReplay }: Circumstances,
): PanelState {
  const { lastMessageAt, lastTradeAt, attempts, behindMs } = connection;
  const since = lastMessageAt === undefined ? '' : age(now - lastMessageAt);
  const kind = isSilent && isCurrent(connection.state) ? 'stale' : connection.state;
  // The frame around the page says that it is a replay: a chip that is frozen says the rest.
  if (isReplay && isCurrent(kind))
    return isFrozen
      ? state('replay', 'Frozen', '', 'warn', false)
      : state('replay', 'Replay', '', 'accent', false);
  if (isFrozen && isCurrent(kind)) return state('frozen', 'Frozen', '', 'warn', false);
  switch (kind) {
    case 'live':
      return state(kind, 'Live', since, 'ok', false);
    case 'quiet': {
      const detail = lastTradeAt === undefined ? 'no trade yet' : `last trade ${age(now - lastTradeAt)} ago`;
      return state(kind, 'Quiet', detail, 'calm', false);
    }
    case 'connecting':
      return state(kind, 'Connecting', '', 'calm', true);
    case 'stale':
      return state(kind, 'Stale', behindMs === undefined ? since : `${age(behindMs)} behind`, 'warn', true);
    case 'resyncing':
      return state(kind, 'Resyncing', since, 'warn', true);
    case 'reconnecting':
      return state(kind, 'Reconnecting', attempts > 0 ? `try ${attempts}` : '', 'warn', true);
    case 'offline':
      return state(kind, 'Offline', lastMessageAt === undefined ? '' : `for ${since}`, 'warn', true);
    case 'refused':
      return state(kind, 'Refused', '', 'err', true);
  }
}

/** Returns `shown` as a page reads it: one the relay does not know is not paired, whatever its connection. */
export function pairedStateOf(shown: PanelState | undefined, pairing: Pairing): PanelState | undefined {
  if (shown?.kind === 'replay') return shown;
  return pairing === 'unpaired' ? state('offline', 'Not paired', '', 'warn', true) : shown;
}

/** Returns true when nothing reaches this page: what is lost is not being fetched again, whoever says so. */
export function isCutOff(state: PanelState | undefined): state is PanelState {
  return state?.kind === 'offline' || state?.kind === 'reconnecting' || state?.kind === 'refused';
}

/** Returns true when nothing has come for too long, cut off or not: no book can be told to be what it was. */
export function isUnheard(state: PanelState | undefined): boolean {
  return state?.kind === 'stale' || isCutOff(state);
}

/** Returns true while what is shown is what is. */
export function isCurrent(kind: ConnectionState): boolean {
  return kind === 'live' || kind === 'quiet';
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
