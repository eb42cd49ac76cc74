import { describe, expect, test } from 'vitest';
import {
  fitHeader,
  fitLabel,
  fitMore,
  type MeasureText,
} from '../../../../app/views/flow/heat/heat-label.ts';
import { tileNames } from '../../../../app/views/flow/heat/heat-name.ts';

/** Seven pixels a character in every face. */
const measure: MeasureText = (text) => text.length * 7;
const words = { price: '67¢', change: '6' };

function shape(name: string, width: number, height: number) {
  const { lines, hasPrice, hasChange } = fitLabel(
    { ...words, names: tileNames(name) },
    width,
    height,
    measure,
  );
  return [lines.join('/'), hasPrice, hasChange];
}

describe('the words of a tile', () => {
  test('a roomy tile says name, price and change', () => {
    expect(shape('BOS beat NYK', 110, 50)).toEqual(['BOS beat NYK', true, true]);
  });

  test('the change goes first, then the price', () => {
    expect(shape('BOS', 50, 40)).toEqual(['BOS', true, false]);
    expect(shape('BOS beat NYK', 110, 30)).toEqual(['BOS beat NYK', false, false]);
  });

  test('a name breaks at a space before anything is dropped', () => {
    expect(shape('SOL up 8:00 PM', 80, 60)).toEqual(['SOL up/8:00 PM', true, true]);
  });

  test('a name of two parts breaks between them, and the break stands for the dot', () => {
    const lines = (name: string, width: number) =>
      fitLabel({ ...words, names: [name] }, width, 60, measure).lines.join('/');
    expect(lines('Republican · Senate majority', 130)).toBe('Republican/Senate majority');
    expect(lines('Phoenix · 22 Nov', 90)).toBe('Phoenix/22 Nov');
    // Where one part alone is too long the line is filled.
    expect(lines('Rep · House and Senate majority', 130)).toBe('Rep · House and/Senate majority');
  });

  test('a name that does not fit becomes a code with its strike', () => {
    expect(shape('71° to 72° · High in New York, Nov 22', 96, 26)).toEqual(['High 71°–72°', false, false]);
  });

  test('a tile under 44 by 24 says nothing', () => {
    expect(shape('BOS', 43, 60)).toEqual(['', false, false]);
    expect(shape('BOS', 60, 23)).toEqual(['', false, false]);
  });

  test('no line is ever wider than its tile, and none is cut', () => {
    const wrong: string[] = [];
    for (const name of [
      'BTC > 81,500 9 PM',
      'Total > 214.5',
      'Unbreakablelongword',
      'Fed −25 bp',
      'NBA: OKC',
    ])
      for (let width = 44; width < 200; width += 3)
        for (let height = 24; height < 90; height += 5) {
          const { lines, size } = fitLabel({ ...words, names: tileNames(name) }, width, height, measure);
          const isWide = lines.some((line) => measure(line, 'name-small') > width - 12 || line.includes('…'));
          const isHigh = lines.length * (size === 'large' ? 20 : 15) > height;
          if (isWide || isHigh) wrong.push(`${lines.join('/')} in ${width} by ${height}`);
        }
    expect(wrong).toEqual([]);
  });
});

describe('the header of a category', () => {
  test('a number is shown whole or not at all', () => {
    expect(fitHeader('Sports', '964k', 80, measure)).toEqual(['Sports', '964k']);
    expect(fitHeader('Sports', '964k', 70, measure)).toEqual(['Sports']);
    expect(fitHeader('Financials', '964k', 40, measure)).toEqual([]);
  });

  test('of the rest is whole, shorter or not there', () => {
    const measure: MeasureText = (text) => text.length * 7;
    expect(fitMore('180', { width: 60, height: 34 }, measure)).toBe('180 more');
    expect(fitMore('180', { width: 40, height: 34 }, measure)).toBe('+180');
    expect(fitMore('180', { width: 26, height: 80 }, measure)).toBe('');
    expect(fitMore('180', { width: 60, height: 10 }, measure)).toBe('');
  });
});
