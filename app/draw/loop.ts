/**
 * One animation-frame loop for all canvases: a painter says how often it wants to paint, the loop calls the due ones in
 * one frame. Stops when nobody is left; a hidden tab has no animation frames, so it paints nothing.
 */

/** A frame that comes a little early must not cost a whole further one. */
const SLACK_MS = 4;

interface Painter {
  readonly periodMs: number;
  readonly paint: (now: number) => void;
  last: number;
}

const painters = new Set<Painter>();
let handle: number | undefined;

/** Calls `paint` at most `perSecond` times a second (60 for every frame); returns the stopper. */
export function onFrame(perSecond: number, paint: (now: number) => void): () => void {
  const painter: Painter = { periodMs: perSecond >= 60 ? 0 : 1_000 / perSecond, paint, last: -Infinity };
  painters.add(painter);
  handle ??= requestAnimationFrame(turn);
  return () => {
    painters.delete(painter);
  };
}

function turn(now: number): void {
  handle = painters.size > 0 ? requestAnimationFrame(turn) : undefined;
  for (const painter of painters) {
    if (now - painter.last < painter.periodMs - SLACK_MS) continue;
    painter.last = now;
    painter.paint(now);
  }
}
