/** What a heatmap is asked to draw, in a room of 600 by 300. */
import type { HeatmapView } from '#contract/heatmap.ts';
import type { DurationMs } from '#core/units/time.ts';

const INK = '#123456';

export const HEAT_VIEW: HeatmapView = {
  width: 600,
  height: 300,
  dpr: 1,
  span: 300_000 as DurationMs,
  end: undefined,
  prices: 'all',
  column: 'last',
  mode: 'split',
  isFrozen: false,
  isScalePinned: false,
  hasMicroprice: true,
  minTrade: undefined,
  days: '',
  priceForm: 'cents',
  outcome: 'yes',
  timeZone: 'UTC',
  over: undefined,
  colours: {
    theme: 'dark',
    palette: 'default',
    panel: INK,
    rule: INK,
    text: INK,
    text2: INK,
    text3: INK,
    yes: INK,
    no: INK,
    accent: INK,
  },
};
