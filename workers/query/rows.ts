/** From what is stored to the cells of the files' tables: SQLite and CSV get the same. */
import type { GapRow, MarketRow } from '#contract/store.ts';
import { HAS_UUID, IS_BLOCK, TAKER_YES, type TradeColumns } from '#core/market/columns.ts';
import { must } from '#core/lib/assert.ts';
import { centsHalfUp, complement, formatPrice, type Price } from '#core/units/price.ts';
import { contractsHalfUp, formatQuantity, type Quantity } from '#core/units/quantity.ts';
import { SECOND } from '#core/units/time.ts';

export type Cell = string | number | null;

/**
 * Returns the rows of `trades` (schema.ts, TRADE_COLUMNS) whose exchange's stamp lies in the bounds, both inclusive: their cells
 * one after another, because an array for every row would cost a tenth of the export.
 */
export function tradeCells(columns: TradeColumns, from: number, to: number): Cell[] {
  // A search for every id would make a batch without UUIDs cost the square of its length.
  const otherIds = new Map(columns.otherIds);
  const uuids = uuidText(columns);
  const cells: Cell[] = [];
  for (let row = 0; row < columns.count; row++) {
    const at = must(columns.venueAt[row], 'venue time');
    if (at < from || at > to) continue;
    const receivedAt = must(columns.receivedAt[row], 'received time');
    const flags = must(columns.flags[row], 'flags');
    const yesPrice = must(columns.yesPrice[row], 'price') as Price;
    const quantity = must(columns.quantity[row], 'quantity') as Quantity;
    const cents = centsHalfUp(yesPrice);
    cells.push(
      must(columns.tickers[must(columns.ticker[row], 'ticker index')], 'ticker'),
      cents,
      // Of the rounded price, so that the two always sum to a dollar.
      100 - cents,
      priceText(yesPrice),
      priceText(complement(yesPrice)),
      contractsHalfUp(quantity),
      (flags & TAKER_YES) !== 0 ? 'yes' : 'no',
      Math.floor(at / SECOND),
      Math.floor(receivedAt / SECOND),
      (flags & HAS_UUID) !== 0
        ? uuids.slice(row * UUID_CHARACTERS, (row + 1) * UUID_CHARACTERS)
        : (otherIds.get(row) ?? null),
      formatQuantity(quantity),
      at,
      receivedAt,
      (flags & IS_BLOCK) !== 0 ? 1 : 0,
    );
  }
  return cells;
}

const UUID_BYTES = 16;
const UUID_CHARACTERS = 36;
const HYPHEN = 45;
const HEX_DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** Places of the two digits of each byte in the spelling 8-4-4-4-12. */
const DIGIT_PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** All rows' UUIDs in one text (zeros where a row has none): slices of it cost half of sixteen pairs put together. */
function uuidText({ count, uuid }: TradeColumns): string {
  const characters = new Uint8Array(count * UUID_CHARACTERS).fill(HYPHEN);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < UUID_BYTES; i++) {
      const byte = uuid[row * UUID_BYTES + i] ?? 0;
      const at = row * UUID_CHARACTERS + (DIGIT_PAIRS[i] ?? 0);
      characters[at] = HEX_DIGITS[byte >> 4] ?? 0;
      characters[at + 1] = HEX_DIGITS[byte & 15] ?? 0;
    }
  }
  return new TextDecoder().decode(characters);
}

/** By price: there are only 10,001, and each is written a hundred times in a million trades. */
const PRICE_TEXTS: string[] = [];

/** Returns the dollar text of `price`. */
export function priceText(price: Price): string {
  return (PRICE_TEXTS[price] ??= formatPrice(price));
}

/** Returns the row of `markets` (MARKET_COLUMNS). */
export function marketCells(market: MarketRow): Cell[] {
  return [
    market.ticker,
    market.event,
    market.eventTitle,
    market.series,
    market.title,
    market.name,
    market.category,
    isoOrNull(market.openAt),
    isoOrNull(market.closeAt),
    market.status,
    market.result,
    rangesText(market.priceRanges),
  ];
}

/** The bands as the exchange writes them (protocol 4.8): [{"start":"0.0000","end":"1.0000","step":"0.0100"}]. */
function rangesText(ranges: MarketRow['priceRanges']): string | null {
  if (ranges === undefined) return null;
  return JSON.stringify(
    ranges.map(({ start, end, step }) => ({
      start: priceText(start),
      end: priceText(end),
      step: priceText(step),
    })),
  );
}

/** Returns the row of `gaps` (GAP_COLUMNS). */
export function gapCells({ fromMs, toMs, channel, reason }: GapRow): Cell[] {
  return [fromMs, toMs, channel, reason];
}

function isoOrNull(at: number | undefined): string | null {
  return at === undefined || Number.isNaN(new Date(at).getTime()) ? null : new Date(at).toISOString();
}
