import { describe, expect, it } from 'vitest';
import { commonSlope, type Point } from '../../bench/slope.ts';

const line = (xs: readonly number[], slope: number, level: number): Point[] =>
  xs.map((x) => ({ x, y: level + slope * x }));

describe('how fast something grows', () => {
  it('is the slope of a straight line, with no doubt about it', () => {
    const { slope, error } = commonSlope([line([0, 1, 2, 5], 3, 100)]);
    expect(slope).toBeCloseTo(3, 12);
    expect(error).toBeCloseTo(0, 12);
  });

  it('is the line of least squares where the points lie beside one', () => {
    // By hand: means 1.5 and 2, products 5 over squares 5. Each point is half a unit off the line, four quarters in all.
    const points = [1, 1, 2, 4].map((y, x) => ({ x, y }));
    const { slope, error } = commonSlope([points]);
    expect(slope).toBeCloseTo(1, 12);
    expect(error).toBeCloseTo(Math.sqrt(1 / 2 / 5), 12);
  });

  it('does not take a rhythm for growth when the same places of it are compared', () => {
    // A tooth of 80 that fills twice, and a leak of 2 an hour below it.
    const groups = [0, 0.25, 0.5, 0.75].map((place) =>
      [0, 1].map((round) => ({ x: round + place, y: 80 * place + 2 * (round + place) })),
    );
    expect(commonSlope(groups).slope).toBeCloseTo(2, 12);
    // All in one, the tooth alone would be a leak of more than thirty.
    expect(commonSlope([groups.flat()]).slope).toBeGreaterThan(15);
  });

  it('cannot be told from places that were seen once, or from one moment', () => {
    expect(commonSlope([[{ x: 0, y: 1 }], [{ x: 1, y: 9 }]]).slope).toBeNaN();
    expect(commonSlope([]).slope).toBeNaN();
    expect(commonSlope([line([4, 4], 1, 0)]).slope).toBeNaN();
  });

  it('has a doubt that cannot be told where two points make the line', () => {
    // With these the rounding leaves a rest that is not quite 0.
    const { slope, error } = commonSlope([line([1, 4], 0.7, 0.1)]);
    expect(slope).toBeCloseTo(0.7, 12);
    expect(error).toBeNaN();
  });
});
