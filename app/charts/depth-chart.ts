/**
 * Options of the depth chart: what is bid and asked at each price or better, as two stairs that meet at the spread. Bids for YES
 * are solid, bids for NO hollow, like the sides everywhere; a hatch would say that nothing was recorded. Columns: price of the
 * outcome that is read first (1e-4 dollar), bids or null, asks or null.
 */
import uPlot from 'uplot';
import { opposite, type Outcome } from '#core/units/outcome.ts';
import type { PriceWords } from '../format/price-words.ts';
import { bottomAxis, heightAxis, PAINTED, PLAIN } from './axes.ts';
import type { ChartOptions } from './chart.tsx';
import { priceAt } from './columns.ts';
import { niceCeiling } from './marks.ts';
import type { ChartTheme } from './theme.ts';

export interface DepthMarks {
  /** Of the axis, 1e-4 dollar. */
  readonly from: number;
  readonly to: number;
  /** 1e-4 dollar; a rule stands here. */
  readonly mid: number | undefined;
}

const AXIS_WIDTH = 40;
const FILL_ALPHA = 0.5;

/** Returns a builder for `Chart`; `formatSize` writes a sum of contracts (1e-2). `words` reads the prices; bids are for its outcome. */
export function depthChart(
  formatSize: (quantity: number) => string,
  words: PriceWords,
): (theme: ChartTheme, marks: () => DepthMarks) => ChartOptions {
  return (theme, marks) => ({
    ...PLAIN,
    padding: [8, 0, 0, 10],
    scales: {
      x: { time: false, range: () => [marks().from, marks().to] },
      y: { range: (_u, _min, max) => [0, niceCeiling(max)] },
    },
    axes: [
      bottomAxis(theme, {
        space: 40,
        values: (_u, splits) => splits.map((price) => words.own(priceAt([price], 0))),
      }),
      heightAxis(theme, {
        side: 1,
        size: AXIS_WIDTH,
        space: 30,
        values: (_u, splits) => splits.map(formatSize),
      }),
    ],
    series: [{}, PAINTED, PAINTED],
    hooks: {
      draw: [
        (u) => {
          paint(u, theme, marks(), words.outcome);
        },
      ],
    },
  });
}

function paint(u: uPlot, theme: ChartTheme, { mid }: DepthMarks, first: Outcome): void {
  const { ctx: context, bbox } = u;
  const pixel = uPlot.pxRatio;
  const [prices, bids, asks] = u.data;
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  if (bids !== undefined) stairs(u, prices, bids, true, first, theme, pixel);
  if (asks !== undefined) stairs(u, prices, asks, false, opposite(first), theme, pixel);
  if (mid !== undefined) {
    const x = Math.round(u.valToPos(mid, 'x', true)) + pixel / 2;
    context.strokeStyle = theme.text3;
    context.lineWidth = pixel;
    context.setLineDash([2 * pixel, 2 * pixel]);
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
  }
  context.restore();
}

/** Bids hold from their price down to the next one below, asks from their price up to the next one above. `side` is who bids. */
function stairs(
  u: uPlot,
  prices: ArrayLike<number>,
  sums: ArrayLike<number | null | undefined>,
  isBid: boolean,
  side: Outcome,
  theme: ChartTheme,
  pixel: number,
): void {
  const context = u.ctx;
  const { left, width } = u.bbox;
  const zero = u.valToPos(0, 'y', true);
  const outer = isBid ? left : left + width;
  const indices = Array.from({ length: prices.length }, (_, i) => i).filter(
    (i) => typeof sums[i] === 'number',
  );
  if (isBid) indices.reverse();
  const path = new Path2D();
  let y = zero;
  for (const [place, i] of indices.entries()) {
    const x = u.valToPos(prices[i] ?? 0, 'x', true);
    if (place === 0) path.moveTo(x, zero);
    else path.lineTo(x, y);
    y = u.valToPos(sums[i] ?? 0, 'y', true);
    path.lineTo(x, y);
  }
  if (indices.length === 0) return;
  path.lineTo(outer, y);
  const area = new Path2D(path);
  area.lineTo(outer, zero);
  area.closePath();
  if (side === 'yes') {
    context.save();
    context.globalAlpha = FILL_ALPHA;
    context.fillStyle = theme.yesBar;
    context.fill(area);
    context.restore();
  }
  context.strokeStyle = theme[side];
  context.lineWidth = 1.5 * pixel;
  context.stroke(path);
}
