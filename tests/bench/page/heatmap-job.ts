/**
 * Frames of the heatmap as its worker draws them, 1,440 columns by 999 prices: one new column a frame, or every column afresh.
 * A frame ends when its pixels are there: one is read. Taking them out of the canvas, as the browser does to show them, costs
 * the same whatever was drawn; it can be counted too.
 */
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import { createRng, type Rng } from '#core/lib/rng.ts';
import { BookLog } from '#core/market/liquidity/book-log.ts';
import { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { DurationMs, UnixMs } from '#core/units/time.ts';
import type { HeatmapView } from '#contract/heatmap.ts';
import { Painter } from '../../../workers/heatmap/painter.ts';
import { RollingScale } from '../../../workers/heatmap/size-scale.ts';
import type { JobResult } from './jobs.ts';

const TICKER = 'KXBENCH-26NOV20-T0' as Ticker;
const START = 1_795_176_000_000;
const COLUMNS = 1_440;
const ROWS = 999;
const COLUMN_MS = 250;
/** A busy book. */
const CHANGES = 25;
const LEVELS = 400;
const TENTH = 10;

const COLOURS = {
  theme: 'dark',
  palette: 'default',
  panel: '#11151d',
  rule: '#1e2430',
  text: '#e6eaf2',
  text2: '#a9b3c4',
  text3: '#8590a3',
  yes: '#5ab0ff',
  no: '#ffa24a',
  accent: '#b79cff',
} as const;

/** The plot is what is left of the canvas: 132 px of margins beside it, 98 above and below. */
const VIEW: HeatmapView = {
  width: COLUMNS + 132,
  height: ROWS + 98,
  dpr: 1,
  span: (COLUMNS * COLUMN_MS) as DurationMs,
  end: undefined,
  prices: 'all',
  column: 'last',
  mode: 'split',
  isFrozen: false,
  isScalePinned: true,
  hasMicroprice: false,
  days: '',
  priceForm: 'cents',
  outcome: 'yes',
  timeZone: 'UTC',
  over: undefined,
  minTrade: undefined,
  colours: COLOURS,
};

/** Draws `frames` frames; `isShown`: as they are shown. Value: the median of their times, ms. `missing`: pixels that the plot is short of its size. */
export function drawHeatmap(frames: number, isFull: boolean, isShown: boolean): JobResult {
  const canvas = new OffscreenCanvas(1, 1);
  const [log, trades] = [new BookLog(TICKER), new TradeLog()];
  const painter = new Painter(canvas, log, trades, VIEW, new RollingScale());
  const market = { at: START, rng: createRng(23) };
  log.append(snapshot(market.at));
  for (let column = 0; column < COLUMNS; column++) log.append(nextColumn(market));
  const draw = (): void => {
    painter.draw({
      now: market.at,
      at: performance.now(),
      isReplay: false,
      isUnreadable: false,
      isOver: () => false,
    });
    canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
    if (isShown) canvas.transferToImageBitmap().close();
  };
  draw();
  const { plot } = painter.layout;
  const times: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    log.append(nextColumn(market));
    if (isFull) painter.look({ ...VIEW, hasMicroprice: frame % 2 === 0 });
    const started = performance.now();
    draw();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const missing = COLUMNS * ROWS - plot.width * plot.height;
  return { value: times[Math.floor(times.length / 2)] ?? Number.NaN, count: times.length, missing };
}

function snapshot(at: number) {
  const side = (best: number) =>
    Array.from(
      { length: LEVELS },
      (_, i) => [(best - (LEVELS - 1 - i) * TENTH) as Price, ((1 + (i % 50)) * 4_000) as Quantity] as const,
    );
  const builder = new BookColumnsBuilder();
  builder.add({
    kind: 'snapshot',
    ticker: TICKER,
    receivedAt: at as UnixMs,
    seq: undefined,
    yes: side(4_801),
    no: side(5_101),
  });
  return builder.take(at as UnixMs, at as UnixMs);
}

/** Changes of one column, on a grid of tenths of a cent, most of them near the best price. */
function nextColumn(market: { at: number; rng: Rng }) {
  const builder = new BookColumnsBuilder();
  const from = market.at;
  market.at += COLUMN_MS;
  for (let i = 0; i < CHANGES; i++) {
    const isYes = market.rng.integer(2) === 0;
    const behind = Math.floor(Math.abs(market.rng.normal()) * 60);
    builder.add({
      kind: 'delta',
      ticker: TICKER,
      receivedAt: (from + i) as UnixMs,
      seq: undefined,
      venueAt: undefined,
      side: isYes ? 'yes' : 'no',
      price: ((isYes ? 4_801 : 5_101) - behind * TENTH) as Price,
      change: (1_000 + market.rng.integer(9_000)) as Quantity,
    });
  }
  return builder.take(from as UnixMs, market.at as UnixMs);
}
