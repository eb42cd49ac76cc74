/** A socket a test holds the other end of. */
import type { FeedSocket, OpenSocket, SocketHandlers } from '../../workers/market/socket.ts';

export interface FakeConnection {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly handlers: SocketHandlers;
  readonly sent: string[];
  isClosedByPage: boolean;
}

/** Returns an opener and all connections it made, oldest first. */
export function fakeSockets(): { readonly open: OpenSocket; readonly connections: FakeConnection[] } {
  const connections: FakeConnection[] = [];
  const open: OpenSocket = (url, protocols, handlers): FeedSocket => {
    const connection: FakeConnection = { url, protocols, handlers, sent: [], isClosedByPage: false };
    connections.push(connection);
    return {
      send: (text) => {
        connection.sent.push(text);
      },
      close: () => {
        connection.isClosedByPage = true;
      },
    };
  };
  return { open, connections };
}
