/** From the fields of a form to a rule and back, and the words for what is wrong. */
import { expect, test } from 'vitest';
import { parseAlertRule } from '#core/market/alerts/parse-rule.ts';
import type { Money } from '#core/units/money.ts';
import type { Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { draftOf, newDraft, ruleOf, type RuleDraft } from '../../../../app/views/alerts/rule-draft.ts';
import { usefulRules } from '../../../../app/views/alerts/useful-rules.ts';
import { createClock } from '../../../../app/format/time.ts';
import { aRule } from '../../../support/alerts.ts';
import { UTC } from '../../../support/reading.ts';

const NOW = 1_800_000_000_000;
const END = new Date(2_000_000_000_000).setSeconds(0, 0) as UnixMs;

const faultsOf = (change: Partial<RuleDraft>) => {
  const rule = ruleOf({ ...newDraft('r'), ...change }, NOW, UTC);
  return rule.ok ? {} : rule.reason;
};

test.each([
  aRule('large-trade', { by: 'value', atLeast: 123_450_000 as Money }, { name: 'Whales', sound: false }),
  aRule('large-trade', { by: 'median', times: 20, minutes: 60, minTrades: 30 }, { coolDownMs: 90_000 }),
  aRule(
    'price-cross',
    { level: 6_350 as Price, direction: 'up' },
    { scope: { of: 'tickers', tickers: ['KXA-1', 'KXB-1'] as Ticker[] }, expiresAtMs: END },
  ),
  aRule(
    'move',
    { by: 'percent', amount: 1_250, minutes: 5, direction: 'down' },
    { scope: { of: 'event', event: 'KXA' } },
  ),
  aRule('burst', { minutes: 30 }, { isOn: false, mutedUntilMs: 7 as UnixMs }),
  aRule('closing-soon', { minutes: 15 }),
  aRule('feed-stale', { seconds: 20 }, { notify: false }),
])('a rule that is opened and saved is the same rule: $kind', (rule) => {
  expect(ruleOf(draftOf(rule, UTC), NOW, UTC, rule)).toEqual({ ok: true, value: rule });
});

test('the end of a rule is typed and shown by the clock that is read', () => {
  const eastern = createClock('America/New_York');
  const draft = { ...newDraft('r'), expires: '2033-05-18T03:33' };
  const rule = ruleOf(draft, NOW, eastern);
  expect(rule).toMatchObject({ ok: true, value: { expiresAtMs: Date.UTC(2033, 4, 18, 7, 33) } });
  if (rule.ok) expect(draftOf(rule.value, UTC).expires).toBe('2033-05-18T07:33');
});

test('an end that is not changed stays the same instant: in the hour that comes twice, and to its second', () => {
  const eastern = createClock('America/New_York');
  const [first, second] = [Date.UTC(2026, 10, 1, 5, 30), Date.UTC(2026, 10, 1, 6, 30)];
  for (const expiresAtMs of [first, second, second + 17_000] as UnixMs[]) {
    const before = aRule('feed-stale', { seconds: 15 }, { expiresAtMs });
    const draft = draftOf(before, eastern);
    expect(draft.expires).toBe('2026-11-01T01:30');
    const renamed = ruleOf({ ...draft, name: 'Feed' }, 0, eastern, before);
    expect(renamed).toMatchObject({ ok: true, value: { name: 'Feed', expiresAtMs } });
    const moved = ruleOf({ ...draft, expires: '2026-11-01T03:00' }, 0, eastern, before);
    expect(moved).toMatchObject({ ok: true, value: { expiresAtMs: Date.UTC(2026, 10, 1, 8) } });
  }
});

test('a new rule about a market asks for its price', () => {
  const rule = ruleOf(newDraft('r', 'KXA-1' as Ticker), NOW, UTC);
  expect(rule).toMatchObject({
    ok: true,
    value: { kind: 'price-cross', scope: { of: 'tickers', tickers: ['KXA-1'] } },
  });
});

test('tickers are read in small letters too', () => {
  const markets = ruleOf({ ...newDraft('r'), scope: 'tickers', tickers: 'kxa-1, KxB-2' }, NOW, UTC);
  expect(markets).toMatchObject({
    ok: true,
    value: { scope: { of: 'tickers', tickers: ['KXA-1', 'KXB-2'] } },
  });
  const event = ruleOf({ ...newDraft('r'), scope: 'event', event: ' kxa-26nov ' }, NOW, UTC);
  expect(event).toMatchObject({ ok: true, value: { scope: { of: 'event', event: 'KXA-26NOV' } } });
});

test.each<readonly [string, Partial<RuleDraft>, keyof RuleDraft, string]>([
  [
    'words for dollars',
    { dollars: 'much' },
    'dollars',
    'Expected dollars from 0.01 to 10000000, found “much”.',
  ],
  ['nothing', { dollars: ' ' }, 'dollars', 'found nothing.'],
  [
    'a price of a dollar',
    { kind: 'price-cross', level: '100' },
    'level',
    'Expected cents of YES from 0.01 to 99.99, found “100”.',
  ],
  ['a third of a cent', { kind: 'price-cross', level: '50.333' }, 'level', 'found “50.333”'],
  [
    'half a minute',
    { kind: 'closing-soon', closingMinutes: '0.5' },
    'closingMinutes',
    'whole minutes from 1 to 1440',
  ],
  ['a wrong ticker', { scope: 'tickers', tickers: 'KXA-1 ../x' }, 'tickers', 'found “../x”'],
  [
    'a word that is no ticker',
    { scope: 'tickers', tickers: 'kxa-1 nonsense' },
    'tickers',
    'found “nonsense”',
  ],
  ['no ticker', { scope: 'tickers', tickers: '' }, 'tickers', 'Expected 1 to 100 tickers, found 0.'],
  ['no event', { scope: 'event', event: '' }, 'event', 'Expected the ticker of an event'],
  ['an end that is past', { expires: '2001-01-01T00:00' }, 'expires', 'found one that is past'],
  ['a long silence', { coolDown: '90' }, 'coolDown', 'Expected minutes from 0.02 to 60, found “90”.'],
])('%s is told at its field', (_name, change, field, words) => {
  expect(faultsOf(change)[field]).toContain(words);
});

test('fields of another kind are not looked at', () => {
  expect(faultsOf({ kind: 'burst', dollars: 'much', level: 'x' })).toEqual({});
});

test('the three useful rules are rules', () => {
  let id = 0;
  const rules = usefulRules(() => `r${++id}`);
  expect(rules.map((rule) => parseAlertRule(rule))).toEqual(rules.map((value) => ({ ok: true, value })));
});
