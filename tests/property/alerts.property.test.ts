/** The alert engine against a recount from the whole history, over random rules, random trades (late, fetched, in bursts) and random holes. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { AlertEngine } from '#core/market/alerts/alert-engine.ts';
import { parseAlertRule } from '#core/market/alerts/parse-rule.ts';
import type { AlertRule } from '#core/market/alerts/rule.ts';
import { lowerMedian } from '#core/market/alerts/median.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { holesOf } from '#core/market/holes.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { eventOf, type Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { AlertOracle } from '../support/oracle-alerts.ts';
import { aTrade } from '../support/trades.ts';

/** A machine under load is slow, not wrong. */
vi.setConfig({ testTimeout: 120_000 });

const START = 1_800_000_000_000;
const TICKERS = ['KXA-1', 'KXA-2', 'KXB-1', 'KXMVE-1'];
const minutes = fc.constantFrom(1, 5, 10);
const direction = fc.constantFrom('up', 'down', 'either');

const aim = fc.oneof(
  fc.record({
    kind: fc.constant('large-trade'),
    params: fc.record({ by: fc.constant('value'), atLeast: fc.integer({ min: 10_000, max: 40_000_000 }) }),
  }),
  fc.record({
    kind: fc.constant('large-trade'),
    params: fc.record({
      by: fc.constant('median'),
      times: fc.integer({ min: 2, max: 4 }),
      minutes,
      minTrades: fc.integer({ min: 3, max: 8 }),
    }),
  }),
  fc.record({
    kind: fc.constant('price-cross'),
    params: fc.record({ level: fc.constantFrom(1, 150, 4_900, 5_000, 9_950), direction }),
  }),
  fc.record({
    kind: fc.constant('move'),
    params: fc.record({
      by: fc.constantFrom('points', 'percent'),
      amount: fc.integer({ min: 50, max: 1_500 }),
      minutes,
      direction,
    }),
  }),
  fc.record({ kind: fc.constant('burst'), params: fc.record({ minutes }) }),
);

/** Before and while the trades come; what is fetched may lie inside. */
const holes = fc
  .array(
    fc.record({
      from: fc.integer({ min: -500_000, max: 250_000 }),
      ms: fc.integer({ min: 1, max: 200_000 }),
    }),
    { maxLength: 3 },
  )
  .map((made) =>
    holesOf(
      made
        .map(({ from, ms }) => ({ from: START + from, to: START + from + ms }))
        .sort((a, b) => a.from - b.from),
    ),
  );

const rules = fc
  .array(
    fc.record({
      aim,
      scope: fc.oneof(
        fc.constant({ of: 'everywhere' }),
        fc.constantFrom({ of: 'event', event: 'KXA' }, { of: 'event', event: 'KXB' }),
        fc.record({
          of: fc.constant('tickers'),
          tickers: fc.subarray(TICKERS, { minLength: 1 }),
        }),
      ),
      isOn: fc.oneof(
        { weight: 9, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
      coolDownMs: fc.constantFrom(1_000, 5_000, 60_000, 300_000),
      mutedUntil: fc.option(fc.integer({ min: 0, max: 600_000 }), { freq: 4, nil: undefined }),
      expiresAt: fc.option(fc.integer({ min: 100_000, max: 1_800_000 }), { freq: 4, nil: undefined }),
    }),
    { minLength: 3, maxLength: 12 },
  )
  .map((made) =>
    made.map(({ aim: { kind, params }, scope, isOn, coolDownMs, mutedUntil, expiresAt }, i): AlertRule => {
      const rule = parseAlertRule({
        id: `r${i}`,
        kind,
        params,
        scope,
        isOn,
        coolDownMs,
        sound: true,
        notify: false,
        ...(mutedUntil === undefined ? {} : { mutedUntilMs: START + mutedUntil }),
        ...(expiresAt === undefined ? {} : { expiresAtMs: START + expiresAt }),
      });
      if (!rule.ok) throw new Error(`${rule.reason.field}: ${rule.reason.found}`);
      return rule.value;
    }),
  );

/** Prices hover around the levels that the rules ask for. */
const price = fc.oneof(
  fc.integer({ min: 4_700, max: 5_200 }),
  fc.constantFrom(1, 50, 100, 200, 4_900, 5_000, 9_900, 9_950, 9_999),
);

const steps = fc.array(
  fc.record({
    isPast: fc.oneof(
      { weight: 5, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    ticker: fc.constantFrom(...TICKERS),
    price,
    contracts: fc.constantFrom(1, 2, 3, 5, 20, 60),
    isYes: fc.boolean(),
    ago: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 300 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 600_000 }) },
    ),
    wait: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 40_000 }) },
    ),
  }),
  { minLength: 20, maxLength: 80 },
);

test('fires exactly what the definitions say', () => {
  const fired = { 'large-trade': 0, 'price-cross': 0, move: 0, burst: 0 };
  fc.assert(
    fc.property(rules, steps, holes, (ruled, said, missing) => {
      const market = new MarketEngine({ windows: [1, 5, 10, 30], holes: () => missing });
      const alerts = new AlertEngine({ past: market.past, minuteOfDay: () => 0 });
      const oracle = new AlertOracle(ruled, missing);
      let now = START as UnixMs;
      market.advance(now);
      alerts.setRules({ rules: ruled, quiet: undefined, isSoundOn: false }, now);
      for (const { isPast, ticker, contracts, isYes, ago, wait, ...rest } of said) {
        now = (now + wait) as UnixMs;
        market.advance(now);
        const trade = aTrade({
          ticker: ticker as Ticker,
          yesPrice: rest.price as Price,
          quantity: (contracts * 100) as Quantity,
          taker: isYes ? 'yes' : 'no',
          venueAt: (now - ago) as UnixMs,
        });
        const value = (isYes ? rest.price : 10_000 - rest.price) * contracts * 100;
        const known = {
          ticker,
          event: eventOf(trade.ticker),
          price: rest.price,
          value,
          at: now - ago,
          quantity: contracts * 100,
        };
        if (isPast) {
          market.restoreTrade(trade, now, true);
          oracle.past(known);
          continue;
        }
        market.apply(trade, now);
        const firings = alerts.trade(trade, now, now);
        expect(firings.map(({ ruleId }) => ruleId).sort()).toEqual([...oracle.trade(known, now)].sort());
        for (const firing of firings) expect([firing.lateMs, firing.atMs]).toEqual([ago, now - ago]);
        for (const { kind } of firings) if (kind in fired) fired[kind as keyof typeof fired]++;
      }
    }),
    { numRuns: 1_500 },
  );
  // It would prove nothing if hardly anything fired.
  for (const count of Object.values(fired)) expect(count).toBeGreaterThan(500);
});

test('the median in place is that of the sorted values', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 100 }), (values) => {
      const sorted = [...values].sort((a, b) => a - b);
      expect(lowerMedian(Float64Array.from(values), values.length)).toBe(
        sorted[Math.ceil(values.length / 2) - 1],
      );
    }),
  );
});
