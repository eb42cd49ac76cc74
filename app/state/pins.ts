/**
 * Markets the reader has pinned: a star on a page, a drawer or a card. A pin is also a wish that the market's book is kept and
 * recorded, so pins are the chosen tickers of the recording settings and are remembered with them.
 */
import { useMemo } from 'react';
import type { RecordingChoice } from '#contract/market.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import { useFlowboard, useSession } from './flowboard-context.tsx';
import { tell } from './tell.ts';

export interface Pins {
  /** In the order in which they were pinned. */
  readonly list: readonly Ticker[];
  has(ticker: Ticker): boolean;
  add(ticker: Ticker): void;
  remove(ticker: Ticker): void;
}

/** Returns the reader's pins and the ways to change them. */
export function usePins(): Pins {
  const flowboard = useFlowboard();
  const recording = useSession((session) => session.settings.recording);
  return useMemo(() => {
    const list = pinsIn(recording);
    const keep = (next: RecordingChoice): void => tell(flowboard.updateSettings({ recording: next }));
    return {
      list,
      has: (ticker) => list.includes(ticker),
      add: (ticker) => keep(withPin(recording, ticker)),
      remove: (ticker) => keep(withoutPin(recording, ticker)),
    };
  }, [flowboard, recording]);
}

/** Returns the pinned markets; what no ticker can look like is left out. */
export function pinsIn({ tickers }: RecordingChoice): readonly Ticker[] {
  return tickers.flatMap((text) => parseTicker(text) ?? []);
}

/** Returns `choice` with `ticker` pinned, last; one that is pinned already keeps its place. */
export function withPin(choice: RecordingChoice, ticker: Ticker): RecordingChoice {
  return choice.tickers.includes(ticker) ? choice : { ...choice, tickers: [...choice.tickers, ticker] };
}

/** Returns `choice` without `ticker`. */
export function withoutPin(choice: RecordingChoice, ticker: Ticker): RecordingChoice {
  return { ...choice, tickers: choice.tickers.filter((each) => each !== ticker) };
}
