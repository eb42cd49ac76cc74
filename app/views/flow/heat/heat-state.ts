/**
 * When the treemap is ranked anew: at the countdown, on the reader's click, after another window, another set of markets or
 * another size, and while it fills up after a start. Pure step function over the newest frame.
 */
import type { HeatFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { isRankDue, rankHeat, RANK_EVERY_MS, type HeatRanking } from './heat-rank.ts';

export interface HeatInput {
  readonly frame: HeatFrame;
  /** The worker's clock when it made the frame, ms. */
  readonly at: number;
  /** Names window and set of markets: a ranking of another question is no use. */
  readonly question: string;
  readonly limit: number;
  /** Each of them has a tile, if it traded at all. */
  readonly pins: readonly Ticker[];
}

export interface HeatState {
  /** With which it was ranked. */
  readonly pins: readonly Ticker[];
  readonly ranking: HeatRanking | undefined;
  readonly question: string;
  readonly limit: number;
  /** The frame that answered the question before: not yet the answer to this one. */
  readonly outdated: HeatFrame | undefined;
}

export const NO_HEAT: HeatState = {
  ranking: undefined,
  question: '',
  limit: 0,
  pins: [],
  outdated: undefined,
};

/** Returns the state after `input`; the same object when nothing has changed. */
export function stepHeat(state: HeatState, input: HeatInput): HeatState {
  const { frame, at, question, limit, pins } = input;
  if (question !== state.question) {
    const isFirst = state.question === '';
    if (!isFirst) return { ...state, question, outdated: frame };
    return { ranking: rankHeat(frame, limit, at, pins), question, limit, pins, outdated: undefined };
  }
  if (frame === state.outdated) return state;
  const isDue =
    state.outdated !== undefined ||
    limit !== state.limit ||
    pins !== state.pins ||
    isRankDue(state.ranking, frame, limit, at);
  if (!isDue) return state;
  return { ranking: rankHeat(frame, limit, at, pins), question, limit, pins, outdated: undefined };
}

/** Returns the state after the reader has asked for a new order. */
export function rerankHeat(state: HeatState, input: HeatInput): HeatState {
  const { frame, at, question, limit, pins } = input;
  if (frame === state.outdated) return state;
  return { ranking: rankHeat(frame, limit, at, pins), question, limit, pins, outdated: undefined };
}

/** Returns whole seconds until the next ranking. */
export function secondsToRank(ranking: HeatRanking, at: number): number {
  return Math.max(0, Math.ceil((ranking.rankedAt + RANK_EVERY_MS - at) / 1_000));
}
