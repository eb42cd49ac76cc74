import { describe, expect, test } from 'vitest';
import { NO_HEAT, rerankHeat, secondsToRank, stepHeat } from '../../../../app/views/flow/heat/heat-state.ts';
import { must } from '#core/lib/assert.ts';
import { aHeatFrame, aHotMarket } from '../../../support/hot-market.ts';

const first = aHeatFrame([aHotMarket({ ticker: 'A-1' })]);
const second = aHeatFrame([aHotMarket({ ticker: 'B-1' })]);
const base = { question: '10 false', limit: 60, pins: [] };
const start = stepHeat(NO_HEAT, { ...base, frame: first, at: 0 });

describe('when the treemap is ranked anew', () => {
  test('the first frame is ranked at once', () => {
    expect(start.ranking?.categories[0]?.events[0]?.tiles[0]?.ticker).toBe('A-1');
  });

  test('between rankings nothing changes, not even the object', () => {
    expect(stepHeat(start, { ...base, frame: second, at: 29_999 })).toBe(start);
  });

  test('another window waits for its own frame: the old one answers another question', () => {
    const asked = stepHeat(start, { ...base, question: '60 false', frame: first, at: 1_000 });
    expect(asked.ranking).toBe(start.ranking);
    expect(stepHeat(asked, { ...base, question: '60 false', frame: first, at: 1_500 })).toBe(asked);
    const answered = stepHeat(asked, { ...base, question: '60 false', frame: second, at: 2_000 });
    expect(answered.ranking?.rankedAt).toBe(2_000);
  });

  test('a frame of the old window is not ranked on a click either', () => {
    const input = { ...base, question: '60 false', frame: first, at: 1_000 };
    const asked = stepHeat(start, input);
    expect(rerankHeat(asked, input)).toBe(asked);
  });

  test('another size is ranked with the frame in hand', () => {
    expect(stepHeat(start, { ...base, limit: 20, frame: first, at: 500 }).limit).toBe(20);
  });

  test('the reader may ask for a new order before it is due', () => {
    expect(rerankHeat(start, { ...base, frame: second, at: 4_000 }).ranking?.rankedAt).toBe(4_000);
  });

  test('the countdown ends at nought and never below', () => {
    const ranking = must(start.ranking, 'a ranking');
    expect([0, 100, 29_001, 30_000, 99_000].map((at) => secondsToRank(ranking, at))).toEqual([
      30, 30, 1, 0, 0,
    ]);
  });
});
