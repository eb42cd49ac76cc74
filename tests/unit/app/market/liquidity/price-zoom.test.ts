import { expect, test } from 'vitest';
import {
  canComeNearer,
  shareOf,
  zoomed,
  ZOOM_STEP,
} from '../../../../../app/views/market/liquidity/price-zoom.ts';

const WHOLE = { low: 0, high: 10_000 };

test('what lies under the cursor stays where it is', () => {
  expect(zoomed(WHOLE, 2, 0.5)).toEqual({ low: 2_500, high: 7_500 });
  expect(zoomed(WHOLE, 2, 0.1)).toEqual({ low: 4_500, high: 9_500 });
  expect(zoomed({ low: 6_000, high: 8_000 }, 0.5, 0.25)).toEqual({ low: 4_500, high: 8_500 });
});

test('no price outside of a dollar is shown', () => {
  expect(zoomed({ low: 8_000, high: 10_000 }, 0.5, 0)).toEqual({ low: 6_000, high: 10_000 });
  expect(zoomed({ low: 0, high: 2_000 }, 0.5, 0.5)).toEqual({ low: 0, high: 4_000 });
});

test('steps end at four cents and at everything', () => {
  let shown = WHOLE;
  for (let step = 0; step < 40 && canComeNearer(shown); step++) {
    const next = zoomed(shown, ZOOM_STEP, 0.3);
    if (next === 'all') break;
    shown = next;
  }
  expect(shown.high - shown.low).toBe(400);
  expect(zoomed({ low: 1_000, high: 9_500 }, 1 / ZOOM_STEP, 0.5)).toBe('all');
});

test('a step of a button holds the price that is known, within what is shown', () => {
  const shown = { low: 2_000, high: 6_000 };
  expect([shareOf(3_000, shown), shareOf(9_000, shown), shareOf(100, shown)]).toEqual([0.75, 0, 1]);
  expect(shareOf(undefined, shown)).toBe(0.5);
});
