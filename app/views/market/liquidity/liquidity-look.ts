/** How this reader likes the heatmap: kept in localStorage, because what is lost with it is a taste. Values read back are checked. */
import type { RampPalette } from '#core/market/liquidity/ramp-palettes.ts';
import { MINUTE, type DurationMs } from '#core/units/time.ts';
import { createStore } from '../../../state/store.ts';
import type { SegmentOption } from '../../../ui/segments.tsx';

export const SPANS = [
  { value: 5, text: '5 m', name: '5 minutes' },
  { value: 15, text: '15 m', name: '15 minutes' },
  { value: 60, text: '60 m', name: '60 minutes' },
  { value: 240, text: '4 h', name: '4 hours' },
] as const;
export const COLUMNS = [
  { value: 'max', text: 'Max', name: 'The largest size in each column' },
  { value: 'last', text: 'Last', name: 'The last size in each column' },
] as const;
const MODES = [
  { value: 'split', text: 'Split', name: 'Bids blue, asks orange' },
  { value: 'size', text: 'Size', name: 'One colour for both sides' },
] as const;
export const PRICES = [
  { value: 'all', text: '0–100', name: 'All prices' },
  { value: 'fit', text: 'Fit', name: 'The prices that were touched' },
] as const;

export interface LiquidityLook {
  readonly minutes: (typeof SPANS)[number]['value'];
  readonly column: (typeof COLUMNS)[number]['value'];
  readonly mode: (typeof MODES)[number]['value'];
  readonly prices: (typeof PRICES)[number]['value'];
  readonly hasMicroprice: boolean;
}

/** What tells bids from asks where the palette has other colours than blue and orange. */
const SPLIT_NAMES: Readonly<Partial<Record<RampPalette, string>>> = {
  classic: 'Bids green, asks red',
  mono: 'Bids plain, asks hatched',
};

/** Returns the modes as they look in a palette. */
export function modesIn(palette: RampPalette): readonly SegmentOption<LiquidityLook['mode']>[] {
  return MODES.map((mode) =>
    mode.value === 'split' ? { ...mode, name: SPLIT_NAMES[palette] ?? mode.name } : mode,
  );
}

const KEY = 'flowboard.liquidity';
const DEFAULTS: LiquidityLook = {
  minutes: 15,
  column: 'last',
  mode: 'split',
  prices: 'all',
  hasMicroprice: false,
};

/** Returns the look in `text`; whatever is missing or wrong in it is the default. */
export function parseLook(text: string | null): LiquidityLook {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return DEFAULTS;
  }
  if (typeof value !== 'object' || value === null) return DEFAULTS;
  const of = (name: string): unknown => Reflect.get(value, name);
  const pick = <T>(options: readonly { readonly value: T }[], name: string, fallback: T): T =>
    options.find((option) => option.value === of(name))?.value ?? fallback;
  return {
    minutes: pick<LiquidityLook['minutes']>(SPANS, 'minutes', DEFAULTS.minutes),
    column: pick<LiquidityLook['column']>(COLUMNS, 'column', DEFAULTS.column),
    mode: pick<LiquidityLook['mode']>(MODES, 'mode', DEFAULTS.mode),
    prices: pick<LiquidityLook['prices']>(PRICES, 'prices', DEFAULTS.prices),
    hasMicroprice: of('hasMicroprice') === true,
  };
}

/** The reader's look; change it with `updateLook`. */
export const liquidityLook = createStore<LiquidityLook>(parseLook(remembered()));

export function updateLook(change: Partial<LiquidityLook>): void {
  liquidityLook.update((current) => ({ ...current, ...change }));
  try {
    localStorage.setItem(KEY, JSON.stringify(liquidityLook.getSnapshot()));
  } catch {
    return;
  }
}

/** Returns the span `steps` further or nearer. */
export function otherSpan(minutes: LiquidityLook['minutes'], steps: number): LiquidityLook['minutes'] {
  const index = SPANS.findIndex(({ value }) => value === minutes) + steps;
  return SPANS[Math.min(SPANS.length - 1, Math.max(0, index))]?.value ?? minutes;
}

export function spanMs({ minutes }: LiquidityLook): DurationMs {
  return (minutes * MINUTE) as DurationMs;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
