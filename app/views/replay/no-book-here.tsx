/** Where a recording holds no book of the market that is looked at: which ones it does hold. */
import { useSession } from '../../state/flowboard-context.tsx';
import type { ReplaySource } from '#contract/replay.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { openMarketPage } from '../../state/view.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { RecordedBooksMenu } from './recorded-books-menu.tsx';
import { useOverview } from './use-overview.ts';
import './replay.css';

/** Named at once; the others are in the menu. */
const FEW = 3;

export function NoBookHere({ ticker }: { ticker: Ticker }) {
  const replay = useSession((session) => session.replay);
  return replay === undefined ? null : <Word source={replay} ticker={ticker} />;
}

function Word({ source, ticker }: { source: ReplaySource; ticker: Ticker }) {
  const books = useOverview(source)?.books;
  if (books === undefined || books.some((book) => book.ticker === ticker)) return null;
  if (books.length === 0)
    return (
      <p className="replay-lack">
        This recording holds trades and no order books: no ladder, no liquidity, no depth.
      </p>
    );
  return (
    <p className="replay-lack">
      <span>The book of this market was not recorded. There are:</span>
      {books.slice(0, FEW).map((book) => (
        <PlaceLink
          key={book.ticker}
          to={{ view: 'market', market: book.ticker }}
          onGo={() => openMarketPage(book.ticker)}
        >
          {book.name}
        </PlaceLink>
      ))}
      {books.length > FEW && <RecordedBooksMenu books={books} />}
    </p>
  );
}
