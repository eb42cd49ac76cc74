import type uPlot from 'uplot';
import { expect, test, vi } from 'vitest';
import { depthChart } from '../../../../app/charts/depth-chart.ts';
import type { ChartTheme } from '../../../../app/charts/theme.ts';
import { CENTS, NO_CENTS } from '../../../support/reading.ts';

vi.stubGlobal(
  'Path2D',
  class {
    moveTo(): void {}
    lineTo(): void {}
    closePath(): void {}
  },
);

/** Draws two stairs; returns the names of the calls and the colours they were made in. */
function paintedCalls(words = CENTS): string[] {
  const calls: string[] = [];
  const style = { fillStyle: '', strokeStyle: '' };
  const context = new Proxy(style, {
    get: (target, name): unknown =>
      Reflect.get(target, name) ??
      ((): void => {
        const colour = name === 'fill' ? target.fillStyle : name === 'stroke' ? target.strokeStyle : '';
        calls.push(`${String(name)} ${colour}`.trim());
      }),
  });
  const u: unknown = {
    ctx: context,
    bbox: { left: 0, top: 0, width: 100, height: 100 },
    data: [
      [4_000, 4_500, 5_500, 6_000],
      [900, 400, null, null],
      [null, null, 300, 800],
    ],
    valToPos: (value: number) => value / 100,
  };
  const theme = { yes: 'yes', no: 'no', yesBar: 'yes-bar', noBar: 'no-bar' } as ChartTheme;
  const build = depthChart(String, words)(theme, () => ({ from: 0, to: 10_000, mid: undefined }));
  const [draw] = [build.hooks?.draw].flat();
  draw?.(u as uPlot);
  return calls;
}

test('bids are solid and asks hollow: no hatch, which elsewhere means that nothing was recorded', () => {
  const drawn = paintedCalls().filter((call) => /^(fill|fillRect|stroke)\b/.test(call));
  expect(drawn).toEqual(['fill yes-bar', 'stroke yes', 'stroke no']);
});

test('for who reads NO first the bids are those for NO: hollow, and the offers solid', () => {
  const drawn = paintedCalls(NO_CENTS).filter((call) => /^(fill|fillRect|stroke)\b/.test(call));
  expect(drawn).toEqual(['stroke no', 'fill yes-bar', 'stroke yes']);
});
