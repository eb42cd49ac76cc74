/** The cursor's read-out as rows of a tooltip and as one sentence for readers. Pure. */
import type { HeatmapReadOut } from '#contract/heatmap.ts';
import type { LevelReadOut } from '#core/market/liquidity/read-out.ts';
import { complement } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { sumOf } from '../../../charts/columns.ts';
import { age, instantWords } from '../../../format/time.ts';
import { contracts } from '../../../format/units.ts';
import type { Reading } from '../market-facts.ts';
import type { LiquidityLook } from './liquidity-look.ts';

export interface ReadOutRow {
  readonly name: string;
  readonly value: string;
}

const STATES = {
  gap: 'Gap: something was missed here',
  handover: 'Hand-over: one tab went on where another ended',
  none: 'Not recorded',
  unread: 'Nothing is known here yet',
} as const;

/** Which sizes the picture shows, and whether bids and asks have colours of their own. */
export type Look = Pick<LiquidityLook, 'column' | 'mode'>;

/** Returns what the tooltip shows of what is drawn as `look` says; `now` is the reader's own time, ms. */
export function readOutRows(
  read: HeatmapReadOut,
  look: Look,
  now: number,
  reading: Reading,
): readonly ReadOutRow[] {
  const rows: ReadOutRow[] = [{ name: 'Time', value: timeOf(read, now, reading) }];
  if (read.state !== 'known') rows.push({ name: 'Book', value: STATES[read.state] });
  else rows.push(...levelRows(read, look, reading));
  if (read.trades > 0) {
    const [yes, no] = [contracts(read.yesTraded), contracts(read.noTraded)];
    rows.push({ name: 'Traded then', value: `YES ${yes}, NO ${no}, at any price` });
  }
  return rows;
}

/** Returns the read-out as a sentence. */
export function readOutSentence(read: HeatmapReadOut, look: Look, now: number, reading: Reading): string {
  const [time, ...rest] = readOutRows(read, look, now, reading);
  const facts = rest.map(({ name, value }) => `${name} ${value}`).join(', ');
  return `${time?.value ?? ''}: ${facts}.`;
}

/** The colour is that of the larger side, of bids where both are alike; in one colour for both it is their sum. */
function levelRows(read: HeatmapReadOut, { column, mode }: Look, reading: Reading): readonly ReadOutRow[] {
  const { bid, ask } = read;
  const price = pricesOf(read, reading);
  const sizeOf = (level: LevelReadOut): Quantity => (column === 'max' ? level.most : level.last);
  const name = column === 'max' ? 'Most' : 'Size';
  const [bids, asks] = [sizeOf(bid), sizeOf(ask)];
  if (mode === 'size' && bids > 0 && asks > 0)
    return [
      { name: 'Price', value: price.text },
      { name, value: contracts(sumOf([bids, asks])) },
      { name: 'YES bids', value: contracts(bids) },
      { name: 'YES asks', value: contracts(asks) },
    ];
  const level = asks > bids ? ask : bid;
  const rows = [
    { name: 'Price', value: price.text + sideOf(bids, asks, price.other, reading) },
    { name, value: contracts(sizeOf(level)) },
  ];
  if (level.last > 0) rows.push({ name: 'Cumulative', value: contracts(level.cumulative) });
  if (level.age !== undefined) rows.push({ name: 'Age', value: age(level.age) });
  return rows;
}

/** What rests here, as an order of the outcome that is read first; an offer of it is a bid for the other one, at its own price. */
function sideOf(bids: Quantity, asks: Quantity, other: string, { words }: Reading): string {
  const isYesBid = asks <= bids;
  if (isYesBid && bids === 0) return '';
  const isBid = isYesBid === (words.outcome === 'yes');
  if (isBid) return ` ${words.side} bid`;
  return ` ${words.side} ask${other === '' ? '' : ` · ${other} ${words.otherSide} bid`}`;
}

/** Several prices may share a row of pixels; of one alone there is the price of the other outcome too, and the exact one. */
function pricesOf({ price, priceTo }: HeatmapReadOut, { words }: Reading): { text: string; other: string } {
  const isOne = price === priceTo;
  if (!isOne) {
    const [low, high] = words.outcome === 'yes' ? [price, priceTo] : [priceTo, price];
    return { text: `${words.of(low).replace(/[¢%]$/, '')}–${words.of(high)}`, other: '' };
  }
  const own = words.seen(price);
  const exact = words.exactOwn(own);
  return {
    text: `${words.own(own)}${exact === undefined ? '' : ` (${exact})`}`,
    other: words.own(complement(own)),
  };
}

function timeOf({ time, columnMs }: HeatmapReadOut, now: number, { clock }: Reading): string {
  return instantWords(time, now, clock, columnMs < 1_000 ? clock.tenth : clock.second);
}
