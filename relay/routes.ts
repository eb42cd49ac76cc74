/**
 * The relay's HTTP routes in the order in which a request meets them: correlation id, headers, guards, status, pairing,
 * token, operations, page. Its own errors are `{ "error": { "code", "message", "details" } }`, without a stack.
 */
import { randomBytes } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { buildRequest } from './allow.ts';
import type { Config } from './config.ts';
import type { Guards } from './guard.ts';
import { readHealth } from './health.ts';
import { securityHeaders, type PageHost } from './host.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Pairing } from './pairing.ts';
import type { Rest } from './rest.ts';
import { countIn, type FeedStats } from './stats.ts';

const PAIR_TRIES = 10;
const PAIR_WINDOW_MS = 60_000;
const MAX_BODY = '32kb';

export interface RoutesOptions {
  readonly config: Config;
  readonly guards: Guards;
  readonly host: PageHost;
  readonly isVite: boolean;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly pairing: Pairing;
  readonly port: () => number;
  readonly rest: Rest;
  readonly stats: FeedStats;
  readonly version: string;
}

/** Returns the relay's request handler. */
export function createRoutes(options: RoutesOptions): Express {
  const { config, guards, host, log, metrics, pairing, port, rest, stats, version } = options;
  const startedAt = performance.now();
  const about = { mode: config.environment, exchangeId: config.exchangeId, version };
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', false);
  app.set('query parser', 'simple');

  app.use((_request, response, next) => {
    const id = randomBytes(6).toString('hex');
    (response.locals as Locals).id = id;
    response.setHeader('X-Request-Id', id);
    next();
  });
  app.use(...securityHeaders(port, options.isVite));
  app.use((request, response, next) => {
    const verdict = guards.request(request);
    if (verdict.kind === 'pass') return next();
    if (verdict.kind === 'redirect') return response.redirect(302, verdict.location);
    countIn(stats.refusals, verdict.guard);
    log.info('request refused', { request: idOf(response), guard: verdict.guard, status: verdict.status });
    sendError(response, verdict.status, `refused_${verdict.guard}`, verdict.message);
  });

  app.get('/health', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.json(readHealth(about, stats, startedAt));
  });
  app.get('/metrics', async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.type(metrics.contentType).send(await metrics.text());
  });

  const pairLimit = rateLimit({
    windowMs: PAIR_WINDOW_MS,
    limit: PAIR_TRIES,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) =>
      sendError(response, 429, 'too_many_tries', 'Too many wrong codes: wait a minute and try again.'),
  });
  app.post('/pair', pairLimit, express.json({ limit: MAX_BODY }), (request, response) => {
    const body: unknown = request.body;
    const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
    if (typeof code !== 'string')
      return sendError(response, 400, 'bad_body', 'Expected a JSON body of the form { "code": "..." }.');
    const token = pairing.redeem(code);
    if (token === undefined)
      return sendError(
        response,
        401,
        'unknown_code',
        'This code was used or is not known: press Enter in the relay.',
      );
    log.info('page paired', { request: idOf(response) });
    response.setHeader('Cache-Control', 'no-store');
    response.json({ token });
  });

  const needToken: RequestHandler = (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    const verdict = guards.bearer(request);
    if (verdict.kind !== 'refuse') return next();
    countIn(stats.refusals, verdict.guard);
    sendError(response, verdict.status, 'unauthorized', verdict.message);
  };
  app.use('/api', needToken);
  app.get('/api/config', (_request, response) => {
    response.json({ ...about, ...config.display });
  });
  app.get('/api/:operation', async (request, response) => {
    const { operation } = request.params;
    const [, search = ''] = request.url.split('?', 2);
    const built = buildRequest(operation, new URLSearchParams(search));
    if (!built.ok) {
      const status = built.reason.code === 'unknown_operation' ? 404 : 400;
      return sendError(response, status, built.reason.code, built.reason.message);
    }
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const since = performance.now();
    const answer = await rest.get(built.value.path, built.value.query, gone.signal);
    const durationMs = Math.round(performance.now() - since);
    metrics.rest(operation, answer.status, durationMs / 1_000);
    log.info('operation', { request: idOf(response), operation, status: answer.status, durationMs });
    if (answer.kind === 'failed') return sendError(response, answer.status, answer.code, answer.message);
    // `Date` is this computer's.
    if (answer.date !== undefined) response.setHeader('X-Exchange-Date', answer.date);
    if (answer.retryAfter !== undefined) response.setHeader('Retry-After', answer.retryAfter);
    response.status(answer.status).setHeader('Content-Type', answer.contentType);
    response.end(answer.body);
  });
  app.use(['/api', '/pair', '/feed'], (_request, response) =>
    sendError(response, 404, 'not_found', 'There is no such route, or not with this method.'),
  );

  app.use(...host.handlers, (_request: unknown, response: Response) =>
    sendError(response, 404, 'not_found', 'There is no such file.'),
  );
  const onError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    const status = statusOf(error);
    if (status >= 500)
      log.error('request failed', { request: idOf(response), status, reason: nameOf(error) });
    if (response.headersSent) return next(error);
    sendError(
      response,
      status,
      status >= 500 ? 'internal' : 'bad_request',
      'The request could not be handled.',
    );
  };
  app.use(onError);
  return app;
}

interface Locals {
  id?: string;
}

function idOf(response: Response): string {
  return (response.locals as Locals).id ?? '';
}

function sendError(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message, details: null } });
}

/** Errors of the body parser and of static files carry a status; anything else is ours. */
function statusOf(error: unknown): number {
  const status: unknown =
    typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
