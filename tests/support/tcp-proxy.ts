/**
 * A TCP proxy on loopback that can misbehave on demand: resets what is open, swallows every byte while all sockets stay
 * open (a half-open line), or resets whoever connects. It knows no protocol.
 */
import { connect, createServer, type Socket } from 'node:net';

export type ProxyMode = 'pass' | 'swallow' | 'refuse';

export interface TcpProxy {
  readonly port: number;
  /** `swallow` and `pass` hold for open connections too; bytes swallowed are gone. */
  setMode(mode: ProxyMode): void;
  /** What comes from the target is passed on so many ms later from now on, in its order. */
  setDelay(ms: number): void;
  /** Resets every open connection on both sides; returns how many there were. */
  reset(): number;
  close(): Promise<void>;
}

/** Starts a proxy to `targetPort`, both on 127.0.0.1. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let mode: ProxyMode = 'pass';
  let delayMs = 0;

  function join(client: Socket): void {
    if (mode === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const target = connect(targetPort, '127.0.0.1');
    const pair = [client, target] as const;
    pairs.add(pair);
    const toClient = inOrder((bytes) => client.write(bytes));
    for (const [from, to] of [pair, [target, client] as const]) {
      from.setNoDelay(true);
      // No backpressure: what passes here is a trickle, and a pipe could not be made to swallow half-way.
      from.on('data', (bytes: Buffer) => {
        if (mode === 'swallow') return;
        if (to === client) toClient(bytes, delayMs);
        else to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
  }

  const server = createServer(join);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const reset = (): number => {
    const open = [...pairs];
    for (const pair of open) for (const socket of pair) socket.resetAndDestroy();
    return open.length;
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    setMode: (next) => {
      mode = next;
    },
    setDelay: (ms) => {
      delayMs = ms;
    },
    reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        reset();
      }),
  };
}

/** Returns what hands bytes to `write` so many ms later, and never before those that came before. */
function inOrder(write: (bytes: Buffer) => void): (bytes: Buffer, delayMs: number) => void {
  const waiting: { readonly bytes: Buffer; readonly at: number }[] = [];
  const drain = (): void => {
    for (let [next] = waiting; next !== undefined && next.at <= performance.now(); [next] = waiting) {
      waiting.shift();
      write(next.bytes);
    }
    const [next] = waiting;
    if (next !== undefined) setTimeout(drain, next.at - performance.now());
  };
  return (bytes, delayMs) => {
    if (waiting.length === 0 && delayMs === 0) return write(bytes);
    waiting.push({ bytes, at: performance.now() + delayMs });
    if (waiting.length === 1) drain();
  };
}
