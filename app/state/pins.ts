/**
 * Markets the reader has pinned: a star on a page, a drawer or a card. A pin is also a wish that the market's book is kept and
 * recorded, so pins are the chosen tickers of the recording settings and are remembered with them.
 */
import { useMemo } from 'react';
import type { RecordingChoice } from '#contract/market.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import type { Flowboard, ReadableStore, SessionState } from '../boot/flowboard.ts';
import { useFlowboard, useSession } from './flowboard-context.tsx';
import { tell } from './tell.ts';

export interface Pins {
  /** In the order in which they were pinned. */
  readonly list: readonly Ticker[];
  has(ticker: Ticker): boolean;
  add(ticker: Ticker): void;
  remove(ticker: Ticker): void;
}

interface Keeper extends Pick<Flowboard, 'updateSettings'> {
  readonly session: ReadableStore<Pick<SessionState, 'settings'>>;
}

/** Returns the reader's pins and the ways to change them. */
export function usePins(): Pins {
  const flowboard = useFlowboard();
  const recording = useSession((session) => session.settings.recording);
  return useMemo(() => {
    const list = pinsIn(recording);
    return {
      list,
      has: (ticker) => list.includes(ticker),
      add: (ticker) => setPin(flowboard, ticker, true),
      remove: (ticker) => setPin(flowboard, ticker, false),
    };
  }, [flowboard, recording]);
}

/** Pins a market, or no longer; of what was kept a moment ago, not what was drawn: two in a row must not undo each other. */
export function setPin(flowboard: Keeper, ticker: Ticker, isPinned: boolean): void {
  const { recording } = flowboard.session.getSnapshot().settings;
  const next = isPinned ? withPin(recording, ticker) : withoutPin(recording, ticker);
  tell(flowboard.updateSettings({ recording: next }));
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
