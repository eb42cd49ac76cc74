/**
 * The market engine's naive twin: keeps every trade in a plain array and recounts everything at every question. Slow and
 * obvious on purpose; the engine must agree with it to the last unit.
 */
import type { MarketView } from '#core/market/views.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const MAX_AHEAD = 5 * MINUTE;

export interface KnownTrade {
  readonly trade: Trade;
  /** Time that counts. */
  readonly at: number;
  readonly order: number;
  readonly isWindowed: boolean;
  readonly isAnalysed: boolean;
}

/** Builds a trade from plain numbers. */
export function aTrade(fields: {
  ticker?: string;
  tradeId?: string | undefined;
  yesPrice?: number;
  quantity?: number;
  taker?: 'yes' | 'no';
  isBlock?: boolean;
  venueAt: number;
}): Trade {
  return {
    ticker: (fields.ticker ?? 'KXA-1') as Ticker,
    tradeId: fields.tradeId,
    yesPrice: (fields.yesPrice ?? 5_000) as Price,
    quantity: (fields.quantity ?? 100) as Quantity,
    taker: fields.taker ?? 'yes',
    isBlock: fields.isBlock ?? false,
    venueAt: fields.venueAt as UnixMs,
  };
}

export class MarketOracle {
  /** Trades may be missing in them; none touches another. */
  holes: readonly { readonly from: number; readonly to: number }[] = [];
  readonly known: KnownTrade[] = [];
  duplicates = 0;
  #ids = new Set<string>();
  #now = -Infinity;

  apply(trade: Trade, receivedAt: number): 'new' | 'duplicate' | 'late' {
    if (this.#isRepeated(trade)) {
      this.duplicates++;
      return 'duplicate';
    }
    const at = Math.min(trade.venueAt, receivedAt + MAX_AHEAD);
    const isWindowed = at > this.#now - HOUR;
    this.known.push({ trade, at, order: this.known.length, isWindowed, isAnalysed: true });
    return isWindowed ? 'new' : 'late';
  }

  restore(trade: Trade, receivedAt: number, isAnalysed: boolean): void {
    if (this.#isRepeated(trade)) return;
    const at = Math.min(trade.venueAt, receivedAt + MAX_AHEAD);
    this.known.push({
      trade,
      at,
      order: this.known.length,
      isWindowed: at > this.#now - HOUR,
      isAnalysed,
    });
  }

  advance(now: number): void {
    this.#now = now;
  }

  /** Trades inside the window, oldest first. */
  inside(windowMinutes: number, ticker?: string): KnownTrade[] {
    return this.#ordered(ticker).filter((known) => known.at > this.#now - windowMinutes * MINUTE);
  }

  /** The market's figures but for its path. */
  market(ticker: string, windowMinutes: number): Omit<MarketView, 'points' | 'isBurst'> | undefined {
    const inside = this.inside(windowMinutes, ticker);
    const last = inside.at(-1);
    if (last === undefined) return undefined;
    const base = this.#base(inside, windowMinutes, ticker);
    const sums = sumsOf(inside);
    return {
      ticker: ticker as Ticker,
      isCombo: ticker.startsWith('KXMVE'),
      yesPrice: last.trade.yesPrice,
      lastAt: last.at as UnixMs,
      change: base === undefined ? 0 : last.trade.yesPrice - base.trade.yesPrice,
      baseAt: (base ?? last).at as UnixMs,
      netFlow: (sums.yesVolume - sums.noVolume) as Quantity,
      ...sums,
      isExact: true,
    };
  }

  /** The last trade before the window unless others may be missing after it, else the first inside that lies in no hole. */
  #base(inside: readonly KnownTrade[], windowMinutes: number, ticker: string): KnownTrade | undefined {
    const start = this.#now - windowMinutes * MINUTE;
    const before = this.#ordered(ticker).findLast((known) => known.at <= start);
    const isHeld = before && !this.holes.some(({ from, to }) => from < start && to > before.at);
    if (isHeld === true) return before;
    return inside.find(({ at }) => !this.holes.some(({ from, to }) => from < at && at < to));
  }

  /** Tickers by volume in the window, ties by ticker. */
  ranking(windowMinutes: number, includeCombos: boolean): string[] {
    const volumes = new Map<string, number>();
    for (const { trade } of this.inside(windowMinutes))
      if (includeCombos || !trade.ticker.startsWith('KXMVE'))
        volumes.set(trade.ticker, (volumes.get(trade.ticker) ?? 0) + trade.quantity);
    return [...volumes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([ticker]) => ticker);
  }

  /** Trades of one side in the window, by the least size of their class, 1e-2 contract. */
  sizes(
    windowMinutes: number,
    includeCombos: boolean,
    taker: 'yes' | 'no',
    least: readonly number[],
  ): number[] {
    const sizes = this.inside(windowMinutes)
      .map(({ trade }) => trade)
      .filter((trade) => trade.taker === taker && (includeCombos || !trade.ticker.startsWith('KXMVE')))
      .map(({ quantity }) => quantity);
    return least.map(
      (from, i) => sizes.filter((size) => size >= from && size < (least[i + 1] ?? Infinity)).length,
    );
  }

  /** Sums of the calendar buckets that end at the clock's, by start. */
  buckets(bucketMs: number, span: number): ReturnType<typeof sumsOf>[] {
    const last = Math.floor(this.#now / bucketMs);
    return Array.from({ length: span }, (_, i) => {
      const start = (last - span + 1 + i) * bucketMs;
      return sumsOf(
        this.known.filter((known) => known.isAnalysed && known.at >= start && known.at < start + bucketMs),
      );
    });
  }

  #ordered(ticker?: string): KnownTrade[] {
    return this.known
      .filter((known) => known.isWindowed && (ticker === undefined || known.trade.ticker === ticker))
      .sort((a, b) => a.at - b.at || a.order - b.order);
  }

  #isRepeated(trade: Trade): boolean {
    if (trade.tradeId === undefined) return false;
    if (this.#ids.has(trade.tradeId)) return true;
    this.#ids.add(trade.tradeId);
    return false;
  }
}

/** Returns the sums over `trades`. */
export function sumsOf(trades: readonly KnownTrade[]) {
  let yes = 0;
  let no = 0;
  let notional = 0;
  for (const { trade } of trades) {
    if (trade.taker === 'yes') yes += trade.quantity;
    else no += trade.quantity;
    notional += trade.quantity * trade.yesPrice;
  }
  return {
    volume: (yes + no) as Quantity,
    yesVolume: yes as Quantity,
    noVolume: no as Quantity,
    notional: notional as MarketView['notional'],
    trades: trades.length,
  };
}
