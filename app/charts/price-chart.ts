/**
 * Options of the drawer's chart: the last trade as a step line over 0 to 100, volume by taker below, and on wish the running
 * VWAP and the cumulative flow. Hatches say where nothing was recorded; nothing is drawn across them.
 * Columns: time (ms), price of the outcome that is read first or null, YES volume, NO volume, VWAP or null, cumulative flow or null.
 */
import { ONE_DOLLAR } from '#core/units/price.ts';
import type { Clock } from '../format/time.ts';
import type { PriceWords } from '../format/price-words.ts';
import { heightAxis, PAINTED, PLAIN, timeAxis } from './axes.ts';
import type { ChartOptions } from './chart.tsx';
import { priceAt } from './columns.ts';
import { niceCeiling } from './marks.ts';
import {
  paintPrice,
  PRICE_AXIS_WIDTH,
  PRICE_SPLITS,
  type Column,
  type PriceLines,
  type PriceMarks,
} from './price-paint.ts';
import { drawZone } from './time-axis.ts';
import type { ChartTheme } from './theme.ts';

export interface PriceChartSpec extends PriceLines {
  readonly clock: Clock;
  /** The columns hold prices of its outcome. */
  readonly words: PriceWords;
  readonly formatFlow: (quantity: number) => string;
}

/** 1e-4 dollar. The price takes the upper part of the plot, the volume what is left below 0. */
const PRICE_BOTTOM = -4_600;
const PRICE_TOP = 10_500;
/** Zero flow stands at 50: the same height as an undecided price. */
const FLOW_BOTTOM = PRICE_BOTTOM / (ONE_DOLLAR / 2) - 1;
const FLOW_TOP = PRICE_TOP / (ONE_DOLLAR / 2) - 1;
/** The highest volume bar reaches this share of the plot. */
const VOLUME_SHARE = 0.27;
const FLOW_AXIS = 50;
/** Share of the span kept free at the right, so that the last point does not touch the axis. */
const FREE_RIGHT = 0.015;

/** Returns a builder for `Chart`. */
export function priceChart(
  spec: PriceChartSpec,
): (theme: ChartTheme, marks: () => PriceMarks) => ChartOptions {
  return (theme, marks) => ({
    ...PLAIN,
    padding: [6, 0, 0, spec.hasFlow ? 0 : 8],
    scales: {
      x: { time: false, range: (_u, min, max) => [min, max + (max - min) * FREE_RIGHT] },
      price: { range: [PRICE_BOTTOM, PRICE_TOP] },
      volume: { range: (u) => [0, highestStack(u.data[2] ?? [], u.data[3] ?? []) / VOLUME_SHARE] },
      flow: {
        range: (_u, min, max) => {
          const top = niceCeiling(Math.max(Math.abs(min), Math.abs(max)));
          return [FLOW_BOTTOM * top, FLOW_TOP * top];
        },
      },
    },
    axes: [
      timeAxis(theme, spec.clock),
      heightAxis(theme, {
        scale: 'price',
        side: 1,
        size: PRICE_AXIS_WIDTH,
        gap: 8,
        splits: () => PRICE_SPLITS,
        values: (_u, splits) => splits.map((price) => spec.words.own(priceAt([price], 0))),
      }),
      heightAxis(theme, {
        scale: 'flow',
        side: 3,
        show: spec.hasFlow,
        size: FLOW_AXIS,
        grid: { show: false },
        splits: (_u, _axis, min) => {
          const top = min / FLOW_BOTTOM;
          return [-top, 0, top];
        },
        values: (_u, splits) => splits.map(spec.formatFlow),
      }),
    ],
    series: [
      {},
      { scale: 'price', ...PAINTED },
      { scale: 'volume', ...PAINTED },
      { scale: 'volume', ...PAINTED },
      { scale: 'price', ...PAINTED },
      { scale: 'flow', ...PAINTED },
    ],
    hooks: {
      draw: [
        (u) => {
          paintPrice(u, theme, spec, marks());
          drawZone(u, theme, spec.clock);
        },
      ],
    },
  });
}

/** Returns the highest bar: both takers' volumes stand on each other. */
function highestStack(yes: Column, no: Column): number {
  let highest = 1;
  for (let index = 0; index < yes.length; index++)
    highest = Math.max(highest, (yes[index] ?? 0) + (no[index] ?? 0));
  return highest;
}
