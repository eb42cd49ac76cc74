/**
 * The one sentence above the board when something is wrong, and what can be done: the worst trouble first.
 * Pure: session and status in, words out.
 */
import type { StatusFrame } from '#contract/frames.ts';
import type { SessionState } from '../boot/flowboard.ts';
import { OTHER_VERSION } from '../boot/following.ts';
import { HOW_TO_PAIR } from '../boot/pairing.ts';
import { age, type Clock } from '../format/time.ts';
import type { Tone } from './panel-state.ts';

export interface Trouble {
  readonly tone: Extract<Tone, 'warn' | 'err'>;
  readonly text: string;
  /** What the button beside it does; `undefined` where only the reader can help outside the page. */
  readonly action: 'retry' | 'pair' | 'settings' | undefined;
}

/** Of silence nobody speaks before, ms. */
const SILENT_MS = 5_000;

/** Returns the sentence for now (ms), or `undefined` when all is well. */
export function troubleOf(
  session: SessionState,
  status: StatusFrame | undefined,
  now: number,
  isSilent: boolean,
  on: Clock,
): Trouble | undefined {
  if (session.role === 'stopped') {
    return trouble('err', session.reason || 'Flowboard has stopped in this tab. Reload the page to go on.');
  }
  if (session.pairing === 'unpaired') {
    const isPlain = session.reason === '' || session.reason === HOW_TO_PAIR;
    const why = isPlain ? 'This page is not paired with the relay.' : session.reason;
    const until = saved(status?.connection.lastTradeAt, now, on);
    return trouble('warn', `${why} Showing saved data${until}.`, 'pair');
  }
  if (session.role === 'follower' && session.isLeaderForeign && !session.isTakingOver)
    return trouble('warn', OTHER_VERSION);
  if (session.role === 'follower' && isSilent && !session.isTakingOver)
    return trouble('warn', 'The tab that records does not answer. Lead from this tab to go on.');
  if (status === undefined) return undefined;
  return connectionTrouble(status, now, isSilent, on) ?? recordingTrouble(status);
}

function connectionTrouble(
  { connection }: StatusFrame,
  now: number,
  isSilent: boolean,
  on: Clock,
): Trouble | undefined {
  const { state, reason, lastMessageAt, lastTradeAt, nextTryAt } = connection;
  switch (state) {
    case 'refused':
      return trouble(
        'err',
        reason || 'The exchange refused the key. Check .env, start the relay again, then retry.',
        'retry',
      );
    case 'offline':
      return trouble(
        'warn',
        `Offline, showing saved data${saved(lastMessageAt ?? lastTradeAt, now, on)}. The relay does not answer: start it with ./init.sh.`,
        'retry',
      );
    case 'reconnecting': {
      const lost = lastMessageAt === undefined ? '' : ` at ${moment(lastMessageAt, on)}`;
      const left = nextTryAt === undefined ? 0 : Math.ceil((nextTryAt - now) / 1_000);
      return trouble(
        'warn',
        `Connection lost${lost}. ${left > 0 ? `Next try in ${left} s.` : 'Trying now.'}`,
        'retry',
      );
    }
    case 'stale': {
      // Something comes, and is not to be trusted: to connect again would not help.
      if (reason !== '' && lastMessageAt !== undefined && now - lastMessageAt < SILENT_MS)
        return trouble('warn', reason);
      const silence = lastMessageAt === undefined ? '' : ` for ${age(now - lastMessageAt)}`;
      return trouble('warn', `Nothing heard from the exchange${silence}. What you see may be old.`, 'retry');
    }
    case 'resyncing':
      return trouble('warn', 'Some trades were missed. They are being fetched.');
    case 'connecting':
    case 'live':
    case 'quiet':
      return isSilent
        ? trouble(
            'warn',
            'The page has not answered itself for 3 s. What you see may be old; it recovers by itself.',
          )
        : undefined;
  }
}

function recordingTrouble({ recording }: StatusFrame): Trouble | undefined {
  if (recording.state === 'failed') {
    return trouble(
      'err',
      recording.reason || 'Recording has stopped. Trades are shown, not kept.',
      'settings',
    );
  }
  if (recording.state === 'paused') {
    return trouble(
      'warn',
      recording.reason || 'Recording is paused. Trades are shown, not kept.',
      'settings',
    );
  }
  return undefined;
}

/** Up to when, with the day where that was not today. */
function saved(at: number | undefined, now: number, on: Clock): string {
  if (at === undefined) return '';
  const isToday = on.day(at) === on.day(now);
  return ` to ${isToday ? '' : `${on.day(at)}, `}${moment(at, on)}`;
}

function moment(at: number, on: Clock): string {
  return `${on.second(at)} ${on.zone(at)}`;
}

function trouble(tone: Trouble['tone'], text: string, action?: Trouble['action']): Trouble {
  return { tone, text, action };
}
