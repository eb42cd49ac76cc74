/** Where a recording holds no book of the market that is looked at: which ones it does hold, or of which markets it has trades. */
import { useSession } from '../../state/flowboard-context.tsx';
import type { ReplayOverview, ReplaySource } from '#contract/replay.ts';
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
  const overview = useOverview(source);
  if (overview === undefined) return null;
  const { books, traded } = overview;
  const isOf = (market: { readonly ticker: Ticker }): boolean => market.ticker === ticker;
  if (books.some(isOf)) return null;
  if (books.length === 0)
    return (
      <p className="replay-lack">
        <span>This recording holds trades and no order books: no ladder, no liquidity, no depth.</span>
        {!traded.some(isOf) && traded.length > 0 && (
          <>
            <span>None of the trades is of this market. There are:</span>
            <Links markets={traded.slice(0, FEW)} />
          </>
        )}
      </p>
    );
  return (
    <p className="replay-lack">
      <span>The book of this market was not recorded. There are:</span>
      <Links markets={books.slice(0, FEW)} />
      {books.length > FEW && <RecordedBooksMenu books={books} />}
    </p>
  );
}

function Links({ markets }: { markets: ReplayOverview['books'] }) {
  return markets.map(({ ticker, name }) => (
    <PlaceLink key={ticker} to={{ view: 'market', market: ticker }} onGo={() => openMarketPage(ticker)}>
      {name}
    </PlaceLink>
  ));
}
