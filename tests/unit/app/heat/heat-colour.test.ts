import { describe, expect, test } from 'vitest';
import { binOf, binOfMarket, heatSteps, heatValue } from '../../../../app/views/flow/heat/heat-colour.ts';
import { aHotMarket } from '../../../support/hot-market.ts';

describe('the colour of a tile', () => {
  test('an edge belongs to the stronger bin, in both directions', () => {
    const steps = heatSteps('change', 10);
    expect(
      [-10, -9.9, -5, -1, -0.9, 0, 0.9, 1, 4.9, 5, 10, 60].map((points) => binOf(points, steps)),
    ).toEqual([-3, -2, -2, -1, 0, 0, 0, 1, 1, 2, 3, 3]);
  });

  test('windows longer than ten minutes have wider bins', () => {
    expect(heatSteps('change', 10)).toEqual([1, 5, 10]);
    expect(heatSteps('change', 11)).toEqual([2, 10, 20]);
    expect(binOfMarket(aHotMarket({ change: 150 }), 'change', 10, 'yes')).toBe(1);
    expect(binOfMarket(aHotMarket({ change: 150 }), 'change', 60, 'yes')).toBe(0);
  });

  test('flow is the net share of the volume and does not depend on the window', () => {
    const market = aHotMarket({ volume: 1_000, yesVolume: 200 });
    expect(heatValue(market, 'flow', 'yes')).toBe(-60);
    expect(binOfMarket(market, 'flow', 60, 'yes')).toBe(-3);
  });

  test('a market that rises falls for who reads NO first; what takers did stays', () => {
    const market = aHotMarket({ change: 150, volume: 1_000, yesVolume: 200 });
    expect(binOfMarket(market, 'change', 10, 'no')).toBe(-1);
    expect(heatValue(market, 'flow', 'no')).toBe(-60);
  });

  test('a market without volume has no flow', () => {
    expect(heatValue(aHotMarket({ volume: 0 }), 'flow', 'yes')).toBe(0);
  });
});
