/**
 * One signed socket to the exchange: opened afresh-signed for each browser socket, never shared, never reconnected
 * (the page decides when to try again). Follows no redirect and offers no compression. It hands on frames as bytes;
 * every frame, ping and pong is a sign of life. It ends once, with the reason why.
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { WebSocket, type ClientOptions } from 'ws';
import type { Signer } from './signer.ts';

/** Why a socket to the exchange is no more. */
export type UpstreamEnd =
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'silent' };

export interface UpstreamEvents {
  readonly onOpen: () => void;
  readonly onFrame: (bytes: Buffer) => void;
  /** A frame that is no text in UTF-8: dropped here, because a browser would end its whole socket over it. */
  readonly onBadFrame: () => void;
  readonly onLife: () => void;
  readonly onEnd: (end: UpstreamEnd) => void;
}

export interface Upstream {
  readonly send: (text: string) => void;
  readonly ping: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Closes without a further event; lets go of the connection at the latest when the close times out. */
  readonly close: () => void;
}

export type OpenUpstream = (events: UpstreamEvents) => Upstream;

/** Options of ws 8.21 and later that its type package does not know yet. */
interface NewerOptions {
  readonly closeTimeout: number;
  readonly maxFragments: number;
}

/** The exchange allows 64 MiB a message; the largest recorded is far below this. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;
const MAX_FRAGMENTS = 1_024;
const HANDSHAKE_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** Enough for any of the exchange's error bodies. */
const MAX_REFUSAL_BYTES = 4_096;

/** Returns a function that opens a socket to `wsUrl`, signed at that moment. */
export function createUpstreamOpener(wsUrl: string, signer: Signer): OpenUpstream {
  const { pathname } = new URL(wsUrl);
  return (events) => {
    const options: ClientOptions & NewerOptions = {
      headers: signer.headers('GET', pathname),
      perMessageDeflate: false,
      followRedirects: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      closeTimeout: CLOSE_TIMEOUT_MS,
      maxPayload: MAX_FRAME_BYTES,
      maxFragments: MAX_FRAGMENTS,
      skipUTF8Validation: true, // checked per frame below, so that one bad frame costs one frame
    };
    const socket = new WebSocket(wsUrl, options);
    let isEnded = false;
    const end = (reason: UpstreamEnd): void => {
      if (isEnded) return;
      isEnded = true;
      events.onEnd(reason);
    };
    socket.on('open', () => events.onOpen());
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isEnded) return;
      events.onLife();
      if (isBinary || !isUtf8(data)) events.onBadFrame();
      else events.onFrame(data);
    });
    socket.on('ping', () => events.onLife());
    socket.on('pong', () => events.onLife());
    socket.on('unexpected-response', (request, response) => {
      void readRefusal(response).then((reason) => {
        request.destroy();
        end({ kind: 'refused', status: response.statusCode ?? 0, reason });
      });
    });
    socket.on('error', (error: Error & { code?: string }) => {
      if (/handshake has timed out/.test(error.message)) return end({ kind: 'silent' });
      // Errors of an open socket are followed by `close` with the exchange's or ws's own code.
      if (socket.readyState === WebSocket.CONNECTING || error.code?.startsWith('E') === true)
        end({ kind: 'unreachable', reason: error.code ?? 'no WebSocket there' });
    });
    socket.on('close', (code, reason) => end({ kind: 'closed', code, reason: reason.toString('utf8') }));
    const whenOpen = (act: () => void): void => {
      if (socket.readyState === WebSocket.OPEN) act();
    };
    const resume = (): void => {
      if (socket.isPaused) socket.resume();
    };
    return {
      send: (text) => whenOpen(() => socket.send(text)),
      ping: () => whenOpen(() => socket.ping()),
      pause: () => whenOpen(() => socket.pause()),
      resume,
      close() {
        isEnded = true;
        resume(); // a paused socket never sees the answer to its close
        if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
        else socket.close(1000);
      },
    };
  };
}

/** Returns a few safe words for why the upgrade was refused: the body's code and details, or its Retry-After. */
async function readRefusal(response: IncomingMessage): Promise<string> {
  const words: string[] = [];
  const retryAfter = response.headers['retry-after'];
  if (retryAfter !== undefined) words.push(`retry-after ${retryAfter}`);
  let body = '';
  try {
    response.setTimeout(1_000, () => response.destroy());
    for await (const chunk of response) {
      body += String(chunk);
      if (body.length > MAX_REFUSAL_BYTES) break;
    }
    const parsed: unknown = JSON.parse(body);
    const error: unknown =
      typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : parsed;
    if (typeof error === 'string') words.push(error);
    if (typeof error === 'object' && error !== null)
      for (const key of ['code', 'details'])
        if (key in error) words.push(String((error as Record<string, unknown>)[key]));
  } catch {
    words.push('no readable reason');
  }
  return words
    .join(' ')
    .replace(/[^A-Za-z0-9 _.,:=-]/g, '')
    .slice(0, 100);
}
