/**
 * Where the tiles stand: a ranking becomes rectangles in whole CSS pixels. Squarified in a space narrower than the board
 * and stretched back, because words are wide: a tile twice as wide as high holds a name, a square one does not.
 */
import type { Ticker } from '#core/units/ticker.ts';
import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from 'd3-hierarchy';
import type { HeatRanking } from './heat-rank.ts';

export const STRETCH = 1.75;
/** Room above a category's tiles for its name and volume. */
export const HEADER_HEIGHT = 18;
/** Pixels between tiles, and further pixels between categories. */
const TILE_GAP = 2;
const CATEGORY_GAP = 4;
const HEADER_GAP = CATEGORY_GAP + TILE_GAP;
/** A category smaller than this in either direction has no header: it would leave no room for its tiles. */
const HEADER_MIN_WIDTH = 44;
const HEADED_MIN_HEIGHT = HEADER_HEIGHT + 14;
/** The "more" tile is a door, not a measure: its share of the board stays inside these bounds. */
const MORE_SHARE = 0.012;
const MORE_MIN_AREA = 60 * 34;
/** Smaller, and its words have no room: it becomes a bar. */
const MORE_MIN_WIDTH = 40;
const MORE_MIN_HEIGHT = 16;
/** Height of that tile under a single category: beside it, it would be a sliver as high as the board. */
const MORE_BAR_HEIGHT = 26;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface TileBox extends Box {
  readonly ticker: Ticker;
}
export interface CategoryBox extends Box {
  readonly category: string;
}
export interface HeatLayout {
  readonly tiles: readonly TileBox[];
  readonly headers: readonly CategoryBox[];
  readonly more: Box | undefined;
}

/** Node of the tree given to d3; a leaf has a ticker or is the "more" tile. */
interface Branch {
  readonly kind: 'root' | 'category' | 'event' | 'tile' | 'more';
  readonly name: string;
  readonly ticker?: Ticker;
  readonly weight?: number;
  readonly children?: readonly Branch[];
}

const EMPTY: HeatLayout = { tiles: [], headers: [], more: undefined };

/** Returns the boxes of `ranking` in a board of `width` x `height` pixels; equal input gives equal boxes. */
export function layoutHeat(ranking: HeatRanking, width: number, height: number): HeatLayout {
  if (ranking.tileCount === 0 || width < 1 || height < 1) return EMPTY;
  if (ranking.categories.length === 1 && ranking.moreCount > 0) return layoutOverBar(ranking, width, height);
  const root = hierarchy<Branch>(treeOf(ranking, width * height)).sum((branch) => branch.weight ?? 0);
  const place = treemap<Branch>()
    .tile(treemapSquarify.ratio(1))
    // The outer gap of the last column and row lies outside the board.
    .size([(width + CATEGORY_GAP + TILE_GAP) / STRETCH, height + CATEGORY_GAP + TILE_GAP])
    .paddingRight((node) => (node.data.kind === 'category' ? CATEGORY_GAP / STRETCH : 0))
    .paddingBottom((node) => (node.data.kind === 'category' ? CATEGORY_GAP : 0));
  // What room a category has does not depend on what is in it: the first look tells which of them have a header.
  const headed = new Set(
    place(root)
      .children?.filter(hasRoomForHeader)
      .map(({ data }) => data.name),
  );
  const isHeaded = ({ data }: HierarchyRectangularNode<Branch>): boolean =>
    data.kind === 'category' && headed.has(data.name);
  const placed = place.paddingTop((node) => (isHeaded(node) ? HEADER_HEIGHT : 0))(root);

  const tiles: TileBox[] = [];
  const headers: CategoryBox[] = [];
  let more: Box | undefined;
  placed.each((node) => {
    const { kind, name, ticker } = node.data;
    if (kind === 'category') {
      if (isHeaded(node)) headers.push({ ...boxOf(node, HEADER_GAP), category: name, height: HEADER_HEIGHT });
    } else if (kind === 'tile' && ticker !== undefined) {
      const box = boxOf(node, TILE_GAP);
      if (box.width > 0 && box.height > 0) tiles.push({ ...box, ticker });
    } else if (kind === 'more') {
      more = boxOf(node, CATEGORY_GAP + TILE_GAP);
    }
  });
  const isSliver = more !== undefined && (more.width < MORE_MIN_WIDTH || more.height < MORE_MIN_HEIGHT);
  return isSliver ? layoutOverBar(ranking, width, height) : { tiles, headers, more };
}

function hasRoomForHeader(node: HierarchyRectangularNode<Branch>): boolean {
  const { width, height } = boxOf(node, HEADER_GAP);
  return node.data.kind === 'category' && width >= HEADER_MIN_WIDTH && height >= HEADED_MIN_HEIGHT;
}

/** A board of one category, or one without room for the rest beside its tiles: under them a bar for what is left out. */
function layoutOverBar(ranking: HeatRanking, width: number, height: number): HeatLayout {
  const y = Math.max(0, height - MORE_BAR_HEIGHT);
  const board = layoutHeat({ ...ranking, moreCount: 0 }, width, y - TILE_GAP);
  return { ...board, more: { x: 0, y, width, height: height - y } };
}

function treeOf(ranking: HeatRanking, area: number): Branch {
  const children: Branch[] = ranking.categories.map(({ category, events }) => ({
    kind: 'category',
    name: category,
    children: events.map(({ event, tiles }) => ({
      kind: 'event',
      name: event,
      children: tiles.map(({ ticker, weight }) => ({ kind: 'tile', name: ticker, ticker, weight })),
    })),
  }));
  if (ranking.moreCount > 0) {
    const total = ranking.categories.reduce(
      (sum, { events }) =>
        sum + events.reduce((s, { tiles }) => s + tiles.reduce((t, { weight }) => t + weight, 0), 0),
      0,
    );
    const share = Math.max(MORE_SHARE, MORE_MIN_AREA / area);
    children.push({ kind: 'more', name: 'more', weight: (total * share) / (1 - Math.min(share, 0.5)) });
  }
  return { kind: 'root', name: 'all', children };
}

/** Edges are rounded, not sizes: neighbours then share the same gap everywhere. */
function boxOf(node: HierarchyRectangularNode<Branch>, gap: number): Box {
  const left = Math.round(node.x0 * STRETCH);
  const right = Math.round(node.x1 * STRETCH);
  const top = Math.round(node.y0);
  const bottom = Math.round(node.y1);
  return { x: left, y: top, width: right - left - gap, height: bottom - top - gap };
}
