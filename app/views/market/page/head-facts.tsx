/** The figures at the right of the market's head: the top of the book, what was traded, how long it still trades. */
import type { ReactNode } from 'react';
import type { BookFrame, MarketFrame } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { priceAt } from '../../../charts/columns.ts';
import { cents, compactContracts, contracts, contractsShort } from '../../../format/units.ts';
import { useFrames } from '../../../state/flowboard-context.tsx';
import { useNow } from '../../../state/now.ts';
import { closingWords } from '../market-facts.ts';

const UNKNOWN = '–';

export function HeadFacts({ frame: { market, label } }: { frame: MarketFrame }) {
  const book = useFrames((frames) => frames.book?.value);
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const closing = closingWords(label.closeAt, useNow());
  const volume = market?.volume;
  return (
    <dl className="head-facts num">
      <Top name="YES bid" book={book} price={book?.top.bid} size={book?.top.bidSize} />
      <Top name="YES ask" book={book} price={book?.top.ask} size={book?.top.askSize} />
      <Fact name="Spread" className="head-spread" isDimmed={isOld(book)}>
        {book?.top.spread === undefined ? UNKNOWN : cents(priceAt([book.top.spread], 0))}
      </Fact>
      <Fact
        name={`Volume, ${windowMinutes} m`}
        className="head-volume"
        title={volume === undefined ? undefined : `${contracts(volume)} contracts`}
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
}

function Top({ name, book, price, size }: TopProps) {
  return (
    <Fact name={name} className="head-top" isDimmed={isOld(book)}>
      {price === undefined ? UNKNOWN : cents(price)}
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
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The book is not what the exchange has now. */
function isOld(book: BookFrame | undefined): boolean {
  return book !== undefined && book.state === 'stale';
}
