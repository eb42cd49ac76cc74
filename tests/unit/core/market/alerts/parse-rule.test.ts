/** Rules from JSON: what is right comes back as it is, what is wrong is told by its place. */
import { describe, expect, test } from 'vitest';
import { alertSettingsFrom, parseAlertRule } from '#core/market/alerts/parse-rule.ts';
import { MAX_RULES, NO_ALERTS } from '#core/market/alerts/rule.ts';

const RULE = {
  id: 'r1',
  kind: 'large-trade',
  scope: { of: 'everywhere' },
  params: { by: 'value', atLeast: 1_000_000_000 },
  isOn: true,
  coolDownMs: 300_000,
  sound: true,
  notify: false,
};

const GOOD: readonly (readonly [string, object])[] = [
  ['a large trade by dollars', RULE],
  [
    'a large trade by the median',
    { ...RULE, params: { by: 'median', times: 20, minutes: 60, minTrades: 30 } },
  ],
  [
    'a price that is crossed',
    {
      ...RULE,
      kind: 'price-cross',
      params: { level: 6_000, direction: 'up' },
      scope: { of: 'tickers', tickers: ['KXA-1', 'KXB-1'] },
    },
  ],
  [
    'a move in percent, of one event',
    {
      ...RULE,
      kind: 'move',
      params: { by: 'percent', amount: 1_250, minutes: 5, direction: 'either' },
      scope: { of: 'event', event: 'KXA' },
    },
  ],
  ['a burst', { ...RULE, kind: 'burst', params: { minutes: 10 } }],
  ['a market that closes', { ...RULE, kind: 'closing-soon', params: { minutes: 15 } }],
  [
    'a feed that is silent, named, muted, with an end',
    {
      ...RULE,
      kind: 'feed-stale',
      params: { seconds: 20 },
      name: 'Feed',
      mutedUntilMs: 5,
      expiresAtMs: 1_800_000_000_000,
    },
  ],
];

test.each(GOOD)('%s comes back as it was written', (_name, json) => {
  expect(parseAlertRule(JSON.parse(JSON.stringify(json)))).toEqual({ ok: true, value: json });
});

test('a rule without a cool-down gets the usual five minutes', () => {
  const { coolDownMs: _, ...rest } = RULE;
  expect(parseAlertRule(rest)).toEqual({ ok: true, value: RULE });
});

test('what the rule does not know is left out', () => {
  expect(parseAlertRule({ ...RULE, colour: 'red' })).toEqual({ ok: true, value: RULE });
});

const BAD: readonly (readonly [string, unknown, string, string, string])[] = [
  ['no object', 'rule', '', '"rule"', 'an object'],
  ['an unknown kind', { ...RULE, kind: 'tide' }, 'kind', '"tide"', 'one of large-trade, price-cross'],
  ['no id', { ...RULE, id: '' }, 'id', '""', 'a text of 1 to 64 characters'],
  ['a name of a number', { ...RULE, name: 7 }, 'name', '7', 'a text'],
  ['a flag in words', { ...RULE, isOn: 'yes' }, 'isOn', '"yes"', 'true or false'],
  ['no parameters', { ...RULE, params: undefined }, 'params', 'nothing', 'an object'],
  [
    'half a micro-dollar',
    { ...RULE, params: { by: 'value', atLeast: 0.5 } },
    'params.atLeast',
    '0.5',
    'a whole number from 10000',
  ],
  [
    'a level of a dollar',
    { ...RULE, kind: 'price-cross', params: { level: 10_000, direction: 'up' } },
    'params.level',
    '10000',
    'from 1 to 9999',
  ],
  [
    'a window that is not kept',
    { ...RULE, kind: 'burst', params: { minutes: 7 } },
    'params.minutes',
    '7',
    'one of 1, 5, 10, 30, 60',
  ],
  [
    'no number',
    { ...RULE, kind: 'closing-soon', params: { minutes: Number.NaN } },
    'params.minutes',
    'NaN',
    'a whole number',
  ],
  [
    'an empty list of markets',
    { ...RULE, scope: { of: 'tickers', tickers: [] } },
    'scope.tickers',
    '[]',
    'a list of 1 to 100 tickers',
  ],
  [
    'a list with something that is no ticker',
    { ...RULE, scope: { of: 'tickers', tickers: ['KXA-1', '../x'] } },
    'scope.tickers',
    '["KXA-1","../x"]',
    'tickers',
  ],
  [
    'a feed of one event',
    { ...RULE, kind: 'feed-stale', params: { seconds: 20 }, scope: { of: 'event', event: 'KXA' } },
    'scope.of',
    '"event"',
    'one of everywhere',
  ],
  ['a cool-down of a day', { ...RULE, coolDownMs: 86_400_000 }, 'coolDownMs', '86400000', 'to 3600000'],
  ['an end in words', { ...RULE, expiresAtMs: 'tomorrow' }, 'expiresAtMs', '"tomorrow"', 'a whole number'],
];

test.each(BAD)('%s is refused with its place', (_name, json, field, found, expected) => {
  const parsed = parseAlertRule(json);
  if (parsed.ok) throw new Error('expected a refusal');
  expect(parsed.reason.field).toBe(field);
  expect(parsed.reason.found).toBe(found);
  expect(parsed.reason.expected).toContain(expected);
});

test('what was found is cut where it is long, and told where JSON has no word for it', () => {
  const long = parseAlertRule({ ...RULE, kind: 'x'.repeat(500) });
  expect(!long.ok && long.reason.found.length).toBeLessThan(70);
  const round: { self?: unknown } = {};
  round.self = round;
  const circular = parseAlertRule({ ...RULE, kind: round });
  expect(!circular.ok && circular.reason.found).toBe('object');
});

describe('settings of alerts', () => {
  test('keep good rules, quiet hours and the sound, and leave out the rest', () => {
    const kept = alertSettingsFrom({
      rules: [RULE, { ...RULE, id: 'r2', kind: 'tide' }, RULE, 'rule'],
      quiet: { fromMinute: 1_320, toMinute: 420 },
      isSoundOn: true,
    });
    expect(kept).toEqual({
      rules: [RULE],
      quiet: { fromMinute: 1_320, toMinute: 420 },
      isSoundOn: true,
    });
  });

  test.each([undefined, null, 'x', 7, []])('are empty where nothing was kept (%j)', (json) => {
    expect(alertSettingsFrom(json)).toEqual(NO_ALERTS);
  });

  test('hold two hundred rules at most, and no hours that the day does not have', () => {
    const rules = Array.from({ length: MAX_RULES + 5 }, (_, i) => ({ ...RULE, id: `r${i}` }));
    const kept = alertSettingsFrom({ rules, quiet: { fromMinute: 0, toMinute: 1_440 } });
    expect(kept.rules).toHaveLength(MAX_RULES);
    expect(kept.quiet).toBeUndefined();
  });
});
