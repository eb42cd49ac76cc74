/**
 * Market heat: the hot markets as a treemap or, with the same data, as a table. Owns the frozen order, the choice of colour
 * and the legend. Asks for more markets than it shows, so that a tile that cools down is still up to date.
 */
import { useMemo, useState } from 'react';
import { LayoutGrid, List } from 'lucide-react';
import type { CategorySum } from '#contract/frames.ts';
import { useFrames, usePanelState, useWant } from '../../../state/flowboard-context.tsx';
import { boardFilter } from '../../../state/board-filter.ts';
import { PHONE, useMedia } from '../../../state/media.ts';
import { useWords } from '../../../state/reading.ts';
import { useSelected } from '../../../state/store.ts';
import { useSize } from '../../../charts/use-size.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import type { HeatMode } from './heat-colour.ts';
import { HeatEmpty, HeatSkeleton } from './heat-absent.tsx';
import { withCards } from './heat-fresh.ts';
import { HeatLegend } from './heat-legend.tsx';
import { usePins } from '../../../state/pins.ts';
import { HeatMap } from './heat-map.tsx';
import { tileBudget } from './heat-rank.ts';
import { NO_HEAT, rerankHeat, secondsToRank, stepHeat, type HeatInput } from './heat-state.ts';
import { HeatTable } from './heat-table.tsx';
import './heat.css';

/** Rows of the table, and twice what a common board shows as tiles. */
const MARKETS_WANTED = 200;
const NO_SUMS: readonly CategorySum[] = [];

export function HeatPanel() {
  const category = useSelected(boardFilter, (filter) => filter.category);
  const pins = usePins().list;
  useWant('heat', { limit: MARKETS_WANTED, category, pins });
  const part = useFrames((frames) => frames.heat);
  const sums = useFrames((frames) => frames.categories?.value.categories ?? NO_SUMS);
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const set = useFrames((frames) => `${frames.windowMinutes} ${frames.includeCombos}`);
  const question = `${set} ${category ?? ''}`;
  const panelState = usePanelState();
  const words = useWords();
  const [mode, setMode] = useState<HeatMode>('change');
  const [view, setView] = useState<'map' | 'table'>('map');
  const [heat, setHeat] = useState(NO_HEAT);
  const [board, size] = useSize();

  const limit = tileBudget(size.width, size.height);
  const input: HeatInput | undefined =
    part === undefined || size.width === 0
      ? undefined
      : { frame: part.value, at: part.at, question, limit, pins };
  // A new frame may end a ranking: settle that before drawing, not after.
  const next = part === undefined ? NO_HEAT : input === undefined ? heat : stepHeat(heat, input);
  if (next !== heat) setHeat(next);

  // On a phone no card is beside the board, and the last ones may be old.
  const hasCards = !useMedia(PHONE);
  const cards = useFrames((frames) => (hasCards ? frames.hot?.value.markets : undefined));
  const frame = useMemo(
    () => (part === undefined || cards === undefined ? part?.value : withCards(part.value, cards)),
    [part, cards],
  );
  const isEmpty = frame !== undefined && frame.tiles.length === 0;
  const ranking = next.ranking;
  const isMap = view === 'map';
  return (
    <Panel
      title="Market heat"
      note={`${category === undefined ? '' : `${category} · `}${windowMinutes} min${words.outcome === 'no' ? ' · NO prices' : ''}${isMap ? ' · area √contracts' : ''}`}
      state={panelState}
      scope={category}
      className="heat-panel"
      actions={
        <>
          {isMap && <HeatLegend mode={mode} windowMinutes={windowMinutes} onMode={setMode} />}
          {isMap && ranking !== undefined && part !== undefined && (
            <button
              type="button"
              className="heat-rank num"
              title="Sort and size the tiles by what has traded until now"
              onClick={() => {
                if (input !== undefined) setHeat((state) => rerankHeat(state, input));
              }}
            >
              <span className="heat-rank-words">re-rank in </span>
              {secondsToRank(ranking, part.at)} s
            </button>
          )}
          <span className="heat-views" role="group" aria-label="Show as">
            <IconButton label="Tiles" isSmall aria-pressed={isMap} onClick={() => setView('map')}>
              <LayoutGrid size={14} aria-hidden="true" />
            </IconButton>
            <IconButton label="View as table" isSmall aria-pressed={!isMap} onClick={() => setView('table')}>
              <List size={14} aria-hidden="true" />
            </IconButton>
          </span>
        </>
      }
      isEmpty={isEmpty}
      empty={<HeatEmpty windowMinutes={windowMinutes} category={category} />}
    >
      <div ref={board} className="heat">
        {ranking === undefined || frame === undefined ? (
          <HeatSkeleton />
        ) : isMap ? (
          <HeatMap
            ranking={ranking}
            frame={frame}
            sums={sums}
            mode={mode}
            windowMinutes={windowMinutes}
            width={size.width}
            height={size.height}
            onMore={() => setView('table')}
          />
        ) : null}
      </div>
      {!isMap && frame !== undefined && <HeatTable frame={frame} windowMinutes={windowMinutes} />}
    </Panel>
  );
}
