/**
 * Liquidity over time: where contracts rest, at which price, and how that moved. Holds what is looked at; the worker draws it.
 * The ladder beside it is the same book as a table.
 */
import { useRef, useState } from 'react';
import type { MarketLabel } from '#contract/frames.ts';
import type { HeatmapOver } from '#contract/heatmap.ts';
import type { PriceSpan } from '#core/market/liquidity/price-rows.ts';
import { ONE_DOLLAR, type Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { TableButton } from '../../../charts/chart-table.tsx';
import { useSize } from '../../../charts/use-size.ts';
import { useFrames, usePanelState } from '../../../state/flowboard-context.tsx';
import type { PanelState } from '../../../state/panel-state.ts';
import { useWords } from '../../../state/reading.ts';
import { useStore } from '../../../state/store.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty, Panel } from '../../../ui/panel.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { BookKeptWord } from '../book-kept-word.tsx';
import { coverWords } from './cover-words.ts';
import { LiquidityLegend } from './liquidity-legend.tsx';
import { COLUMNS, liquidityLook, modesIn, otherSpan, PRICES, SPANS, updateLook } from './liquidity-look.ts';
import { LiquidityStage } from './liquidity-stage.tsx';
import { LiquidityTable, TableNote, TableTools } from './liquidity-table.tsx';
import { LiquidityTools } from './liquidity-tools.tsx';
import { canComeNearer, shareOf, zoomed } from './price-zoom.ts';
import { useColours, useHeatLook, useOver } from './use-heat-look.ts';
import { useHeatmap, useSource, type Heatmap } from './use-heatmap.ts';
import { useLiveTable } from './use-live-table.ts';
import './liquidity.css';

const ZOOMED = [...PRICES, { value: 'zoom', text: 'Zoom', name: 'The prices zoomed to' }] as const;
const WHOLE: PriceSpan = { low: 0, high: ONE_DOLLAR };

interface LiquidityPanelProps {
  readonly ticker: Ticker;
  /** `undefined` until the first frame. */
  readonly label: MarketLabel | undefined;
  /** Last price traded, YES: the buttons come nearer to it. */
  readonly last: Price | undefined;
}

export function LiquidityPanel({ ticker, label, last }: LiquidityPanelProps) {
  const look = useStore(liquidityLook);
  const [isPinned, setPinned] = useState(false);
  const [isTable, setTable] = useState(false);
  const [isReading, setReading] = useState(false);
  const source = useSource();
  const [panned, setPanned] = useState<{ readonly source: string; readonly end: UnixMs }>();
  // A moment of the live feed is none of a recording, nor the other way round.
  const pannedEnd = panned?.source === source ? panned.end : undefined;
  const frozenAt = useFrames(({ isFrozen, book, market }) => (isFrozen ? (book ?? market)?.at : undefined));
  const end = pannedEnd ?? frozenAt;
  const setEnd = (next: UnixMs | undefined): void =>
    setPanned(next === undefined ? undefined : { source, end: next });
  const [zoom, setZoom] = useState<PriceSpan>();
  const [measure, size] = useSize();
  const host = useRef<HTMLDivElement>(null);
  const colours = useColours();
  const { outcome, side } = useWords();
  const panelState = usePanelState();
  const isReplay = source !== '';
  const over = useOver(label);
  const isFrozen = frozenAt !== undefined;
  const view = useHeatLook({ size, look, zoom, end, isFrozen, isScalePinned: isPinned, over, colours });
  const heatmap = useHeatmap(host, ticker, view);
  const { drawn } = heatmap;
  useLiveTable(heatmap.askTable, view, { isShown: isTable, isReading, isFrozen });

  const onPan = (byMs: number | undefined, from?: number): void => {
    const shown = drawn.current;
    if (byMs === undefined || shown === undefined) return setEnd(undefined);
    const next = (from ?? end ?? shown.end) + byMs;
    // The newest column is reached: from here the picture follows the clock again, or stands where the page does.
    const newest = (frozenAt ?? shown.now) - shown.spanMs / shown.frame.width;
    setEnd(next >= newest ? undefined : (Math.round(next) as UnixMs));
  };
  const onPage = (pages: number): void => {
    onPan(pages * (drawn.current?.spanMs ?? 0));
  };
  const prices = heatmap.prices ?? WHOLE;
  // A picture of NO prices is the other way up.
  const fromTop = (share: number): number => (outcome === 'yes' ? share : 1 - share);
  const onZoomPrice = (factor: number, at: number): void => {
    const next = zoomed(drawn.current?.prices ?? WHOLE, factor, fromTop(at));
    setZoom(next === 'all' ? undefined : next);
    // Who has gone back as far as it goes sees everything, not what fits.
    if (next === 'all') updateLook({ prices: 'all' });
  };

  return (
    <Panel
      title="Liquidity"
      note={outcome === 'no' ? `${side} prices` : undefined}
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
            options={modesIn(colours.palette)}
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
          <TableButton isTable={isTable} onChange={setTable} />
        </div>
      }
    >
      <div className="liq">
        <div className="liq-bar-row">
          {isTable ? (
            <>
              <TableNote table={heatmap.table} isReading={isReading} />
              <TableTools canComeLater={pannedEnd !== undefined} onPage={onPage} />
            </>
          ) : (
            <>
              <LiquidityLegend
                legend={heatmap.legend}
                mode={look.mode}
                theme={colours.theme}
                palette={colours.palette}
                outcome={outcome}
              >
                <BookKeptWord ticker={ticker} label={label} />
              </LiquidityLegend>
              <LiquidityTools
                canComeNearer={canComeNearer(prices)}
                canGoBack={zoom !== undefined || look.prices !== 'all'}
                onZoom={(factor) =>
                  onZoomPrice(factor, fromTop(shareOf(heatmap.readOut?.price ?? last, prices)))
                }
                hasMicroprice={look.hasMicroprice}
                isPinned={isPinned}
                onPin={() => setPinned(!isPinned)}
              />
            </>
          )}
        </div>
        <div ref={measure} className="liq-room">
          <LiquidityStage
            host={host}
            heatmap={heatmap}
            label={`Liquidity of ${ticker} over ${look.minutes} minutes; the ladder is the same book as a table`}
            look={look}
            width={size.width}
            isHidden={isTable}
            last={last}
            onPan={onPan}
            onZoomPrice={onZoomPrice}
            onSpan={(steps) => updateLook({ minutes: otherSpan(look.minutes, steps) })}
          />
          {isTable && (
            <LiquidityTable ticker={ticker} table={heatmap.table} over={over} onReading={setReading} />
          )}
          {pannedEnd !== undefined && (
            <Button isSmall look="strong" className="liq-back" onClick={() => setEnd(undefined)}>
              {backWords(isReplay, isFrozen)}
            </Button>
          )}
          <Cover heatmap={heatmap} over={over} isTable={isTable} state={panelState} />
        </div>
      </div>
    </Panel>
  );
}

function backWords(isReplay: boolean, isFrozen: boolean): string {
  if (isFrozen) return 'Back to the freeze';
  return isReplay ? 'To the playhead' : 'Back to now';
}

interface CoverProps {
  readonly heatmap: Heatmap;
  readonly over: HeatmapOver | undefined;
  readonly isTable: boolean;
  readonly state: PanelState | undefined;
}

/** Over the picture while there is none, with one sentence and at most one action. */
function Cover({ heatmap, over, isTable, state }: CoverProps) {
  const { phase, fault, drawAgain } = heatmap;
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
  // What is over is said in the picture itself, where the book ends; and a table says it row by row.
  if (over !== undefined || isTable) return null;
  const words = coverWords(phase, state);
  return words === '' ? null : <p className="liq-note">{words}</p>;
}
