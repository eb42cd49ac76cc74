/**
 * How this reader likes the page: theme and palette, density, how prices and times are read, merged tape, order of the hot list, keys, sizes of panels. Kept in localStorage,
 * not in the database, because the look must be known before the first paint; what is lost with it is a taste, never data.
 * Every value read back is checked. Other tabs of this browser follow.
 */
import type { HotSort } from '#core/market/views.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { PRICE_FORMS, type PriceForm } from '#core/units/price-form.ts';
import { ZONES, type ZoneChoice } from '../format/time.ts';
import { readLayout, type Layout } from './layout.ts';
import { readShortcuts, type ShortcutChanges } from './shortcuts.ts';
import { createStore } from './store.ts';

const KEY = 'flowboard.display';

export type ThemeChoice = 'system' | 'dark' | 'light';
export type Density = 'compact' | 'default' | 'comfortable';
export type Palette = 'default' | 'contrast' | 'classic' | 'mono';

export interface Display {
  readonly theme: ThemeChoice;
  /** `default` is high contrast where the system asks for more contrast. */
  readonly palette: Palette;
  readonly density: Density;
  readonly priceForm: PriceForm;
  /** The outcome whose prices are read first everywhere. */
  readonly outcome: Outcome;
  readonly zone: ZoneChoice;
  /** Prints of one taker's sweep are one row. */
  readonly mergeTape: boolean;
  /** By what the hot list is sorted. */
  readonly hotBy: HotSort;
  /** Keys that are one character work. */
  readonly hasShortcuts: boolean;
  readonly shortcuts: ShortcutChanges;
  /** Sizes of panels that the reader has changed. */
  readonly layout: Layout;
  /** The reader has closed the card of the first visit. */
  readonly isWelcomed: boolean;
}

export const DISPLAY_DEFAULTS: Display = {
  theme: 'system',
  palette: 'default',
  density: 'default',
  priceForm: 'cents',
  outcome: 'yes',
  zone: 'local',
  mergeTape: true,
  hotBy: 'volume',
  hasShortcuts: true,
  shortcuts: {},
  layout: {},
  isWelcomed: false,
};

/** The choices that have names, and the names. */
export const DISPLAY_CHOICES = {
  theme: ['system', 'dark', 'light'],
  palette: ['default', 'contrast', 'classic', 'mono'],
  density: ['compact', 'default', 'comfortable'],
  priceForm: PRICE_FORMS,
  outcome: ['yes', 'no'],
  zone: ZONES,
  hotBy: ['volume', 'trades', 'notional', 'flow', 'move'],
} as const satisfies { readonly [Name in keyof Display]?: readonly Display[Name][] };

/** The reader's choices; change them with `updateDisplay`. */
export const display = createStore<Display>(DISPLAY_DEFAULTS);

/** Changes and remembers. A browser that refuses storage keeps the change until the page closes. */
export function updateDisplay(change: Partial<Display>): void {
  display.update((current) => ({ ...current, ...change }));
  try {
    localStorage.setItem(KEY, JSON.stringify(display.getSnapshot()));
  } catch {
    return;
  }
}

const MORE_CONTRAST = '(prefers-contrast: more)';

/**
 * Reads what was remembered, keeps the attributes of `<html>` in step with it (theme, palette, density, price form), and takes
 * what another tab chooses. Returns the stopper.
 */
export function startDisplay(root: HTMLElement): () => void {
  display.set(parseDisplay(remembered()));
  const contrast = matchMedia(MORE_CONTRAST);
  const apply = (): void => {
    const { theme, palette, density, priceForm } = display.getSnapshot();
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.dataset['palette'] = palette === 'default' && contrast.matches ? 'contrast' : palette;
    root.dataset['density'] = density;
    root.dataset['priceForm'] = priceForm;
  };
  const hear = (event: StorageEvent): void => {
    // No key: all of it was cleared.
    if (event.key === KEY || event.key === null) display.set(parseDisplay(event.newValue));
  };
  apply();
  contrast.addEventListener('change', apply);
  window.addEventListener('storage', hear);
  const stop = display.subscribe(apply);
  return () => {
    stop();
    contrast.removeEventListener('change', apply);
    window.removeEventListener('storage', hear);
  };
}

/** Returns the choices in `text`; whatever is missing or wrong in it is the default. */
export function parseDisplay(text: string | null): Display {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return DISPLAY_DEFAULTS;
  }
  if (typeof value !== 'object' || value === null) return DISPLAY_DEFAULTS;
  const found = value as Readonly<Record<string, unknown>>;
  const shortcuts = readShortcuts(readable(found['shortcuts'], (one) => readShortcuts(one).ok));
  const layout = readLayout(readable(found['layout'], (one) => readLayout(one).ok));
  return {
    theme: oneOf(DISPLAY_CHOICES.theme, found['theme'], DISPLAY_DEFAULTS.theme),
    palette: oneOf(DISPLAY_CHOICES.palette, found['palette'], DISPLAY_DEFAULTS.palette),
    density: oneOf(DISPLAY_CHOICES.density, found['density'], DISPLAY_DEFAULTS.density),
    priceForm: oneOf(DISPLAY_CHOICES.priceForm, found['priceForm'], DISPLAY_DEFAULTS.priceForm),
    outcome: oneOf(DISPLAY_CHOICES.outcome, found['outcome'], DISPLAY_DEFAULTS.outcome),
    zone: oneOf(DISPLAY_CHOICES.zone, found['zone'], DISPLAY_DEFAULTS.zone),
    mergeTape: found['mergeTape'] !== false,
    hotBy: oneOf(DISPLAY_CHOICES.hotBy, found['hotBy'], DISPLAY_DEFAULTS.hotBy),
    hasShortcuts: found['hasShortcuts'] !== false,
    shortcuts: shortcuts.ok ? shortcuts.changes : DISPLAY_DEFAULTS.shortcuts,
    layout: layout.ok ? layout.layout : DISPLAY_DEFAULTS.layout,
    isWelcomed: found['isWelcomed'] === true,
  };
}

/** Returns a record without what cannot be read on its own, as what another build has remembered: the rest is not lost for it. */
function readable(value: unknown, isRight: (one: object) => boolean): unknown {
  // Two that are swapped are right together, and neither is alone.
  if (typeof value !== 'object' || value === null || isRight(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name, each]) => isRight({ [name]: each as unknown })),
  );
}

function oneOf<T>(names: readonly T[], value: unknown, otherwise: T): T {
  return names.find((each) => each === value) ?? otherwise;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
