/** A small client of the simulated exchange: signs, speaks the wire protocol, keeps every frame. For tests only. */
import { constants, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Simulator } from '../../relay/simulator/server.ts';

export interface Frame {
  readonly type: string;
  readonly id?: number;
  readonly sid?: number;
  readonly seq?: number;
  readonly sending_ts_ms?: number;
  readonly msg?: Readonly<Record<string, unknown>>;
}

export interface ExchangeClient {
  readonly socket: WebSocket;
  /** Every frame so far, in order; texts that are no JSON are in `garbage`. */
  readonly frames: Frame[];
  readonly garbage: string[];
  send(command: unknown): void;
  /** Waits for the first frame, past or future, that `isWanted`. */
  wait(isWanted: (frame: Frame) => boolean): Promise<Frame>;
  /** Waits until `isDone` holds; it is asked after every frame. */
  until(isDone: () => boolean): Promise<void>;
  closed(): Promise<number>;
  close(): void;
}

export const SOCKET_PATH = '/trade-api/ws/v2';

/** Returns the three headers for a request at `now`. */
export function signedHeaders(
  keyId: string,
  key: KeyObject | string,
  method: string,
  path: string,
  now = Date.now(),
): Record<string, string> {
  const privateKey = typeof key === 'string' ? createPrivateKey(key) : key;
  const message = Buffer.from(`${now}${method}${path}`);
  const signature =
    privateKey.asymmetricKeyType === 'ed25519'
      ? sign(null, message, privateKey)
      : sign('sha256', message, {
          key: privateKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: 32,
        });
  return {
    'KALSHI-ACCESS-KEY': keyId,
    'KALSHI-ACCESS-TIMESTAMP': String(now),
    'KALSHI-ACCESS-SIGNATURE': signature.toString('base64'),
  };
}

/** Opens a signed socket to `simulator`, which must have made its own key pair. */
export async function connectTo(simulator: Simulator): Promise<ExchangeClient> {
  const headers = signedHeaders(simulator.keyId, simulator.privateKeyPem ?? '', 'GET', SOCKET_PATH);
  const socket = new WebSocket(`ws://127.0.0.1:${simulator.port}${SOCKET_PATH}`, { headers });
  const frames: Frame[] = [];
  const garbage: string[] = [];
  const checks = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    try {
      frames.push(JSON.parse(text) as Frame);
    } catch {
      garbage.push(text);
    }
    for (const check of [...checks]) check();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const until = (isDone: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isDone()) return;
        checks.delete(check);
        resolve();
      };
      checks.add(check);
      check();
    });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return {
    socket,
    frames,
    garbage,
    send: (command) => socket.send(typeof command === 'string' ? command : JSON.stringify(command)),
    wait: async (isWanted) => {
      let found: Frame | undefined;
      await until(() => (found = frames.find(isWanted)) !== undefined);
      return found ?? { type: '' };
    },
    until,
    closed: () => closed,
    close: () => socket.terminate(),
  };
}

/** Returns status and body of a GET below the REST root, unsigned. */
export async function getJson(
  simulator: Simulator,
  path: string,
  init: RequestInit = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${simulator.port}/trade-api/v2${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
