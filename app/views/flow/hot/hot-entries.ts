/** What the hot list shows: the pinned markets on top, whatever they trade, then the ranking without them. Pure. */
import type { HotMarket, MarketLabel, PinnedMarket } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';

export interface HotEntry {
  readonly label: MarketLabel;
  /** `undefined` of a pinned one that did not trade inside the window. */
  readonly market: HotMarket | undefined;
  readonly yesPrice: Price | undefined;
  /** Its place among all that traded, from 1; `undefined` of a pinned one that is further down than the list reaches. */
  readonly rank: number | undefined;
  readonly isPinned: boolean;
}

export interface HotEntries {
  /** All that is known, more than is shown. */
  readonly entries: readonly HotEntry[];
  /** How many of them are shown: every pinned one, and the rest of the first `limit` of the ranking. */
  readonly shown: number;
}

export function hotEntries(
  ranked: readonly HotMarket[],
  pinned: readonly PinnedMarket[],
  limit: number,
): HotEntries {
  const rankOf = new Map(ranked.map(({ label }, index) => [label.ticker, index + 1]));
  const onTop = pinned.map((pin) => ({ ...pin, rank: rankOf.get(pin.label.ticker), isPinned: true }));
  const isOnTop = new Set(onTop.map(({ label }) => label.ticker));
  const below = ranked.flatMap((market, index) => {
    const { label, yesPrice } = market;
    return isOnTop.has(label.ticker) ? [] : [{ label, market, yesPrice, rank: index + 1, isPinned: false }];
  });
  const shown = onTop.length + below.filter(({ rank }) => rank <= limit).length;
  return { entries: [...onTop, ...below], shown };
}
