/** Starts a relay in this process against a fake exchange, and gives tests a page's view of it. */
import { Writable } from 'node:stream';
import { WebSocket } from 'ws';
import { readConfig, type Config } from '../../relay/config.ts';
import type { GuardName } from '../../relay/guard.ts';
import { createLog } from '../../relay/log.ts';
import type { PageSource } from '../../relay/host.ts';
import type { PipeLimits } from '../../relay/pipe.ts';
import type { RestLimits } from '../../relay/rest.ts';
import { startRelay, type Relay } from '../../relay/server.ts';
import { createSigner } from '../../relay/signer.ts';
import { FAKE_KEY_ID, type FakeExchange } from './fake-exchange.ts';

export const TOKEN = 'a-token-for-tests_0123456789';

export interface TestRelay extends Relay {
  readonly origin: string;
  /** Everything logged so far, at the finest level. */
  logged(): string;
  /** Opens /feed as a paired page would, unless told otherwise. */
  openFeed(options?: { origin?: string; protocols?: string[] }): FeedClient;
  fetch(path: string, init?: RequestInit & { token?: string | undefined }): Promise<Response>;
}

export interface FeedClient {
  readonly socket: WebSocket;
  /** Messages received so far; '' is a heartbeat. */
  readonly messages: string[];
  readonly opened: Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Waits until `isDone` holds over the messages so far. */
  until(isDone: (messages: readonly string[]) => boolean): Promise<void>;
}

export interface TestRelayOptions {
  readonly limits?: Partial<PipeLimits>;
  readonly restLimits?: Partial<RestLimits>;
  readonly disabledGuards?: ReadonlySet<GuardName>;
  readonly fixedToken?: boolean;
  readonly config?: Partial<Config>;
  readonly page?: PageSource;
}

export async function startTestRelay(
  exchange: FakeExchange,
  options: TestRelayOptions = {},
): Promise<TestRelay> {
  const read = readConfig({ PORT: '0' });
  if (!read.ok) throw new Error(read.reason.join(' '));
  let logged = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString('utf8');
      done();
    },
  });
  const started = await startRelay(
    {
      ...read.value,
      exchange: { wsUrl: exchange.wsUrl, restUrl: exchange.restUrl },
      fixedToken: options.fixedToken === true ? TOKEN : undefined,
      ...options.config,
    },
    {
      signer: createSigner(FAKE_KEY_ID, exchange.privateKey),
      token: TOKEN,
      page: options.page ?? { kind: 'none' },
      log: createLog('trace', sink),
      version: '0.0.0-test',
      limits: options.limits,
      restLimits: options.restLimits,
      disabledGuards: options.disabledGuards,
    },
  );
  if (!started.ok) throw new Error(started.reason);
  const relay = started.value;
  const origin = `http://127.0.0.1:${relay.port}`;
  return {
    ...relay,
    origin,
    logged: () => logged,
    openFeed: (feed = {}) =>
      openFeed(`ws://127.0.0.1:${relay.port}/feed`, {
        origin,
        protocols: ['flowboard.v1', `token.${TOKEN}`],
        ...feed,
      }),
    fetch(path, { token = TOKEN, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (token !== '') headers.set('authorization', `Bearer ${token}`);
      return fetch(`${origin}${path}`, { redirect: 'manual', ...init, headers });
    },
  };
}

/** Opens a feed socket at `url`. */
export function openFeed(
  url: string,
  { origin, protocols }: { origin: string; protocols: string[] },
): FeedClient {
  const socket = new WebSocket(url, protocols, { origin, perMessageDeflate: false });
  const messages: string[] = [];
  const checks = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    messages.push(data.toString('utf8'));
    for (const check of checks) check();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }));
  });
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('error', reject);
  });
  opened.catch(() => undefined);
  return {
    socket,
    messages,
    opened,
    closed,
    until: (isDone) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!isDone(messages)) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
}
