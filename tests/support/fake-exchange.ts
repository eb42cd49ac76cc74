/**
 * A stand-in for the exchange on a free loopback port: verifies the three headers, remembers what arrived, and does
 * what a test tells it to do. It knows nothing of markets; frames are whatever text a test sends.
 */
import { generateKeyPairSync, verify, constants, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

export interface RestReply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakeExchange {
  readonly wsUrl: string;
  readonly restUrl: string;
  readonly port: number;
  readonly privateKey: KeyObject;
  /** Sockets open now, oldest first. */
  readonly sockets: WebSocket[];
  /** Every command text received, in order. */
  readonly commands: string[];
  /** Every REST request line received (`GET /path?query`). */
  readonly requests: string[];
  readonly requestHeaders: IncomingMessage['headers'][];
  /** When set, upgrades are answered with this instead of a socket. */
  upgradeReply: RestReply | undefined;
  /** When true, upgrades are left hanging. */
  isDeaf: boolean;
  /** When true, sockets do not answer pings (set before they connect). */
  ignoresPings: boolean;
  reply: (request: string) => RestReply | 'hang' | 'cut';
  nextSocket(): Promise<WebSocket>;
  nextCommand(): Promise<string>;
  close(): Promise<void>;
}

export const FAKE_KEY_ID = 'a-test-key';

export async function startFakeExchange(): Promise<FakeExchange> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const socketWaiters: ((socket: WebSocket) => void)[] = [];
  const commandWaiters: ((text: string) => void)[] = [];
  const server = createServer((request, response) => {
    const line = `${request.method ?? ''} ${request.url ?? ''}`;
    exchange.requests.push(line);
    exchange.requestHeaders.push(request.headers);
    const reply = isSigned(request, publicKey) ? exchange.reply(line) : UNAUTHORIZED;
    if (reply === 'hang') return;
    if (reply === 'cut') return void request.socket.destroy();
    response
      .writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      .end(reply.body);
  });
  const hanging: Duplex[] = [];
  const sockets = new WebSocketServer({ noServer: true, autoPong: false, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    if (exchange.isDeaf) return void hanging.push(socket);
    const refusal = exchange.upgradeReply ?? (isSigned(request, publicKey) ? undefined : UNAUTHORIZED);
    if (refusal !== undefined) {
      const headers = Object.entries(refusal.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(
        `HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\n${headers.join('')}` +
          `Content-Length: ${Buffer.byteLength(refusal.body)}\r\n\r\n${refusal.body}`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      exchange.sockets.push(opened);
      opened.on('ping', (data) => {
        if (!exchange.ignoresPings) opened.pong(data);
      });
      opened.on('message', (data: Buffer) => {
        const text = data.toString('utf8');
        exchange.commands.push(text);
        commandWaiters.shift()?.(text);
      });
      opened.on('error', () => opened.terminate());
      opened.on('close', () => exchange.sockets.splice(exchange.sockets.indexOf(opened), 1));
      socketWaiters.shift()?.(opened);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const exchange: FakeExchange = {
    wsUrl: `ws://127.0.0.1:${port}/trade-api/ws/v2`,
    restUrl: `http://127.0.0.1:${port}/trade-api/v2`,
    port,
    privateKey,
    sockets: [],
    commands: [],
    requests: [],
    requestHeaders: [],
    upgradeReply: undefined,
    isDeaf: false,
    ignoresPings: false,
    reply: () => ({ status: 200, body: '{}' }),
    nextSocket: () => new Promise((resolve) => socketWaiters.push(resolve)),
    nextCommand: () => new Promise((resolve) => commandWaiters.push(resolve)),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      for (const socket of hanging) socket.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return exchange;
}

const UNAUTHORIZED: RestReply = {
  status: 401,
  body: '{"error":{"code":"authentication_error","message":"authentication_error","details":"INCORRECT_API_KEY_SIGNATURE"}}',
};

/** Returns whether the three headers are there and right, for either type of key. */
export function isSigned(request: IncomingMessage, publicKey: KeyObject): boolean {
  const { headers } = request;
  const timestamp = headers['kalshi-access-timestamp'];
  const signature = headers['kalshi-access-signature'];
  if (headers['kalshi-access-key'] !== FAKE_KEY_ID) return false;
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return false;
  if (Math.abs(Date.now() - Number(timestamp)) > 30_000) return false;
  const path = (request.url ?? '').split('?')[0] ?? '';
  const bytes = Buffer.from(`${timestamp}${request.method ?? ''}${path}`);
  const given = Buffer.from(signature, 'base64');
  return publicKey.asymmetricKeyType === 'ed25519'
    ? verify(null, bytes, publicKey, given)
    : verify(
        'sha256',
        bytes,
        { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
        given,
      );
}
