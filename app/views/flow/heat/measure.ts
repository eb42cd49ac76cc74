/** Width of words in the tiles' faces, measured once per word: a canvas context that is never drawn on. */
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
/** Words are market names and prices: a few thousand at most, but a page may be open for days. */
const MAX_REMEMBERED = 20_000;

/** Returns a measurer for `family`; it remembers what it has measured. */
export function createMeasure(family: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  return (text, face) => {
    const key = `${face}/${text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= MAX_REMEMBERED) known.clear();
    let width = text.length * 7;
    if (context !== null) {
      context.font = `${FACES[face]} ${family}`;
      width = Math.ceil(context.measureText(text).width) + 1;
    }
    known.set(key, width);
    return width;
  };
}
