import { expect, test } from 'vitest';
import type { Ticker } from '#core/units/ticker.ts';
import { noneLeft } from '../../../../app/views/replay/step-words.ts';

test('a step that finds nothing says of what, and which way', () => {
  const market = 'KXA-1' as Ticker;
  expect(noneLeft('trade', 1, undefined)).toBe('No other trade after this moment.');
  expect(noneLeft('trade', 1, market)).toBe('No other trade of this market after this moment.');
  expect(noneLeft('large-trade', -1, market)).toBe('No other large trade of this market before this moment.');
  expect(noneLeft('gap', -1, market)).toBe('No other gap before this moment.');
});
