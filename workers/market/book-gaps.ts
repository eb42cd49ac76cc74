/**
 * Stretches in which recorded books are not known, as gap rows. Books that became doubtful together, as all of a subscription
 * do, are one gap: from then until the last of them was whole again. The recording itself says it book by book.
 */
import type { GapRow } from '#contract/store.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus, type UnixMs } from '#core/units/time.ts';

const CHANNEL = 'orderbook_delta';

interface OpenGap {
  readonly fromMs: UnixMs;
  readonly reason: string;
  readonly tickers: Set<Ticker>;
}

export class BookGaps {
  readonly #send: (gap: GapRow) => void;
  #open: OpenGap[] = [];

  constructor(send: (gap: GapRow) => void) {
    this.#send = send;
  }

  /** Takes what happened to a recorded book. */
  take(event: BookEvent): void {
    const { ticker, receivedAt } = event;
    if (event.kind === 'stale') {
      const { reason } = event;
      const known = this.#open.find((gap) => gap.fromMs === receivedAt && gap.reason === reason);
      if (known === undefined) this.#open.push({ fromMs: receivedAt, reason, tickers: new Set([ticker]) });
      else known.tickers.add(ticker);
    } else if (event.kind === 'snapshot' || event.kind === 'end') this.#over(ticker, receivedAt);
  }

  /** Nothing is recorded any more from `at` on: what is open ends there. */
  close(at: UnixMs): void {
    for (const gap of this.#open) this.#tell(gap, at);
    this.#open = [];
  }

  #over(ticker: Ticker, at: UnixMs): void {
    for (const gap of this.#open)
      if (gap.tickers.delete(ticker) && gap.tickers.size === 0) this.#tell(gap, at);
    this.#open = this.#open.filter((gap) => gap.tickers.size > 0);
  }

  #tell({ fromMs, reason }: OpenGap, at: UnixMs): void {
    // A gap has a length, also where the book was whole again within the same millisecond.
    this.#send({ fromMs, toMs: Math.max(plus(fromMs, 1), at) as UnixMs, channel: CHANNEL, reason });
  }
}
