/**
 * Before each connection: does the relay still speak for the exchange whose record this is? A relay restarted for another
 * exchange would else fill the wrong database. Asks the relay's own /health, never the exchange.
 */
import { CLOSE_CODES } from './close-codes.ts';
import type { FeedSocket, OpenSocket } from './socket.ts';

/** Returns the id of the exchange the relay speaks for; `undefined` when the relay is not there. */
export type AskExchange = () => Promise<string | undefined>;

const TIMEOUT_MS = 4_000;

/** Returns a question to GET /health beside `apiUrl`. */
export function askHealth(apiUrl: string, fetchFrom: typeof fetch): AskExchange {
  const url = new URL('/health', apiUrl).href;
  return async () => {
    try {
      const response = await fetchFrom(url, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
      const body: unknown = await response.json();
      const id =
        typeof body === 'object' && body !== null && 'exchangeId' in body ? body.exchangeId : undefined;
      return typeof id === 'string' ? id : undefined;
    } catch {
      return undefined;
    }
  };
}

/** Returns an opener that asks first: another exchange closes with `otherExchange`, no answer with 1006. */
export function checkedOpener(open: OpenSocket, exchangeId: string, ask: AskExchange): OpenSocket {
  return (url, protocols, handlers) => {
    let socket: FeedSocket | undefined;
    let isOver = false;
    void ask().then((found) => {
      if (isOver) return;
      if (found === exchangeId) socket = open(url, protocols, handlers);
      else if (found === undefined) handlers.onClose(1006, '');
      else handlers.onClose(CLOSE_CODES.otherExchange, found);
    });
    return {
      send: (text) => socket?.send(text),
      close: () => {
        isOver = true;
        socket?.close();
      },
    };
  };
}
