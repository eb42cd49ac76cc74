/**
 * What a market is really worth, as the simulated world has it: a number that wanders (a price, a temperature, a score
 * difference) or a race of many. Fair values of one event belong together because they come from one path.
 * Confession: jumps and volatilities are chosen for looks and rough calibration, not estimated.
 */
import type { Rng } from '../lib/rng.ts';
import { HOUR, type UnixMs } from '../units/time.ts';

/** What YES of a market says about its path. Levels in the path's own unit; `floor` and `cap` belong to YES of the lower market. */
export type Claim =
  | { readonly kind: 'above'; readonly floor: number }
  | { readonly kind: 'below'; readonly cap: number }
  | { readonly kind: 'between'; readonly floor: number; readonly cap: number }
  | { readonly kind: 'winner'; readonly index: number }
  /** A combo: the venue multiplies its legs, no path knows it. */
  | { readonly kind: 'legs' };

/** Variance an hour before the live phase, as a share of the variance in it. */
const QUIET_SHARE = 0.02;
/** Expected number of news jumps an hour, and how many ordinary hours of variance one carries. */
const JUMPS_PER_HOUR = 1.2;
const JUMP_HOURS = 0.08;

/** A number that wanders until `endsAt`. Shared paths (the price of an asset) have no end: each event brings its own. */
export interface LevelPath {
  readonly kind: 'level';
  value: number;
  /** Standard deviation over one live hour. */
  readonly hourlyDeviation: number;
  /** From when it wanders at full speed; a match before its start hardly moves. */
  readonly liveFrom: UnixMs;
  updatedAt: UnixMs;
}

/** Several contenders of whom one wins; logits wander. */
export interface RacePath {
  readonly kind: 'race';
  readonly logits: number[];
  readonly hourlyDeviation: number;
  updatedAt: UnixMs;
}

export type Path = LevelPath | RacePath;

/** Returns the live hours between two instants, quiet ones counted by their share. */
function effectiveHours(path: Path, from: UnixMs, to: UnixMs): number {
  if (path.kind === 'race') return Math.max(0, to - from) / HOUR;
  const quiet = Math.max(0, Math.min(to, path.liveFrom) - from);
  const live = Math.max(0, to - Math.max(from, path.liveFrom));
  return (quiet * QUIET_SHARE + live) / HOUR;
}

/** Moves `path` on to `at`. Draws a fixed number of values for a given path, whatever the span. */
export function advancePath(path: Path, at: UnixMs, rng: Rng): void {
  const hours = effectiveHours(path, path.updatedAt, at);
  path.updatedAt = at;
  const hasJump = rng.next() < 1 - Math.exp(-JUMPS_PER_HOUR * hours);
  const deviation = path.hourlyDeviation * Math.sqrt(hours + (hasJump ? JUMP_HOURS : 0));
  if (path.kind === 'level') {
    path.value += deviation * rng.normal();
    return;
  }
  for (let index = 0; index < path.logits.length; index++) {
    path.logits[index] = (path.logits[index] ?? 0) + deviation * rng.normal();
  }
}

/** Returns the chance, 0..1, that `claim` turns out true at `endsAt`, seen from the path's present. */
export function chanceOf(path: Path, claim: Claim, endsAt: UnixMs): number {
  if (path.kind === 'race') return claim.kind === 'winner' ? shareOf(path.logits, claim.index) : 0;
  const deviation =
    path.hourlyDeviation * Math.sqrt(Math.max(effectiveHours(path, path.updatedAt, endsAt), 1e-6));
  switch (claim.kind) {
    case 'above':
      return 1 - normalCumulative((claim.floor - path.value) / deviation);
    case 'below':
      return normalCumulative((claim.cap - path.value) / deviation);
    case 'between': {
      const underCap = normalCumulative((claim.cap - path.value) / deviation);
      return Math.max(0, underCap - normalCumulative((claim.floor - path.value) / deviation));
    }
    case 'winner':
    case 'legs':
      return 0;
  }
}

/** Returns whether `claim` holds for the path's present value; a race must have been decided to `winner` first. */
export function isTrue(path: Path, claim: Claim, winner: number): boolean {
  switch (claim.kind) {
    case 'legs':
      return false;
    case 'winner':
      return claim.index === winner;
    case 'above':
      return path.kind === 'level' && path.value >= claim.floor;
    case 'below':
      return path.kind === 'level' && path.value < claim.cap;
    case 'between':
      return path.kind === 'level' && path.value >= claim.floor && path.value < claim.cap;
  }
}

/** Returns the index of the contender who wins, drawn by the present chances; -1 for a path that is no race. */
export function drawWinner(path: Path, rng: Rng): number {
  if (path.kind !== 'race') return -1;
  const indexes = path.logits.map((_, index) => index);
  return rng.choice(
    indexes,
    indexes.map((index) => shareOf(path.logits, index)),
  );
}

function shareOf(logits: readonly number[], index: number): number {
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit);
  return Math.exp(logits[index] ?? -Infinity) / sum;
}

/** Returns the standard normal distribution function; error below 1e-7. Source: Abramowitz and Stegun, 26.2.17. */
export function normalCumulative(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = 0.3989422804014327 * Math.exp((-x * x) / 2) * polynomial;
  return x >= 0 ? 1 - tail : tail;
}
