/**
 * The treemap on the screen: places tiles where the ranking put them, dresses them with the newest values, and gives them
 * one tab stop, arrow keys by geometry, and a tooltip that pointer and keyboard share.
 */
import {
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import type { CategorySum, HeatFrame, HotMarket } from '#contract/frames.ts';
import { sumOf } from '../../../charts/columns.ts';
import { compactContracts, points, compactContractsCounted } from '../../../format/units.ts';
import { compact, counted } from '../../../format/number.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { selectMarket } from '../../../state/selection.ts';
import { Unseen } from '../../../ui/unseen.tsx';
import { namesApart, wholeName } from '../names-apart.ts';
import { shortNames } from '../short-name.ts';
import { binOfMarket, type HeatMode } from './heat-colour.ts';
import { fitHeader, fitLabel, fitMore } from './heat-label.ts';
import { layoutHeat, type Box } from './heat-layout.ts';
import { createMeasure } from './measure.ts';
import { nextTile, type Direction } from './heat-move.ts';
import { volumeByCategory, volumeWithoutTile, type HeatRanking } from './heat-rank.ts';
import { HeatTile } from './heat-tile.tsx';
import { usePins } from '../../../state/pins.ts';
import { HeatTooltip } from './heat-tooltip.tsx';

interface HeatMapProps {
  readonly ranking: HeatRanking;
  readonly frame: HeatFrame;
  /** What the strip says of each category; a header says the same. Empty until it has come. */
  readonly sums: readonly CategorySum[];
  readonly mode: HeatMode;
  readonly windowMinutes: number;
  readonly width: number;
  readonly height: number;
  readonly onMore: () => void;
}

/** The "more" tile's place in the roving order; no ticker may look like this. */
const MORE = '+more';
const FILLING_RATIO = 1.1;
const KEYS: Readonly<Record<string, Direction | undefined>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export function HeatMap(props: HeatMapProps) {
  const { ranking, frame, sums, mode, windowMinutes, width, height, onMore } = props;
  const layout = useMemo(() => layoutHeat(ranking, width, height), [ranking, width, height]);
  // A node that React moves in the document starts no transition: the document's order never changes, only places do.
  const placed = useMemo(() => [...layout.tiles].sort((a, b) => (a.ticker < b.ticker ? -1 : 1)), [layout]);
  const measure = useMemo(() => createMeasure(getComputedStyle(document.body).fontFamily), []);
  const newest = useMemo(
    () => new Map<string, HotMarket>(frame.tiles.map((market) => [market.label.ticker, market])),
    [frame],
  );
  const ranked = useMemo(
    () =>
      new Map<string, HotMarket>(
        ranking.categories.flatMap(({ events }) =>
          events.flatMap(({ tiles }) => tiles.map(({ ticker, market }) => [ticker, market] as const)),
        ),
      ),
    [ranking],
  );
  const clock = useClock();
  // Of the ranking: a tile's words stay as they are until the next one.
  const apart = useMemo(
    () =>
      namesApart(
        [...ranked.values()].map(({ label }) => label),
        clock,
      ),
    [ranked, clock],
  );
  const volumes = useMemo(() => volumeByCategory(ranking, newest), [ranking, newest]);
  const words = useWords();
  const pins = usePins();
  const map = useRef<HTMLDivElement>(null);
  const isFocused = useRef(false);
  const [tabStop, setTabStop] = useState<string>();
  const [pointed, setPointed] = useState<string>();
  // Ease only between rankings of one board: one that changes its size or is still filling up must not swim.
  const [shape, setShape] = useState({ width, height, ranking, isStill: true });
  if (shape.width !== width || shape.height !== height || shape.ranking !== ranking) {
    const isSameSize = shape.width === width && shape.height === height;
    setShape({ width, height, ranking, isStill: !isSameSize || isFilling(shape.ranking, ranking) });
  }

  const stops: (Box & { readonly id: string })[] = layout.tiles.map((tile) => ({ ...tile, id: tile.ticker }));
  if (layout.more !== undefined) stops.push({ ...layout.more, id: MORE });
  const moreWords =
    layout.more === undefined ? '' : fitMore(compact(ranking.moreCount), layout.more, measure);
  const stop = stops.some(({ id }) => id === tabStop) ? tabStop : stops[0]?.id;
  const shown = stops.find(({ id }) => id === pointed && id !== MORE);
  const shownMarket = shown === undefined ? undefined : (newest.get(shown.id) ?? ranked.get(shown.id));

  // A ranking may take the tile that has the focus; whoever walks the board by keys must not fall off it.
  useLayoutEffect(() => {
    const element = map.current;
    if (element === null || !isFocused.current || element.contains(document.activeElement)) return;
    element.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [layout]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape' && pointed !== undefined) {
      setPointed(undefined);
      event.stopPropagation();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = stops.findIndex(({ id }) => id === idOf(event.target));
    const direction = KEYS[event.key];
    const to =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? stops.length - 1
          : direction && nextTile(stops, from, direction);
    if (from < 0 || to === undefined) return;
    // At the board's edge too: an arrow that leads nowhere must not move a replay's clock.
    event.preventDefault();
    const target = stops[to]?.id ?? '';
    event.currentTarget.querySelector<HTMLElement>(`[data-ticker="${CSS.escape(target)}"]`)?.focus();
  };
  const onFocus = (event: FocusEvent): void => {
    const id = idOf(event.target);
    if (id === undefined) return;
    isFocused.current = true;
    setTabStop(id);
    if (event.target.matches(':focus-visible')) setPointed(id);
  };
  const onClick = (event: MouseEvent): void => {
    const id = idOf(event.target);
    if (id === MORE) onMore();
    const market = id === undefined ? undefined : (newest.get(id) ?? ranked.get(id));
    if (market === undefined) return;
    // The drawer says it all, and Escape is meant for it.
    setPointed(undefined);
    selectMarket(market.label.ticker);
  };

  return (
    <div
      ref={map}
      className="heat-map"
      role="group"
      aria-label={`Treemap of ${ranking.tileCount} hot markets; arrow keys move, Enter opens`}
      data-still={shape.isStill || undefined}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={() => {
        isFocused.current = false;
        setPointed(undefined);
      }}
      onClick={onClick}
      onPointerOver={(event) => {
        if (event.pointerType === 'mouse') setPointed(idOf(event.target));
      }}
      onPointerLeave={() => setPointed(undefined)}
    >
      {layout.headers.map(({ category, x, y, width: room }) => {
        const inTiles = volumes.get(category) ?? sumOf([]);
        const whole = sums.find((sum) => sum.category === category);
        const total = whole?.volume ?? inTiles;
        const volume = compactContracts(total);
        const [name, number] = fitHeader(category, volume, room, measure);
        return (
          <div
            key={category}
            className="heat-header"
            style={{ transform: `translate(${x}px, ${y}px)`, width: room }}
            title={`${category}: ${compactContractsCounted(total)}, ${compactContracts(inTiles)} of them in the tiles shown`}
          >
            {name} <span className="num">{number}</span>
          </div>
        );
      })}
      {placed.map((tile) => {
        const market = newest.get(tile.ticker) ?? ranked.get(tile.ticker);
        if (market === undefined) return null;
        const { label, yesPrice, volume } = market;
        const change = words.change(market.change);
        const price = words.mark + words.of(yesPrice);
        const told = apart.get(tile.ticker);
        const lines = { names: told?.names ?? shortNames(label.name), price, change: points(change) };
        const fitted = fitLabel(lines, tile.width, tile.height, measure);
        return (
          <HeatTile
            key={tile.ticker}
            ticker={tile.ticker}
            name={wholeName(label.name, told)}
            volume={compactContractsCounted(volume)}
            side={words.mark === '' ? words.side : undefined}
            x={tile.x}
            y={tile.y}
            width={tile.width}
            height={tile.height}
            bin={binOfMarket(market, mode, windowMinutes, words.outcome)}
            isBurst={market.isBurst}
            isPinned={pins.has(tile.ticker)}
            isOld={!newest.has(tile.ticker)}
            isTabStop={tile.ticker === stop}
            label={fitted.lines.join('\n')}
            size={fitted.size}
            price={price}
            hasPrice={fitted.hasPrice}
            change={change}
            hasChange={fitted.hasChange}
            spark={fitted.size === 'large' ? market.points : undefined}
            isMirrored={words.outcome === 'no'}
          />
        );
      })}
      {layout.more !== undefined && (
        <button
          type="button"
          className="heat-tile heat-more num"
          data-ticker={MORE}
          tabIndex={stop === MORE ? 0 : -1}
          title={`${counted(ranking.moreCount, 'more market')} without a tile: ${compactContractsCounted(volumeWithoutTile(frame, ranked))}, of all categories shown`}
          style={{
            transform: `translate(${layout.more.x}px, ${layout.more.y}px)`,
            width: layout.more.width,
            height: layout.more.height,
          }}
        >
          {moreWords}
          <Unseen
            words={`${moreWords.endsWith('more') ? '' : `${moreWords === '' ? compact(ranking.moreCount) : ''} more`} markets, view as table`}
          />
        </button>
      )}
      {shown !== undefined && shownMarket !== undefined && (
        <HeatTooltip
          market={shownMarket}
          apart={apart.get(shown.id)}
          isOld={!newest.has(shown.id)}
          windowMinutes={windowMinutes}
          tile={shown}
          boardWidth={width}
          boardHeight={height}
        />
      )}
    </div>
  );
}

/** Returns true when a ranking has brought so many tiles that no eye could follow where the old ones went. */
function isFilling(before: HeatRanking, after: HeatRanking): boolean {
  return after.tileCount > before.tileCount * FILLING_RATIO;
}

function idOf(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  const tile = target.closest('[data-ticker]');
  return tile instanceof HTMLElement ? tile.dataset['ticker'] : undefined;
}
