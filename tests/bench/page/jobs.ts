/** What the benchmark page's worker can be asked to do. */

export type Job =
  | { readonly kind: 'count-frames'; readonly url: string; readonly token: string; readonly seconds: number }
  | { readonly kind: 'latency'; readonly url: string; readonly token: string; readonly seconds: number }
  | { readonly kind: 'decode-apply'; readonly frames: readonly string[]; readonly rounds: number }
  | { readonly kind: 'windows'; readonly trades: number; readonly tickers: number }
  | {
      readonly kind: 'book-apply';
      readonly deltas: number;
      readonly markets: number;
      readonly rounds: number;
    }
  /** Stores made trades through the real store, evenly from `fromMs` on; value: trades a second. */
  | {
      readonly kind: 'seed';
      readonly exchangeId: string;
      readonly trades: number;
      readonly fromMs: number;
      readonly toMs: number;
    }
  /** Lets two days pass for a store that keeps one; value: seconds until everything older is gone. */
  | { readonly kind: 'prune'; readonly exchangeId: string }
  /** Frames of the heatmap: one new column each, or all of them; taken out of the canvas too, or not; value: median ms of a frame. */
  | {
      readonly kind: 'heatmap';
      readonly frames: number;
      readonly isFull: boolean;
      readonly isShown: boolean;
    }
  /** Holes in a stream of frames; value: percent told at the very next frame. */
  | { readonly kind: 'gap-detection'; readonly frames: number; readonly holes: number };

export interface JobResult {
  /** Rate a second, or for `latency` the 99th percentile in ms; else as the job says. */
  readonly value: number;
  readonly count: number;
  /** Frames of which the stream's own numbering says they are missing; trades not stored; changes not applied; for gaps: false alarms. */
  readonly missing: number;
}
