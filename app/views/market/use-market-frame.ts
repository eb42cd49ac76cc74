/** The newest frame of one market. While another span is on its way the old one stays, so that nothing jumps. */
import { useState } from 'react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { useFrames, useWant } from '../../state/flowboard-context.tsx';

/** Returns the frame of `ticker`, or `undefined` until the first one is here. */
export function useMarketFrame(ticker: Ticker, span: ChartSpan, trades: number): MarketFrame | undefined {
  useWant('market', { ticker, span, trades });
  const newest = useFrames((frames) => frames.market);
  const [part, setPart] = useState(newest);
  if (newest !== undefined && newest !== part && newest.value.label.ticker === ticker) setPart(newest);
  return part?.value.label.ticker === ticker ? part.value : undefined;
}

/** Returns true when no trade of the market is known over the span. */
export function isSilent({ market, bars, trades }: MarketFrame): boolean {
  return market === undefined && bars.startMs.length === 0 && trades.length === 0;
}
