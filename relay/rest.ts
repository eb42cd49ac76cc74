/**
 * Signed GETs to the exchange's REST, paced to its smallest tier. Status, body and date come back as they are; redirects are
 * not followed (the signature must not travel), and a late, huge or broken answer becomes a sentence. It takes paths
 * from allow.ts only and parses nothing.
 */
import http from 'node:http';
import https from 'node:https';
import type { Signer } from './signer.ts';

export type RestAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly contentType: string;
      /** When the exchange made it, by its own clock: `Date` as it stands there, a whole second. */
      readonly date?: string | undefined;
      readonly retryAfter?: string | undefined;
      readonly body: Buffer;
    }
  | { readonly kind: 'failed'; readonly status: number; readonly code: string; readonly message: string };

export interface Rest {
  /** Returns the exchange's answer to a signed GET of `path` (under the base) with `query`. Never throws. */
  get(path: string, query: string, signal: AbortSignal): Promise<RestAnswer>;
  readonly close: () => void;
}

export const REST_LIMITS = {
  connectMs: 3_000,
  totalMs: 10_000,
  maxBodyBytes: 32 * 1024 * 1024,
  maxSockets: 8,
  /** Basic tier: 200 tokens a second for reads, 10 a request (docs/protocol.md, rate limits). */
  tokensPerSecond: 200,
  tokensPerRequest: 10,
  /** Waiting longer than this would be slower than saying so. */
  maxWaitMs: 8_000,
};
export type RestLimits = Readonly<typeof REST_LIMITS>;

/** Returns the REST client of one relay. */
export function createRest(restUrl: string, signer: Signer, limits: RestLimits = REST_LIMITS): Rest {
  const base = new URL(restUrl);
  const { request, Agent } = base.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: limits.maxSockets });
  const pacer = createPacer(limits);

  const send = (path: string, query: string, signal: AbortSignal): Promise<RestAnswer> =>
    new Promise((resolve) => {
      const signedPath = base.pathname.replace(/\/$/, '') + path;
      const call = request({
        protocol: base.protocol,
        hostname: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port,
        path: query === '' ? signedPath : `${signedPath}?${query}`,
        headers: { accept: 'application/json', ...signer.headers('GET', signedPath) },
        agent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(limits.totalMs)]),
      });
      call.on('socket', (socket) => {
        if (!socket.connecting) return;
        const late = setTimeout(() => call.destroy(new Error('connect timeout')), limits.connectMs);
        socket.once('connect', () => clearTimeout(late));
        socket.once('close', () => clearTimeout(late));
      });
      call.on('error', (error: Error & { code?: string }) => resolve(failure(error)));
      call.on('response', (response) => {
        const status = response.statusCode ?? 502;
        if (status >= 300 && status < 400) {
          call.destroy();
          return resolve(
            failed(502, 'exchange_redirect', `The exchange answered ${status}, which is not followed.`),
          );
        }
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes > limits.maxBodyBytes) response.destroy(new Error('too large'));
        });
        response.on('error', (error) => resolve(failure(error)));
        response.on('end', () =>
          resolve({
            kind: 'answer',
            status,
            // Anything but JSON is shown as plain text: it must never be taken for a page.
            contentType: /^application\/json\b/.test(response.headers['content-type'] ?? '')
              ? 'application/json; charset=utf-8'
              : 'text/plain; charset=utf-8',
            date: response.headers.date,
            retryAfter: response.headers['retry-after'],
            body: Buffer.concat(chunks),
          }),
        );
      });
      call.end();
    });

  return {
    async get(path, query, signal) {
      if (!(await pacer()))
        return failed(429, 'relay_busy', 'Too many requests are waiting: try again in a moment.');
      return send(path, query, signal);
    },
    close: () => agent.destroy(),
  };
}

/** Returns a wait for one request's tokens: first come, first served, up to a second's budget at once; false when the wait is too long. */
export function createPacer(
  limits: RestLimits,
  now: () => number = () => performance.now(),
): () => Promise<boolean> {
  const costMs = (limits.tokensPerRequest / limits.tokensPerSecond) * 1_000;
  const burstMs = 1_000; // the bucket holds one second
  let paidUntil = 0; // when the budget would be full again, on the caller's clock
  return async () => {
    const at = now();
    const start = Math.max(paidUntil, at - burstMs);
    const waitMs = start + costMs - at;
    if (waitMs > limits.maxWaitMs) return false;
    paidUntil = start + costMs;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    return true;
  };
}

function failure(error: Error & { code?: string }): RestAnswer {
  if (error.name === 'TimeoutError' || error.name === 'AbortError' || error.message === 'connect timeout')
    return failed(504, 'exchange_timeout', 'The exchange did not answer in time.');
  if (error.message === 'too large')
    return failed(502, 'exchange_answer_too_large', 'The answer of the exchange was larger than expected.');
  return failed(
    502,
    'exchange_unreachable',
    `The exchange could not be reached (${error.code ?? 'broken answer'}).`,
  );
}

function failed(status: number, code: string, message: string): RestAnswer {
  return { kind: 'failed', status, code, message };
}
