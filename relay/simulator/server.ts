/**
 * The simulated exchange on a loopback port: HTTP for REST, WebSocket for the feed, both behind the exchange's own
 * authentication. `startSimulator` is what tests use; `main.ts` is the same from the command line.
 */
import { generateKeyPairSync } from 'node:crypto';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { hashText } from '#core/exchange/ids.ts';
import { Venue } from '#core/exchange/venue.ts';
import { HOUR, type UnixMs } from '#core/units/time.ts';
import { isSigned, refuse, registerKey, type RegisteredKey } from './auth.ts';
import type { Shape } from './encode.ts';
import { SimulatedExchange } from './exchange.ts';
import { scheduleFaults, type Fault } from './faults.ts';
import { nested, notFound, tooMany, type Reply } from './reply.ts';
import { answer, needsSignature, REST_ROOT } from './rest.ts';
import { Session } from './session.ts';
import type { Source } from './source.ts';
import { TokenBucket } from './token-bucket.ts';

export interface SimulatorOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  readonly seed?: number;
  /** Public trades a second over all markets. */
  readonly rate?: number;
  /** Virtual time at the start; the wall clock's when absent. */
  readonly start?: UnixMs;
  /** Virtual time goes on from the start, instead of catching up with the wall clock: so by default when one is given. */
  readonly isPinned?: boolean;
  readonly pastMs?: number;
  readonly shape?: Shape;
  /** The registered key; a pair is made when absent. */
  readonly keyId?: string;
  readonly publicKeyPem?: string;
  readonly faults?: readonly Fault[];
  /** Another origin of events than the synthetic venue: a recording. */
  readonly source?: Source;
  /** Tests shorten the keepalive. */
  readonly pingEveryMs?: number;
}

export interface Simulator {
  readonly port: number;
  readonly seed: number;
  readonly keyId: string;
  /** Present when the pair was made here. */
  readonly privateKeyPem: string | undefined;
  readonly exchange: SimulatedExchange;
  close(): Promise<void>;
}

export const DEFAULT_PORT = 47_832;
export const DEFAULT_RATE = 25;
const HOST = '127.0.0.1';
const SOCKET_PATH = '/trade-api/ws/v2';
const PAST_MS = 2 * HOUR;
/** Protocol 3.1. */
const PING_EVERY_MS = 10_000;
const PINGS_UNTIL_DEAD = 3;
const MOST_COMMAND_BYTES = 4 * 1024 * 1024;
const MADE_KEY_ID = '5e1f1e55-0000-4000-8000-51a1a1a1a1a1';

/** Starts a simulated exchange in this process. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = options.seed ?? Math.floor(Math.random() * 0x1_0000_0000);
  const start = options.start ?? (Date.now() as UnixMs);
  const { key, privateKeyPem } = readKey(options);
  const http = createServer();
  const port = await listen(http, options.port ?? 0); // before the past is played: a taken port fails at once
  const source = options.source ?? synthetic(seed, start, options);
  const exchange = new SimulatedExchange({
    source,
    shape: options.shape ?? 'current',
    // Another run of the same seed makes other trades: their ids must differ too, or a reader takes them for repeats.
    key: hashText(`${seed} ${start}`, 0),
    start,
    isPinned: options.isPinned ?? options.start !== undefined,
  });
  const desk = new Desk(http, exchange, key, options.pingEveryMs ?? PING_EVERY_MS);
  const stops = [
    exchange.run(() => desk.disconnect(0)),
    scheduleFaults(options.faults ?? [], {
      sessions: () => exchange.sessions,
      disconnect: (code) => desk.disconnect(code),
      overload: (ms) => desk.overload(ms),
    }),
  ];
  const close = async (): Promise<void> => {
    for (const stop of stops) stop();
    await desk.close();
  };
  return { port, seed, keyId: key.keyId, privateKeyPem, exchange, close };
}

function readKey(options: SimulatorOptions): { key: RegisteredKey; privateKeyPem: string | undefined } {
  const keyId = options.keyId ?? MADE_KEY_ID;
  if (options.publicKeyPem !== undefined) {
    return { key: registerKey(keyId, options.publicKeyPem), privateKeyPem: undefined };
  }
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { key: registerKey(keyId, pair.publicKey), privateKeyPem: pair.privateKey };
}

function synthetic(seed: number, start: UnixMs, options: SimulatorOptions): Source {
  const venue = new Venue({
    seed,
    start,
    rate: options.rate ?? DEFAULT_RATE,
    pastMs: options.pastMs ?? PAST_MS,
  });
  return {
    get now() {
      return venue.now;
    },
    market: (ticker) => venue.market(ticker),
    markets: () => venue.programme.markets.values(),
    event: (ticker) => venue.event(ticker),
    events: () => venue.programme.events.values(),
    series: () => venue.programme.series,
    advance: (to, emit) => venue.advance(to, emit),
  };
}

/** Returns the port that `http` then listens on. Rejects when it is taken. */
function listen(http: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, HOST, () => {
      const address = http.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Transport: one HTTP server, its sockets, and who is let in. */
class Desk {
  readonly #exchange: SimulatedExchange;
  readonly #key: RegisteredKey;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    autoPong: false,
    maxPayload: MOST_COMMAND_BYTES,
  });
  readonly #bucket = new TokenBucket();
  readonly #pingEveryMs: number;
  #overloadedUntil = 0;

  constructor(http: Server, exchange: SimulatedExchange, key: RegisteredKey, pingEveryMs: number) {
    this.#http = http;
    this.#exchange = exchange;
    this.#key = key;
    this.#pingEveryMs = pingEveryMs;
    http.on('request', (request, response) => this.#answer(request, response));
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Ends every socket: with a close code, or without a word when `code` is 0. */
  disconnect(code: number): void {
    for (const socket of this.#sockets.clients) {
      if (code === 0) socket.terminate();
      else socket.close(code);
    }
  }

  overload(ms: number): void {
    this.#overloadedUntil = Date.now() + ms;
  }

  async close(): Promise<void> {
    this.disconnect(0);
    this.#http.closeAllConnections();
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
  }

  #isOverloaded(): boolean {
    return Date.now() < this.#overloadedUntil || !this.#bucket.take(Date.now());
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const reply = this.#reply(request);
    const text = JSON.stringify(reply.body);
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      date: new Date(this.#exchange.now()).toUTCString(),
    });
    response.end(text);
    request.resume();
  }

  #reply(request: IncomingMessage): Reply {
    if (this.#isOverloaded()) return tooMany;
    const method = request.method ?? 'GET';
    const [path = '', query = ''] = (request.url ?? '/').split('?', 2);
    if (!path.startsWith(`${REST_ROOT}/`)) return notFound('path');
    const below = path.slice(REST_ROOT.length);
    if (isSigned(request.headers) || needsSignature(method, below)) {
      const refusal = refuse({ method, path, headers: request.headers }, this.#key, Date.now());
      if (refusal !== undefined) return nested(401, refusal.code, refusal.message, refusal.details);
    }
    return answer(this.#exchange.rest, method, below, new URLSearchParams(query));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const reply = this.#refuseUpgrade(request, path);
    if (reply !== undefined) {
      refuseUpgrade(socket, reply);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => this.#open(client));
  }

  #refuseUpgrade(request: IncomingMessage, path: string): Reply | undefined {
    if (this.#isOverloaded()) return tooMany;
    if (path !== SOCKET_PATH) return notFound('path');
    const refusal = refuse({ method: 'GET', path, headers: request.headers }, this.#key, Date.now());
    return refusal === undefined ? undefined : nested(401, refusal.code, refusal.message, refusal.details);
  }

  #open(client: WebSocket): void {
    const session = new Session(client, this.#exchange);
    this.#exchange.sessions.add(session);
    let unanswered = 0;
    const timer = setInterval(() => {
      if (session.isStalled) return;
      if (unanswered >= PINGS_UNTIL_DEAD) client.terminate();
      unanswered++;
      client.ping('heartbeat');
    }, this.#pingEveryMs);
    client.on('pong', () => (unanswered = 0));
    client.on('ping', (body: Buffer) => {
      if (!session.isStalled) client.pong(body);
    });
    client.on('message', (data: Buffer, isBinary: boolean) => {
      if (!session.isStalled) session.receive(isBinary ? '' : data.toString('utf8'));
    });
    client.on('error', () => client.terminate());
    client.on('close', () => {
      clearInterval(timer);
      this.#exchange.sessions.delete(session);
    });
  }
}

/** Answers an upgrade with a plain HTTP reply instead of 101. */
function refuseUpgrade(socket: Duplex, reply: Reply): void {
  const body = JSON.stringify(reply.body);
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
