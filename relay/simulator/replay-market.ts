/** A market of which only the ticker is known: what a replay lists. Its event and series follow from the spelling. */
import { uuidOfName } from '#core/exchange/ids.ts';
import type { ListedEvent, ListedMarket } from '#core/exchange/listing.ts';
import { MatchingBook } from '#core/exchange/matching.ts';
import { ladderOf } from '#core/exchange/price-ladder.ts';
import type { Series } from '#core/exchange/series.ts';
import type { Money } from '#core/units/money.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { eventOf, parseTicker, seriesOf, type Ticker } from '#core/units/ticker.ts';
import { DAY, plus, type UnixMs } from '#core/units/time.ts';

export interface RecordedListing {
  readonly events: Map<Ticker, ListedEvent>;
  readonly series: Map<string, Series>;
}

/** The finest grid: a recording does not say which one its market had. */
const STRUCTURE = 'center_centi_edge_centi_cent';

/** Nothing listens: a replayed book is copied, so its changes are told by the replay itself. */
const SILENT = { traded: () => undefined, changed: () => undefined };

function recordedSeries(ticker: string): Series {
  return {
    ticker,
    title: ticker,
    eventTitle: ticker,
    category: 'Recording',
    tag: 'Recording',
    frequency: 'custom',
    structure: STRUCTURE,
    cadence: { kind: 'long', days: 1 },
    shape: { kind: 'race', contenders: [] },
    level: 0,
    hourlyDeviation: 0,
    unit: ['', ''],
    popularity: 1,
    sizeScale: 1,
    halfSpread: 100,
  };
}

function recordedEvent(ticker: Ticker, series: Series, start: UnixMs): ListedEvent {
  const [openAt, closeAt] = [plus(start, 0 - DAY), plus(start, DAY)];
  return {
    plan: {
      series,
      ticker,
      title: ticker,
      subTitle: 'Recorded',
      isExclusive: false,
      openAt,
      closeAt,
      liveFrom: openAt,
      markets: [],
      totalWeight: 1,
      logits: [],
    },
    path: { kind: 'race', logits: [], hourlyDeviation: 0, updatedAt: start },
    markets: [],
    createdAt: openAt,
    closeAt,
    heat: 1,
    winner: -1,
  };
}

/** Returns a new market for `ticker`, listed under its event and series. */
export function listRecorded(
  ticker: Ticker,
  id: string | undefined,
  start: UnixMs,
  listing: RecordedListing,
): ListedMarket {
  const seriesTicker = seriesOf(ticker);
  const series = listing.series.get(seriesTicker) ?? recordedSeries(seriesTicker);
  listing.series.set(seriesTicker, series);
  const eventTicker = parseTicker(eventOf(ticker)) ?? ticker;
  const event = listing.events.get(eventTicker) ?? recordedEvent(eventTicker, series, start);
  listing.events.set(eventTicker, event);
  const ladder = ladderOf(STRUCTURE);
  const market: ListedMarket = {
    ticker,
    id: id ?? uuidOfName(0, ticker),
    event,
    ladder,
    book: new MatchingBook(ladder.prices.length, SILENT),
    legs: [],
    halfSpread: 100,
    depth: 1,
    createdAt: event.createdAt,
    plan: {
      ticker,
      title: ticker,
      yesSubTitle: ticker.slice(eventTicker.length + 1) || ticker,
      noSubTitle: 'No',
      rules: 'Recorded market.',
      claim: { kind: 'winner', index: 0 },
      strike: { type: 'structured' },
      weight: 1,
    },
    status: 'active',
    openAt: event.plan.openAt,
    closeAt: event.closeAt,
    updatedAt: start,
    settledAt: undefined,
    result: undefined,
    volume: 0 as Quantity,
    openInterest: 0 as Quantity,
    dollarVolume: 0 as Money,
    lastPrice: undefined,
    lastQuantity: 0 as Quantity,
    momentum: 0,
    isDirty: false,
  };
  event.markets.push(market);
  return market;
}
