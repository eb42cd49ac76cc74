/**
 * The socket server behind WS /feed: takes upgrades that the guards let through, gives each an upstream of its own and
 * a correlation id, and ends them all with 1001 when the relay stops. Compression is off and every limit is set.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type ServerOptions } from 'ws';
import { FEED_PROTOCOL } from './guard.ts';
import type { Log } from './log.ts';
import { CLOSE, startPipe, type Pipe, type PipeLimits } from './pipe.ts';
import type { FeedStats } from './stats.ts';
import type { OpenUpstream } from './upstream.ts';

/** One page needs one; the rest are tabs that follow, scripts and tests. */
export const MAX_CLIENTS = 32;
const MAX_COMMAND_BYTES = 64 * 1024;
const MAX_FRAGMENTS = 64;
/** A page that reads nothing gets this long to take its close frame. */
const CLOSE_TIMEOUT_MS = 5_000;

export interface Feed {
  /** Completes the handshake and starts piping; the caller has already judged the request. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every client with 1001 and waits until they are gone. */
  readonly close: () => Promise<void>;
}

export interface FeedOptions {
  readonly openUpstream: OpenUpstream;
  readonly stats: FeedStats;
  readonly log: Log;
  readonly limits: PipeLimits;
}

/** Returns the feed of one relay. */
export function createFeed({ openUpstream, stats, log, limits }: FeedOptions): Feed {
  // The last two are options of newer ws releases than its type package knows.
  const options: ServerOptions & { closeTimeout: number; maxFragments: number } = {
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_COMMAND_BYTES,
    handleProtocols: () => FEED_PROTOCOL,
    closeTimeout: CLOSE_TIMEOUT_MS,
    maxFragments: MAX_FRAGMENTS,
  };
  const server = new WebSocketServer(options);
  const pipes = new Set<Pipe>();
  return {
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, (client) => {
        const id = randomBytes(6).toString('hex');
        log.info('feed opened', { connection: id });
        const pipe = startPipe({ client, openUpstream, stats, log, id, limits });
        pipes.add(pipe);
        client.on('close', () => pipes.delete(pipe));
      });
    },
    async close() {
      for (const pipe of pipes) pipe.close(CLOSE.stopping, 'the relay is stopping');
      const gone = [...server.clients].map(
        (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
      );
      server.close();
      await Promise.all(gone);
    },
  };
}
