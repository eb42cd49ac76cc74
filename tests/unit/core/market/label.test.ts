import { describe, expect, test } from 'vitest';
import { labelOf } from '#core/market/label.ts';
import type { Ticker } from '#core/units/ticker.ts';

describe('labels from tickers alone', () => {
  test.each([
    ['KXBTC15M-26MAY132000-00', 'BTC15M 26MAY132000 00', 'KXBTC15M-26MAY132000', 'Crypto'],
    ['KXHIGHNY-25DEC20-B53.5', 'HIGHNY 25DEC20 B53.5', 'KXHIGHNY-25DEC20', 'Climate and Weather'],
    ['HIGHNY-22DEC23-B53.5', 'HIGHNY 22DEC23 B53.5', 'HIGHNY-22DEC23', 'Climate and Weather'],
    ['KXWNBASPREAD-26JUL-LV', 'WNBASPREAD 26JUL LV', 'KXWNBASPREAD-26JUL', 'Sports'],
    ['KXINX-26JAN05-B6850', 'INX 26JAN05 B6850', 'KXINX-26JAN05', 'Financials'],
    ['KXCPIYOY-26NOV-T3.1', 'CPIYOY 26NOV T3.1', 'KXCPIYOY-26NOV', 'Economics'],
    ['KXFB-26NOV20-A', 'FB 26NOV20 A', 'KXFB-26NOV20', 'Unknown'],
    ['KX', 'KX', 'KX', 'Unknown'],
    ['LONELY', 'LONELY', 'LONELY', 'Unknown'],
  ])('%s reads "%s"', (ticker, name, event, category) => {
    expect(labelOf(ticker as Ticker)).toEqual({ name, event, category, isCombo: false });
  });

  test('a combo is called so and told apart by the end of its ticker', () => {
    expect(labelOf('KXMVESPORTSMULTI-S2025ABCDEF-0123456789AB' as Ticker)).toEqual({
      name: 'Combo 6789AB',
      event: 'KXMVESPORTSMULTI-S2025ABCDEF',
      category: 'Combo',
      isCombo: true,
    });
  });

  test('names of built-in properties are not categories', () => {
    expect(labelOf('constructor-1' as Ticker).category).toBe('Unknown');
    expect(labelOf('__proto__' as Ticker).category).toBe('Unknown');
  });

  test('hyphens alone still give a name', () => {
    expect(labelOf('---' as Ticker).name).toBe('---');
  });
});
