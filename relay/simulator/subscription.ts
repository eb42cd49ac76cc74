/** What one socket is subscribed to: a sid per channel, its counter and its market filter (protocol 3.4 to 3.6). */

export const CHANNELS = [
  'orderbook_delta',
  'ticker',
  'trade',
  'fill',
  'user_orders',
  'market_positions',
  'market_lifecycle_v2',
  'multivariate_market_lifecycle',
  'communications',
  'order_group_updates',
] as const;

export type Channel = (typeof CHANNELS)[number];

/** Channels whose frames carry a seq. */
const SEQUENCED: ReadonlySet<Channel> = new Set<Channel>([
  'orderbook_delta',
  'trade',
  'market_lifecycle_v2',
  'multivariate_market_lifecycle',
  'communications',
  'order_group_updates',
]);

/** Channels that know no market filter: tickers in a subscribe are ignored. */
const UNFILTERED: ReadonlySet<Channel> = new Set<Channel>([
  'market_lifecycle_v2',
  'multivariate_market_lifecycle',
  'communications',
  'order_group_updates',
]);

export interface Subscription {
  readonly channel: Channel;
  readonly sid: number;
  readonly isSequenced: boolean;
  readonly useYesPrice: boolean;
  readonly skipTickerAck: boolean;
  /** `undefined` means all markets. */
  tickers: Set<string> | undefined;
  /** Last seq that was used. */
  seq: number;
}

/** Returns the channel that `name` names, if it exists. */
export function channelNamed(name: string): Channel | undefined {
  return CHANNELS.find((channel) => channel === name);
}

/** Returns true where a subscription of `channel` may be narrowed to some markets. */
export const isFilterable = (channel: Channel): boolean => !UNFILTERED.has(channel);

export function createSubscription(
  channel: Channel,
  sid: number,
  tickers: readonly string[],
  flags: { readonly useYesPrice: boolean; readonly skipTickerAck: boolean },
): Subscription {
  const isAll = tickers.length === 0 || !isFilterable(channel);
  return {
    channel,
    sid,
    isSequenced: SEQUENCED.has(channel),
    useYesPrice: flags.useYesPrice,
    skipTickerAck: flags.skipTickerAck,
    tickers: isAll ? undefined : new Set(tickers),
    seq: 0,
  };
}

/** Returns true where frames of `ticker` belong to the subscription. */
export function covers(subscription: Subscription, ticker: string): boolean {
  return subscription.tickers === undefined || subscription.tickers.has(ticker);
}
