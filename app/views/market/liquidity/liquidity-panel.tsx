/**
 * Liquidity over time: where contracts rest, at which price, and how that moved. Holds what is looked at; the worker draws it.
 * The ladder beside it is the same book as a table.
 */
import { useMemo, useRef, useState } from 'react';
import { Crosshair, Pin } from 'lucide-react';
import type { HeatmapColours, HeatmapView } from '#contract/heatmap.ts';
import type { PriceSpan } from '#core/market/liquidity/price-rows.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { readTheme, useThemeName } from '../../../charts/theme.ts';
import { useSize } from '../../../charts/use-size.ts';
import { usePanelState } from '../../../state/flowboard-context.tsx';
import { useStore } from '../../../state/store.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty, Panel } from '../../../ui/panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { LiquidityLegend } from './liquidity-legend.tsx';
import {
  COLUMNS,
  liquidityLook,
  MODES,
  otherSpan,
  PRICES,
  spanMs,
  SPANS,
  updateLook,
} from './liquidity-look.ts';
import { LiquidityStage } from './liquidity-stage.tsx';
import { useHeatmap, useSource, type Heatmap } from './use-heatmap.ts';
import './liquidity.css';

const ZOOMED = [...PRICES, { value: 'zoom', text: 'Zoom', name: 'The prices zoomed to' }] as const;
/** Least height of the price axis, 1e-4 dollar. */
const LEAST_PRICES = 400;
const DOLLAR = 10_000;

export function LiquidityPanel({ ticker }: { ticker: Ticker }) {
  const look = useStore(liquidityLook);
  const [isPinned, setPinned] = useState(false);
  const source = useSource();
  const [panned, setPanned] = useState<{ readonly source: string; readonly end: UnixMs }>();
  // A moment of the live feed is none of a recording, nor the other way round.
  const end = panned?.source === source ? panned.end : undefined;
  const setEnd = (next: UnixMs | undefined): void =>
    setPanned(next === undefined ? undefined : { source, end: next });
  const [zoom, setZoom] = useState<PriceSpan>();
  const [measure, size] = useSize();
  const host = useRef<HTMLDivElement>(null);
  const colours = useColours();
  const panelState = usePanelState();
  const isReplay = source !== '';
  const view = useMemo(
    (): HeatmapView | undefined =>
      size.width === 0 || size.height === 0
        ? undefined
        : {
            ...size,
            dpr: Math.min(3, devicePixelRatio),
            span: spanMs(look),
            end,
            prices: zoom ?? look.prices,
            column: look.column,
            mode: look.mode,
            isScalePinned: isPinned,
            hasMicroprice: look.hasMicroprice,
            minTrade: undefined,
            colours,
          },
    [size, look, end, zoom, isPinned, colours],
  );
  const heatmap = useHeatmap(host, ticker, view);
  const { drawn } = heatmap;

  const onPan = (byMs: number | undefined, from?: number): void => {
    const shown = drawn.current;
    if (byMs === undefined || shown === undefined) return setEnd(undefined);
    const next = (from ?? end ?? shown.end) + byMs;
    // The newest column is reached: from here the picture follows the clock again.
    setEnd(next >= shown.now - shown.spanMs / shown.frame.width ? undefined : (Math.round(next) as UnixMs));
  };
  const onZoomPrice = (factor: number, at: number): void => {
    const { low, high } = drawn.current?.prices ?? { low: 0, high: DOLLAR };
    const height = Math.min(DOLLAR, Math.max(LEAST_PRICES, (high - low) / factor));
    const held = high - at * (high - low);
    const top = Math.min(DOLLAR, held + at * height);
    setZoom(height >= DOLLAR ? undefined : { low: Math.max(0, top - height), high: Math.max(height, top) });
  };

  return (
    <Panel
      title="Liquidity"
      className="area-liquidity"
      state={panelState}
      actions={
        <div className="liq-actions">
          <Segments
            label="Time shown"
            options={SPANS}
            value={look.minutes}
            onChange={(minutes) => updateLook({ minutes })}
          />
          <Segments
            label="Size in a column"
            options={COLUMNS}
            value={look.column}
            onChange={(column) => updateLook({ column })}
          />
          <Segments
            label="Colours"
            options={MODES}
            value={look.mode}
            onChange={(mode) => updateLook({ mode })}
          />
          <Segments
            label="Prices shown"
            options={zoom === undefined ? PRICES : ZOOMED}
            value={zoom === undefined ? look.prices : 'zoom'}
            onChange={(prices) => {
              if (prices === 'zoom') return;
              setZoom(undefined);
              updateLook({ prices });
            }}
          />
        </div>
      }
    >
      <div className="liq">
        <div className="liq-bar-row">
          <LiquidityLegend
            legend={heatmap.legend}
            mode={look.mode}
            theme={colours.theme}
            hasMicroprice={look.hasMicroprice}
          />
          <div className="liq-tools">
            {end !== undefined && (
              <Button isSmall look="strong" onClick={() => setEnd(undefined)}>
                {isReplay ? 'To the playhead' : 'Back to now'}
              </Button>
            )}
            <Button
              isSmall
              aria-pressed={look.hasMicroprice}
              title="Microprice: the middle, weighted by what rests on the other side"
              onClick={() => updateLook({ hasMicroprice: !look.hasMicroprice })}
            >
              <Crosshair size={12} aria-hidden="true" /> <span className="liq-tool-word">Micro</span>
            </Button>
            <Button
              isSmall
              aria-pressed={isPinned}
              title="Keep the scale of colours as it is"
              onClick={() => setPinned(!isPinned)}
            >
              <Pin size={12} aria-hidden="true" /> <span className="liq-tool-word">Pin</span>
            </Button>
          </div>
        </div>
        <div ref={measure} className="liq-room">
          <LiquidityStage
            host={host}
            heatmap={heatmap}
            label={`Liquidity of ${ticker} over ${look.minutes} minutes; the ladder is the same book as a table`}
            look={look}
            width={size.width}
            onPan={onPan}
            onZoomPrice={onZoomPrice}
            onSpan={(steps) => updateLook({ minutes: otherSpan(look.minutes, steps) })}
          />
          <Cover heatmap={heatmap} />
        </div>
      </div>
    </Panel>
  );
}

/** Over the picture while there is none, with one sentence and at most one action. */
function Cover({ heatmap: { phase, fault, drawAgain } }: { heatmap: Heatmap }) {
  if (fault !== '')
    return (
      <div className="liq-cover" role="status">
        <Empty>
          The picture stopped: {fault}. What is recorded is safe.
          <Button look="strong" onClick={drawAgain}>
            Draw again
          </Button>
        </Empty>
      </div>
    );
  if (phase === 'waiting') return <p className="liq-note">Waiting for the first book</p>;
  if (phase === 'empty') return <p className="liq-note">No order book has come for this market</p>;
  if (phase === 'gap') return <p className="liq-note">Rebuilding the book</p>;
  return null;
}

function useColours(): HeatmapColours {
  const name = useThemeName();
  return useMemo(() => {
    const { bg1, line2, text, text2, text3, yes, no, accent } = readTheme(document.documentElement);
    const pinned = document.documentElement.dataset['theme'];
    const theme =
      pinned === 'dark' || pinned === 'light' ? pinned : name.startsWith('dark') ? 'dark' : 'light';
    return { theme, panel: bg1, rule: line2, text, text2, text3, yes, no, accent };
  }, [name]);
}
