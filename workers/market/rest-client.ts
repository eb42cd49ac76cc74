/**
 * REST through the relay: one request at a time, paced, with a deadline, and none at all while it is switched off.
 * It knows operations and texts; what a body means is for its callers (core/wire/rest.ts). Never throws.
 */
import { restErrorReason } from '#core/wire/rest-body.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Clock } from '../lib/clock.ts';

export type RestAnswer =
  | { readonly kind: 'body'; readonly text: string }
  /** Switched off, or the page is not paired: nothing was sent. */
  | { readonly kind: 'off' }
  | { readonly kind: 'failed'; readonly reason: string };

export type RestParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface RestStats {
  readonly enabled: boolean;
  readonly requests: number;
  readonly failures: number;
  readonly lastError: string;
}

export interface RestClientOptions {
  /** `http://127.0.0.1:PORT/api`. */
  readonly apiUrl: string;
  readonly token: string | undefined;
  readonly isEnabled: boolean;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** An answer of the exchange has just come, made at `date`, by the exchange's clock. */
  onDate?(date: UnixMs): void;
}

/** Between two requests: at most ten a second, half of the exchange's smallest budget. */
const PACE_MS = 100;
/** The relay gives up after 10 s by itself. */
const TIMEOUT_MS = 15_000;
const MAX_ERROR_BODY = 10_000;

export class RestClient {
  readonly #options: RestClientOptions;
  #isEnabled: boolean;
  #aborter = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #requests = 0;
  #failures = 0;
  #lastError = '';
  #isFailing = false;

  constructor(options: RestClientOptions) {
    this.#options = options;
    this.#isEnabled = options.isEnabled;
  }

  get stats(): RestStats {
    return {
      enabled: this.#isEnabled,
      requests: this.#requests,
      failures: this.#failures,
      lastError: this.#lastError,
    };
  }

  /** False when REST is off, or its last request failed. */
  get isUsable(): boolean {
    return this.#isEnabled && this.#options.token !== undefined && !this.#isFailing;
  }

  /** Off: requests on their way are called off as well. */
  setEnabled(isEnabled: boolean): void {
    this.#isEnabled = isEnabled;
    this.#isFailing = false;
    if (isEnabled) return;
    this.#aborter.abort();
    this.#aborter = new AbortController();
  }

  /** Asks for `operation`; parameters that are `undefined` are left out, lists repeat theirs. Waits for its turn. */
  get(operation: string, parameters: RestParameters): Promise<RestAnswer> {
    const turn = this.#queue.then(() => this.#send(operation, parameters));
    this.#queue = turn.then(() => this.#pause());
    return turn;
  }

  async #send(operation: string, parameters: RestParameters): Promise<RestAnswer> {
    const { apiUrl, token } = this.#options;
    if (!this.#isEnabled || token === undefined) return { kind: 'off' };
    const query = new URLSearchParams();
    for (const [name, values] of Object.entries(parameters))
      for (const value of [values ?? []].flat()) query.append(name, value);
    const signal = AbortSignal.any([this.#aborter.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    this.#requests++;
    try {
      const response = await this.#options.fetch(`${apiUrl}/${operation}?${query.toString()}`, {
        headers: { authorization: `Bearer ${token}` },
        cache: 'no-store',
        redirect: 'error',
        signal,
      });
      // Before the body is read: what that takes is no part of the way.
      const date = Date.parse(response.headers.get('x-exchange-date') ?? '');
      if (!Number.isNaN(date)) this.#options.onDate?.(date as UnixMs);
      const text = await response.text();
      if (!response.ok) return this.#failed(restErrorReason(response.status, text.slice(0, MAX_ERROR_BODY)));
      this.#isFailing = false;
      return { kind: 'body', text };
    } catch (error) {
      // Read afresh: it may have been switched off while the request was on its way.
      if (!this.stats.enabled) return { kind: 'off' };
      return this.#failed(error instanceof Error ? error.message : 'the request failed');
    }
  }

  #failed(reason: string): RestAnswer {
    this.#failures++;
    this.#isFailing = true;
    this.#lastError = reason;
    return { kind: 'failed', reason };
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.after(PACE_MS, resolve);
    });
  }
}
