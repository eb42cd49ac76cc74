/**
 * The relay as one startable thing: guards first, then status, pairing, REST by operation name and the page, and
 * the feed beside them on the same port of 127.0.0.1. main.ts starts it for people, tests start it for themselves.
 */
import { createServer, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { err, ok, type Result } from '#core/lib/result.ts';
import type { Config } from './config.ts';
import { createFeed, MAX_CLIENTS } from './feed.ts';
import { createGuards, type GuardName, type Guards, type Verdict } from './guard.ts';
import { createPageHost, type PageHost, type PageSource } from './host.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createPairing } from './pairing.ts';
import { PIPE_LIMITS, type PipeLimits } from './pipe.ts';
import { createRest, REST_LIMITS, type RestLimits } from './rest.ts';
import { createRoutes } from './routes.ts';
import type { Signer } from './signer.ts';
import { countIn, createFeedStats, type FeedStats } from './stats.ts';
import { createUpstreamOpener } from './upstream.ts';

/** Never a wildcard address: the relay is for this machine alone. */
const ADDRESS = '127.0.0.1';
const MAX_HEADER_BYTES = 8 * 1024;
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 128;

export interface RelayOptions {
  readonly signer: Signer;
  readonly token: string;
  readonly page: PageSource;
  readonly log: Log;
  readonly version: string;
  /** Shorter times and smaller buffers, for tests. */
  readonly limits?: Partial<PipeLimits> | undefined;
  readonly restLimits?: Partial<RestLimits> | undefined;
  /** Test builds only; see guard.ts. */
  readonly disabledGuards?: ReadonlySet<GuardName> | undefined;
}

export interface Relay {
  readonly port: number;
  /** Returns a fresh address to open; its code is good for one page. */
  freshAddress(): string;
  /** Closes every socket with 1001 and stops listening. */
  readonly close: () => Promise<void>;
}

/** Starts the relay, or returns one sentence saying why it cannot run. */
export async function startRelay(config: Config, options: RelayOptions): Promise<Result<Relay, string>> {
  const { signer, token, page, log, version } = options;
  let port = config.port;
  const guards = createGuards({ port: () => port, token, disabled: options.disabledGuards });
  const stats = createFeedStats();
  const metrics = createMetrics(stats);
  const rest = createRest(config.exchange.restUrl, signer, { ...REST_LIMITS, ...options.restLimits });
  const pairing = createPairing(token, config.fixedToken !== undefined);
  const feed = createFeed({
    openUpstream: createUpstreamOpener(config.exchange.wsUrl, signer),
    stats,
    log,
    limits: { ...PIPE_LIMITS, ...options.limits },
  });
  const host = await createPageHost(page);
  const routes = createRoutes({
    config,
    guards,
    host,
    log,
    metrics,
    pairing,
    rest,
    stats,
    version,
    isVite: page.kind === 'vite',
    port: () => port,
  });

  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT_MS },
    routes,
  );
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal = judgeUpgrade(request, guards, host, stats);
    if (refusal !== undefined) return refuseUpgrade(socket, refusal, stats, log);
    if (request.url === '/feed') feed.accept(request, socket, head);
    else host.upgrades?.emit('upgrade', request, socket, head);
  });

  const problem = await new Promise<string | undefined>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(listenProblem(error, config.port)));
    server.listen(config.port, ADDRESS, () => resolve(undefined));
  });
  const close = async (): Promise<void> => {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([feed.close(), host.close()]);
    rest.close();
    server.closeAllConnections();
    if (problem === undefined) await stopped;
  };
  if (problem !== undefined) {
    await close();
    return err(problem);
  }
  port = (server.address() as AddressInfo).port;
  return ok({ port, freshAddress: () => `http://${ADDRESS}:${port}/#pair=${pairing.freshCode()}`, close });
}

/** Returns what speaks against an upgrade. Host and Origin hold for Vite's socket too, the token for the feed. */
function judgeUpgrade(
  request: IncomingMessage,
  guards: Guards,
  host: PageHost,
  stats: FeedStats,
): Exclude<Verdict, { kind: 'pass' }> | Refusal | undefined {
  const verdict = guards.upgrade(request);
  if (verdict.kind !== 'pass') return verdict;
  if (request.url !== '/feed')
    return host.upgrades === undefined
      ? { kind: 'unknown', status: 404, message: 'The only socket here is /feed.' }
      : undefined;
  const token = guards.feedToken(request);
  if (token.kind !== 'pass') return token;
  if (stats.pipes.size >= MAX_CLIENTS)
    return { kind: 'full', status: 503, message: `Expected at most ${MAX_CLIENTS} feed sockets.` };
  return undefined;
}

interface Refusal {
  readonly kind: 'unknown' | 'full';
  readonly status: number;
  readonly message: string;
}

function refuseUpgrade(
  socket: Duplex,
  refusal: Exclude<Verdict, { kind: 'pass' }> | Refusal,
  stats: FeedStats,
  log: Log,
): void {
  const { status, message } =
    refusal.kind === 'redirect' ? { status: 421, message: 'Expected the canonical address.' } : refusal;
  const code = refusal.kind === 'refuse' ? refusal.guard : refusal.kind;
  countIn(stats.refusals, code);
  log.info('upgrade refused', { guard: code, status });
  const body = JSON.stringify({ error: { code, message, details: null } });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `X-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Returns a sentence when `port` is taken. Asked before the simulated exchange is started, so that the first thing said is the true one. */
export function checkPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(listenProblem(error, port)));
    probe.listen(port, ADDRESS, () => probe.close(() => resolve(undefined)));
  });
}

function listenProblem(error: NodeJS.ErrnoException, port: number): string {
  return error.code === 'EADDRINUSE'
    ? `Port ${port} is taken, expected it to be free: stop the other program (perhaps another Flowboard) or set PORT.`
    : `Port ${port} could not be opened (${error.code ?? error.message}).`;
}
