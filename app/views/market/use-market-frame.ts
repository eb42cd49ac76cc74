/** The newest frame of one market. While another span is on its way the old one stays, so that nothing jumps. */
import { useState } from 'react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { useFrames, useSession, useWant } from '../../state/flowboard-context.tsx';

/** Returns the frame of `ticker`, or `undefined` until the first one is here. */
export function useMarketFrame(ticker: Ticker, span: ChartSpan, trades: number): MarketFrame | undefined {
  useWant('market', { ticker, span, trades });
  const part = useFrames((frames) => frames.market);
  // What the live feed said is not shown beside the clock of a recording, nor the other way round.
  const source = useSession(({ replay }) => replay);
  const [kept, setKept] = useState({ part, source });
  const isNew = part !== undefined && part !== kept.part && part.value.label.ticker === ticker;
  if (isNew || kept.source !== source) setKept({ part, source });
  return kept.source === source && kept.part?.value.label.ticker === ticker ? kept.part.value : undefined;
}

/** Returns true when no trade of the market is known over the span. */
export function isSilent({ market, bars, trades }: MarketFrame): boolean {
  return market === undefined && bars.startMs.length === 0 && trades.length === 0;
}
