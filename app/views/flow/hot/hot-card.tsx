/**
 * One market of the list: rank, name, chance and change; price path; volume, trades and who takes. The whole card opens the
 * drawer; the star pins.
 */
import type { ReactNode } from 'react';
import type { HotMarket, MarketLabel } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import { compact, counted, lastMinutes } from '../../../format/number.ts';
import { closing, closingShort, type Clock } from '../../../format/time.ts';
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

/** In the place of a price that nobody has said within the hour. */
const UNKNOWN = '–';
/** Characters that the card's first line shows. */
const LONGEST_NAME = 25;

interface CardProps {
  readonly label: MarketLabel;
  readonly yesPrice: Price | undefined;
  /** What tells it from another card; `undefined` where none reads alike. */
  readonly apart: Apart | undefined;
  /** `undefined` of a pinned market that is not among the first. */
  readonly rank: number | undefined;
  readonly isPinned: boolean;
  readonly windowMinutes: number;
  /** The worker's clock: where the price path ends. */
  readonly at: number;
  readonly words: PriceWords;
  readonly clock: Clock;
  readonly onOpen: () => void;
}

interface HotCardProps extends CardProps {
  /** `undefined` of a pinned one that did not trade. */
  readonly market: HotMarket | undefined;
  /** Shows dollars in the place of the trades. */
  readonly isByValue: boolean;
}

/** What every card says of its market; `children` say what it traded. */
function Card({ children, ...props }: CardProps & { readonly children: ReactNode }) {
  const { label, yesPrice, apart, rank, isPinned, at, words, clock, onOpen } = props;
  const { category, closeAt } = label;
  const ends = closeAt === undefined ? '' : ` · ${closing(closeAt, at, clock)}`;
  const price = yesPrice === undefined ? UNKNOWN : words.of(yesPrice);
  const drawn = shortName(label.name, LONGEST_NAME, apart?.names);
  const whole = wholeName(label.name, apart);
  return (
    <li className="hot-item" data-ticker={label.ticker} data-pinned={isPinned || undefined}>
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
        <span
          className="hot-percent num"
          title={yesPrice === undefined ? undefined : words.exactOf(yesPrice)}
        >
          {words.mark === '' && <Unseen words={`${words.side} `} />}
          <small>{words.mark}</small>
          <span key={price}>{price}</span>
        </span>
        <span className="hot-meta num" title={category + ends}>
          <span className="hot-category">{closeAt === undefined ? category : `${category} · `}</span>
          {closeAt !== undefined && <span>{closingShort(closeAt, at, clock)}</span>}
        </span>
        {children}
      </button>
      <PinStar ticker={label.ticker} name={whole} className="hot-star icon-button-small" />
    </li>
  );
}

/** One element whether the market trades or not: whoever has the focus on it keeps it. */
export function HotCard({ market, isByValue, ...props }: HotCardProps) {
  return (
    <Card {...props}>
      {market === undefined ? (
        <span className="hot-quiet">No trades in {lastMinutes(props.windowMinutes)}</span>
      ) : (
        <Figures market={market} isByValue={isByValue} {...props} />
      )}
    </Card>
  );
}

function Figures({ market, isByValue, ...props }: HotCardProps & { readonly market: HotMarket }) {
  const { windowMinutes, at, words } = props;
  const { volume, netFlow: net, trades } = market;
  const change = words.change(market.change);
  // Right-aligned words are keyed by what they say: a new word is no shift of an old one.
  const side = net > 0 ? 'text-yes' : net < 0 ? 'text-no' : 'text-text2';
  return (
    <>
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
    </>
  );
}
