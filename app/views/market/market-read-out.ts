/** What one place of the drawer's chart says, in words for the line above it and as a sentence for a screen reader. */
import type { MarketFrame } from '#contract/frames.ts';
import type { ChartRow } from '../../charts/chart-table.tsx';
import type { PriceWords } from '../../format/price-words.ts';
import { compactContracts, contracts, netFlow } from '../../format/units.ts';
import { lastTradeOf, tenths, type Reading } from './market-facts.ts';
import type { MarketRow } from './market-series.ts';

export interface MarketReadOut {
  readonly time: string;
  readonly price: string | undefined;
  readonly yes: string | undefined;
  readonly no: string | undefined;
  readonly vwap: string | undefined;
  readonly flow: string;
  /** Why there is no price; empty when there is one. */
  readonly note: string;
}

const MINUTE_MS = 60_000;

/** Returns the words for `row`; times carry seconds only where bars are shorter than a minute. */
export function readOutOf(
  row: MarketRow | undefined,
  barMs: number,
  { words, clock }: Reading,
): MarketReadOut {
  if (row === undefined)
    return {
      time: '–',
      price: undefined,
      yes: undefined,
      no: undefined,
      vwap: undefined,
      flow: '0',
      note: 'no trade',
    };
  const isBar = row.kind === 'bar';
  return {
    time: barMs < MINUTE_MS || !isBar ? clock.second(row.at) : clock.minute(row.at),
    price: row.price === undefined ? undefined : words.mark + words.of(row.price),
    yes: isBar ? compactContracts(row.yesVolume) : undefined,
    no: isBar ? compactContracts(row.noVolume) : undefined,
    vwap: row.vwap === undefined ? undefined : tenths(row.vwap, words),
    flow: netFlow(row.flow),
    note: row.kind === 'gap' ? 'gap: trades may be missing' : row.price === undefined ? 'no price known' : '',
  };
}

/**
 * Returns the words for the right end of the chart. Where a gap has broken its line, the price that was traded last is still
 * known: it is said, and that it is from before the gap.
 */
export function readOutNow(frame: MarketFrame, row: MarketRow | undefined, reading: Reading): MarketReadOut {
  const said = readOutOf(row, frame.bars.barMs, reading);
  const last = lastTradeOf(frame);
  if (said.price !== undefined || last === undefined) return said;
  const { words } = reading;
  const isBefore = frame.gaps.some(({ to }) => to > last.at);
  return { ...said, price: words.mark + words.of(last.yesPrice), note: isBefore ? 'last before a gap' : '' };
}

/** Returns the same as one sentence. */
export function sentenceOf(row: MarketRow | undefined, barMs: number, reading: Reading): string {
  const { time, price, yes, no, vwap, flow, note } = readOutOf(row, barMs, reading);
  const parts = [
    price,
    yes === undefined ? undefined : `YES volume ${yes}`,
    no === undefined ? undefined : `NO volume ${no}`,
    vwap === undefined ? undefined : `VWAP ${vwap}`,
    `cumulative flow ${flow}`,
    note === '' ? undefined : note,
  ];
  return `${time}: ${parts.filter((part) => part !== undefined).join(', ')}`;
}

/** Returns the heads of the table's columns. */
export function priceColumns({ head }: PriceWords, zone: string): readonly string[] {
  return [`Time ${zone}`, head, 'YES volume', 'NO volume', 'VWAP', 'Flow'];
}

/** Returns the row of the table, nothing shortened; where no price is known there are no figures, but the reason. */
export function tableRowOf(row: MarketRow | undefined, barMs: number, reading: Reading): ChartRow {
  const { time, price, vwap, flow, note } = readOutOf(row, barMs, reading);
  if (row === undefined || price === undefined) return { key: row?.at ?? 0, head: time, cells: note };
  const volumes = row.kind === 'bar' ? [contracts(row.yesVolume), contracts(row.noVolume)] : ['0', '0'];
  return { key: row.at, head: time, cells: [price, ...volumes, vwap ?? 'not known', flow] };
}
