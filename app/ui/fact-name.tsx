/** The name of a figure; one that is a word of the field explains itself. */
import type { TermName } from './glossary.ts';
import { Term } from './term.tsx';

/** By the name without what comes after its comma: "Volume, 10 m". */
const TERMS: Readonly<Record<string, TermName | undefined>> = {
  Volume: 'volume',
  Contracts: 'volume',
  Dollars: 'notional',
  Notional: 'notional',
  'Net flow': 'netFlow',
  'Taker YES': 'taker',
  'Taker side': 'taker',
  'Median size': 'tradeSize',
  VWAP: 'vwap',
  Spread: 'spread',
  Mid: 'mid',
  Microprice: 'microprice',
  Imbalance: 'imbalance',
};

export function FactName({ name }: { name: string }) {
  const term = TERMS[name.replace(/,.*/, '')];
  return term === undefined ? name : <Term of={term}>{name}</Term>;
}
