/** What fired and how late, as people read it. */
import { expect, test } from 'vitest';
import type { AlertRow } from '#contract/rows.ts';
import { alertSettingsFrom } from '#core/market/alerts/parse-rule.ts';
import type { Money } from '#core/units/money.ts';
import type { Price } from '#core/units/price.ts';
import { HOUR } from '#core/units/time.ts';
import { priceWords } from '../../../../app/format/price-words.ts';
import { createClock } from '../../../../app/format/time.ts';
import {
  aimWords,
  exactWords,
  firingWords,
  lateWords,
  scopeWords,
} from '../../../../app/views/alerts/alert-words.ts';
import { settingsFrom } from '../../../../app/boot/settings.ts';
import { parseSeen } from '../../../../app/state/alerts-seen.ts';
import { aRule, anAlert, MIDNIGHT } from '../../../support/alerts.ts';
import { CENTS, UTC } from '../../../support/reading.ts';

test.each([
  [0, 'at once'],
  [49, 'at once'],
  [300, '0.3 s late'],
  [12_340, '12.3 s late'],
  [59_949, '59.9 s late'],
  [90_000, '2 min late'],
  [7_200_000, '2 h late'],
])('%i ms is "%s"', (ms, words) => {
  expect(lateWords(ms)).toBe(words);
});

const firing = (kind: AlertRow['kind'], facts: object): AlertRow =>
  ({ ...anAlert(1), kind, facts }) as AlertRow;

test.each([
  [anAlert(1), 'YES 1,000 at 50¢: $500'],
  [
    firing('large-trade', { value: 5_000_000, quantity: 1_000, price: 5_000, isYes: false, median: 250_000 }),
    'NO 10 at 50¢: $5.00; the median is $0.25',
  ],
  [firing('price-cross', { yesPrice: 6_000, level: 6_000, isUp: true }), 'YES rose to 60¢, the level'],
  [firing('price-cross', { yesPrice: 5_550, level: 6_000, isUp: false }), 'YES fell to 55.5¢, past 60¢'],
  [
    firing('move', { yesPrice: 5_000, fromPrice: 4_000, minutes: 5 }),
    'YES up 10 points within 5 min: 40¢ to 50¢',
  ],
  [firing('closing-soon', { closeAtMs: MIDNIGHT + 8 * HOUR, minutes: 600 }), 'closes at 08:00:00 UTC'],
  [
    firing('closing-soon', { closeAtMs: MIDNIGHT + 24 * HOUR, minutes: 1_440 }),
    'closes at 17 Jan 00:00:00 UTC',
  ],
  [
    firing('feed-stale', { lastHeardAtMs: MIDNIGHT - 1_000, seconds: 15 }),
    'nothing heard since 15 Jan 23:59:59 UTC',
  ],
  [firing('burst', { yesPrice: 5_000, volume: 12_300, minutes: 5 }), '123 contracts in 10 s, last at 50¢'],
])('a firing in words: %#', (row, words) => {
  expect(firingWords(row, CENTS, UTC)).toBe(words);
});

test('a rule in words: what it looks for, and where', () => {
  expect(aimWords(aRule('large-trade', { by: 'value', atLeast: 500_000_000 as Money }), CENTS)).toBe(
    'a trade of $500 or more',
  );
  expect(aimWords(aRule('price-cross', { level: 6_000 as Price, direction: 'down' }), CENTS)).toBe(
    'YES falls to 60¢',
  );
  expect(
    aimWords(aRule('move', { by: 'percent', amount: 1_250, minutes: 5, direction: 'either' }), CENTS),
  ).toBe('YES up or down 12.5% of its price or more within 5 min');
  expect(scopeWords({ of: 'everywhere' })).toBe('all markets');
});

const NO_ODDS = priceWords('decimal', 'no');

test.each([
  // The taker's side and what he paid do not turn.
  [anAlert(1), 'YES 1,000 at 2.00: $500', '50¢'],
  [
    firing('price-cross', { yesPrice: 6_000, level: 5_000, isUp: true }),
    'NO fell to 2.50, past 2.00',
    'NO 40¢',
  ],
  [
    firing('move', { yesPrice: 5_000, fromPrice: 4_000, minutes: 5 }),
    'NO down 10 points within 5 min: 1.67 to 2.00',
    'NO 60¢ to NO 50¢',
  ],
  [
    firing('burst', { yesPrice: 6_000, volume: 12_300, minutes: 5 }),
    '123 contracts in 10 s, last at NO 2.50',
    'NO 40¢',
  ],
])('a firing read as odds, NO first: %#', (row, words, exact) => {
  expect(firingWords(row, NO_ODDS, UTC)).toBe(words);
  expect(exactWords(row, NO_ODDS)).toBe(exact);
  expect(exactWords(row, CENTS)).toBeUndefined();
});

test('a firing says its times by the clock that is read', () => {
  const row = firing('closing-soon', { closeAtMs: MIDNIGHT + 8 * HOUR });
  expect(firingWords(row, CENTS, createClock('America/New_York'))).toBe('closes at 16 Jan 03:00:00 EST');
});

test('a rule read with NO first goes the other way; a share of the YES price stays one', () => {
  expect(aimWords(aRule('price-cross', { level: 6_000 as Price, direction: 'down' }), NO_ODDS)).toBe(
    'NO rises to 2.50',
  );
  expect(aimWords(aRule('move', { by: 'points', amount: 100, minutes: 5, direction: 'up' }), NO_ODDS)).toBe(
    'NO down 1 point or more within 5 min',
  );
  expect(aimWords(aRule('move', { by: 'percent', amount: 500, minutes: 5, direction: 'up' }), NO_ODDS)).toBe(
    'YES up 5% of its price or more within 5 min',
  );
});

test('settings of alerts are kept with the others; what was seen is numbers', () => {
  const alerts = { rules: [aRule('burst', { minutes: 5 })], quiet: undefined, isSoundOn: true };
  expect(settingsFrom({ alerts: JSON.parse(JSON.stringify(alerts)) as unknown }).alerts).toEqual(alerts);
  expect(settingsFrom({ alerts: 'x' }).alerts).toEqual(alertSettingsFrom(undefined));
  expect(parseSeen('{"sim":7,"prod":"x"}')).toEqual({ sim: 7 });
  expect(parseSeen('no json')).toEqual({});
});
