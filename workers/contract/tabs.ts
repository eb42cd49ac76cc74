/**
 * What the tabs of one browser say to each other over a BroadcastChannel. One tab leads: it has the workers. The others follow:
 * their ports are links, carried message by message through the page of the leader, since ports cannot be broadcast.
 */
import type { AlertSettings } from '#core/market/alerts/rule.ts';
import type { RecordingChoice } from './market.ts';
import type { Retention } from './store.ts';

/** Of the words in `BETWEEN_BUILDS`: tabs that speak another version do not hear each other at all. */
export const TABS_VERSION = 2;

/** What tabs of two builds say to each other: who leads, handing that over, and that a token is there. They never change. */
export const BETWEEN_BUILDS: readonly TabMessage['kind'][] = [
  'paired',
  'leader',
  'hello',
  'yield-please',
  'yielding',
  'yielded',
];

/** A tab, for as long as its page lives. */
export type TabId = string;

/** What the port of a follower leads to: frames.ts, or one market as river.ts has it. */
export type LinkTarget = { readonly kind: 'screen' } | { readonly kind: 'river'; readonly ticker: string };

export interface Link {
  /** Of the follower's own counting; never used twice. */
  readonly id: number;
  readonly target: LinkTarget;
}

/** Verbs that change nothing of what is recorded: a follower may have them called. All but the last are the market worker's. */
export const SHARED_VERBS = [
  'stats',
  'hotMarkets',
  'recentTrades',
  'trades',
  'watchBook',
  'book',
  'recordedBooks',
  'alertHistory',
  'findMarkets',
  'analytics',
  'diagnostics',
  'retryNow',
  'hurry',
  'storeStatus',
] as const;
export type SharedVerb = (typeof SHARED_VERBS)[number];

/** Settings that act on the workers: followers show the leader's, and leave them alone. */
export interface LeaderSettings {
  readonly restEnabled: boolean;
  readonly retention: Retention;
  readonly recording: RecordingChoice;
  readonly alerts: AlertSettings;
}

export type TabMessage =
  /** A token was stored. */
  | { readonly kind: 'paired' }
  /** `tab` leads. Said when its workers run, when they are born again, and to each newcomer; every birth is another `run`. */
  | {
      readonly kind: 'leader';
      readonly tab: TabId;
      readonly run: number;
      readonly settings: LeaderSettings;
    }
  /** A follower is there and is looked at; `links` are all it has open. Said every few seconds and on every change. */
  | { readonly kind: 'hello'; readonly tab: TabId; readonly links: readonly Link[] }
  | { readonly kind: 'bye'; readonly tab: TabId }
  /** The follower `tab` was silent for long: its links are gone. */
  | { readonly kind: 'forgot'; readonly tab: TabId }
  /** Over a link, from the follower `tab` to the worker and back. */
  | { readonly kind: 'up' | 'down'; readonly tab: TabId; readonly link: number; readonly data: unknown }
  | {
      readonly kind: 'ask';
      readonly tab: TabId;
      readonly id: number;
      readonly verb: SharedVerb;
      readonly args: readonly unknown[];
    }
  /** `fault` is a sentence; `undefined` when `value` is the answer. */
  | {
      readonly kind: 'answer';
      readonly tab: TabId;
      readonly id: number;
      readonly value: unknown;
      readonly fault: string | undefined;
    }
  /** `tab` wants to lead. */
  | { readonly kind: 'yield-please'; readonly tab: TabId }
  /** The leader has heard it and writes what is in hand. */
  | { readonly kind: 'yielding'; readonly heir: TabId }
  /** The leader's workers are ended: `heir`, and nobody else, takes the lock now. */
  | { readonly kind: 'yielded'; readonly heir: TabId };
