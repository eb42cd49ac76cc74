/** Heights of the rows whose places are computed, CSS px. styles/density.css has the same numbers, and a test compares them. */
import { display, type Density } from './display.ts';
import { useMedia } from './media.ts';
import { useSelected } from './store.ts';

export interface RowHeights {
  /** Of the tape and of tables whose rows open something. */
  readonly row: number;
  /** Of the ladders: read, not pressed. */
  readonly rung: number;
  /** Of a market's trades. */
  readonly trade: number;
}

export const ROW_HEIGHTS: Readonly<Record<Density, RowHeights>> = {
  compact: { row: 20, rung: 20, trade: 20 },
  default: { row: 24, rung: 20, trade: 22 },
  comfortable: { row: 32, rung: 24, trade: 28 },
};

/** A finger needs 24 px: what can be pressed is never lower there. */
export const TOUCH_ROW = 24;
const TOUCH = '(pointer: coarse)';

/** Returns the height of one kind of row, as the page draws it now. */
export function useRowHeight(kind: keyof RowHeights): number {
  const height = useSelected(display, ({ density }) => ROW_HEIGHTS[density][kind]);
  const isTouch = useMedia(TOUCH);
  return kind === 'row' && isTouch ? Math.max(height, TOUCH_ROW) : height;
}
