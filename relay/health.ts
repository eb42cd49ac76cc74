/** What GET /health answers: is the relay there, does the exchange speak. No token, so no market or account data. */
import type { FeedStats } from './stats.ts';

export interface Health {
  readonly status: 'ok';
  readonly mode: string;
  readonly exchangeId: string;
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly upstream: {
    readonly state: 'idle' | 'connecting' | 'live';
    readonly lastCloseCode: number | null;
  };
  readonly clients: number;
  /** Milliseconds since the newest frame of the exchange; null before the first. */
  readonly lastFrameAgeMs: number | null;
}

/** Returns the relay's health. `upstream.state` is the best over all browser sockets; idle without any. */
export function readHealth(
  about: { readonly mode: string; readonly exchangeId: string; readonly version: string },
  stats: FeedStats,
  startedAt: number,
  now: number = performance.now(),
): Health {
  const states = new Set([...stats.pipes].map((pipe) => pipe.state()));
  return {
    status: 'ok',
    ...about,
    uptimeSeconds: Math.round((now - startedAt) / 1_000),
    upstream: {
      state: states.has('live') ? 'live' : states.has('connecting') ? 'connecting' : 'idle',
      lastCloseCode: stats.lastCloseCode ?? null,
    },
    clients: stats.pipes.size,
    lastFrameAgeMs: stats.lastFrameAt === undefined ? null : Math.round(now - stats.lastFrameAt),
  };
}
