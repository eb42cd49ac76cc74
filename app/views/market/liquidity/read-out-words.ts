/** The cursor's read-out as rows of a tooltip and as one sentence for readers. Pure. */
import type { HeatmapReadOut } from '#contract/heatmap.ts';
import type { LevelReadOut } from '#core/market/liquidity/read-out.ts';
import { complement, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { sumOf } from '../../../charts/columns.ts';
import { age, clock, instantWords } from '../../../format/time.ts';
import { cents, contracts } from '../../../format/units.ts';
import type { LiquidityLook } from './liquidity-look.ts';

export interface ReadOutRow {
  readonly name: string;
  readonly value: string;
}

const STATES = {
  gap: 'Gap: something was missed here',
  none: 'Not recorded',
  unread: 'Nothing is known here yet',
} as const;

/** Which sizes the picture shows, and whether bids and asks have colours of their own. */
export type Look = Pick<LiquidityLook, 'column' | 'mode'>;

/** Returns what the tooltip shows of what is drawn as `look` says; `now` is the reader's own time, ms. */
export function readOutRows(read: HeatmapReadOut, look: Look, now: number): readonly ReadOutRow[] {
  const rows: ReadOutRow[] = [{ name: 'Time', value: timeOf(read, now) }];
  if (read.state !== 'known') rows.push({ name: 'Book', value: STATES[read.state] });
  else rows.push(...levelRows(read, look));
  if (read.trades > 0) {
    const [yes, no] = [contracts(read.yesTraded), contracts(read.noTraded)];
    rows.push({ name: 'Traded', value: `YES ${yes}, NO ${no}` });
  }
  return rows;
}

/** Returns the read-out as a sentence. */
export function readOutSentence(read: HeatmapReadOut, look: Look, now: number): string {
  const [time, ...rest] = readOutRows(read, look, now);
  const facts = rest.map(({ name, value }) => `${name} ${value}`).join(', ');
  return `${time?.value ?? ''}: ${facts}.`;
}

/** The colour is that of the larger side, of bids where both are alike; in one colour for both it is their sum. */
function levelRows(read: HeatmapReadOut, { column, mode }: Look): readonly ReadOutRow[] {
  const { bid, ask, price, priceTo } = read;
  const sizeOf = (level: LevelReadOut): Quantity => (column === 'max' ? level.most : level.last);
  const name = column === 'max' ? 'Most' : 'Size';
  const [bids, asks] = [sizeOf(bid), sizeOf(ask)];
  if (mode === 'size' && bids > 0 && asks > 0)
    return [
      { name: 'Price', value: priceOf(read) },
      { name, value: contracts(sumOf([bids, asks])) },
      { name: 'YES bids', value: contracts(bids) },
      { name: 'YES asks', value: contracts(asks) },
    ];
  const level = asks > bids ? ask : bid;
  const no = price === priceTo ? ` · ${cents(complement(price))} NO bid` : '';
  const side = asks > bids ? ` YES ask${no}` : bids > 0 ? ' YES bid' : '';
  const rows = [
    { name: 'Price', value: priceOf(read) + side },
    { name, value: contracts(sizeOf(level)) },
  ];
  if (level.last > 0) rows.push({ name: 'Cumulative', value: contracts(level.cumulative) });
  if (level.age !== undefined) rows.push({ name: 'Age', value: age(level.age) });
  return rows;
}

/** Several prices may share a row of pixels. */
function priceOf({ price, priceTo }: { readonly price: Price; readonly priceTo: Price }): string {
  return price === priceTo ? cents(price) : `${cents(price).slice(0, -1)}–${cents(priceTo)}`;
}

function timeOf({ time, columnMs }: HeatmapReadOut, now: number): string {
  return instantWords(time, now, columnMs < 1_000 ? clock.tenth : clock.second);
}
