/** Where a panel of trades is empty in a replay: of a recording that holds books alone no longer window shows more, but its markets' pages do. */
import type { ReactNode } from 'react';
import type { ReplaySource } from '#contract/replay.ts';
import { useSession } from '../../state/flowboard-context.tsx';
import { counted } from '../../format/number.ts';
import { openMarketPage } from '../../state/view.ts';
import { PlaceLink } from '../../ui/place-link.tsx';
import { RecordedBooksMenu } from './recorded-books-menu.tsx';
import { useOverview } from './use-overview.ts';
import './replay.css';

interface NoTradesHereProps {
  /** Shown where the recording does hold trades. */
  readonly instead: ReactNode;
  /** Says it without the way out: another panel beside it shows that. */
  readonly isShort?: boolean;
}

export function NoTradesHere({ instead, isShort = false }: NoTradesHereProps) {
  const source = useSession((session) => session.replay);
  return source === undefined ? instead : <Word source={source} instead={instead} isShort={isShort} />;
}

function Word({ source, instead, isShort }: NoTradesHereProps & { readonly source: ReplaySource }) {
  const overview = useOverview(source);
  if (overview === undefined) return null;
  const { books, traded } = overview;
  const [first] = books;
  if (traded.length > 0 || first === undefined) return instead;
  if (isShort) return <span>This recording holds no trades.</span>;
  return (
    <>
      <span>
        This recording holds order books and no trades: {counted(books.length, 'market')}, each on a page of
        its own.
      </span>
      <span className="replay-ways">
        <PlaceLink
          to={{ view: 'market', market: first.ticker }}
          className="button button-strong"
          onGo={() => openMarketPage(first.ticker)}
        >
          Open {first.name}
        </PlaceLink>
        {books.length > 1 && <RecordedBooksMenu books={books} />}
      </span>
    </>
  );
}
