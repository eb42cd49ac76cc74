/** What the benchmark page's worker can be asked to do. */

export type Job =
  | { readonly kind: 'count-frames'; readonly url: string; readonly token: string; readonly seconds: number }
  | { readonly kind: 'latency'; readonly url: string; readonly token: string; readonly seconds: number }
  | { readonly kind: 'decode-apply'; readonly frames: readonly string[]; readonly rounds: number }
  | { readonly kind: 'windows'; readonly trades: number; readonly tickers: number };

export interface JobResult {
  /** Rate a second, or for `latency` the 99th percentile in ms. */
  readonly value: number;
  readonly count: number;
  /** Frames of which the stream's own numbering says they are missing. */
  readonly missing: number;
}
