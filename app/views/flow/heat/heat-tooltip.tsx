/** What a tile has no room for. Beside the tile, inside the board, never under the pointer; the drawer and the table say the same. */
import type { HotMarket } from '#contract/frames.ts';
import { share } from '../../../format/number.ts';
import { closing, instantWords } from '../../../format/time.ts';
import { changeWords, compactContracts, netFlow } from '../../../format/units.ts';
import { grouped } from '../../../format/number.ts';
import { useVenueNow } from '../../../state/venue-now.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { wholeName, type Apart } from '../names-apart.ts';
import type { Box } from './heat-layout.ts';

interface HeatTooltipProps {
  readonly market: HotMarket;
  /** What tells it from another tile; `undefined` where none reads alike. */
  readonly apart: Apart | undefined;
  readonly isOld: boolean;
  readonly windowMinutes: number;
  readonly tile: Box;
  readonly boardWidth: number;
  readonly boardHeight: number;
}

/** Must match heat.css; the height is a guess that is only used to stay inside the board. */
const WIDTH = 248;
const HEIGHT = 200;
const GAP = 6;

export function HeatTooltip({
  market,
  apart,
  isOld,
  windowMinutes,
  tile,
  boardWidth,
  boardHeight,
}: HeatTooltipProps) {
  const now = useVenueNow();
  const clock = useClock();
  const words = useWords();
  const { label, yesPrice, volume, yesVolume, trades } = market;
  const exact = words.exactOf(yesPrice);
  const right = tile.x + tile.width + GAP;
  const left = right + WIDTH <= boardWidth ? right : Math.max(0, tile.x - WIDTH - GAP);
  const top = Math.max(0, Math.min(tile.y, boardHeight - HEIGHT));
  const rows: readonly (readonly [string, string])[] = [
    [words.head, words.of(yesPrice)],
    ...(exact === undefined ? [] : [['Exactly', exact] as const]),
    ['Change', changeWords(words.change(market.change))],
    ['Contracts', compactContracts(volume)],
    ['Trades', grouped(trades)],
    ['YES taker share', share(yesVolume, volume)],
    ['Net flow', netFlow(market.netFlow)],
  ];
  return (
    <div className="heat-tooltip" role="tooltip" style={{ left, top }}>
      <strong>{wholeName(label.title === '' ? label.name : label.title, apart)}</strong>
      <small>
        {label.category}
        {label.closeAt !== undefined && ` · ${closing(label.closeAt, now, clock)}`} · {windowMinutes} min
      </small>
      <dl className="num">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {isOld && <small>Has left the hottest; last trade {instantWords(market.lastAt, now, clock)}</small>}
    </div>
  );
}
