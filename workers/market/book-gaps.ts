/**
 * Stretches in which recorded books are not known, or not recorded, as gap rows. Books that became doubtful together, as all
 * of a subscription do, are one gap: until the last of them was whole again. The recording itself says it book by book.
 *
 * A gap is told twice: at once, as a row without length, so that a crash cannot hide it; and when it is over, with its whole
 * length, a row that replaces the first (gap-rows.ts). It is never filled: a book's hole stays one.
 */
import { BOOK_CHANNEL } from '#contract/gap-rows.ts';
import type { GapRow } from '#contract/store.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus, type UnixMs } from '#core/units/time.ts';

interface OpenGap {
  readonly fromMs: UnixMs;
  readonly reason: string;
}

interface Doubt extends OpenGap {
  readonly tickers: Set<Ticker>;
}

export class BookGaps {
  readonly #send: (gap: GapRow) => void;
  #doubts: Doubt[] = [];
  #hole: OpenGap | undefined;
  /** Somebody else recorded until then; whose books go on here is not known yet. */
  #before: OpenGap | undefined;

  constructor(send: (gap: GapRow) => void) {
    this.#send = send;
  }

  /** Takes what happened to a recorded book; a doubt that is known goes on. */
  take(event: BookEvent): void {
    const { ticker, receivedAt } = event;
    if (event.kind === 'stale') this.#doubt(ticker, receivedAt, event.reason);
    else if (event.kind !== 'delta') this.#over(ticker, receivedAt);
  }

  /** Books were recorded until `fromMs`, by another tab or another page, and are to be recorded on. */
  goesOn(fromMs: UnixMs, reason: 'handover' | 'reload'): void {
    this.#before = { fromMs, reason };
  }

  /** These are recorded from now on: what goes on is a gap until the last of them is known. */
  recorded(tickers: ReadonlySet<Ticker>): void {
    const before = this.#before;
    this.#before = undefined;
    if (before === undefined || tickers.size === 0) return;
    this.#doubts.push({ ...before, tickers: new Set(tickers) });
    this.#begun(before);
  }

  /** Returns why a book that has not come yet is not known since before the start; `undefined` where it was not recorded then. */
  missingSinceStart(ticker: Ticker): 'handover' | 'reload' | undefined {
    const found = this.#doubts.find(({ reason, tickers }) => isOfStart(reason) && tickers.has(ticker));
    return found === undefined ? undefined : found.reason === 'handover' ? 'handover' : 'reload';
  }

  /** Nothing is recorded from `fromMs` on; a hole that is open goes on. */
  hole(fromMs: UnixMs, reason: string): void {
    if (this.#hole !== undefined) return;
    this.#hole = { fromMs, reason };
    this.#begun(this.#hole);
  }

  /** Books are recorded again since `at`, if they were not. */
  resumed(at: UnixMs): void {
    if (this.#hole !== undefined) this.#ended(this.#hole, at);
    this.#hole = undefined;
  }

  /** Nothing is recorded any more from `at` on: what is open ends there. */
  close(at: UnixMs): void {
    this.resumed(at);
    for (const gap of this.#doubts) this.#ended(gap, at);
    this.#doubts = [];
  }

  #doubt(ticker: Ticker, fromMs: UnixMs, reason: string): void {
    if (this.#doubts.some(({ tickers }) => tickers.has(ticker))) return;
    const known = this.#doubts.find((gap) => gap.fromMs === fromMs && gap.reason === reason);
    known?.tickers.add(ticker);
    if (known !== undefined) return;
    const gap = { fromMs, reason, tickers: new Set([ticker]) };
    this.#doubts.push(gap);
    this.#begun(gap);
  }

  #over(ticker: Ticker, at: UnixMs): void {
    for (const gap of this.#doubts)
      if (gap.tickers.delete(ticker) && gap.tickers.size === 0) this.#ended(gap, at);
    this.#doubts = this.#doubts.filter((gap) => gap.tickers.size > 0);
  }

  #begun({ fromMs, reason }: OpenGap): void {
    this.#send({ fromMs, toMs: fromMs, channel: BOOK_CHANNEL, reason });
  }

  #ended({ fromMs, reason }: OpenGap, at: UnixMs): void {
    // A gap has a length, also where the book was whole again within the same millisecond.
    this.#send({ fromMs, toMs: Math.max(plus(fromMs, 1), at) as UnixMs, channel: BOOK_CHANNEL, reason });
  }
}

function isOfStart(reason: string): boolean {
  return reason === 'handover' || reason === 'reload';
}
