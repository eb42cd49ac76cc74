/** Asks for markets while somebody types: one question at a time, the last one always, and no answer of an older one. */
import { useEffect, useMemo, useState } from 'react';
import { scoreOf, searchable, wordsOf } from '#core/market/find.ts';
import type { MarketLabel } from '#contract/frames.ts';
import type { FoundMarket } from '#contract/market.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';
import { sentenceOf } from '../../state/tell.ts';

/** Between two strokes of a quick typist pass some 100 ms. */
const PAUSE_MS = 80;
const FIRST = 8;
const LIMIT = 20;
const MORE = 40;
/** Who has gone through so many writes another word. */
const MOST = 180;

export interface Found {
  readonly markets: readonly FoundMarket[];
  /** What `markets` answer; the newest question may still be on its way. */
  readonly answered: string | undefined;
  /** So many were asked for at most. */
  readonly limit: number;
  /** Asks for more of what answers the question; `undefined` where there is no more, or nobody would read it. */
  readonly more: (() => void) | undefined;
  /** More was asked for, and is on its way. */
  readonly isLooking: boolean;
  /** Why nothing can be found now: a sentence. */
  readonly problem: string | undefined;
}

type Answer = Pick<Found, 'markets' | 'answered' | 'limit' | 'problem'>;

const NOTHING: Answer = { markets: [], answered: undefined, limit: 0, problem: undefined };

export function useFound(question: string): Found {
  const flowboard = useFlowboard();
  const [found, setFound] = useState(NOTHING);
  const [wider, setWider] = useState({ question: '', limit: 0 });
  const isAsked = question.trim() !== '';
  // Another question begins again with few.
  const limit = !isAsked ? FIRST : wider.question === question ? wider.limit : LIMIT;
  useEffect(() => {
    let isOver = false;
    const ask = async (): Promise<void> => {
      try {
        const markets = await flowboard.findMarkets(question, limit);
        if (!isOver) setFound({ markets, answered: question, limit, problem: undefined });
      } catch (error) {
        if (!isOver) setFound({ markets: [], answered: question, limit, problem: sentenceOf(error) });
      }
    };
    const timer = setTimeout(() => void ask(), question === '' ? 0 : PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [flowboard, question, limit]);
  return useMemo(() => {
    const isLooking = found.answered === question && found.limit < limit;
    const isFull = found.answered === question && found.markets.length >= found.limit;
    return {
      ...found,
      limit,
      // The answer to the question before stands until the next one is in: without what does not answer this one.
      markets: found.markets.filter(({ label }) => answers(question, label)),
      more:
        isAsked && isFull && found.limit < MOST
          ? () => setWider({ question, limit: found.limit + MORE })
          : undefined,
      isLooking,
    };
  }, [found, question, limit, isAsked]);
}

function answers(question: string, { ticker, name, title, eventTitle, category }: MarketLabel): boolean {
  const words = wordsOf(question);
  return words.length === 0 || scoreOf(words, searchable(ticker, name, title, eventTitle, category)) > 0;
}
