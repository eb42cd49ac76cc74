/** The pinned markets, one click away from any page. Not there while nothing is pinned. */
import { useState } from 'react';
import { Star } from 'lucide-react';
import type { PinnedMarket } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { whenNamedAlike } from '../../../format/when-apart.ts';
import { usePinned } from '../../../state/pinned.ts';
import { usePins } from '../../../state/pins.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { openMarketPage } from '../../../state/view.ts';
import { Popover } from '../../../ui/popover.tsx';
import { PlaceLink } from '../../../ui/place-link.tsx';
import { PinStar } from '../../../ui/star.tsx';

export function PinsMenu() {
  const { list } = usePins();
  const [isOpen, setOpen] = useState(false);
  if (list.length === 0 && !isOpen) return null;
  return (
    <Popover
      label="Pinned markets"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="button button-small pins-button num" title="Pinned markets">
          <Star size={13} aria-hidden="true" fill="currentColor" />
          <span className="sr-only">Pinned markets: </span>
          {list.length}
        </button>
      }
    >
      <h2 className="settings-title">Pinned: at hand, and their books are recorded</h2>
      <Pins list={list} onGo={() => setOpen(false)} />
    </Popover>
  );
}

function Pins({ list, onGo }: { list: readonly Ticker[]; onGo: () => void }) {
  const pinned = usePinned();
  const known = new Map(pinned.map((market) => [market.label.ticker, market]));
  const when = whenNamedAlike(
    pinned.map(({ label }) => label),
    useClock(),
  );
  return (
    <ul className="pins">
      {list.map((ticker) => (
        <Pin
          key={ticker}
          ticker={ticker}
          market={known.get(ticker)}
          when={when.get(ticker)?.full}
          onGo={onGo}
        />
      ))}
      {list.length === 0 && <li className="text-text2">Nothing is pinned any more.</li>}
    </ul>
  );
}

interface PinProps {
  readonly ticker: Ticker;
  /** `undefined` until the first frame of it. */
  readonly market: PinnedMarket | undefined;
  /** Where another pinned market has the same name. */
  readonly when: string | undefined;
  readonly onGo: () => void;
}

function Pin({ ticker, market, when, onGo }: PinProps) {
  const words = useWords();
  const name = market === undefined ? ticker : [market.label.name, when].filter(Boolean).join(' · ');
  return (
    <li>
      <PlaceLink
        to={{ view: 'market', market: ticker }}
        onGo={() => {
          onGo();
          openMarketPage(ticker);
        }}
        className="pins-link"
      >
        <span>{name}</span>
        {market?.yesPrice !== undefined && (
          <b className="num" title={words.exactOf(market.yesPrice) ?? words.head}>
            {words.mark}
            {words.of(market.yesPrice)}
          </b>
        )}
      </PlaceLink>
      <PinStar ticker={ticker} name={name} />
    </li>
  );
}
