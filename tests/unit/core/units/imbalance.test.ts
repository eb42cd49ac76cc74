import { expect, test } from 'vitest';
import { imbalanceText } from '#core/units/imbalance.ts';

test('an imbalance has its sign and two digits; what rounds to nothing has no sign', () => {
  expect([1, 1 / 3, -1 / 3, -1, 0.004, -0.004, 0].map(imbalanceText)).toEqual([
    ...['+1.00', '+0.33', '−0.33', '−1.00'],
    ...['0.00', '0.00', '0.00'],
  ]);
});
