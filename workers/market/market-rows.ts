/**
 * What is kept of a market besides its trades, made from what REST or a lifecycle frame says of it; and its words for the
 * screen, which a ticker's own spelling fills up. Pure.
 */
import { labelOf as spelledLabel } from '#core/market/label.ts';
import { eventOf, seriesOf, type Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Lifecycle } from '#core/wire/messages.ts';
import type { RestEvent } from '#core/wire/rest.ts';
import type { RestMarket } from '#core/wire/rest-market.ts';
import type { MarketLabel } from '#contract/frames.ts';
import type { MarketRow } from '#contract/store.ts';
import { nameOf } from './names.ts';

/** Market.status after a lifecycle event (protocol 4.7 and 5.4). */
const STATUS_AFTER: ReadonlyMap<string, string> = new Map([
  ['activated', 'active'],
  ['deactivated', 'inactive'],
  ['determined', 'determined'],
  ['settled', 'finalized'],
]);

/** Returns the event of `market`; by custom the ticker spells it. */
export function eventTickerOf(market: RestMarket): string {
  return market.eventTicker ?? eventOf(market.ticker);
}

/** Returns the row of a market, with what is known of its event. */
export function rowOf(market: RestMarket, event: RestEvent | undefined): MarketRow {
  const eventTitle = event?.title ?? '';
  const title = market.title ?? eventTitle;
  return {
    ticker: market.ticker,
    event: eventTickerOf(market),
    eventTitle,
    series: event?.seriesTicker ?? seriesOf(market.ticker),
    title,
    name: nameOf(market.yesSubTitle ?? '', eventTitle === '' ? title : eventTitle),
    category: event?.category ?? '',
    openAt: market.openAt,
    closeAt: market.closeAt,
    status: market.status ?? '',
    result: market.result ?? '',
    priceRanges: market.priceRanges,
  };
}

/** Returns `old` after a change in the market's life; `undefined` where nothing at all is known of it. */
export function changedRow(
  old: MarketRow | undefined,
  lifecycle: Lifecycle,
  ticker: Ticker,
): MarketRow | undefined {
  const known = old ?? bornRow(lifecycle, ticker);
  if (known === undefined) return undefined;
  return {
    ...known,
    openAt: lifecycle.openAt ?? known.openAt,
    closeAt: lifecycle.closeAt ?? known.closeAt,
    result: lifecycle.result ?? known.result,
    status: STATUS_AFTER.get(lifecycle.kind) ?? known.status,
    priceRanges: lifecycle.priceRanges ?? known.priceRanges,
  };
}

/** Returns the row of a market that was just created and brings its own title; `undefined` where it brings none. */
function bornRow(lifecycle: Lifecycle, ticker: Ticker): MarketRow | undefined {
  const { title, yesSubTitle, eventTicker } = lifecycle;
  if (title === undefined && yesSubTitle === undefined) return undefined;
  return {
    ticker,
    event: eventTicker ?? eventOf(ticker),
    eventTitle: '',
    series: seriesOf(ticker),
    title: title ?? '',
    name: nameOf(yesSubTitle ?? '', title ?? ''),
    category: '',
    openAt: lifecycle.openAt,
    closeAt: lifecycle.closeAt,
    status: '',
    result: '',
    priceRanges: lifecycle.priceRanges,
  };
}

/** Returns the words for `ticker`; without a row those that its spelling gives. */
export function labelOf(ticker: Ticker, row: MarketRow | undefined): MarketLabel {
  const spelled = spelledLabel(ticker);
  if (row === undefined)
    return {
      ...spelled,
      ticker,
      title: '',
      eventTitle: '',
      openAt: undefined,
      closeAt: undefined,
      status: '',
      result: '',
    };
  return {
    ticker,
    name: row.name === '' ? spelled.name : row.name,
    title: row.title,
    event: row.event === '' ? spelled.event : row.event,
    eventTitle: row.eventTitle,
    category: row.category === '' ? spelled.category : row.category,
    openAt: row.openAt as UnixMs | undefined,
    closeAt: row.closeAt as UnixMs | undefined,
    status: row.status,
    result: row.result,
    isCombo: spelled.isCombo,
  };
}
