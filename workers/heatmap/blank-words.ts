/** Words on what shows no book: what a hatch stands for, what is still being read, that the market is over. They stand where no trade does. */
import { GAP, HAND_OVER, KNOWN, NOT_READ, NOT_RECORDED } from '#core/market/liquidity/liquidity-columns.ts';
import type { Box } from './layout.ts';
import { setType, xOf, type Scene } from './scene.ts';
import type { Dot } from './trade-marks.ts';

type Blank = 'gap' | 'hand-over' | 'not-recorded' | 'unread' | 'over';

const WORDS = { 'not-recorded': 'Not recorded', unread: 'Reading what was recorded' } as const;
const UNREADABLE = 'Could not be read from disk: trying again';

/** Writes a word on each blank part, where there is room; over every mark, but on none of `dots` that it can keep off. */
export function drawBlankWords(scene: Scene, dots: readonly Dot[]): void {
  const { range } = scene;
  let begin = range.from;
  let kind = blankAt(scene, begin);
  for (let k = range.from + 1; k <= range.to; k++) {
    const next = k < range.to ? blankAt(scene, k) : undefined;
    if (next === kind && k < range.to) continue;
    if (kind !== undefined) drawWord(scene, dots, { from: begin, to: k, kind });
    begin = k;
    kind = next;
  }
}

function blankAt({ fold, view: { over } }: Scene, k: number): Blank | undefined {
  const { columns, shape } = fold;
  const slot = columns.slotHolding(k);
  const flags = slot < 0 ? 0 : (columns.flags[slot] ?? 0);
  if ((flags & GAP) !== 0) return 'gap';
  if ((flags & HAND_OVER) !== 0) return 'hand-over';
  const isOver = over !== undefined && (over.at ?? -Infinity) <= k * shape.columnMs;
  // Whether or not anybody watches a market that is over, it has no book.
  if (isOver && (flags & (KNOWN | NOT_RECORDED)) !== 0) {
    const hasBook = !Number.isNaN(columns.bidEnd[slot]) || !Number.isNaN(columns.askEnd[slot]);
    if (!hasBook) return 'over';
  }
  if ((flags & NOT_RECORDED) !== 0) return 'not-recorded';
  return flags === NOT_READ ? 'unread' : undefined;
}

function wordsOf({ fold, view, isUnreadable }: Scene, kind: Blank, columns: number): string {
  // The first and last column of a gap are hatched whole for the part that was missed: one column too many on the average.
  const span = (): string => spanOf((columns - 1) * fold.shape.columnMs);
  if (kind === 'gap') return `Gap ${span()}`;
  if (kind === 'hand-over') return `Hand-over ${span()}`;
  if (kind === 'over') return view.over?.words ?? '';
  return kind === 'unread' && isUnreadable ? UNREADABLE : WORDS[kind];
}

interface Part {
  /** Columns. */
  readonly from: number;
  readonly to: number;
  readonly kind: Blank;
}

function drawWord(scene: Scene, dots: readonly Dot[], { from, to, kind }: Part): void {
  const { context, layout, view } = scene;
  const { plot, px } = layout;
  const width = to - from;
  if (width < px(14)) return;
  setType(scene, 500);
  const text = wordsOf(scene, kind, width);
  const length = context.measureText(text).width;
  const isAcross = width > length + px(16);
  const [long, high] = [length + px(12), px(18)];
  const x = xOf(scene, from) + width / 2;
  const y = freePlace(plot, x, isAcross ? [long, high] : [high, long], px(8), dots);
  context.save();
  context.translate(x, y);
  if (!isAcross) context.rotate(-Math.PI / 2);
  context.fillStyle = view.colours.panel;
  context.globalAlpha = PLATE_ALPHA;
  context.beginPath();
  context.roundRect(-long / 2, -px(9), long, high, px(4));
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = view.colours.text2;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, 0, 0.5);
  context.restore();
}

/** Returns the middle of the first of top, bottom and middle of the plot that covers no dot; where each does, of the top. */
function freePlace(
  plot: Box,
  x: number,
  [width, height]: readonly [width: number, height: number],
  margin: number,
  dots: readonly Dot[],
): number {
  const edge = margin + height / 2;
  const top = plot.top + edge;
  const isFree = (y: number): boolean =>
    dots.every(
      (dot) =>
        Math.abs(dot.x - x) >= width / 2 + dot.radius || Math.abs(dot.y - y) >= height / 2 + dot.radius,
    );
  return [top, plot.top + plot.height - edge, plot.top + plot.height / 2].find(isFree) ?? top;
}

/** A dot under the plate is felt, not read. */
const PLATE_ALPHA = 0.94;

function spanOf(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${Math.max(1, seconds)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
