/** Asks for markets while somebody types: one question at a time, the last one always, and no answer of an older one. */
import { useEffect, useMemo, useState } from 'react';
import { scoreOf, searchable, wordsOf } from '#core/market/find.ts';
import type { MarketLabel } from '#contract/frames.ts';
import type { FoundMarket } from '#contract/market.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';
import { sentenceOf } from '../../state/tell.ts';

/** Between two strokes of a quick typist pass some 100 ms. */
const PAUSE_MS = 80;
const LIMIT = 20;
const FIRST = 8;

export interface Found {
  readonly markets: readonly FoundMarket[];
  /** What `markets` answer; the newest question may still be on its way. */
  readonly answered: string | undefined;
  /** Why nothing can be found now: a sentence. */
  readonly problem: string | undefined;
}

const NOTHING: Found = { markets: [], answered: undefined, problem: undefined };

export function useFound(question: string): Found {
  const flowboard = useFlowboard();
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    let isOver = false;
    const ask = async (): Promise<void> => {
      try {
        const markets = await flowboard.findMarkets(question, question.trim() === '' ? FIRST : LIMIT);
        if (!isOver) setFound({ markets, answered: question, problem: undefined });
      } catch (error) {
        if (!isOver) setFound({ markets: [], answered: question, problem: sentenceOf(error) });
      }
    };
    const timer = setTimeout(() => void ask(), question === '' ? 0 : PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [flowboard, question]);
  // The answer to the question before stands until the next one is in: without what does not answer this one.
  return useMemo(
    () => ({ ...found, markets: found.markets.filter(({ label }) => answers(question, label)) }),
    [found, question],
  );
}

function answers(question: string, { ticker, name, title, eventTitle, category }: MarketLabel): boolean {
  const words = wordsOf(question);
  return words.length === 0 || scoreOf(words, searchable(ticker, name, title, eventTitle, category)) > 0;
}
