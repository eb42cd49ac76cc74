import { describe, expect, test } from 'vitest';
import { eventOf, isCombo, parseTicker, seriesOf, type Ticker } from '#core/units/ticker.ts';

describe('parseTicker', () => {
  test.each([
    'A',
    'RAINSEA-22DEC23-B53.5',
    'KXINXU-26JAN02H1600-T6924.9999',
    'lower_case-1',
    'X'.repeat(128),
  ])('accepts %s', (text) => {
    expect(parseTicker(text)).toBe(text);
  });

  test.each([
    ['', 'nothing'],
    ['X'.repeat(129), 'too long'],
    ['A B', 'a blank'],
    ['A-1\n', 'a line break'],
    ['<b>A</b>', 'markup'],
    ['A/B', 'a path'],
    ['..', 'a step up in a path'],
    ['__proto__', 'the name of every prototype'],
    ['-A', 'a hyphen first'],
    ['ПРИ-1', 'another script'],
    ["A';--", 'a quote'],
  ])('refuses %j: %s', (text) => {
    expect(parseTicker(text)).toBeUndefined();
  });
});

test('the series stands before the first hyphen and the event before the last', () => {
  const ticker = 'KXBTC15M-26MAY132000-00' as Ticker;
  expect(seriesOf(ticker)).toBe('KXBTC15M');
  expect(eventOf(ticker)).toBe('KXBTC15M-26MAY132000');
});

test('a ticker without a hyphen is its own series and event', () => {
  expect([seriesOf('PLAIN' as Ticker), eventOf('PLAIN' as Ticker)]).toEqual(['PLAIN', 'PLAIN']);
});

test('combos are told by the beginning of their ticker', () => {
  expect(isCombo('KXMVERAIN-1' as Ticker)).toBe(true);
  expect(isCombo('KXRAIN-KXMVE' as Ticker)).toBe(false);
});
