/** Marks shared by the charts' painters: hatches, bars of a side and rounded numbers. Everything is in device pixels. */

/** The rim of a bar that still grows, CSS pixels. */
const DASH = [2, 2];

/** Flat wide lines: not recorded. Crossed lines: a gap. The same two marks everywhere. */
export type HatchKind = 'not-recorded' | 'gap';

/** Fills the box with the hatch of `kind`. */
export function hatch(
  context: CanvasRenderingContext2D,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  kind: HatchKind,
  colour: string,
  pixelRatio: number,
): void {
  if (box.width <= 0) return;
  const step = (kind === 'gap' ? 7 : 9) * pixelRatio;
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = pixelRatio;
  context.beginPath();
  for (let at = box.x - box.height; at < box.x + box.width; at += step) {
    context.moveTo(at, box.y + box.height);
    context.lineTo(at + box.height, box.y);
    if (kind === 'gap') {
      context.moveTo(at, box.y);
      context.lineTo(at + box.height, box.y + box.height);
    }
  }
  context.stroke();
  context.restore();
}

/** Returns the smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is at least `value`: axes then hold still. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}

/** Draws one bar: solid for YES, hollow (tint and rim) for NO, dashed rim while it still grows. */
export function sideBar(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  rim: string,
  isHollow: boolean,
  isRunning: boolean,
  pixel: number,
): void {
  if (height <= 0) return;
  context.globalAlpha = isRunning ? 0.45 : isHollow ? 0.75 : 1;
  context.fillStyle = fill;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  if (!isHollow && !isRunning) return;
  context.setLineDash(isRunning ? DASH.map((length) => length * pixel) : []);
  context.strokeStyle = rim;
  context.strokeRect(x + pixel / 2, y + pixel / 2, width - pixel, Math.max(0, height - pixel));
  context.setLineDash([]);
}
