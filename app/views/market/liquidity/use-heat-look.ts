/** What the heatmap is asked to draw: the reader's look, the room and its pixels, the colours, whether the market is over. */
import { useMemo } from 'react';
import type { MarketLabel } from '#contract/frames.ts';
import type { HeatmapColours, HeatmapOver, HeatmapView } from '#contract/heatmap.ts';
import { RAMP_PALETTES, type RampPalette } from '#core/market/liquidity/ramp-palettes.ts';
import { MINUTE } from '#core/units/time.ts';
import { readTheme, useThemeName } from '../../../charts/theme.ts';
import { usePixelRatio } from '../../../charts/use-pixel-ratio.ts';
import type { Size } from '../../../charts/use-size.ts';
import { useNow } from '../../../state/now.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { useWallClock } from '../../../ui/use-wall-clock.ts';
import { spanMs, type LiquidityLook } from './liquidity-look.ts';
import { marketOver } from './market-over.ts';
import type { HeatmapLook } from './use-heatmap.ts';

/** More pixels than these nobody sees. */
const MOST_RATIO = 3;

interface HeatLookOptions extends Pick<
  HeatmapView,
  'end' | 'isFrozen' | 'isScalePinned' | 'over' | 'colours'
> {
  readonly size: Size;
  readonly look: LiquidityLook;
  /** Prices zoomed to; `undefined` shows what the look says. */
  readonly zoom: Exclude<HeatmapView['prices'], string> | undefined;
}

/** Returns it, the same object while nothing has changed; `undefined` until the room is known. */
export function useHeatLook(options: HeatLookOptions): HeatmapLook | undefined {
  const { size, look, zoom, end, isFrozen, isScalePinned, over, colours } = options;
  const dpr = Math.min(MOST_RATIO, usePixelRatio());
  const { form, outcome } = useWords();
  const { timeZone } = useClock();
  return useMemo(
    () =>
      size.width === 0 || size.height === 0
        ? undefined
        : {
            ...size,
            dpr,
            span: spanMs(look),
            end,
            isFrozen,
            prices: zoom ?? look.prices,
            column: look.column,
            mode: look.mode,
            isScalePinned,
            hasMicroprice: look.hasMicroprice,
            minTrade: undefined,
            over,
            priceForm: form,
            outcome,
            timeZone,
            colours,
          },
    [size, dpr, look, end, isFrozen, zoom, isScalePinned, over, form, outcome, timeZone, colours],
  );
}

/** Returns the page's colours as the drawing worker takes them. */
export function useColours(): HeatmapColours {
  const name = useThemeName();
  return useMemo(() => {
    const { bg1, line2, text, text2, text3, yes, no, accent } = readTheme();
    const pinned = document.documentElement.dataset['theme'];
    const theme =
      pinned === 'dark' || pinned === 'light' ? pinned : name.startsWith('dark') ? 'dark' : 'light';
    const palette = paletteOf(document.documentElement.dataset['palette']);
    return { theme, palette, panel: bg1, rule: line2, text, text2, text3, yes, no, accent };
  }, [name]);
}

function paletteOf(name: string | undefined): RampPalette {
  return RAMP_PALETTES.find((each) => each === name) ?? 'default';
}

/** Returns what is said of a market that is over; the same object while nothing about it changes. */
export function useOver(label: MarketLabel | undefined): HeatmapOver | undefined {
  const now = useNow();
  const today = useWallClock(MINUTE);
  const clock = useClock();
  const { words, at } = (label === undefined ? undefined : marketOver(label, now, today, clock)) ?? {};
  return useMemo(() => (words === undefined ? undefined : { words, at }), [words, at]);
}
