/** Width of words in the tiles' faces, by a canvas that is never drawn on. Each word is measured once. */
import type { LabelFace, MeasureText } from './heat-label.ts';

/** Must match heat.css. */
const FACES: Record<LabelFace, string> = {
  header: '500 12px',
  'name-small': '500 12px',
  'name-large': '600 13px',
  'price-small': '600 12px',
  'price-large': '600 15px',
  change: '400 12px',
};
/** Of one character, where a browser gives no canvas. */
const GUESSED_WIDTH = 7;
/** Words are market names and prices: a few thousand at most, but a page may be open for days. */
const MAX_REMEMBERED = 20_000;

/** Returns a measurer for `family`; it remembers what it has measured. */
export function createMeasure(family: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  const inFace = (face: LabelFace) =>
    remembering((text) => {
      if (context === null) return text.length * GUESSED_WIDTH;
      context.font = `${FACES[face]} ${family}`;
      return Math.ceil(context.measureText(text).width) + 1;
    });
  const faces: Record<LabelFace, (text: string) => number> = {
    header: inFace('header'),
    'name-small': inFace('name-small'),
    'name-large': inFace('name-large'),
    'price-small': inFace('price-small'),
    'price-large': inFace('price-large'),
    change: inFace('change'),
  };
  // Digits of data are tabular: all as wide as a nought, and a new price is no new word.
  return (text, face) => faces[face](face.startsWith('name') ? text : text.replace(/\d/g, '0'));
}

/** Returns `compute` with a memory of what it was asked. */
function remembering<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const value = compute(text);
    known.set(text, value);
    return value;
  };
}
