/**
 * Which of seven colours a tile wears. Bins read better than a continuous ramp: a reader can name the step. The domain
 * is fixed and symmetric, so a colour means the same at any hour. Direction is also carried by a hatch (see the tile).
 */
import type { HotMarket } from '#contract/frames.ts';
import type { Outcome } from '#core/units/outcome.ts';

/** From falling hard (-3) over unchanged (0) to rising hard (+3). */
export type HeatBin = -3 | -2 | -1 | 0 | 1 | 2 | 3;
export type HeatMode = 'change' | 'flow';

export const HEAT_BINS: readonly HeatBin[] = [-3, -2, -1, 0, 1, 2, 3];

/** One probability point is one cent of a one-dollar contract, in 1e-4 dollar. */
const POINT = 100;
/** Windows longer than this move further by themselves and get wider bins. */
const SHORT_WINDOW_MINUTES = 10;
const SHORT_STEPS = [1, 5, 10] as const;
const LONG_STEPS = [2, 10, 20] as const;
/** Net share of one side, per cent of the window's volume. */
const FLOW_STEPS = [10, 30, 60] as const;

export type HeatSteps = readonly [number, number, number];

/** Returns the three bin edges in points (change) or per cent (flow); they hold for both directions. */
export function heatSteps(mode: HeatMode, windowMinutes: number): HeatSteps {
  if (mode === 'flow') return FLOW_STEPS;
  return windowMinutes <= SHORT_WINDOW_MINUTES ? SHORT_STEPS : LONG_STEPS;
}

/** Returns the bin of `value`; an edge belongs to the stronger bin, so +1 point is already rising. */
export function binOf(value: number, steps: HeatSteps): HeatBin {
  const size = Math.abs(value);
  const step = size >= steps[2] ? 3 : size >= steps[1] ? 2 : size >= steps[0] ? 1 : 0;
  if (step === 0) return 0;
  return (value < 0 ? -step : step) as HeatBin;
}

/** Returns what `mode` colours `market` by: points of change of the outcome's price, or net YES share of the volume in per cent (-100..100). */
export function heatValue(market: HotMarket, mode: HeatMode, outcome: Outcome): number {
  if (mode === 'change') return (outcome === 'yes' ? market.change : -market.change) / POINT;
  return market.volume > 0 ? (market.netFlow / market.volume) * 100 : 0;
}

/** Returns the bin of `market` in `mode` over the window, as it looks to who reads `outcome` first. */
export function binOfMarket(
  market: HotMarket,
  mode: HeatMode,
  windowMinutes: number,
  outcome: Outcome,
): HeatBin {
  return binOf(heatValue(market, mode, outcome), heatSteps(mode, windowMinutes));
}
