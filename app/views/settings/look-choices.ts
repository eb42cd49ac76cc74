/** The names of the choices of how the page looks and reads: for the settings and for the palette. */
import type { Density, Display, Palette, ThemeChoice } from '../../state/display.ts';
import type { SegmentOption } from '../../ui/segments.tsx';

export const THEMES: readonly SegmentOption<ThemeChoice>[] = [
  { value: 'system', text: 'System' },
  { value: 'dark', text: 'Dark' },
  { value: 'light', text: 'Light' },
];
export const PALETTES: readonly SegmentOption<Palette>[] = [
  { value: 'default', text: 'Default', name: 'Default: blue and orange' },
  { value: 'contrast', text: 'Contrast', name: 'High contrast' },
  { value: 'classic', text: 'Classic', name: 'Classic: green and red' },
  { value: 'mono', text: 'Mono', name: 'Mono: no hues' },
];
/** Who can tell YES and NO apart by colour alone: measured in the browser tests of colour vision. */
export const PALETTE_MEANINGS: Readonly<Record<Palette, string>> = {
  default: 'Blue and orange are two colours to every eye.',
  contrast: 'Stronger text and lines, for bright rooms and tired eyes.',
  classic: 'One man in twelve hardly tells green from red.',
  mono: 'No hues: what is of NO is hollow or hatched.',
};
export const DENSITIES: readonly SegmentOption<Density>[] = [
  { value: 'compact', text: 'Compact' },
  { value: 'default', text: 'Default' },
  { value: 'comfortable', text: 'Comfortable' },
];
export const FORMS: readonly SegmentOption<Display['priceForm']>[] = [
  { value: 'cents', text: 'Cents' },
  { value: 'percent', text: '%', name: 'Per cent' },
  { value: 'decimal', text: 'Decimal', name: 'Decimal odds' },
  { value: 'american', text: 'American', name: 'American odds' },
];
export const OUTCOMES: readonly SegmentOption<Display['outcome']>[] = [
  { value: 'yes', text: 'YES', name: 'Prices of YES first' },
  { value: 'no', text: 'NO', name: 'Prices of NO first' },
];
/** Of the hot list; `name` is how its panel says it. */
export const HOT_SORTS: readonly (SegmentOption<Display['hotBy']> & { readonly name: string })[] = [
  { value: 'volume', text: 'Contracts', name: 'contracts' },
  { value: 'trades', text: 'Trades', name: 'trades' },
  { value: 'notional', text: 'Value', name: 'value at YES prices' },
  { value: 'flow', text: 'Net flow', name: 'net flow' },
  { value: 'move', text: 'Move', name: 'move' },
];
export const ZONES: readonly SegmentOption<Display['zone']>[] = [
  { value: 'local', text: 'Local', name: 'Time of this computer' },
  { value: 'new-york', text: 'New York', name: 'Time of New York' },
  { value: 'utc', text: 'UTC' },
];
