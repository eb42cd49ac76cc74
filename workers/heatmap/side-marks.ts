/** Beside and below the picture: the book at its right end as bars, the imbalance of the best levels as a line. */
import { GAP, HAND_OVER, KNOWN, NOT_RECORDED } from '#core/market/liquidity/liquidity-columns.ts';
import { imbalanceText } from '#core/units/imbalance.ts';
import { sideInkOf } from './ink.ts';
import type { PixelBox } from './pixel-box.ts';
import { setType, xOf, type Scene } from './scene.ts';

/** How much of the ramp's logarithm a bar spends on sizes below its low end. */
const BELOW = 8;

/** Returns the slot of the newest known column that is shown, or −1. */
function newestKnown({ fold, range }: Scene): number {
  const { columns } = fold;
  for (let k = range.to - 1; k >= range.from; k--) {
    const slot = columns.slotHolding(k);
    if (slot < 0 || columns.flags[slot] === 0) continue;
    return ((columns.flags[slot] ?? 0) & KNOWN) !== 0 ? slot : -1;
  }
  return -1;
}

/** Draws what rests at each price at the right end: bids solid, asks lighter; length is the logarithm of the size. */
export function drawDepth(scene: Scene, box: PixelBox): void {
  const { context, layout, view, fold, scale } = scene;
  const { depth, px } = layout;
  setType(scene);
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillStyle = view.colours.text3;
  // A recording has no now, wherever its clock stands.
  const isNow = view.end === undefined && !scene.isReplay;
  context.fillText(isNow ? 'Depth now' : 'Depth then', depth.left, layout.volume.top + px(1));
  const slot = newestKnown(scene);
  if (slot < 0) return;
  const { rows } = fold.shape;
  const { columns } = fold;
  const ink = sideInkOf(view.colours);
  box.clear(context, depth, ink.panel);
  const span = Math.log((scale.high / scale.low) * BELOW);
  for (let row = 0; row < rows.count; row++) {
    const cell = slot * rows.count + row;
    const [bid, ask] = [columns.bidLast[cell] ?? 0, columns.askLast[cell] ?? 0];
    const size = Math.max(bid, ask);
    if (size === 0) continue;
    const share = Math.min(1, Math.max(0.04, Math.log((size / scale.low) * BELOW) / span));
    const [top, bottom] = [rows.top[row] ?? 0, rows.bottom[row] ?? 0];
    const height = Math.max(1, bottom - top - (bottom - top >= 3 ? px(1) : 0));
    const width = Math.round(share * depth.width);
    box.fill(0, top, width, height, ask > bid ? ink.askBar : ink.bidBar);
    // An edge: hollow beside solid, for eyes that do not tell the hues apart.
    if (ask > bid) box.fill(width - px(1), top, px(1), height, ink.askEdge);
  }
  box.put(context, depth);
}

/** Draws the imbalance of five levels, −1..1, and its newest value: of the outcome that is read first, as in the ladder. */
export function drawImbalance(scene: Scene, box: PixelBox): void {
  const { context, layout, view, fold, range } = scene;
  const { imbalance, px } = layout;
  const { columns } = fold;
  const ink = sideInkOf(view.colours);
  const half = Math.floor(imbalance.height / 2);
  box.clear(context, imbalance, ink.panel);
  box.fill(0, half, imbalance.width, 1, ink.rule);
  for (let k = range.from; k < range.to; k++) {
    const slot = columns.slotHolding(k);
    const value = slot < 0 ? Number.NaN : (columns.imbalance[slot] ?? Number.NaN);
    const isBroken = slot < 0 || ((columns.flags[slot] ?? 0) & (GAP | HAND_OVER | NOT_RECORDED)) !== 0;
    if (isBroken || Number.isNaN(value) || value === 0) continue;
    const height = Math.max(1, Math.round(Math.abs(value) * half));
    const x = xOf(scene, k) - imbalance.left;
    // Above the line: the outcome that is read first.
    const isUp = value > 0 === (view.outcome === 'yes');
    box.fill(x, isUp ? half - height : half, 1, height, value > 0 ? ink.yesLean : ink.noLean);
  }
  box.put(context, imbalance);
  setType(scene);
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillStyle = view.colours.text3;
  context.fillText('Imbalance, 5 levels', imbalance.left + px(3), imbalance.top - px(1));
  const slot = newestKnown(scene);
  const value = slot < 0 ? Number.NaN : (columns.imbalance[slot] ?? Number.NaN);
  if (Number.isNaN(value)) return;
  setType(scene, 600);
  const words = imbalanceText(view.outcome === 'yes' ? value : -value);
  const isEven = Number(words) === 0;
  context.fillStyle = isEven ? view.colours.text2 : value > 0 ? view.colours.yes : view.colours.no;
  context.textBaseline = 'middle';
  context.fillText(words, imbalance.left + imbalance.width + px(6), imbalance.top + half);
}
