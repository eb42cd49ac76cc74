import { describe, expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { notional, type Money } from '#core/units/money.ts';
import { parsePrice } from '#core/units/price.ts';
import { parseQuantity } from '#core/units/quantity.ts';
import {
  bytes,
  cents,
  changeWords,
  compactContracts,
  compactContractsCounted,
  compactDollars,
  contracts,
  contractsCounted,
  contractsShort,
  dollars,
  dollarsShort,
  netFlow,
  points,
  pointsWord,
  priceOf,
  signedContracts,
} from '../../../../app/format/units.ts';

const price = (text: string) => must(parsePrice(text), text);
const quantity = (text: string) => must(parseQuantity(text), text);
const money = (atPrice: string, count: string): Money => notional(price(atPrice), quantity(count));

describe('prices', () => {
  test('are whole cents, with decimals only where the market is finer', () => {
    expect([cents(price('0.64')), cents(price('0.635')), cents(price('0.0025'))]).toEqual([
      '64¢',
      '63.5¢',
      '0.25¢',
    ]);
  });

  test('are shown for the side that was taken', () => {
    expect(cents(priceOf('no', price('0.635')))).toBe('36.5¢');
    expect(cents(priceOf('yes', price('0.635')))).toBe('63.5¢');
  });

  test('change in points without a sign, and in words with a direction', () => {
    expect([points(1_100), points(-50), points(0)]).toEqual(['11', '0.5', '0']);
    // So little that a tenth would be none: in a direction, so it is told.
    expect([points(4), points(-9), points(13)]).toEqual(['0.04', '0.09', '0.1']);
    expect(changeWords(-1)).toBe('down 0.01 points');
    expect([changeWords(1_100), changeWords(-100), changeWords(0)]).toEqual([
      'up 11 points',
      'down 1 point',
      'no change',
    ]);
  });
});

describe('contracts', () => {
  test('are full in titles', () => {
    expect([contracts(quantity('3017.00')), contracts(quantity('0.5'))]).toEqual(['3,017', '0.5']);
  });

  test('lose their fraction from a hundred up and get a letter from a hundred thousand up', () => {
    const texts = ['82.42', '136.54', '3017', '250000'].map((text) => contractsShort(quantity(text)));
    expect(texts).toEqual(['82.42', '137', '3,017', '250k']);
  });

  test('of a net flow name the side that took more', () => {
    const flows = ['4900', '-13500', '0'].map((text) => netFlow(quantity(text)));
    expect(flows).toEqual(['+4.9k YES', '+13.5k NO', '0']);
    expect(signedContracts(quantity('-13500'))).toBe('\u221213.5k');
    expect(compactContracts(quantity('471000'))).toBe('471k');
  });
});

describe('dollars', () => {
  test('have cents below a hundred', () => {
    expect([dollars(money('0.33', '19')), dollars(money('0.5', '2000'))]).toEqual(['$6.27', '$1,000']);
  });

  test('have no cents from ten up in a narrow column', () => {
    const texts = [money('0.33', '19'), money('0.5', '33'), money('0.5', '2000'), money('0.5', '24600')];
    expect(texts.map(dollarsShort)).toEqual(['$6.27', '$17', '$1,000', '$12.3k']);
    expect(compactDollars(money('0.5', '2100000'))).toBe('$1.05M');
  });
});

test('bytes count in thousands, as disks do', () => {
  expect([bytes(0), bytes(999), bytes(217_088), bytes(999_600), bytes(12e9)]).toEqual([
    '0 B',
    '999 B',
    '217 kB',
    '1.0 MB',
    '12.0 GB',
  ]);
});

test('one contract and one point are no plurals, a part of one is', () => {
  expect(['1', '0.5', '3017'].map((count) => contractsCounted(quantity(count)))).toEqual([
    '1 contract',
    '0.5 contracts',
    '3,017 contracts',
  ]);
  expect([compactContractsCounted(quantity('1')), compactContractsCounted(quantity('4900'))]).toEqual([
    '1 contract',
    '4.9k contracts',
  ]);
  expect([100, -100, 150].map(pointsWord)).toEqual(['point', 'point', 'points']);
});
