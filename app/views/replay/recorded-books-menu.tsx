/** The markets whose books a recording holds, each a way to its page: where nothing was traded there is no other. */
import { useState } from 'react';
import type { ReplayOverview } from '#contract/replay.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { openMarketPage } from '../../state/view.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { Popover } from '../../ui/popover.tsx';

export function RecordedBooksMenu({ books }: Pick<ReplayOverview, 'books'>) {
  const [isOpen, setOpen] = useState(false);
  const open = (market: Ticker): void => {
    setOpen(false);
    openMarketPage(market);
  };
  return (
    <Popover
      label="Books in this recording"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className="button button-small num" title="Markets whose books were recorded">
          Books {books.length}
        </button>
      }
    >
      <h2 className="settings-title">Books in this recording</h2>
      <ul className="replay-books">
        {books.map(({ ticker, name }) => (
          <li key={ticker}>
            <PlaceLink to={{ view: 'market', market: ticker }} onGo={() => open(ticker)}>
              {name} <code className="text-text3">{ticker}</code>
            </PlaceLink>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
