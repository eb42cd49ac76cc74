/**
 * The order-book channel of the flood: one subscription a socket, a snapshot for every market that is asked for, changes at a
 * fixed rate over all of them in turn, one count of numbers over everything as the exchange counts. The books are the
 * process's: a second socket finds them as the first left them.
 */
import { createRng } from '#core/lib/rng.ts';
import { MadeBook } from './made-books.ts';

export interface BookCommand {
  readonly id: number;
  readonly cmd: string;
  readonly params: {
    readonly channels?: readonly string[];
    readonly action?: string;
    readonly market_tickers?: readonly string[];
  };
}

const SID = 3;
const rng = createRng(5);
const books = new Map<string, MadeBook>();

/** Returns what rests in a market, as the exchange's REST would say it; `undefined` where no book was ever asked for. */
export function bookNow(ticker: string): object | undefined {
  const book = books.get(ticker);
  return book && { yes_dollars: wireLevels(book, 'yes'), no_dollars: wireLevels(book, 'no') };
}

export class BookFlood {
  readonly #send: (frame: string) => void;
  readonly #held = new Map<string, MadeBook>();
  #turns: (readonly [string, MadeBook])[] = [];
  #turn = 0;
  #seq = 0;

  constructor(send: (frame: string) => void) {
    this.#send = send;
  }

  /** True while there is somebody to send changes to. */
  get isOn(): boolean {
    return this.#turns.length > 0;
  }

  /** Answers subscribe, update_subscription and unsubscribe for the book channel. */
  take({ id, cmd, params }: BookCommand): void {
    const tickers = params.market_tickers ?? [];
    if (cmd === 'subscribe') {
      this.#send(JSON.stringify({ id, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: SID } }));
      this.#add(tickers);
    } else if (cmd === 'unsubscribe') {
      this.#held.clear();
      this.#send(JSON.stringify({ id, type: 'unsubscribed', sid: SID, seq: ++this.#seq }));
      this.#seq = 0;
    } else if (params.action === 'get_snapshot') for (const ticker of tickers) this.#snapshot(ticker, id);
    else {
      this.#send(JSON.stringify({ id, type: 'ok', sid: SID, seq: ++this.#seq, msg: {} }));
      if (params.action === 'add_markets') this.#add(tickers);
      else for (const ticker of tickers) this.#held.delete(ticker);
    }
    this.#turns = [...this.#held];
  }

  /** Sends one change of the market whose turn it is. */
  change(time: string, now: number): void {
    const next = this.#turns[this.#turn++ % this.#turns.length];
    if (next === undefined) return;
    const { side, price, change } = next[1].change();
    this.#send(
      `{"type":"orderbook_delta","sid":${SID},"seq":${++this.#seq},"msg":{"market_ticker":"${next[0]}",` +
        `"market_id":"00000000-0000-4000-8000-000000000000","price_dollars":"${(price / 10_000).toFixed(4)}",` +
        `"delta_fp":"${(change / 100).toFixed(2)}","side":"${side}","ts":"${time}","ts_ms":${now}}}`,
    );
  }

  #add(tickers: readonly string[]): void {
    for (const ticker of tickers) {
      const book = books.get(ticker) ?? new MadeBook(rng);
      books.set(ticker, book);
      this.#held.set(ticker, book);
      this.#snapshot(ticker, undefined);
    }
  }

  #snapshot(ticker: string, id: number | undefined): void {
    const book = this.#held.get(ticker);
    if (book === undefined) return;
    const msg = {
      market_ticker: ticker,
      yes_dollars_fp: wireLevels(book, 'yes'),
      no_dollars_fp: wireLevels(book, 'no'),
    };
    this.#send(JSON.stringify({ id, type: 'orderbook_snapshot', sid: SID, seq: ++this.#seq, msg }));
  }
}

const wireLevels = (book: MadeBook, side: 'yes' | 'no'): [string, string][] =>
  book.levels(side).map(([price, size]) => [(price / 10_000).toFixed(4), (size / 100).toFixed(2)]);
