/** The figures at the right of the market's head: the top of the book, what was traded, how long it still trades. */
import type { ReactNode } from 'react';
import type { BookFrame, MarketFrame } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { compactContracts, contractsShort, contractsCounted } from '../../../format/units.ts';
import { useFrames, useIsReplay } from '../../../state/flowboard-context.tsx';
import { useVenueNow } from '../../../state/venue-now.ts';
import { useClock, useWords } from '../../../state/reading.ts';
import { FactName } from '../../../ui/fact-name.tsx';
import { seenBy } from '../ladder/mirror.ts';
import { closingWords } from '../market-facts.ts';

const UNKNOWN = '–';

export function HeadFacts({ frame: { market, label } }: { frame: MarketFrame }) {
  const yesBook = useFrames((frames) => frames.book?.value);
  const words = useWords();
  const book = yesBook && seenBy(yesBook, words.outcome);
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const closing = closingWords(label.closeAt, useVenueNow(), useClock(), useIsReplay());
  const volume = market?.volume;
  return (
    <dl className="head-facts num">
      <Top
        name={`${words.side} bid`}
        book={book}
        price={book?.top.bid}
        size={book?.top.bidSize}
        words={words}
      />
      <Top
        name={`${words.side} ask`}
        book={book}
        price={book?.top.ask}
        size={book?.top.askSize}
        words={words}
      />
      <Fact name="Spread" className="head-spread" isDimmed={isOld(book)}>
        {book?.top.spread === undefined ? UNKNOWN : words.spread(book.top.spread)}
      </Fact>
      <Fact
        name={`Volume, ${windowMinutes} m`}
        className="head-volume"
        title={volume === undefined ? undefined : contractsCounted(volume)}
      >
        {volume === undefined ? UNKNOWN : compactContracts(volume)}
      </Fact>
      <Fact name={closing.name} className="head-closing" title={closing.full}>
        {closing.value}
      </Fact>
    </dl>
  );
}

interface TopProps {
  readonly name: string;
  readonly book: BookFrame | undefined;
  readonly price: Price | undefined;
  readonly size: Quantity | undefined;
  readonly words: PriceWords;
}

function Top({ name, book, price, size, words }: TopProps) {
  return (
    <Fact name={name} className="head-top" title={price && words.exactOwn(price)} isDimmed={isOld(book)}>
      {price === undefined ? UNKNOWN : words.own(price)}
      {price !== undefined && size !== undefined && (
        <span className="head-size"> × {contractsShort(size)}</span>
      )}
    </Fact>
  );
}

interface FactProps {
  readonly name: string;
  readonly className: string;
  readonly title?: string | undefined;
  readonly isDimmed?: boolean;
  readonly children: ReactNode;
}

function Fact({ name, className, title, isDimmed = false, children }: FactProps) {
  return (
    <div className={className} title={title} data-dimmed={isDimmed || undefined}>
      <dt>
        <FactName name={name} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The book is not what the exchange has now. */
function isOld(book: BookFrame | undefined): boolean {
  return book !== undefined && book.state === 'stale';
}
