import { expect, test } from 'vitest';
import {
  contractsHalfUp,
  formatQuantity,
  MAX_QUANTITY,
  parseQuantity,
  quantityFromContracts,
  type Quantity,
} from '#core/units/quantity.ts';

test('counts are read to the hundredth, with their sign', () => {
  expect(['136.00', '0.01', '-54.25', '7'].map(parseQuantity)).toEqual([13_600, 1, -5_425, 700]);
});

test('a count finer than a hundredth is refused', () => {
  expect(parseQuantity('1.005')).toBeUndefined();
});

test('a count past nine billion contracts is refused, in either direction', () => {
  expect(parseQuantity('9000000000.00')).toBe(MAX_QUANTITY);
  expect(parseQuantity('9000000000.01')).toBeUndefined();
  expect(parseQuantity('-9000000000.01')).toBeUndefined();
});

test('whole contracts are read from the legacy integer', () => {
  expect([136, -54, 0].map(quantityFromContracts)).toEqual([13_600, -5_400, 0]);
  expect([1.5, NaN, Infinity, 1e11].map(quantityFromContracts)).toEqual(Array(4).fill(undefined));
});

test('a quantity is written as the exchange writes it', () => {
  expect(formatQuantity(-5_425 as Quantity)).toBe('-54.25');
});

test('contracts are rounded half up', () => {
  expect([149, 150, 49, 50].map((quantity) => contractsHalfUp(quantity as Quantity))).toEqual([1, 2, 0, 1]);
});
