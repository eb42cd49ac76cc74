import { describe, expect, test } from 'vitest';
import { speedReading } from '../../../../app/views/flow/tape/tape-speed-words.ts';

const read = (tradesPerSecond: number | undefined, baseline: number | undefined) =>
  speedReading({ tradesPerSecond, baseline, stretches: 90 });

describe('the speed of the tape in words', () => {
  test.each([
    [4.9, 'slow'],
    [5, 'slower'],
    [8, 'usual'],
    [12.4, 'usual'],
    [12.5, 'faster'],
    [20, 'fast'],
  ])('%d beside a median of 10 is %s', (speed, word) => {
    expect(read(speed, 10)?.word).toBe(word);
  });

  test('says nothing while the speed or its baseline is not known', () => {
    expect(read(undefined, 10)).toBeUndefined();
    expect(read(10, undefined)).toBeUndefined();
  });

  test('has no ratio to a median of nought: silence is usual there, a trade is fast', () => {
    expect(read(0, 0)).toEqual({ word: 'usual', ratio: undefined, place: 0 });
    expect(read(0.1, 0)).toEqual({ word: 'fast', ratio: undefined, place: 1 });
  });

  test('the gauge has the median in its middle and ends at a quarter and at four times of it', () => {
    expect([1, 2.5, 5, 10, 20, 40, 400].map((speed) => read(speed, 10)?.place)).toEqual([
      -1, -1, -0.5, 0, 0.5, 1, 1,
    ]);
    expect(read(0, 10)).toEqual({ word: 'slow', ratio: 0, place: -1 });
  });
});
