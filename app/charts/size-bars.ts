/**
 * Options of the histogram of trade sizes: how many trades each class has, those of YES takers above the line and those of NO
 * takers below it (hollow). Columns: number of the class, above, below (negative). Classes are equally wide: a scale of logarithms.
 */
import uPlot from 'uplot';
import { compact } from '../format/number.ts';
import { bottomAxis, heightAxis, PAINTED, PLAIN } from './axes.ts';
import type { ChartOptions } from './chart.tsx';
import { niceCeiling, sideBar } from './marks.ts';
import type { ChartTheme } from './theme.ts';

const BAR_SHARE = 0.86;
const AXIS_WIDTH = 46;
/** CSS pixels that the label of one class needs. */
const LABEL_WIDTH = 26;
/** Classes from one power of ten to the next. */
const DECADE = 3;

/** Returns a builder for `Chart`; `nameOf` names a class by its least size. */
export function sizeBars(nameOf: (index: number) => string): (theme: ChartTheme) => ChartOptions {
  return (theme) => ({
    ...PLAIN,
    padding: [8, 0, 0, 4],
    scales: {
      x: { time: false, range: (_u, min, max) => [min - 0.6, max + 0.6] },
      // The same height on both sides: they are to be compared.
      y: {
        range: (_u, min, max) => {
          const most = niceCeiling(Math.max(-min, max));
          return [-most, most];
        },
      },
    },
    axes: [
      bottomAxis(theme, {
        splits: (u) => labelled(u),
        values: (_u, splits) => splits.map(nameOf),
      }),
      heightAxis(theme, {
        side: 1,
        size: AXIS_WIDTH,
        gap: 8,
        space: 34,
        // Trades are whole: a half is no place on this axis.
        values: (_u, splits) =>
          splits.map((value) => (Number.isInteger(value) ? compact(Math.abs(value)) : '')),
      }),
    ],
    series: [{}, PAINTED, PAINTED],
    hooks: {
      draw: [
        (u) => {
          paint(u, theme);
        },
      ],
    },
  });
}

/** Every class where there is room, else the powers of ten. */
function labelled(u: uPlot): number[] {
  const classes = [...u.data[0]];
  const room = u.bbox.width / uPlot.pxRatio / Math.max(1, classes.length);
  return room >= LABEL_WIDTH ? classes : classes.filter((index) => index % DECADE === 1);
}

function paint(u: uPlot, theme: ChartTheme): void {
  const context = u.ctx;
  const [classes, above, below] = u.data;
  const pixel = uPlot.pxRatio;
  const width = Math.max(1, Math.round((u.valToPos(1, 'x', true) - u.valToPos(0, 'x', true)) * BAR_SHARE));
  const zero = Math.round(u.valToPos(0, 'y', true));
  context.save();
  context.lineWidth = pixel;
  for (const [place, index] of [...classes].entries()) {
    const left = Math.round(u.valToPos(index, 'x', true) - width / 2);
    const top = Math.round(u.valToPos(above?.[place] ?? 0, 'y', true));
    sideBar(context, left, top, width, zero - top, theme.yesBar, theme.yes, false, false, pixel);
    const under = zero + pixel;
    const bottom = Math.round(u.valToPos(below?.[place] ?? 0, 'y', true));
    sideBar(context, left, under, width, bottom - under, theme.noBar, theme.no, true, false, pixel);
  }
  context.fillStyle = theme.text3;
  context.fillRect(u.bbox.left, zero, u.bbox.width, pixel);
  context.restore();
}
