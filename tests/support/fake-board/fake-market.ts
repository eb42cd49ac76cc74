/** Invented markets that walk and trade, and every part of a frame made of them. Looks alive; claims nothing. */
import type {
  AnalyticsBuckets,
  Frame,
  FrameRequest,
  HotMarket,
  StatusFrame,
  TapeRow,
} from '#contract/frames.ts';
import type { Money } from '#core/units/money.ts';
import { complement, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

const CATEGORIES = ['Sports', 'Crypto', 'Economics', 'Climate', 'Financials', 'Culture'] as const;
const STEMS = [
  'BOS beat NYK',
  'BTC up 8:00 PM',
  'Fed hold Jun',
  'NYC high 71–72°',
  'S&P > 7,425 Thu',
  'Film > 85',
];

interface FakeMarket {
  ticker: Ticker;
  name: string;
  category: string;
  weight: number;
  price: number;
  start: number;
  volume: number;
  yes: number;
  trades: number;
  at: number[];
  path: number[];
  lastAt: number;
}

export class FakeMarkets {
  readonly #markets: FakeMarket[] = [];
  readonly #rows: TapeRow[] = [];
  #key = 1_400_000;
  readonly begun = Date.now();

  constructor(count: number) {
    const now = Date.now();
    for (let index = 0; index < count; index++) {
      const kind = index % CATEGORIES.length;
      const weight = 1 / (1 + index) ** 0.9;
      const price = 1_000 + Math.round(Math.random() * 80) * 100;
      const market: FakeMarket = {
        ticker: `KXFAKE${kind}-26MAY13-T${index}` as Ticker,
        name: index < 6 ? (STEMS[kind] ?? '') : `${STEMS[kind]?.split(' ')[0]} ${index} of ${80 + index}`,
        category: CATEGORIES[kind] ?? 'Unknown',
        weight,
        price,
        start: price,
        volume: Math.round(weight * 47_000_000),
        yes: Math.round(weight * 47_000_000 * (0.35 + Math.random() * 0.3)),
        trades: Math.round(weight * 12_000),
        at: [],
        path: [],
        lastAt: now,
      };
      for (let step = 0; step < 80; step++) {
        walk(market);
        market.at.push(now - (80 - step) * 7_500);
        market.path.push(market.price);
      }
      market.start = market.path[0] ?? price;
      this.#markets.push(market);
    }
  }

  trade(now: number): void {
    const draw = Math.floor(Math.random() ** 2.2 * this.#markets.length);
    const market = this.#markets[draw];
    if (market === undefined) return;
    if (Math.random() < 0.3) walk(market);
    const taker = Math.random() < 0.52 ? 'yes' : 'no';
    const quantity = Math.round(Math.exp(3.5 + (Math.random() + Math.random()) * 2.2) * 100);
    market.volume += quantity;
    if (taker === 'yes') market.yes += quantity;
    market.trades++;
    market.lastAt = now;
    market.at.push(now);
    market.path.push(market.price);
    if (market.at.length > 120) {
      market.at.shift();
      market.path.shift();
    }
    const yesPrice = market.price as Price;
    const side = taker === 'yes' ? yesPrice : complement(yesPrice);
    this.#rows.unshift({
      key: this.#key++,
      at: now as UnixMs,
      ticker: market.ticker,
      name: market.name,
      closeAt: undefined,
      taker,
      firstYesPrice: yesPrice,
      yesPrice,
      quantity: (Math.random() < 0.9 ? Math.round(quantity / 100) * 100 : quantity) as Quantity,
      value: (side * quantity) as Money,
      prints: Math.random() < 0.15 ? 2 + Math.floor(Math.random() * 5) : 1,
      isBlock: Math.random() < 0.01,
    });
    this.#rows.length = Math.min(this.#rows.length, 300);
  }

  frame(request: FrameRequest, status: StatusFrame): Frame {
    const at = Date.now() as UnixMs;
    const sorted = this.#markets.map(hot).sort((a, b) => b.volume - a.volume);
    const sum = (pick: (market: HotMarket) => number) =>
      sorted.reduce((total, each) => total + pick(each), 0);
    const volume = sum((each) => each.volume) as Quantity;
    const yes = sum((each) => each.yesVolume) as Quantity;
    const shared = { yesVolume: yes, noVolume: (volume - yes) as Quantity };
    const { market: wanted } = request;
    const open = wanted && sorted.find((each) => each.label.ticker === wanted.ticker);
    return {
      kind: 'frame',
      id: request.id,
      at,
      status,
      pulse: request.pulse && {
        ...shared,
        tradesPerSecond: 100 + Math.random() * 10,
        trades: sum((each) => each.trades),
        volume,
        notional: (volume * 4_860) as Money,
        activeTickers: sorted.length,
        speed: Float64Array.from({ length: 60 }, () => 80 + Math.random() * 50),
        recentYesVolume: 310_000 as Quantity,
        recentNoVolume: 790_000 as Quantity,
        tapeSpeed: { tradesPerSecond: 108, baseline: 60, stretches: 90 },
      },
      tape: request.tape && { rows: this.#rows.slice(0, request.tape.limit) },
      hot: request.hot && { by: 'volume', markets: sorted.slice(0, request.hot.limit) },
      heat: request.heat && {
        tiles: sorted.slice(0, request.heat.limit),
        othersCount: 348,
        othersVolume: 4_180_000 as Quantity,
      },
      analytics: request.analytics && {
        gaps: [],
        hour: buckets(60, 60_000, at),
        day: buckets(24, 3_600_000, at),
        sizes: {
          windowMinutes: request.windowMinutes,
          yes: Float64Array.from({ length: 16 }, (_, index) =>
            Math.round(900 * Math.exp(-((index - 6) ** 2) / 9)),
          ),
          no: Float64Array.from({ length: 16 }, (_, index) =>
            Math.round(700 * Math.exp(-((index - 5) ** 2) / 9)),
          ),
        },
      },
      market:
        wanted && open
          ? {
              span: wanted.span,
              label: open.label,
              market: open,
              from: (at - 1_800_000) as UnixMs,
              to: at,
              bars: {
                barMs: 15_000,
                startMs: Float64Array.from(open.points.at),
                open: open.points.yesPrice,
                high: open.points.yesPrice,
                low: open.points.yesPrice,
                close: open.points.yesPrice,
                yesVolume: Float64Array.from(open.points.at, (_, index) => 1e4 * (1 + (index % 7))),
                noVolume: Float64Array.from(open.points.at, (_, index) => 1e4 * (1 + (index % 5))),
                notional: Float64Array.from(open.points.at, () => 1e8),
              },
              recordedFrom: (at - 900_000) as UnixMs,
              heardFrom: (at - 600_000) as UnixMs,
              gaps: [],
              trades: this.#rows.filter((row) => row.ticker === wanted.ticker).slice(0, wanted.trades),
              session: { from: (at - 7_200_000) as UnixMs, yesPrice: 4_200 as Price },
            }
          : undefined,
    };
  }
}

function walk(market: FakeMarket): void {
  const step = Math.round((Math.random() - 0.5) * 3) * 100;
  market.price = Math.min(9_900, Math.max(100, market.price + step));
}

function hot(market: FakeMarket): HotMarket {
  const { ticker, name, category, volume, yes } = market;
  return {
    label: {
      ticker,
      name,
      title: `${name}, the whole question?`,
      event: ticker.slice(0, 14),
      eventTitle: `${category} of this evening`,
      category,
      openAt: (Date.now() - 3_600_000) as UnixMs,
      closeAt: (Date.now() + 149_000 + market.weight * 1e7) as UnixMs,
      status: 'active',
      result: '',
      isCombo: false,
    },
    yesPrice: market.price as Price,
    lastAt: market.lastAt as UnixMs,
    change: market.price - market.start,
    volume: volume as Quantity,
    yesVolume: yes as Quantity,
    noVolume: (volume - yes) as Quantity,
    netFlow: (2 * yes - volume) as Quantity,
    notional: (volume * market.price) as Money,
    trades: market.trades,
    isBurst: market.weight > 0.4,
    points: { at: Float64Array.from(market.at), yesPrice: Uint16Array.from(market.path) },
  };
}

function buckets(count: number, bucketMs: number, now: number): AnalyticsBuckets {
  const column = (make: (index: number) => number) =>
    Float64Array.from({ length: count }, (_, index) => make(index));
  const last = Math.floor(now / bucketMs) * bucketMs;
  const wave = (index: number, phase: number) => 1e7 * (1 + 0.4 * Math.sin(index / 3 + phase));
  const yesVolume = column((index) => wave(index, 0));
  const noVolume = column((index) => wave(index, 1));
  const volume = column((index) => (yesVolume[index] ?? 0) + (noVolume[index] ?? 0));
  const total = (of: Float64Array) => of.reduce((sum, each) => sum + each, 0);
  return {
    bucketMs,
    startMs: column((index) => last - (count - 1 - index) * bucketMs),
    volume,
    notional: column((index) => (volume[index] ?? 0) * 5_000),
    trades: column((index) => (volume[index] ?? 0) / 3_400),
    yesVolume,
    noVolume,
    totals: {
      volume: total(volume) as Quantity,
      notional: (total(volume) * 5_000) as Money,
      trades: Math.round(total(volume) / 3_400),
      yesVolume: total(yesVolume) as Quantity,
      noVolume: total(noVolume) as Quantity,
    },
    peak: { startMs: last as UnixMs, volume: 2e7 as Quantity },
  };
}
