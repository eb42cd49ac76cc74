/**
 * One fixed scene of the heatmap with all it can draw: nobody watched, a book, a gap, a book again; best prices that move, sizes
 * that come and go within a column, walls, trades of both takers. Plain arithmetic: the same wherever and whenever it is told.
 */
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { HEAT_TICKER } from './heatmap-page/told.ts';
import { HEAT_START } from './liquidity.ts';
import { aTrade } from './trades.ts';

/** Seconds from the start. Five minutes fill the picture; the book is known from `watched` on, but for the gap. */
export const SCENE = { watched: 60, gap: 140, again: 180, end: 300 } as const;

const at = (second: number): UnixMs => Math.round(HEAT_START + 1_000 * second) as UnixMs;
const ownPrice = (side: Outcome, cents: number): Price =>
  (100 * (side === 'yes' ? cents : 100 - cents)) as Price;
const quantity = (contracts: number): Quantity => (100 * contracts) as Quantity;

/** A wall is the largest size of the scene, and more than a fiftieth of the levels are walls: the top of the colours. */
const WALL = 5_000;
const WALLS: readonly number[] = [30, 12, 70, 88];

/** Every other cent from 44 down and from 56 up, in YES cents and contracts. */
const levels = (best: number, step: number) =>
  Array.from({ length: 20 }, (_, i) => {
    const cents = best + step * i;
    return [cents, WALLS.includes(cents) ? WALL : 40 * (1 + ((i * 37 + best) % 23))] as const;
  });

function snapshot(second: number): BookEvent {
  const sideOf = (side: Outcome, of: ReturnType<typeof levels>) =>
    of
      .map(([cents, size]) => [ownPrice(side, cents), quantity(size)] as const)
      .toSorted((a, b) => a[0] - b[0]);
  return {
    kind: 'snapshot',
    ticker: HEAT_TICKER,
    receivedAt: at(second),
    seq: undefined,
    yes: sideOf('yes', levels(44, -2)),
    no: sideOf('no', levels(56, 2)),
  };
}

type Change = readonly [second: number, side: Outcome, cents: number, contracts: number];

/** There and away again before a column is over, for 20 s: a row only where a column shows its largest size. */
const spikes = (from: number, side: Outcome, cents: number, contracts: number): readonly Change[] =>
  Array.from({ length: 50 }, (_, i) => from + 0.4 * i).flatMap((second): readonly Change[] => [
    [second, side, cents, contracts],
    [second + 0.03, side, cents, -contracts],
  ]);

const BEFORE_GAP: readonly Change[] = [
  [68, 'yes', 46, 1_400],
  [74, 'yes', 47, 120],
  ...spikes(79, 'yes', 49, 900),
  [82, 'no', 55, 800],
  ...spikes(86, 'no', 63, 2_500),
  [90, 'no', 53, 3_600],
  [97, 'yes', 47, -120],
  [103, 'yes', 46, -1_400],
  [109, 'no', 53, -3_600],
  [115, 'yes', 43, 4_400],
  ...spikes(118, 'no', 52, 700),
  [126, 'yes', 43, -1_400],
  [132, 'no', 70, -2_500],
];
const AFTER_GAP: readonly Change[] = [
  [186, 'no', 55, 2_500],
  [194, 'no', 54, 3_500],
  [201, 'no', 52, 600],
  ...spikes(207, 'yes', 37, 4_000),
  [212, 'no', 52, -600],
  [219, 'no', 54, -3_500],
  [226, 'yes', 46, 200],
  [233, 'yes', 48, 4_200],
  ...spikes(240, 'no', 51, 400),
  [246, 'yes', 50, 2_600],
  [255, 'yes', 50, -2_600],
  [262, 'yes', 30, -3_000],
  [270, 'no', 55, -2_500],
  ...spikes(278, 'yes', 51, 500),
  [285, 'no', 57, 1_100],
  [291, 'yes', 48, -3_000],
];

const deltas = (changes: readonly Change[]): BookEvent[] =>
  changes
    .toSorted((a, b) => a[0] - b[0])
    .map(([second, side, cents, contracts]) => ({
      kind: 'delta',
      ticker: HEAT_TICKER,
      receivedAt: at(second),
      seq: undefined,
      venueAt: undefined,
      side,
      price: ownPrice(side, cents),
      change: quantity(contracts),
    }));

const events: readonly BookEvent[] = [
  snapshot(SCENE.watched),
  ...deltas(BEFORE_GAP),
  { kind: 'stale', ticker: HEAT_TICKER, receivedAt: at(SCENE.gap), reason: 'sequence' },
  snapshot(SCENE.again),
  ...deltas(AFTER_GAP),
];

/** Away from the lines, so that lines and dots are seen; two in one dot, and some too small to be one. */
const TRADES: readonly (readonly [second: number, taker: Outcome, cents: number, contracts: number])[] = [
  [65, 'no', 20, 2_600],
  [72, 'yes', 58, 400],
  [77, 'no', 33, 80],
  [88, 'no', 38, 650],
  [95, 'yes', 62, 150],
  [101, 'no', 24, 2_300],
  [107, 'yes', 66, 90],
  [112, 'no', 40, 150],
  [118, 'yes', 60, 1_300],
  [124, 'yes', 80, 2_600],
  [130, 'no', 36, 60],
  [136, 'no', 26, 2_200],
  [184, 'no', 18, 2_400],
  [190, 'no', 39, 900],
  [204, 'yes', 61, 260],
  [204.5, 'no', 41, 120],
  [213, 'yes', 82, 2_500],
  [217, 'yes', 75, 40],
  [222, 'no', 37, 2_000],
  [236, 'yes', 64, 700],
  [246, 'no', 22, 2_700],
  [251, 'yes', 68, 110],
  [258, 'no', 42, 330],
  [268, 'no', 16, 2_500],
  [274, 'yes', 59, 60],
  [280, 'yes', 78, 2_400],
  [288, 'yes', 63, 480],
];

/** What the heatmap's page is told of the scene. */
export const heatScene = {
  from: at(0),
  until: at(SCENE.end),
  events,
  trades: TRADES.map(([second, taker, cents, contracts]): Trade =>
    aTrade({
      ticker: HEAT_TICKER,
      at: at(second),
      yesPrice: (100 * cents) as Price,
      quantity: quantity(contracts),
      taker,
    }),
  ),
} as const;
