/** What stands on the picture: the days of its time axis, and words over the marks they would be lost under. */
import { expect, test, vi } from 'vitest';
import type { HeatmapView } from '#contract/heatmap.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import { BookLog } from '#core/market/liquidity/book-log.ts';
import { TradeLog } from '#core/market/liquidity/trade-log.ts';
import type { Price } from '#core/units/price.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Painter } from '../../../../workers/heatmap/painter.ts';
import { RollingScale } from '../../../../workers/heatmap/size-scale.ts';
import { DrawnCanvas } from '../../../support/drawn-canvas.ts';
import { HEAT_VIEW } from '../../../support/heat-view.ts';
import { HEAT_TICKER } from '../../../support/heatmap-page/told.ts';
import { batchesOf, HEAT_START, heatStory, type HeatOp } from '../../../support/liquidity.ts';
import { aTrade } from '../../../support/trades.ts';

vi.stubGlobal('OffscreenCanvas', DrawnCanvas);

const snapshot: HeatOp = { wait: 0, kind: 'snapshot', side: 'yes', price: 4_000, size: 500, cuts: false };
const END: HeatOp = { ...snapshot, wait: 100_000, kind: 'end' };
const NOW = HEAT_START + 290_000;

/** Draws a book that was watched for 100 s, and trades for 290 s. */
function draw(
  change: Partial<HeatmapView>,
  ops: readonly HeatOp[] = [snapshot, END],
  yesPrice = 5_000 as Price,
) {
  const canvas = new OffscreenCanvas(1, 1);
  if (!(canvas instanceof DrawnCanvas)) throw new Error('Expected the canvas that remembers.');
  const [log, trades] = [new BookLog(HEAT_TICKER), new TradeLog()];
  for (const { columns } of batchesOf({ ...heatStory(ops), until: NOW })) log.append(columns);
  const builder = new TradeColumnsBuilder();
  for (let at = HEAT_START; at < NOW; at += 5_000)
    builder.append(aTrade({ ticker: HEAT_TICKER, at, yesPrice }), at as UnixMs);
  trades.add(builder.take(), HEAT_TICKER);
  const painter = new Painter(canvas, log, trades, { ...HEAT_VIEW, ...change }, new RollingScale());
  painter.draw({ now: NOW, at: 0, isReplay: false, isUnreadable: false, isOver: () => false });
  return canvas;
}

const textsOf = (canvas: DrawnCanvas) => canvas.words().map(({ text }) => text);

test('words on a hatch are drawn after the last trade', () => {
  const canvas = draw({});
  const lastDot = canvas.calls.findLastIndex(({ name }) => name === 'arc');
  expect(lastDot).toBeGreaterThan(0);
  expect(canvas.words().find(({ text }) => text === 'Not recorded')?.order).toBeGreaterThan(lastDot);
});

test('words on a hatch stand where no trade does: at the top, or at the bottom where trades are at the top', () => {
  const middleOf = (yesPrice: number) => {
    const canvas = draw({}, [snapshot, END], yesPrice as Price);
    const order = canvas.words().find(({ text }) => text === 'Not recorded')?.order ?? -1;
    const moved = canvas.calls.slice(0, order).findLast(({ name }) => name === 'translate');
    const dots = canvas.calls.filter(({ name }) => name === 'arc').map(({ args }) => Number(args[1]));
    return { word: Number(moved?.args[1]), dot: dots[0] ?? Number.NaN };
  };
  const [low, high] = [middleOf(500), middleOf(9_500)];
  expect(low.word).toBeLessThan(low.dot - 100);
  expect(high.word).toBeGreaterThan(high.dot + 100);
  // An even market leaves the top free.
  expect(middleOf(5_000).word).toBe(low.word);
});

test('the imbalance is written with a sign, as in the ladder: of the outcome that is read first', () => {
  const asked: HeatOp = { ...snapshot, side: 'no', size: 1_500 };
  const signed = (outcome: 'yes' | 'no') =>
    textsOf(draw({ outcome }, [snapshot, asked])).filter((text) => /^[+−]\d\.\d\d$/.test(text));
  expect([signed('yes'), signed('no')]).toEqual([['−0.50'], ['+0.50']]);
});

test('a time axis that is not all of today begins with its days, and no time stands on them', () => {
  const days = '20 Nov – 21 Nov EST';
  const canvas = draw({ days });
  const word = canvas.words().find(({ text }) => text === days);
  const times = canvas.words().filter(({ text }) => /^\d\d:\d\d$/.test(text));
  expect(times.length).toBeGreaterThan(0);
  const half = 15;
  for (const { x } of times) expect(x - half).toBeGreaterThan((word?.x ?? Infinity) + 6 * days.length);
  expect(
    draw({})
      .words()
      .filter(({ text }) => /^\d\d:\d\d$/.test(text)).length,
  ).toBeGreaterThan(times.length);
});

test('where a market that is over has no book, that is said, recorded or not; before, what it was is said', () => {
  const over = { words: 'Settled', at: (HEAT_START + 100_000) as UnixMs };
  expect(textsOf(draw({ over }))).toContain('Settled');
  expect(textsOf(draw({ over }))).not.toContain('Not recorded');
  const gone: HeatOp = { ...snapshot, wait: 100_000, kind: 'take' };
  expect(textsOf(draw({ over }, [snapshot, gone]))).toContain('Settled');
  expect(textsOf(draw({}, [snapshot, gone]))).not.toContain('Settled');
  const later = { words: 'Settled', at: NOW as UnixMs };
  expect(textsOf(draw({ over: later }))).toContain('Not recorded');
  expect(textsOf(draw({ over: { words: 'Settled', at: undefined } }, [snapshot]))).not.toContain('Settled');
});

test('prices are written in the form and for the outcome that the reader has chosen', () => {
  const marks = (change: Partial<HeatmapView>) =>
    textsOf(draw(change)).filter((text) => /[¢%.+−]/.test(text));
  expect(marks({})).toEqual(expect.arrayContaining(['10¢', '25¢', '75¢', '90¢']));
  expect(marks({ priceForm: 'percent' })).toEqual(expect.arrayContaining(['10%', '90%']));
  expect(marks({ priceForm: 'decimal' })).toEqual(expect.arrayContaining(['10.00', '4.00', '1.33', '1.11']));
  expect(marks({ priceForm: 'american' })).toEqual(expect.arrayContaining(['+900', '+300', '−300', '−900']));
});

test('a picture of NO prices is the other way up: what is dear in YES is cheap, and lower', () => {
  const placesOf = (outcome: 'yes' | 'no') => {
    const calls = draw({ outcome }).calls.filter(({ name }) => name === 'fillText');
    const yOf = (text: string) => Number(calls.find(({ args }) => args[0] === text)?.args[2]);
    return [yOf('90¢'), yOf('10¢')] as const;
  };
  const [yes, no] = [placesOf('yes'), placesOf('no')];
  // Ninety cents stand at the top either way; of NO they are ten cents of YES.
  expect(yes[0]).toBeLessThan(yes[1]);
  expect(no[0]).toBeLessThan(no[1]);
});

test('times are those of the chosen zone', () => {
  const timesIn = (timeZone: string) =>
    textsOf(draw({ timeZone })).filter((text) => /^\d\d:\d\d$/.test(text));
  const hourOf = (texts: readonly string[]) => Number(texts[0]?.slice(0, 2));
  const [utc, york] = [timesIn('UTC'), timesIn('America/New_York')];
  expect(york).toHaveLength(utc.length);
  const behind = new Date(HEAT_START).getUTCMonth() >= 2 && new Date(HEAT_START).getUTCMonth() < 10 ? 4 : 5;
  expect((hourOf(utc) + 24 - hourOf(york)) % 24).toBe(behind);
});
