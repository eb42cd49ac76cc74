/** What happens to events and markets, as the `msg` of lifecycle frames. Source: protocol 4.8, notes of 2026-11. */
import type { ListedEvent, ListedMarket } from '#core/exchange/listing.ts';
import type { PriceLadder } from '#core/exchange/price-ladder.ts';
import type { LifecycleEvent } from '#core/exchange/venue-event.ts';
import { formatDecimal } from '#core/units/decimal.ts';
import { seconds } from './encode.ts';

/** Returns the grid as the exchange describes it. */
export function encodeGrid(ladder: PriceLadder): Record<string, unknown> {
  return {
    price_level_structure: ladder.structure,
    price_ranges: ladder.bands.map(({ start, end, step }) => ({
      start: formatDecimal(start, 4),
      end: formatDecimal(end, 4),
      step: formatDecimal(step, 4),
    })),
  };
}

/** Returns strike type and levels as the exchange names them. */
export function encodeStrike(market: ListedMarket): Record<string, unknown> {
  const { strike } = market.plan;
  return {
    strike_type: strike.type,
    ...(strike.floor === undefined ? {} : { floor_strike: strike.floor }),
    ...(strike.cap === undefined ? {} : { cap_strike: strike.cap }),
  };
}

/** Returns the `msg` of a lifecycle frame, `undefined` for steps that the exchange does not announce (protocol 4.8). */
export function encodeLifecycle(event: LifecycleEvent): string | undefined {
  const { market, step, at } = event;
  const head = { market_ticker: market.ticker, event_type: step };
  switch (step) {
    case 'created':
      return JSON.stringify({
        ...head,
        exchange_index: exchangeIndexOf(market),
        open_ts: seconds(market.openAt),
        close_ts: seconds(market.closeAt),
        ...encodeGrid(market.ladder),
        additional_metadata: {
          name: market.plan.title,
          title: market.plan.title,
          yes_sub_title: market.plan.yesSubTitle,
          no_sub_title: market.plan.noSubTitle,
          rules_primary: market.plan.rules,
          rules_secondary: '',
          can_close_early: market.event.plan.series.cadence.kind === 'matches',
          event_ticker: market.event.plan.ticker,
          expected_expiration_ts: seconds(market.closeAt),
          ...encodeStrike(market),
        },
      });
    case 'close_date_updated':
      return JSON.stringify({ ...head, close_ts: seconds(market.closeAt) });
    case 'activated':
    case 'deactivated':
      return JSON.stringify({ ...head, is_deactivated: step === 'deactivated' });
    case 'metadata_updated':
      return JSON.stringify({ ...head, ...encodeStrike(market), yes_sub_title: market.plan.yesSubTitle });
    case 'determined': {
      const value = market.result === 'yes' ? '1.0000' : '0.0000';
      return JSON.stringify({
        ...head,
        determination_ts: seconds(at),
        result: market.result,
        settlement_value: value,
      });
    }
    case 'settled':
      return JSON.stringify({ ...head, settled_ts: seconds(at) });
    case 'opened':
    case 'closed':
    case 'removed':
      return undefined;
  }
}

/** Returns the `msg` of an `event_lifecycle` frame. */
export function encodeEventListed(event: ListedEvent): string {
  const { plan } = event;
  return JSON.stringify({
    event_ticker: plan.ticker,
    exchange_index: shardOf(plan.series.category, plan.series.shape.kind),
    title: plan.title,
    subtitle: plan.subTitle,
    collateral_return_type: plan.isExclusive ? 'MECNET' : '',
    series_ticker: plan.series.ticker,
    strike_date: seconds(event.closeAt),
  });
}

/** Returns the shard that carries `market` (protocol 5.10). */
export const exchangeIndexOf = (market: ListedMarket): number =>
  shardOf(market.event.plan.series.category, market.event.plan.series.shape.kind);

function shardOf(category: string, shape: string): number {
  if (shape === 'combo') return 1;
  if (category === 'Crypto') return 2;
  return category === 'Sports' ? 3 : 0;
}
