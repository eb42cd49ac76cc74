import { expect, test, vi } from 'vitest';
import type uPlot from 'uplot';
import { hiddenLabels, paintPrice, PRICE_SPLITS } from '../../../../app/charts/price-paint.ts';
import type { ChartTheme } from '../../../../app/charts/theme.ts';
import { DrawnCanvas } from '../../../support/drawn-canvas.ts';

// It asks a window for the pixels of a CSS px.
vi.mock('uplot', () => ({ default: { pxRatio: 1 } }));

test('a tag hides the labels of which it would leave a part, and no others', () => {
  const labels = [0, 25, 50, 75, 100];
  expect(hiddenLabels(50, labels, 1)).toEqual([50]);
  expect(hiddenLabels(60, labels, 1)).toEqual([50, 75]);
  expect(hiddenLabels(66, [50], 1)).toEqual([]);
  expect(hiddenLabels(66, [50], 2)).toEqual([50]);
});

test('the label under the tag of the last price is wiped away before the tag is drawn', () => {
  const canvas = new DrawnCanvas(1, 1);
  const theme = { font: '11px sans-serif' } as ChartTheme;
  const data: uPlot.AlignedData = [[0], [5_200], [0], [0], [null], [null]];
  const u = {
    ctx: canvas.getContext(),
    bbox: { left: 0, top: 0, width: 600, height: 300 },
    data,
    // 100 px between the lowest and the highest label.
    valToPos: (value: number, scale: string) => (scale === 'price' ? 100 - value / 100 : value),
  } as uPlot;
  const marks = { barMs: 1_000, from: 0, to: 1, recordedFrom: undefined, gaps: [], closeAt: undefined };
  paintPrice(u, theme, { hasVwap: false, hasFlow: false }, { ...marks, lastLabel: '52¢' });
  const wiped = canvas.calls.filter(({ name }) => name === 'clearRect');
  expect(wiped.map(({ args: [, top, , height] }) => Number(top) + Number(height) / 2)).toEqual([50]);
  expect(PRICE_SPLITS).toContain(5_000);
  const tag = canvas.calls.findIndex(({ name }) => name === 'roundRect');
  expect(canvas.calls.findIndex(({ name }) => name === 'clearRect')).toBeLessThan(tag);
});
