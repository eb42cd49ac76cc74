/** The heatmap's rows of numbers as the cells of a table. Pure. */
import type { HeatmapOver, HeatmapTable } from '#contract/heatmap.ts';
import type { StaleReason } from '#core/market/book/book-event.ts';
import { GAP, HAND_OVER, KNOWN, NOT_READ, NOT_RECORDED } from '#core/market/liquidity/liquidity-columns.ts';
import { MINUTE, SECOND } from '#core/units/time.ts';
import type { ChartRow } from '../../../charts/chart-table.tsx';
import { priceAt, quantityAt } from '../../../charts/columns.ts';
import { grouped } from '../../../format/number.ts';
import { dayWords, zoneWords, type Clock } from '../../../format/time.ts';
import { contracts } from '../../../format/units.ts';
import type { Reading } from '../market-facts.ts';

const NONE = '–';

const WHY: Readonly<Record<Exclude<StaleReason, 'handover'>, string>> = {
  sequence: 'messages of the exchange were lost',
  disconnect: 'the connection was lost',
  negative: 'a change did not fit the book',
  crossed: 'bids and asks crossed for too long',
  audit: 'the exchange said otherwise',
};

/** Returns the heads of the columns; `now` is the reader's own time, ms. */
export function tableColumns(
  { from, stepMs, count }: HeatmapTable,
  now: number,
  { words, clock }: Reading,
): readonly string[] {
  const to = from + count * stepMs;
  const zone = dayWords(from, to, now, clock) || zoneWords(from, to, clock);
  const { side, otherSide } = words;
  return [
    `Time ${zone}`,
    `${side} bid`,
    `${side} ask`,
    'Spread',
    `${side} bids, best 5`,
    `${otherSide} bids, best 5`,
    'Trades',
    'YES taken',
    'NO taken',
    'Book',
  ];
}

/** Returns row `place` of the table, the newest first. */
export function tableRow(
  table: HeatmapTable,
  place: number,
  over: HeatmapOver | undefined,
  { words, clock }: Reading,
): ChartRow {
  const index = table.count - 1 - place;
  const at = table.from + index * table.stepMs;
  const [yesBid, yesAsk] = [priceIn(table.bid, index), priceIn(table.ask, index)];
  const [bid, ask] = words.outcome === 'yes' ? [yesBid, yesAsk] : [yesAsk, yesBid];
  const [bids, asks] =
    words.outcome === 'yes' ? [table.bidNear, table.askNear] : [table.askNear, table.bidNear];
  return {
    key: at,
    head: `${stepClock(table.stepMs, clock)(at)}${at + table.stepMs > table.now ? ' so far' : ''}`,
    cells: [
      bid === undefined ? NONE : words.of(bid),
      ask === undefined ? NONE : words.of(ask),
      yesBid === undefined || yesAsk === undefined ? NONE : words.spread(yesAsk - yesBid),
      sizeIn(bids, index),
      sizeIn(asks, index),
      ...tradedCells(table, index),
      bookWords(table, index, over),
    ],
  };
}

/** Nothing was traded, or nobody knows: where the book was not recorded either, it is the latter. */
function tradedCells({ flags, trades, yesTraded, noTraded }: HeatmapTable, index: number): readonly string[] {
  const count = trades[index] ?? 0;
  if (count === 0 && ((flags[index] ?? 0) & KNOWN) === 0) return [NONE, NONE, NONE];
  return [grouped(count), sizeIn(yesTraded, index), sizeIn(noTraded, index)];
}

/** Returns what a row is: "20 s", "5 min". */
export function stepWords(stepMs: number): string {
  return stepMs < MINUTE ? `${stepMs / SECOND} s` : `${stepMs / MINUTE} min`;
}

/** Returns what is known of the book in a row, and why where it is not all. */
function bookWords(
  { flags, reasons, from, stepMs, bid, ask }: HeatmapTable,
  index: number,
  over: HeatmapOver | undefined,
): string {
  const bits = flags[index] ?? 0;
  const hasBook = !Number.isNaN(bid[index]) || !Number.isNaN(ask[index]);
  // Whether or not anybody watches a market that is over, it has no book.
  if (over?.at !== undefined && over.at <= from + index * stepMs && !hasBook && (bits & GAP) === 0)
    return over.words;
  const missing = missingWords(bits, reasons[index]);
  if (missing === '') return (bits & KNOWN) === 0 ? 'Nothing is known yet' : 'Known';
  return (bits & KNOWN) === 0 ? missing : `Known in part. ${missing}`;
}

function missingWords(bits: number, reason: StaleReason | undefined): string {
  const said: string[] = [];
  if ((bits & GAP) !== 0)
    said.push(`Gap: ${reason === undefined || reason === 'handover' ? 'something was missed' : WHY[reason]}`);
  if ((bits & HAND_OVER) !== 0) said.push('Hand-over: one tab went on where another ended');
  if ((bits & NOT_RECORDED) !== 0) said.push('Not recorded');
  if ((bits & NOT_READ) !== 0) said.push('Not read yet');
  return said.join('. ');
}

function stepClock(stepMs: number, clock: Clock): (at: number) => string {
  return stepMs < MINUTE ? clock.second : clock.minute;
}

function priceIn(column: Float64Array, index: number): ReturnType<typeof priceAt> | undefined {
  return Number.isNaN(column[index] ?? Number.NaN) ? undefined : priceAt(column, index);
}

function sizeIn(column: Float64Array, index: number): string {
  return Number.isNaN(column[index] ?? Number.NaN) ? NONE : contracts(quantityAt(column, index));
}
