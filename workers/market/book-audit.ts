/**
 * Compares quiet books with REST. While frames come a lost one shows in their numbers; only the last one before a silence has
 * no next number to betray it. A book that differs twice, unchanged in between, is doubted: once may be REST lagging behind. The
 * doubt begins where the book was last known to be right: at its last change, or when REST last said the same.
 */
import type { Book } from '#core/market/book/book.ts';
import type { Books } from '#core/market/book/books.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus, type UnixMs } from '#core/units/time.ts';
import { decodeOrderbooks } from '#core/wire/rest-books.ts';
import { every, type Clock } from '../lib/clock.ts';
import type { RestClient } from './rest-client.ts';

export interface BookAuditOptions {
  readonly clock: Clock;
  readonly rest: Pick<RestClient, 'get'>;
  readonly books: Books;
  /** Somebody looks at it now: it is compared in every round. */
  isOnScreen(ticker: Ticker): boolean;
  log(level: 'info' | 'warn', text: string): void;
}

/** A wrong book is found within two rounds of its turn; one that somebody looks at within two rounds. */
const ROUND_MS = 5_000;
/** The exchange takes as many tickers in one request. */
const BATCH = 100;
/** A book that changed more lately is not quiet; REST lags by up to a second (protocol 0.9). */
const QUIET_MS = 1_500;
const REST_LAG_MS = 1_000;

export class BookAudit {
  readonly #options: BookAuditOptions;
  /** When each was compared last, monotonic. */
  readonly #seenAt = new Map<Ticker, number>();
  /** Up to when REST was seen to say the same, our stamp. */
  readonly #agreedUntil = new Map<Ticker, UnixMs>();
  /** Books that differed, by the stamp of their last change. */
  readonly #suspects = new Map<Ticker, number>();
  #isRunning = false;
  #checked = 0;
  #wrong = 0;

  constructor(options: BookAuditOptions) {
    this.#options = options;
  }

  /** Books compared, and found wrong, since the start. */
  get stats(): { readonly audited: number; readonly auditedWrong: number } {
    return { audited: this.#checked, auditedWrong: this.#wrong };
  }

  /** Compares from time to time until the result is called. */
  start(): () => void {
    return every(this.#options.clock, ROUND_MS, () => {
      if (!this.#isRunning) void this.#round();
    });
  }

  async #round(): Promise<void> {
    const quiet = this.#quietBooks();
    if (quiet.length === 0) return;
    this.#isRunning = true;
    const askedAt = this.#options.clock.now();
    const changedAt = new Map(quiet.map((book) => [book.ticker, book.receivedAt]));
    const answer = await this.#options.rest.get('orderbooks', { tickers: quiet.map(({ ticker }) => ticker) });
    this.#isRunning = false;
    const page = answer.kind === 'body' ? decodeOrderbooks(answer.text) : undefined;
    if (page?.ok !== true) return;
    for (const { ticker, yes, no } of page.value.books) {
      const book = this.#options.books.get(ticker);
      // One that moved while the answer was on its way cannot be compared.
      if (book?.state !== 'exact' || book.receivedAt !== changedAt.get(ticker)) continue;
      this.#checked++;
      if (book.isSame(yes, no)) {
        this.#suspects.delete(ticker);
        this.#agreedUntil.set(ticker, plus(askedAt, -REST_LAG_MS));
      } else this.#differs(book);
    }
  }

  #quietBooks(): readonly Book[] {
    const { books, clock } = this.#options;
    const [now, seenAt] = [clock.now(), clock.monotonic()];
    for (const ticker of this.#seenAt.keys()) if (books.get(ticker) === undefined) this.#forget(ticker);
    const quiet = books
      .tickers()
      .flatMap((ticker) => books.get(ticker) ?? [])
      .filter(({ state }) => state === 'exact')
      // Stamps that lie ahead are from before the clock was set back.
      .filter(({ receivedAt = now }) => Math.abs(now - receivedAt) >= QUIET_MS)
      .sort((a, b) => this.#turnOf(a.ticker) - this.#turnOf(b.ticker))
      .slice(0, BATCH);
    for (const { ticker } of quiet) this.#seenAt.set(ticker, seenAt);
    return quiet;
  }

  /** The lowest comes first: a suspect, then what is on a screen, then the longest unseen. */
  #turnOf(ticker: Ticker): number {
    if (this.#suspects.has(ticker)) return -2;
    return this.#options.isOnScreen(ticker) ? -1 : (this.#seenAt.get(ticker) ?? 0);
  }

  #differs({ ticker, receivedAt }: Book): void {
    if (receivedAt === undefined || this.#suspects.get(ticker) !== receivedAt) {
      this.#suspects.set(ticker, receivedAt ?? 0);
      return;
    }
    const agreedUntil = this.#agreedUntil.get(ticker) ?? receivedAt;
    this.#forget(ticker);
    this.#wrong++;
    this.#options.log('warn', `The book of ${ticker} differs from what REST says: it is asked for again.`);
    const wrongSince = Math.min(this.#options.clock.now(), Math.max(agreedUntil, receivedAt)) as UnixMs;
    this.#options.books.doubt(ticker, 'audit', wrongSince);
  }

  #forget(ticker: Ticker): void {
    this.#seenAt.delete(ticker);
    this.#suspects.delete(ticker);
    this.#agreedUntil.delete(ticker);
  }
}
