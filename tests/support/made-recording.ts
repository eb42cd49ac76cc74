/**
 * A raw recording made from a seed, in the shape people record: a frame a line with the stamp of its receipt. Keeps books of
 * its own, as plain as can be, so that a test knows what each must be at the end.
 */
import { createRng, type Rng } from '#core/lib/rng.ts';
import { floorTo, HOUR, type UnixMs } from '#core/units/time.ts';
import { NOON } from './store.ts';

export interface MadeRecording {
  readonly lines: readonly string[];
  /** Quantity (1e-2) by price (1e-4) at the end; only of books that are exact then. */
  readonly books: ReadonlyMap<
    string,
    { readonly yes: Map<number, number>; readonly no: Map<number, number> }
  >;
  readonly trades: number;
  readonly deltas: number;
}

/**
 * The beginning of an hour that is over by this machine's clock, ms: for files that a real page brings in, which takes no time
 * that is still to come.
 */
export const LATELY = floorTo((Date.now() - HOUR) as UnixMs, HOUR);

export interface RecordingOptions {
  readonly frames?: number;
  readonly markets?: number;
  /** Mean step of the stamps, ms. */
  readonly stepMs?: number;
  /** Of the first stamp; a fixed day where absent. */
  readonly startMs?: number;
  /** Frames of books left out, one hole in so many; 0 for none. */
  readonly holeEvery?: number;
}

const dollars = (price: number): string => (price / 10_000).toFixed(4);
const contracts = (quantity: number): string => (quantity / 100).toFixed(2);

type Side = 'yes' | 'no';
type Book = Record<Side, Map<number, number>>;

export function madeRecording(seed: number, options: RecordingOptions = {}): MadeRecording {
  const { frames = 2_000, markets = 3, stepMs = 50, startMs = NOON, holeEvery = 0 } = options;
  const rng = createRng(seed);
  const tickers = Array.from({ length: markets }, (_, i) => `KXMADE-26NOV20-B${i}`);
  const books = new Map<string, Book>();
  const exact = new Map<string, Book>();
  const lines: string[] = [];
  let [at, bookSeq, tradeSeq, trades, deltas] = [startMs, 0, 0, 0, 0];
  const put = (raw: object): void => {
    at += rng.integer(2 * stepMs + 1);
    lines.push(JSON.stringify({ recv_ms: at, raw }));
  };
  const snapshot = (ticker: string, book: Book): void => {
    put({
      type: 'orderbook_snapshot',
      sid: 2,
      seq: ++bookSeq,
      msg: { market_ticker: ticker, ...wire(book) },
    });
    exact.set(ticker, book);
  };
  put({ id: 1, type: 'subscribed', msg: { channel: 'trade', sid: 1 } });
  put({ id: 1, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: 2 } });
  for (const ticker of tickers) {
    const book = { yes: madeSide(rng), no: madeSide(rng) };
    books.set(ticker, book);
    snapshot(ticker, book);
  }
  for (let i = 0; i < frames; i++) {
    const ticker = rng.choice(tickers);
    const book = books.get(ticker) ?? { yes: new Map(), no: new Map() };
    if (holeEvery > 0 && rng.integer(holeEvery) === 0) {
      bookSeq += 1 + rng.integer(3);
      exact.clear();
      // A change that nobody may apply, then fresh books of all but one.
      put({ type: 'orderbook_delta', sid: 2, seq: ++bookSeq, msg: change(rng, ticker, book, at) });
      for (const each of tickers.slice(1)) snapshot(each, books.get(each) ?? book);
    } else if (rng.integer(20) === 0) {
      trades++;
      put({ type: 'trade', sid: 1, seq: ++tradeSeq, msg: madeTrade(rng, ticker, at, trades) });
    } else {
      deltas++;
      put({ type: 'orderbook_delta', sid: 2, seq: ++bookSeq, msg: change(rng, ticker, book, at) });
    }
  }
  return { lines, books: exact, trades, deltas };
}

/** Returns the recording as a file. */
export function recordingFile({ lines }: Pick<MadeRecording, 'lines'>): Blob {
  return new Blob([lines.join('\n') + '\n']);
}

function madeSide(rng: Rng): Map<number, number> {
  return new Map(
    Array.from({ length: rng.integer(12) }, () => [100 * (1 + rng.integer(45)), 1 + rng.integer(90_000)]),
  );
}

/** As the exchange writes it: prices ascend, and an empty side is left out. */
function wire(book: Book): object {
  const side = (levels: Map<number, number>) =>
    levels.size === 0
      ? undefined
      : [...levels].sort(([a], [b]) => a - b).map(([price, size]) => [dollars(price), contracts(size)]);
  return { yes_dollars_fp: side(book.yes), no_dollars_fp: side(book.no) };
}

/** Changes `book` and returns the message that says so. */
function change(rng: Rng, ticker: string, book: Book, at: number): object {
  const side: Side = rng.choice(['yes', 'no']);
  const prices = [...book[side].keys()];
  const price = prices.length > 0 && rng.integer(2) === 0 ? rng.choice(prices) : 10 * (1 + rng.integer(450));
  const before = book[side].get(price) ?? 0;
  const after = rng.integer(3) === 0 ? 0 : 1 + rng.integer(50_000);
  const isSame = after === before;
  const left = isSame ? before + 1 : after;
  if (left === 0) book[side].delete(price);
  else book[side].set(price, left);
  return {
    market_ticker: ticker,
    price_dollars: dollars(price),
    delta_fp: contracts(left - before),
    side,
    ...(rng.integer(10) === 0 ? {} : { ts_ms: at - rng.integer(200) }),
  };
}

function madeTrade(rng: Rng, ticker: string, at: number, number: number): object {
  const price = 1 + rng.integer(9_999);
  return {
    market_ticker: ticker,
    trade_id:
      rng.integer(5) === 0
        ? `old-${number}`
        : `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
    yes_price_dollars: dollars(price),
    no_price_dollars: dollars(10_000 - price),
    count_fp: contracts(1 + rng.integer(30_000)),
    taker_side: rng.choice(['yes', 'no']),
    is_block_trade: rng.integer(30) === 0,
    ts_ms: at - rng.integer(100),
  };
}
