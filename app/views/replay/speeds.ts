/** How fast a recording can be played, and how that reads. */
export const SPEEDS = [0.25, 1, 4, 10, 25, 100] as const;

/** Returns "¼×", "10×". */
export function speedWord(speed: number): string {
  return `${speed === 0.25 ? '¼' : speed}×`;
}
