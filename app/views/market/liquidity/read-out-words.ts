/** The cursor's read-out as rows of a tooltip and as one sentence for readers. Pure. */
import type { HeatmapReadOut } from '#contract/heatmap.ts';
import type { LevelReadOut } from '#core/market/liquidity/read-out.ts';
import { complement, type Price } from '#core/units/price.ts';
import { age, clock } from '../../../format/time.ts';
import { cents, contracts } from '../../../format/units.ts';

export interface ReadOutRow {
  readonly name: string;
  readonly value: string;
}

const STATES = {
  gap: 'Gap: something was missed here',
  none: 'Not recorded',
  unread: 'Nothing is known here yet',
} as const;

/** Returns what the tooltip shows; `column` says which size the picture shows. */
export function readOutRows(read: HeatmapReadOut, column: 'max' | 'last'): readonly ReadOutRow[] {
  const rows: ReadOutRow[] = [{ name: 'Time', value: timeOf(read) }];
  if (read.state !== 'known') rows.push({ name: 'Book', value: STATES[read.state] });
  else {
    const { level, side } = levelOf(read);
    rows.push({ name: 'Price', value: side === undefined ? priceOf(read) : `${priceOf(read)} ${side}` });
    rows.push({
      name: column === 'max' ? 'Most' : 'Size',
      value: contracts(column === 'max' ? level.most : level.last),
    });
    if (level.last > 0) rows.push({ name: 'Cumulative', value: contracts(level.cumulative) });
    if (level.age !== undefined) rows.push({ name: 'Age', value: age(level.age) });
  }
  if (read.trades > 0) {
    const [yes, no] = [contracts(read.yesTraded), contracts(read.noTraded)];
    rows.push({ name: 'Traded', value: `YES ${yes}, NO ${no}` });
  }
  return rows;
}

/** Returns the read-out as a sentence. */
export function readOutSentence(read: HeatmapReadOut, column: 'max' | 'last'): string {
  const [time, ...rest] = readOutRows(read, column);
  const facts = rest.map(({ name, value }) => `${name} ${value}`).join(', ');
  return `${time?.value ?? ''}: ${facts}.`;
}

function levelOf({ bid, ask, price, priceTo }: HeatmapReadOut): {
  readonly level: LevelReadOut;
  readonly side: string | undefined;
} {
  const isAsk = ask.most > bid.most;
  if (isAsk) {
    const no = price === priceTo ? ` · ${cents(complement(price))} NO bid` : '';
    return { level: ask, side: `YES ask${no}` };
  }
  return { level: bid, side: bid.most > 0 ? 'YES bid' : undefined };
}

/** Several prices may share a row of pixels. */
function priceOf({ price, priceTo }: { readonly price: Price; readonly priceTo: Price }): string {
  return price === priceTo ? cents(price) : `${cents(price).slice(0, -1)}–${cents(priceTo)}`;
}

function timeOf({ time, columnMs }: HeatmapReadOut): string {
  return columnMs < 1_000 ? clock.tenth(time) : clock.second(time);
}
