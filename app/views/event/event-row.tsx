/** One market of an event. Pointing at it or focusing it lifts its line out of the chart. */
import { counted, lastMinutes } from '../../format/number.ts';
import { memo } from 'react';
import type { EventMarket } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { PriceWords } from '../../format/price-words.ts';
import {
  changeWords,
  compactContracts,
  contractsShort,
  points,
  contractsCounted,
} from '../../format/units.ts';
import { DirectionGlyph } from '../../ui/glyphs.tsx';
import { PlaceLink } from '../../ui/place-link.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { hasTraded } from './event-lines.ts';
import { stateWord } from './event-model.ts';

interface EventRowProps {
  /** In the prices of the outcome of `words` (event-seen.ts). */
  readonly market: EventMarket;
  /** Inside its event. */
  readonly name: string;
  readonly words: PriceWords;
  readonly at: number;
  readonly windowMinutes: number;
  readonly isChosen: boolean;
  /** Nothing reaches this page. */
  readonly isUnheard: boolean;
  readonly onChoose: (ticker: Ticker | undefined) => void;
  readonly onOpen: (ticker: Ticker) => void;
}

const UNKNOWN = '–';

export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { market, name, words, at, windowMinutes, isChosen, isUnheard, onChoose, onOpen } = props;
  const { label, state, bid, ask, bidSize, askSize, last, change, volume } = market;
  const { ticker, result } = label;
  const from = at - windowMinutes * 60_000;
  return (
    <tr
      data-chosen={isChosen || undefined}
      onPointerEnter={() => onChoose(ticker)}
      onPointerLeave={() => onChoose(undefined)}
      onFocus={() => onChoose(ticker)}
      onBlur={() => onChoose(undefined)}
      onClick={(event) => {
        // The link knows its own clicks, also those with a key held.
        if (!(event.target instanceof Element && event.target.closest('a') !== null)) onOpen(ticker);
      }}
    >
      <td title={label.title}>
        <PlaceLink to={{ view: 'market', market: ticker }} onGo={() => onOpen(ticker)} className="event-name">
          {name}
        </PlaceLink>
      </td>
      <td className="event-last" title={last && words.exactOwn(last)}>
        {last === undefined ? UNKNOWN : words.own(last)}
      </td>
      <td title={`${changeWords(change)} in ${counted(windowMinutes, 'minute')}`}>
        {volume > 0 ? (
          <>
            <DirectionGlyph change={change} /> {points(change)}
          </>
        ) : (
          UNKNOWN
        )}
      </td>
      <td className="event-bid" data-old={state === 'stale' || undefined}>
        <Quote price={bid} size={bidSize} words={words} />
      </td>
      <td className="event-ask" data-old={state === 'stale' || undefined}>
        <Quote price={ask} size={askSize} words={words} />
      </td>
      <td title={`${contractsCounted(volume)} in ${counted(windowMinutes, 'minute')}`}>
        {compactContracts(volume)}
      </td>
      <td className="event-spark">
        {hasTraded(market.points, from) ? (
          <Sparkline
            points={market.points}
            width={88}
            height={22}
            from={from}
            to={at}
            isMirrored={words.outcome === 'no'}
          />
        ) : (
          <span className="event-silent" title={`No trades in this range: ${lastMinutes(windowMinutes)}`}>
            no trades
          </span>
        )}
      </td>
      <td className="event-state" data-state={state}>
        {result === '' ? stateWord(state, isUnheard) : `ended ${result.toUpperCase()}`}
      </td>
    </tr>
  );
});

interface QuoteProps {
  readonly price: Price | undefined;
  readonly size: Quantity;
  readonly words: PriceWords;
}

function Quote({ price, size, words }: QuoteProps) {
  return (
    <>
      {price === undefined ? UNKNOWN : <span title={words.exactOwn(price)}>{words.own(price)}</span>}{' '}
      <span className="event-size">{price !== undefined && `× ${contractsShort(size)}`}</span>
    </>
  );
}
