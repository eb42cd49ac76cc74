import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  layoutVariables,
  readLayout,
  splitRange,
  splitSize,
  SPLITS,
  splitVariables,
  type SplitName,
} from '../../../../app/state/layout.ts';

const NAMES = Object.keys(SPLITS) as SplitName[];

test('a column has what it needs and at most its share of the page', () => {
  expect(splitRange('tape', 1_424)).toEqual({ least: 320, most: 512 });
  expect(splitRange('hot', 3_824)).toEqual({ least: 264, most: 1_070 });
});

test('a row leaves what the panels under it need', () => {
  expect(splitRange('heat', 900)).toEqual({ least: 300, most: 660 });
  expect(splitRange('price', 800)).toEqual({ least: 180, most: 388 });
});

test('where there is no room for a choice there is one size', () => {
  expect(splitRange('heat', 400)).toEqual({ least: 300, most: 300 });
  expect(splitRange('tape', 0)).toEqual({ least: 320, most: 320 });
});

test('a size is held within its range; a row is kept as its share, so that it goes with the window', () => {
  expect(splitSize('tape', 9_999, 1_424)).toBe(512);
  expect(splitSize('tape', -5, 1_424)).toBe(320);
  expect(splitSize('tape', 400.4, 1_424)).toBe(400);
  expect(splitSize('heat', 450, 900)).toBe(500);
  expect(splitSize('heat', 0, 900)).toBe(333);
});

test('the grid takes a size as a variable that holds on every screen', () => {
  expect(splitVariables('tape', 900)).toEqual({ '--tape-width': 'clamp(320px, 900px, 36%)' });
  expect(splitVariables('heat', 600)).toEqual({
    '--heat-row': 'minmax(300px, 600fr)',
    '--analytics-row': 'minmax(240px, 400fr)',
  });
  expect(splitVariables('price', 238)).toEqual({
    '--price-row': 'minmax(180px, 238fr)',
    '--middle-row': 'minmax(120px, 285fr)',
    '--depth-row': 'minmax(284px, 477fr)',
  });
});

test('a grid takes the sizes of its own panels, and those only', () => {
  const layout = { tape: 400, ladder: 300 };
  expect(Object.keys(layoutVariables(layout, ['tape', 'hot', 'heat']))).toEqual(['--tape-width']);
  expect(layoutVariables({}, ['tape'])).toEqual({});
});

test('both columns beside the middle leave it a third, however they are set', () => {
  expect(SPLITS.tape.most + SPLITS.hot.most).toBeLessThan(0.67);
  expect(SPLITS.ladder.most + SPLITS.trades.most).toBeLessThan(0.67);
});

describe('what is read', () => {
  test('is what was kept', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.integer({ min: -100, max: 9_000 }),
        fc.integer({ min: 600, max: 3_840 }),
        (name, px, room) => {
          const layout = { [name]: splitSize(name, px, room) };
          expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual({ ok: true, layout });
        },
      ),
    );
    expect(readLayout({})).toEqual({ ok: true, layout: {} });
  });

  test.each([
    [null, ''],
    [[], ''],
    [400, ''],
    [{ tpae: 400 }, 'tpae'],
    [{ toString: 400 }, 'toString'],
    [{ tape: 0 }, 'tape'],
    [{ tape: '400' }, 'tape'],
    [{ tape: 400.5 }, 'tape'],
    [{ tape: 20_001 }, 'tape'],
    [{ heat: 1_000 }, 'heat'],
    [{ tape: null }, 'tape'],
  ])('is refused with its field where it is wrong: %j', (value, field) => {
    expect(readLayout(value)).toMatchObject({ ok: false, field });
  });
});
