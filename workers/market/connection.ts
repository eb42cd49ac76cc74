/** What people are told about the connection: the feed's state, seen together with trades, gaps and refusals. Pure. */
import type { ConnectionStatus } from '#contract/frames.ts';
import { SECOND, type UnixMs } from '#core/units/time.ts';
import type { FeedStatus } from './feed.ts';

export interface ConnectionFacts {
  /** `undefined` while the page is not paired: there is no feed. */
  readonly feed: FeedStatus | undefined;
  /** Of the live trades of this page. */
  readonly lastTradeAt: UnixMs | undefined;
  /** Of the trades that were stored before. */
  readonly storedUntil: UnixMs | undefined;
  /** Missed trades are being fetched. */
  readonly isFilling: boolean;
  /** The exchange refused or ended a subscription: its words. */
  readonly problem: string;
  /** More than one message in a hundred could not be read in the last seconds. */
  readonly isGarbled: boolean;
  /** By how much what is taken in lies behind the exchange, ms; 0 while we keep up. */
  readonly behindMs: number;
}

/** A healthy socket without a trade for this long is quiet, not broken. */
const QUIET_MS = 60_000;

/** Returns the status at `now`. */
export function connectionOf(facts: ConnectionFacts, now: UnixMs): ConnectionStatus {
  const { feed } = facts;
  const isAway = feed === undefined || feed.state === 'offline';
  // Who sees only what is stored wants to know how old that is.
  const lastTradeAt = facts.lastTradeAt ?? (isAway ? facts.storedUntil : undefined);
  if (feed === undefined)
    return {
      state: 'offline',
      attempts: 0,
      nextTryAt: undefined,
      lastMessageAt: undefined,
      lastTradeAt,
      reason: 'This page is not paired with the relay: what is stored is shown.',
    };
  const { attempts, nextTryAt, lastMessageAt } = feed;
  const rest = { attempts, nextTryAt, lastMessageAt, lastTradeAt };
  switch (feed.state) {
    case 'idle':
    case 'stopped':
      return { ...rest, state: 'connecting', reason: feed.reason };
    case 'connecting':
      // After the first connection this is one more try to get back.
      return {
        ...rest,
        state: lastMessageAt === undefined ? 'connecting' : 'reconnecting',
        reason: feed.reason,
      };
    case 'reconnecting':
    case 'offline':
    case 'refused':
    case 'stale':
      return { ...rest, state: feed.state, reason: feed.reason };
    case 'open':
      return { ...rest, ...openState(facts, now) };
  }
}

function openState(
  facts: ConnectionFacts,
  now: UnixMs,
): Pick<ConnectionStatus, 'state' | 'reason' | 'behindMs'> {
  if (facts.isGarbled)
    return {
      state: 'stale',
      reason: 'Many messages cannot be read: see Diagnostics. What is shown may be incomplete.',
    };
  if (facts.behindMs > 0)
    return {
      state: 'stale',
      reason: `What you see is ${seconds(facts.behindMs)} behind the exchange: this computer or its line does not keep up.`,
      behindMs: facts.behindMs,
    };
  if (facts.isFilling) return { state: 'resyncing', reason: 'Some trades were missed: fetching them.' };
  if (facts.problem !== '') return { state: 'resyncing', reason: facts.problem };
  const isQuiet = facts.lastTradeAt !== undefined && now - facts.lastTradeAt > QUIET_MS;
  return { state: isQuiet ? 'quiet' : 'live', reason: '' };
}

function seconds(ms: number): string {
  return `${Math.round(ms / SECOND)} s`;
}
