/**
 * What a tile can say without cutting a word: name, price, change. When room runs out the change goes first, then the
 * price, then the name shrinks to a code that keeps the strike. Never an ellipsis: a cut name is a wrong name.
 */

export interface LabelWords {
  /** Longest first; the first is the name, the others are its codes. */
  readonly names: readonly string[];
  /** "67¢" */
  readonly price: string;
  /** "6 pt" without sign: the arrow beside it is drawn. */
  readonly change: string;
}

/** Lines of the name, and which of the other words have room. `size` is the type scale of the tile. */
export interface TileLabel {
  readonly size: 'large' | 'small';
  readonly lines: readonly string[];
  readonly hasPrice: boolean;
  readonly hasChange: boolean;
}

/** Returns the width in CSS pixels of `text` in one of the tile's faces. */
export type MeasureText = (text: string, face: LabelFace) => number;
export type LabelFace = 'header' | 'name-small' | 'name-large' | 'price-small' | 'price-large' | 'change';

/** Under this size a tile is colour only. */
const MIN_WIDTH = 44;
const MIN_HEIGHT = 24;
/** From this size a tile has room for larger type and, below the words, a sparkline. */
export const SPARK_MIN_WIDTH = 120;
export const SPARK_MIN_HEIGHT = 72;
/** Left and right, top and bottom together. */
const PAD_X = 12;
const PAD_Y = 8;
const LINE_HEIGHT = 15;
const SEPARATOR = ' · ';
/** Of the tile of the rest, whose letters are smaller. */
const MORE_LINE = 12;
/** Drawn arrow and the spaces around it, between price and change. */
const ARROW_WIDTH = 15;
/** Between a category's name and its volume. */
const HEADER_SPACE = 4;
const NOTHING: TileLabel = { size: 'small', lines: [], hasPrice: false, hasChange: false };

/** Returns the fullest label that fits a tile of `width` x `height`. */
export function fitLabel(words: LabelWords, width: number, height: number, measure: MeasureText): TileLabel {
  if (width < MIN_WIDTH || height < MIN_HEIGHT) return NOTHING;
  const roomX = width - PAD_X;
  if (width >= SPARK_MIN_WIDTH && height >= SPARK_MIN_HEIGHT) {
    const large = tryFit(words, roomX, Math.floor((height - PAD_Y) / 20), measure, 'large');
    if (large !== undefined) return large;
  }
  const rows = Math.max(1, Math.floor((height - PAD_Y) / LINE_HEIGHT));
  return tryFit(words, roomX, rows, measure, 'small') ?? codeLabel(words, roomX, rows, measure);
}

/** Returns a label with the whole name, or `undefined` where the name itself does not fit. */
function tryFit(
  { names, price, change }: LabelWords,
  room: number,
  rows: number,
  measure: MeasureText,
  size: 'large' | 'small',
): TileLabel | undefined {
  const nameFace = size === 'large' ? 'name-large' : 'name-small';
  const name = names[0] ?? '';
  const priceWidth = measure(price, size === 'large' ? 'price-large' : 'price-small');
  const changeWidth = ARROW_WIDTH + measure(change, 'change');
  const fits = [wrap(name, 1, room, measure, nameFace), wrap(name, 2, room, measure, nameFace)].filter(
    (lines) => lines !== undefined && lines.length <= rows,
  );
  const shapes = [
    { hasPrice: true, hasChange: true, rows: 1, width: priceWidth + changeWidth },
    { hasPrice: true, hasChange: false, rows: 1, width: priceWidth },
    { hasPrice: false, hasChange: false, rows: 0, width: 0 },
  ];
  for (const shape of shapes) {
    const lines = fits.find((candidate) => candidate !== undefined && candidate.length + shape.rows <= rows);
    if (lines !== undefined && shape.width <= room)
      return { size, lines, hasPrice: shape.hasPrice, hasChange: shape.hasChange };
  }
  return undefined;
}

function codeLabel(words: LabelWords, room: number, rows: number, measure: MeasureText): TileLabel {
  for (const code of words.names.slice(1)) {
    const lines = wrap(code, rows >= 2 ? 2 : 1, room, measure, 'name-small');
    if (lines === undefined) continue;
    const hasPrice = rows > lines.length && measure(words.price, 'price-small') <= room;
    return { size: 'small', lines, hasPrice, hasChange: false };
  }
  return NOTHING;
}

/**
 * Returns `text` on at most `maxLines` lines that each fit `room`, broken at its dot, which the break stands for, else at a space;
 * `undefined` when it does not go.
 */
function wrap(
  text: string,
  maxLines: 1 | 2,
  room: number,
  measure: MeasureText,
  face: LabelFace,
): readonly string[] | undefined {
  if (measure(text, face) <= room) return [text];
  if (maxLines === 1) return undefined;
  const [outcome = '', ...rest] = text.split(SEPARATOR);
  const told = [outcome, rest.join(SEPARATOR)];
  if (rest.length > 0 && told.every((line) => measure(line, face) <= room)) return told;
  for (let at = text.lastIndexOf(' '); at > 0; at = text.lastIndexOf(' ', at - 1)) {
    const first = text.slice(0, at);
    const second = text.slice(at + 1);
    if (measure(first, face) <= room) return measure(second, face) <= room ? [first, second] : undefined;
  }
  return undefined;
}

/** Returns what the tile of the rest says, whole or not at all: "180 more", "+180", nothing where it is a sliver. */
export function fitMore(
  count: string,
  { width, height }: { readonly width: number; readonly height: number },
  measure: MeasureText,
): string {
  if (height < MORE_LINE) return '';
  return [`${count} more`, `+${count}`].find((text) => measure(text, 'change') <= width) ?? '';
}

/** Returns a category's header as far as it fits: name and volume, the name alone, or nothing; a number is never cut. */
export function fitHeader(
  name: string,
  volume: string,
  room: number,
  measure: MeasureText,
): readonly string[] {
  const nameWidth = measure(name, 'header');
  if (nameWidth > room) return [];
  return nameWidth + HEADER_SPACE + measure(volume, 'header') <= room ? [name, volume] : [name];
}
