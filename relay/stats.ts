/** What the feed counts, as plain numbers: the hot path adds, /health and /metrics read. Owns no meaning beyond that. */

export type UpstreamState = 'connecting' | 'live' | 'ended';

export interface FeedStats {
  framesDown: number;
  bytesDown: number;
  messagesDown: number;
  framesDropped: number;
  commandsUp: number;
  commandsRefused: number;
  pauses: number;
  /** Monotonic milliseconds of the newest frame over all sockets. */
  lastFrameAt: number | undefined;
  lastCloseCode: number | undefined;
  readonly closes: Map<number, number>;
  readonly refusals: Map<string, number>;
  /** One entry for each browser socket. */
  readonly pipes: Set<{ state(): UpstreamState; bufferedBytes(): number }>;
}

/** Returns fresh counts. */
export function createFeedStats(): FeedStats {
  return {
    framesDown: 0,
    bytesDown: 0,
    messagesDown: 0,
    framesDropped: 0,
    commandsUp: 0,
    commandsRefused: 0,
    pauses: 0,
    lastFrameAt: undefined,
    lastCloseCode: undefined,
    closes: new Map(),
    refusals: new Map(),
    pipes: new Set(),
  };
}

/** Adds one to `key`. */
export function countIn<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
