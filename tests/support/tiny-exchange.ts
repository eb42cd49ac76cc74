/**
 * The smallest exchange that subscriptions to books can be had from: three markets, twelve prices a side, answers already
 * decoded. It remembers what every book was at every number it gave away. Made for thousands of lives: no text, no store.
 */
import { must } from '#core/lib/assert.ts';
import type { Rng } from '#core/lib/rng.ts';
import type { Book } from '#core/market/book/book.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Decoded, Level, Seq, Sid } from '#core/wire/messages.ts';

export const MARKETS = ['KXA-1', 'KXB-1', 'KXC-1'] as Ticker[];
const PRICES = 12;
const CENT = 100;

interface Subscription {
  readonly sid: Sid;
  seq: number;
  readonly tickers: Set<string>;
}

interface Command {
  readonly id: number;
  readonly cmd: string;
  readonly params: { readonly action?: string; readonly market_tickers?: readonly string[] };
}

/** One book: a cell for each price of both sides. */
type Cells = Int32Array;

export class TinyExchange {
  readonly #rng: Rng;
  readonly #send: (frame: Decoded) => void;
  readonly #books = new Map<Ticker, Cells>(MARKETS.map((ticker) => [ticker, new Int32Array(2 * PRICES)]));
  /** By sid and number: what the books were. */
  readonly #past = new Map<string, ReadonlyMap<Ticker, Cells>>();
  #subscription: Subscription | undefined;
  #lastSid = 0;

  constructor(rng: Rng, send: (frame: Decoded) => void) {
    this.#rng = rng;
    this.#send = send;
  }

  /** A market's book changes at one price. */
  change(): void {
    const ticker = this.#rng.choice(MARKETS);
    const cells = Int32Array.from(this.#cells(ticker));
    const index = this.#rng.integer(2 * PRICES);
    const held = cells[index] ?? 0;
    const change =
      held > 0 && this.#rng.integer(2) === 0 ? -1 - this.#rng.integer(held) : 1 + this.#rng.integer(9);
    cells[index] = held + change;
    this.#books.set(ticker, cells);
    if (this.#subscription?.tickers.has(ticker) !== true) return;
    const side: Outcome = index < PRICES ? 'yes' : 'no';
    const at = { side, price: priceOf(index), change: change as Quantity, venueAt: undefined };
    this.#sequenced({ kind: 'delta', ticker, ...at });
  }

  /** Takes a command as the page sends it. */
  receive(text: string): void {
    const { id, cmd, params } = JSON.parse(text) as Command;
    const tickers = (params.market_tickers ?? []) as readonly Ticker[];
    if (cmd === 'subscribe' && this.#subscription !== undefined) {
      // Said again, it widens what is there (protocol 3.4).
      const { tickers: held } = this.#subscription;
      const fresh = tickers.filter((ticker) => !held.has(ticker));
      for (const ticker of fresh) held.add(ticker);
      this.#sequenced({ kind: 'ok', id, tickers: undefined });
      for (const ticker of fresh) this.#snapshot(ticker, undefined);
      return;
    }
    if (cmd === 'subscribe') {
      const sid = ++this.#lastSid as Sid;
      this.#subscription = { sid, seq: 0, tickers: new Set(tickers) };
      this.#send({ kind: 'subscribed', id, channel: 'orderbook_delta', newSid: sid, ...NOWHERE });
      for (const ticker of tickers) this.#snapshot(ticker, undefined);
      return;
    }
    const held = this.#subscription;
    if (held === undefined) {
      this.#send({ kind: 'error', id, code: 7, message: 'Unknown subscription ID', ...NOWHERE });
    } else if (cmd === 'unsubscribe') {
      this.#sequenced({ kind: 'unsubscribed', id });
      this.#subscription = undefined;
    } else if (params.action === 'get_snapshot') {
      for (const ticker of tickers) this.#snapshot(ticker, id);
    } else {
      const isMore = params.action === 'add_markets';
      for (const ticker of tickers)
        if (isMore) held.tickers.add(ticker);
        else held.tickers.delete(ticker);
      this.#sequenced({ kind: 'ok', id, tickers: undefined });
      if (isMore) for (const ticker of tickers) this.#snapshot(ticker, undefined);
    }
  }

  /** Ends the subscription with a terminal error. */
  breakOff(code: 10 | 25): void {
    if (this.#subscription !== undefined)
      this.#sequenced({ kind: 'error', id: undefined, code, message: 'ended' });
    this.#subscription = undefined;
  }

  /** A fresh socket: sids begin anew. */
  reset(): void {
    this.#subscription = undefined;
    this.#lastSid = 0;
    this.#past.clear();
  }

  /** Returns true where `book` is what the exchange had when it gave away this number; without one, what it has now. */
  isSame(book: Book, at?: { readonly sid: Sid; readonly seq: Seq }): boolean {
    const past = at === undefined ? this.#books : this.#past.get(keyOf(at.sid, at.seq));
    const cells = must(past, 'a number that was given away').get(book.ticker);
    return (['yes', 'no'] as const).every((outcome, which) => {
      const side = book.side(outcome);
      let level = 0;
      for (let index = which * PRICES; index < (which + 1) * PRICES; index++) {
        const isHeld = level < side.size && side.priceAt(level) === priceOf(index);
        if ((isHeld ? side.quantityAt(level++) : 0) !== cells?.[index]) return false;
      }
      return level === side.size;
    });
  }

  /** Returns the levels of `ticker` now. */
  levels(ticker: Ticker, outcome: Outcome): Level[] {
    const first = outcome === 'yes' ? 0 : PRICES;
    const levels: Level[] = [];
    for (const [index, held] of this.#cells(ticker).entries())
      if (index >= first && index < first + PRICES && held > 0)
        levels.push([priceOf(index), held as Quantity]);
    return levels;
  }

  #snapshot(ticker: Ticker, id: number | undefined): void {
    const [yes, no] = [this.levels(ticker, 'yes'), this.levels(ticker, 'no')];
    this.#sequenced({ kind: 'snapshot', id, ticker, yes, no, noScale: 'no' });
  }

  #sequenced(body: Body): void {
    const held = must(this.#subscription, 'a subscription');
    const [sid, seq] = [held.sid, ++held.seq as Seq];
    this.#past.set(keyOf(sid, seq), new Map(this.#books));
    this.#send({ ...body, sid, seq });
  }

  #cells(ticker: Ticker): Cells {
    return must(this.#books.get(ticker), 'a market');
  }
}

type Body = Decoded extends infer Frame
  ? Frame extends Decoded
    ? Omit<Frame, 'sid' | 'seq'>
    : never
  : never;

/** A frame without a number. */
const NOWHERE = { sid: undefined, seq: undefined };

function keyOf(sid: Sid, seq: Seq): string {
  return `${sid} ${seq}`;
}

function priceOf(index: number): Price {
  return (((index % PRICES) + 1) * CENT) as Price;
}
