/** What rules of alerts cost at every trade: the market engine alone, and with two hundred rules; in this process, without a page. */
import { AlertEngine } from '#core/market/alerts/alert-engine.ts';
import type { AlertRule } from '#core/market/alerts/rule.ts';
import { parseAlertRule } from '#core/market/alerts/parse-rule.ts';
import { MarketEngine } from '#core/market/engine.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { madeTrades } from './made-trades.ts';
import type { Bench } from './targets.ts';

const TRADES = 600_000;
const TICKERS = 5_000;
/** Trades a second, so that windows hold what they would. */
const RATE = 5_000;
const RULES = 200;
const START = 1_800_000_000_000;
/** As the market session advances its engine. */
const ADVANCE_EVERY = RATE / 4;

/** The kinds that look at trades, none of which fires often. */
const AIMS: readonly (readonly [kind: string, params: object])[] = [
  ['large-trade', { by: 'value', atLeast: 10_000_000_000 }],
  ['large-trade', { by: 'median', times: 500, minutes: 10, minTrades: 30 }],
  ['price-cross', { level: 5_000, direction: 'up' }],
  ['move', { by: 'points', amount: 2_500, minutes: 10, direction: 'either' }],
  ['burst', { minutes: 10 }],
];

function rulesOf(scopeOf: (index: number) => object): readonly AlertRule[] {
  return Array.from({ length: RULES }, (_, i) => {
    const [kind, params] = AIMS[i % AIMS.length] ?? [];
    const rest = { isOn: true, sound: false, notify: false };
    const rule = parseAlertRule({ id: `r${i}`, kind, params, scope: scopeOf(i), ...rest });
    if (!rule.ok) throw new Error(`Expected ${rule.reason.expected} in ${rule.reason.field}.`);
    return rule.value;
  });
}

/** Returns ns a trade, the market engine's own work included, and how many rules fired. */
function measure(rules: readonly AlertRule[] | undefined): { readonly ns: number; readonly fired: number } {
  const market = new MarketEngine({ windows: [1, 5, 10, 30] });
  const alerts = new AlertEngine({ past: market.past, minuteOfDay: () => 0 });
  alerts.setRules({ rules: rules ?? [], quiet: undefined, isSoundOn: false }, START as UnixMs);
  const next = madeTrades(1, TICKERS);
  const trades = Array.from({ length: TRADES }, (_, i): Trade => {
    const { ticker, yesPrice, quantity, isTakerYes } = next();
    return {
      ticker: `KXBENCH${ticker}-26NOV20-A` as Ticker,
      tradeId: undefined,
      yesPrice: yesPrice as Price,
      quantity: quantity as Quantity,
      taker: isTakerYes ? 'yes' : 'no',
      isBlock: false,
      venueAt: (START + Math.floor((i * 1_000) / RATE)) as UnixMs,
    };
  });
  let fired = 0;
  const began = performance.now();
  for (const [i, trade] of trades.entries()) {
    const now = trade.venueAt;
    if (i % ADVANCE_EVERY === 0) market.advance(now);
    market.apply(trade, now);
    if (rules !== undefined) fired += alerts.trade(trade, now, now).length;
  }
  return { ns: ((performance.now() - began) * 1e6) / TRADES, fired };
}

export const alertsBench: Bench = {
  names: ['alerts.rules'],
  run: () => {
    // Once for nothing: the first run compiles.
    measure(rulesOf(() => ({ of: 'everywhere' })));
    const bare = measure(undefined);
    const none = measure([]);
    const listed = measure(rulesOf((i) => ({ of: 'tickers', tickers: [`KXBENCH${i * 7}-26NOV20-A`] })));
    const everywhere = measure(rulesOf(() => ({ of: 'everywhere' })));
    const more = ({ ns }: { readonly ns: number }): string => `${Math.round(ns - bare.ns)} ns`;
    return Promise.resolve([
      {
        name: 'alerts.rules',
        value: 1e9 / everywhere.ns,
        note:
          `200 rules everywhere over 5,000 tickers, fired ${everywhere.fired} times; a trade costs ${Math.round(bare.ns)} ns without the rules, ` +
          `${more(none)} more with none, ${more(listed)} with 200 of one market each, ${more(everywhere)} with these`,
      },
    ]);
  },
};
