/**
 * The order book as a ladder: bids for the outcome that is read first on the left, for the other on the right, both priced both
 * ways, the spread in between.
 * Fixed rows, so nothing moves but the numbers; a book that is not exact is dimmed and says why.
 */
import { useMemo, useState, type CSSProperties } from 'react';
import type { BookFrame } from '#contract/frames.ts';
import { opposite } from '#core/units/outcome.ts';
import { complement, type Price } from '#core/units/price.ts';
import type { PriceWords } from '../../format/price-words.ts';
import { compactContracts, contracts, contractsShort } from '../../format/units.ts';
import { useFrames, usePanelState } from '../../state/flowboard-context.tsx';
import { useClock, useWords } from '../../state/reading.ts';
import { FactName } from '../../ui/fact-name.tsx';
import { SideGlyph } from '../../ui/glyphs.tsx';
import { Segments } from '../../ui/segments.tsx';
import { StateChip } from '../../ui/state-chip.tsx';
import { Term } from '../../ui/term.tsx';
import {
  bookFacts,
  bookReason,
  bookStateOf,
  changedPrices,
  ladderRows,
  type LadderRow,
  type LadderRows,
} from './ladder-model.ts';
import { seenBy } from './ladder/mirror.ts';
import { priceSteps, type PriceStep } from './price-groups.ts';
import './book.css';

/** Rows on each side of the spread. */
const ROWS = 8;

/** Whoever draws it wants the book. */
export function BookSection() {
  const [step, setStep] = useState<PriceStep>(1);
  const words = useWords();
  const clock = useClock();
  const { outcome } = words;
  const book = useFrames((frames) => frames.book?.value);
  const frame = useMemo(() => book && seenBy(book, outcome), [book, outcome]);
  const connection = usePanelState();
  const state = bookStateOf(frame, connection);
  return (
    <section className="book">
      <header>
        <h3>
          <Term of="book">Book</Term>
        </h3>
        <StateChip state={state} />
        <Segments
          label="Prices in one row"
          options={priceSteps('Every level', words)}
          value={step}
          onChange={setStep}
        />
      </header>
      {frame?.state === 'none' ? (
        <p className="book-none text-text2">{bookReason(frame, clock)}</p>
      ) : (
        <>
          <Ladder key={outcome} frame={frame} step={step} words={words} isDimmed={state.isDimmed} />
          <Facts frame={frame} words={words} />
          {/* Always there, so that a reason moves nothing. */}
          <p className="book-reason text-text2">{frame && bookReason(frame, clock)}</p>
        </>
      )}
    </section>
  );
}

interface LadderProps {
  readonly frame: BookFrame | undefined;
  readonly step: PriceStep;
  readonly words: PriceWords;
  readonly isDimmed: boolean;
}

const NOTHING: ReadonlySet<Price> = new Set();
const EMPTY: LadderRows = {
  bids: Array.from<undefined>({ length: ROWS }),
  asks: Array.from<undefined>({ length: ROWS }),
};

function Ladder({ frame, step, words, isDimmed }: LadderProps) {
  const { outcome, side, otherSide } = words;
  const other = opposite(outcome);
  const [shown, setShown] = useState(() => ({
    frame,
    step,
    rows: frame === undefined ? EMPTY : ladderRows(frame, step, ROWS),
    changed: NOTHING,
  }));
  if (shown.frame !== frame || shown.step !== step) {
    const rows = frame === undefined ? EMPTY : ladderRows(frame, step, ROWS);
    setShown({
      frame,
      step,
      rows,
      changed: changedPrices(shown.step === step ? shown.rows : undefined, rows),
    });
  }
  const { rows, changed } = shown;
  const { bids, asks } = rows;
  return (
    <table className="ladder num" data-dimmed={isDimmed || undefined}>
      <caption className="sr-only">
        Order book, best prices in the middle. Each row is a price of {side}, and what it is in {otherSide}.
      </caption>
      <thead>
        <tr>
          <th scope="col" title="Contracts traded at this price in the last ten minutes">
            Traded
          </th>
          <th scope="col">
            <SideGlyph side={outcome} /> {side} bids
          </th>
          <th scope="col">{side}</th>
          <th scope="col">
            <SideGlyph side={other} /> {otherSide} bids
          </th>
          <th scope="col">{otherSide}</th>
        </tr>
      </thead>
      {/* Slots, not prices, are the keys: a row keeps its place and only its numbers change. */}
      <tbody>
        {asks.map((_, slot) => (
          <Row
            key={slot}
            row={asks[ROWS - 1 - slot]}
            side="ask"
            words={words}
            isBest={slot === ROWS - 1}
            changed={changed}
          />
        ))}
      </tbody>
      <tbody>
        {bids.map((row, slot) => (
          <Row key={slot} row={row} side="bid" words={words} isBest={slot === 0} changed={changed} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly row: LadderRow | undefined;
  readonly side: 'bid' | 'ask';
  readonly words: PriceWords;
  readonly isBest: boolean;
  /** Prices whose size has just changed. */
  readonly changed: ReadonlySet<Price>;
}

function Row({ row, side, words, isBest, changed }: RowProps) {
  // Who bids: an ask of one outcome is a bid for the other.
  const bidFor = side === 'bid' ? words.outcome : opposite(words.outcome);
  const look = `ladder-${side} ladder-of-${bidFor}`;
  if (row === undefined)
    return (
      <tr className={look}>
        <td />
        <td />
        <td />
        <td />
        <td />
      </tr>
    );
  const { price, size, sum, sizeShare, sumShare, traded } = row;
  const bars = { '--size': sizeShare, '--sum': sumShare } as CSSProperties;
  const sizeCell = (
    <td className="ladder-size" style={bars} title={`${contracts(size)} here, ${contracts(sum)} up to here`}>
      {/* Of another price in this place: a flash stays with its own. */}
      <span key={price} data-changed={changed.has(price) || undefined}>
        {contractsShort(size)}
      </span>
    </td>
  );
  return (
    <tr className={look} data-best={isBest || undefined}>
      <td className="ladder-traded">{traded > 0 && compactContracts(traded)}</td>
      {side === 'bid' ? sizeCell : <td />}
      <td className="ladder-price" title={words.exactOwn(price)}>
        {words.own(price)}
      </td>
      {side === 'ask' ? sizeCell : <td />}
      <td className="ladder-no" title={words.exactOwn(complement(price))}>
        {words.own(complement(price))}
      </td>
    </tr>
  );
}

function Facts({ frame, words }: { frame: BookFrame | undefined; words: PriceWords }) {
  if (frame === undefined) return <div className="book-facts" />;
  return (
    <dl className="book-facts num">
      {bookFacts(frame, words).map(({ name, value, full }) => (
        <div key={name} title={full}>
          <dt>
            <FactName name={name} />
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
