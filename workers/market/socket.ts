/** A WebSocket as the feed needs it: three callbacks in, text out. Tests put their own behind it. */

export interface SocketHandlers {
  onOpen(): void;
  /** Binary messages never come from the relay; they are handed over as empty text, which is only a sign of life. */
  onText(text: string): void;
  /** Called once, also when the socket never opened. `code` is 1006 where nothing more is known. */
  onClose(code: number, reason: string): void;
}

export interface FeedSocket {
  send(text: string): void;
  /** Lets go of the socket at once: no handler is called any more. */
  close(): void;
}

export type OpenSocket = (url: string, protocols: readonly string[], handlers: SocketHandlers) => FeedSocket;

/** What of the WebSocket class is used; the browser's own has it, and so has the one the tests bring. */
export interface WebSocketLike {
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  send(text: string): void;
  close(): void;
}

/** Returns an opener over `create`, by default the browser's WebSocket. */
export function socketOpener(
  create: (url: string, protocols: string[]) => WebSocketLike = (url, protocols) =>
    new WebSocket(url, protocols),
): OpenSocket {
  return (url, protocols, handlers) => {
    const socket = create(url, [...protocols]);
    let isOver = false;
    socket.addEventListener('open', () => {
      if (!isOver) handlers.onOpen();
    });
    socket.addEventListener('message', ({ data }) => {
      if (!isOver) handlers.onText(typeof data === 'string' ? data : '');
    });
    // An error is always followed by a close, which says the same with a code.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', ({ code, reason }) => {
      if (isOver) return;
      isOver = true;
      handlers.onClose(code, reason);
    });
    return {
      send: (text) => {
        socket.send(text);
      },
      close: () => {
        isOver = true;
        socket.close();
      },
    };
  };
}
