/** The pinned markets, one click away from any page. Not there while nothing is pinned. */
import { useState } from 'react';
import { Star } from 'lucide-react';
import type { Ticker } from '#core/units/ticker.ts';
import { useFrames } from '../../../state/flowboard-context.tsx';
import { usePins } from '../../../state/pins.ts';
import { useWords } from '../../../state/reading.ts';
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
      <ul className="pins">
        {list.map((ticker) => (
          <Pin key={ticker} ticker={ticker} onGo={() => setOpen(false)} />
        ))}
        {list.length === 0 && <li className="text-text2">Nothing is pinned any more.</li>}
      </ul>
    </Popover>
  );
}

function Pin({ ticker, onGo }: { ticker: Ticker; onGo: () => void }) {
  const words = useWords();
  // Named where the board has it on the screen; else its ticker says what it is.
  const market = useFrames(
    (frames) =>
      frames.hot?.value.markets.find(({ label }) => label.ticker === ticker) ??
      frames.heat?.value.tiles.find(({ label }) => label.ticker === ticker),
  );
  const name = market?.label.name ?? ticker;
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
        {market !== undefined && (
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
