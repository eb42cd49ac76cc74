/** Arrow keys on the treemap go by what the eye sees: to the nearest tile in that direction. */
import type { Box } from './heat-layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Distance across the direction counts this much more: a tile straight ahead wins over a nearer one aside. */
const ASIDE_COST = 3;
/** Edges are rounded to pixels: neighbours may overlap by one. */
const ROUNDING = 1;

/**
 * Returns the index of the tile to go to from `boxes[from]`, or `from` at the edge of the board. A tile is ahead when
 * its near edge lies past our far edge.
 */
export function nextTile(boxes: readonly Box[], from: number, direction: Direction): number {
  const here = boxes[from];
  if (here === undefined) return from;
  const start = facing(here, direction);
  let best = from;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [index, box] of boxes.entries()) {
    if (index === from) continue;
    const target = facing(box, direction);
    const ahead = target.near - start.far;
    if (ahead < -ROUNDING) continue;
    const aside = Math.max(0, target.from - start.to, start.from - target.to);
    const drift = Math.abs((target.from + target.to - start.from - start.to) / 2);
    const cost = Math.max(0, ahead) + aside * ASIDE_COST + drift / 1_000;
    if (cost < bestCost) {
      bestCost = cost;
      best = index;
    }
  }
  return best;
}

/** The box seen along `direction`: near and far edge grow ahead, from and to span across. */
function facing(box: Box, direction: Direction) {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  switch (direction) {
    case 'right':
      return { near: box.x, far: right, from: box.y, to: bottom };
    case 'left':
      return { near: -right, far: -box.x, from: box.y, to: bottom };
    case 'down':
      return { near: box.y, far: bottom, from: box.x, to: right };
    case 'up':
      return { near: -bottom, far: -box.y, from: box.x, to: right };
  }
}
