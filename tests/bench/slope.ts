/** How fast something grows, by least squares, and how sure that is. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Slope {
  /** What y grows by with one of x; NaN where no two points of a group differ in x. */
  readonly slope: number;
  /** Standard error of it; NaN where there are too few points to tell. */
  readonly error: number;
}

/**
 * Returns the slope that all groups share while each has a level of its own. For something that also rises and falls in a
 * known rhythm, a group is what was seen at the same place of the rhythm: a rise within it is then no growth.
 */
export function commonSlope(groups: readonly (readonly Point[])[]): Slope {
  const centred = groups.flatMap((points) => {
    const x = mean(points.map((point) => point.x));
    const y = mean(points.map((point) => point.y));
    return points.map((point) => ({ x: point.x - x, y: point.y - y }));
  });
  const spread = sum(centred.map(({ x }) => x * x));
  const slope = sum(centred.map(({ x, y }) => x * y)) / spread;
  const rest = sum(centred.map(({ x, y }) => (y - slope * x) ** 2));
  const freedom = centred.length - groups.filter((points) => points.length > 0).length - 1;
  return { slope, error: freedom > 0 ? Math.sqrt(rest / freedom / spread) : Number.NaN };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
