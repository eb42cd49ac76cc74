import { expect, test } from 'vitest';
import { formatMoney, notional } from '#core/units/money.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';

test('price times quantity is exact to the micro-dollar', () => {
  expect(notional(3_605 as Price, 25 as Quantity)).toBe(90_125);
});

test('money is written with six decimals', () => {
  expect(formatMoney(notional(3_605 as Price, 25 as Quantity))).toBe('0.090125');
});
