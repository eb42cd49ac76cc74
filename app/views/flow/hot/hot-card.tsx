/** One hot market: rank, name, chance and change; price path; volume, trades and who takes. The whole card opens the drawer; the star pins. */
import type { HotMarket } from '#contract/frames.ts';
import { compact, counted } from '../../../format/number.ts';
import { closing, type Clock } from '../../../format/time.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import {
  compactContracts,
  compactDollars,
  directionWord,
  dollars,
  netFlow,
  points,
} from '../../../format/units.ts';
import { DirectionGlyph } from '../../../ui/glyphs.tsx';
import { NetBar } from '../../../ui/net-bar.tsx';
import { Unseen } from '../../../ui/unseen.tsx';
import { PinStar } from '../../../ui/star.tsx';
import { wholeName, type Apart } from '../names-apart.ts';
import { shortName } from '../short-name.ts';
import { Sparkline } from '../../../ui/sparkline.tsx';

/** Characters that the card's first line shows. */
const LONGEST_NAME = 25;

interface HotCardProps {
  readonly market: HotMarket;
  /** What tells it from another card; `undefined` where none reads alike. */
  readonly apart: Apart | undefined;
  readonly rank: number;
  readonly windowMinutes: number;
  /** The worker's clock: where the price path ends. */
  readonly at: number;
  readonly words: PriceWords;
  readonly clock: Clock;
  /** Shows dollars in the place of the trades. */
  readonly isByValue: boolean;
  readonly onOpen: () => void;
}

export function HotCard(props: HotCardProps) {
  const { market, apart, rank, windowMinutes, at, words, clock, isByValue, onOpen } = props;
  const { label, yesPrice, volume, netFlow: net, trades } = market;
  const change = words.change(market.change);
  const price = words.of(yesPrice);
  const ends = label.closeAt === undefined ? '' : ` · ${closing(label.closeAt, at, clock)}`;
  const meta = label.category + ends;
  // Right-aligned words are keyed by what they say: a new word is no shift of an old one.
  const side = net > 0 ? 'text-yes' : net < 0 ? 'text-no' : 'text-text2';
  const drawn = shortName(label.name, LONGEST_NAME, apart?.names);
  const whole = wholeName(label.name, apart);
  return (
    <li className="hot-item">
      <button
        type="button"
        className="hot-card"
        title={wholeName(label.title || label.name, apart)}
        onClick={onOpen}
      >
        <span className="hot-rank num">{rank}</span>
        <span className="hot-name">
          {drawn}
          {drawn !== whole && <Unseen words={`${whole}: `} />}
        </span>
        <span className="hot-percent num" title={words.exactOf(yesPrice)}>
          {words.mark === '' && <Unseen words={`${words.side} `} />}
          <small>{words.mark}</small>
          <span key={price}>{price}</span>
        </span>
        <span className="hot-meta num" title={meta}>
          {meta}
        </span>
        <span className="hot-change num">
          <DirectionGlyph change={change} /> <Unseen words={`${directionWord(change)} `} />
          {points(change)} pt
          <Unseen words={` in ${counted(windowMinutes, 'minute')}, `} />
        </span>
        <span className="hot-line">
          <Sparkline
            points={market.points}
            width={96}
            height={30}
            from={at - windowMinutes * 60_000}
            to={at}
            isMirrored={words.outcome === 'no'}
          />
        </span>
        <span className="hot-volume num">
          <span className="text-text">
            {compactContracts(volume)}
            <Unseen words={isByValue ? ' contracts, ' : ' contracts in '} />
          </span>
          <span
            className="hot-trades text-axis text-text3"
            title={isByValue ? `${dollars(market.notional)} at YES prices` : undefined}
          >
            {isByValue ? compactDollars(market.notional) : counted(trades, 'trade', compact(trades))}
          </span>
        </span>
        <span className="hot-net num">
          <Unseen words="net flow " />
          <span key={netFlow(net)} className={`font-semibold ${side}`}>
            {netFlow(net)}
          </span>
          <NetBar net={net} total={volume} />
        </span>
      </button>
      <PinStar ticker={label.ticker} name={whole} className="hot-star icon-button-small" />
    </li>
  );
}
