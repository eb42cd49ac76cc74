/**
 * How the reader has divided the pages: widths of columns in px, heights of rows in thousandths of what two panels share.
 * A size from a large screen never makes a small one overflow: each is held between what the panel needs and a share of the
 * page. The grids of the pages take the sizes as variables. Pure.
 */

interface ColumnSplit {
  readonly axis: 'x';
  /** Of the bar, the side the panel lies on. */
  readonly side: 'before' | 'after';
  /** px the panel needs. */
  readonly least: number;
  /** Share of the page it may have. */
  readonly most: number;
}

interface RowSplit {
  readonly axis: 'y';
  readonly side: 'before';
  readonly least: number;
  /** px what is under the bar needs. */
  readonly below: number;
  /** Rows under the bar, px each needs and how they share what is left. */
  readonly rows: readonly (readonly [name: string, least: number, share: number])[];
}

export const SPLITS = {
  tape: { axis: 'x', side: 'before', least: 320, most: 0.36 },
  hot: { axis: 'x', side: 'after', least: 264, most: 0.28 },
  heat: { axis: 'y', side: 'before', least: 300, below: 240, rows: [['analytics', 240, 1]] },
  ladder: { axis: 'x', side: 'after', least: 272, most: 0.3 },
  trades: { axis: 'x', side: 'after', least: 284, most: 0.3 },
  price: {
    axis: 'y',
    side: 'before',
    least: 180,
    below: 412,
    rows: [
      ['middle', 120, 190 / 508],
      ['depth', 284, 318 / 508],
    ],
  },
} as const satisfies Readonly<Record<string, ColumnSplit | RowSplit>>;

export type SplitName = keyof typeof SPLITS;
/** Only what the reader has changed: px of a column, thousandths of a row. */
export type Layout = Readonly<Partial<Record<SplitName, number>>>;

const NAMES = Object.keys(SPLITS).filter(isSplitName);
const WHOLE = 1_000;
/** No screen is wider, px. */
const WIDEST = 20_000;

export interface SplitRange {
  /** px. */
  readonly least: number;
  readonly most: number;
}

/** Returns between which sizes, px, the panel of `name` may stand, where it and what it shares with have `room` px. */
export function splitRange(name: SplitName, room: number): SplitRange {
  const split: ColumnSplit | RowSplit = SPLITS[name];
  const most = split.axis === 'x' ? Math.floor(room * split.most) : room - split.below;
  return { least: split.least, most: Math.max(split.least, most) };
}

/** Returns what is kept of a size of `px` in `room` px. */
export function splitSize(name: SplitName, px: number, room: number): number {
  const { least, most } = splitRange(name, room);
  const held = Math.round(Math.min(most, Math.max(least, px)));
  return SPLITS[name].axis === 'x' ? held : Math.round((WHOLE * held) / Math.max(1, room));
}

/** Returns the variables of a grid that `size` sets; what is not set is as the style sheet says. */
export function splitVariables(name: SplitName, size: number): Readonly<Record<string, string>> {
  const split: ColumnSplit | RowSplit = SPLITS[name];
  if (split.axis === 'x')
    return { [`--${name}-width`]: `clamp(${split.least}px, ${size}px, ${100 * split.most}%)` };
  const rest = WHOLE - size;
  return {
    [`--${name}-row`]: `minmax(${split.least}px, ${size}fr)`,
    ...Object.fromEntries(
      split.rows.map(([row, least, share]) => [
        `--${row}-row`,
        `minmax(${least}px, ${Math.round(rest * share)}fr)`,
      ]),
    ),
  };
}

/** Returns the variables of a grid with `names`. */
export function layoutVariables(
  layout: Layout,
  names: readonly SplitName[],
): Readonly<Record<string, string>> {
  return Object.assign(
    {},
    ...names.map((name) => {
      const size = layout[name];
      return size === undefined ? {} : splitVariables(name, size);
    }),
  ) as Readonly<Record<string, string>>;
}

export type LayoutRead =
  | { readonly ok: true; readonly layout: Layout }
  /** The first field that is wrong; `field` is empty where it is the whole. */
  | { readonly ok: false; readonly field: string; readonly found: unknown; readonly expected: string };

/** Returns the layout in `value`, whatever it is, or what is wrong with it. */
export function readLayout(value: unknown): LayoutRead {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, field: '', found: value, expected: 'a record of sizes' };
  for (const [field, size] of Object.entries(value)) {
    if (!isSplitName(field)) return { ok: false, field, found: size, expected: `only ${NAMES.join(', ')}` };
    const most = SPLITS[field].axis === 'x' ? WIDEST : WHOLE - 1;
    if (!Number.isInteger(size) || size < 1 || size > most)
      return { ok: false, field, found: size, expected: `a whole number from 1 to ${most}` };
  }
  return { ok: true, layout: { ...value } };
}

function isSplitName(name: string): name is SplitName {
  return Object.hasOwn(SPLITS, name);
}
