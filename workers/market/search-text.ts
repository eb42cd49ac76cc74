/** The text in which a market is looked for, made once for each label: a market that is named anew has another one. */
import { searchable } from '#core/market/find.ts';
import type { MarketLabel } from '#contract/frames.ts';

/** Of 20,000 names some 4 MB; a text goes with its label. */
const texts = new WeakMap<MarketLabel, string>();

/** Returns ticker, names and category of `label` as core/market/find.ts searches them. */
export function searchTextOf(label: MarketLabel): string {
  const known = texts.get(label);
  if (known !== undefined) return known;
  const { ticker, name, title, eventTitle, category } = label;
  const text = searchable(ticker, name, title, eventTitle, category);
  texts.set(label, text);
  return text;
}
