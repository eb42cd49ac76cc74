/**
 * The order book as a ladder: YES bids on the left, NO bids on the right, both priced both ways, the spread in between.
 * Fixed rows, so nothing moves but the numbers; a book that is not exact is dimmed and says why.
 */
import { useState, type CSSProperties } from 'react';
import type { BookFrame } from '#contract/frames.ts';
import { complement, type Price } from '#core/units/price.ts';
import { cents, compactContracts, contracts, contractsShort } from '../../format/units.ts';
import { useFrames, usePanelState } from '../../state/flowboard-context.tsx';
import { SideGlyph } from '../../ui/glyphs.tsx';
import { Segments } from '../../ui/segments.tsx';
import { StateChip } from '../../ui/state-chip.tsx';
import {
  bookFacts,
  bookStateOf,
  changedPrices,
  ladderRows,
  type LadderRow,
  type LadderRows,
} from './ladder-model.ts';
import { priceSteps, type PriceStep } from './price-groups.ts';
import './book.css';

const STEPS = priceSteps('Every level');

/** Rows on each side of the spread. */
const ROWS = 8;

/** Whoever draws it wants the book. */
export function BookSection() {
  const [step, setStep] = useState<PriceStep>(1);
  const frame = useFrames((frames) => frames.book?.value);
  const connection = usePanelState();
  const state = bookStateOf(frame, connection);
  return (
    <section className="book">
      <header>
        <h3>Book</h3>
        <StateChip state={state} />
        <Segments label="Prices in one row" options={STEPS} value={step} onChange={setStep} />
      </header>
      {frame?.state === 'none' ? (
        <p className="book-none text-text2">{frame.reason}</p>
      ) : (
        <>
          <Ladder frame={frame} step={step} isDimmed={state.isDimmed} />
          <Facts frame={frame} />
          {/* Always there, so that a reason moves nothing. */}
          <p className="book-reason text-text2">{frame?.reason}</p>
        </>
      )}
    </section>
  );
}

interface LadderProps {
  readonly frame: BookFrame | undefined;
  readonly step: PriceStep;
  readonly isDimmed: boolean;
}

const NOTHING: ReadonlySet<Price> = new Set();
const EMPTY: LadderRows = {
  bids: Array.from<undefined>({ length: ROWS }),
  asks: Array.from<undefined>({ length: ROWS }),
};

function Ladder({ frame, step, isDimmed }: LadderProps) {
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
        Order book, best prices in the middle. Each row is a price of YES, and what it is in NO.
      </caption>
      <thead>
        <tr>
          <th scope="col" title="Contracts traded at this price in the last ten minutes">
            Traded
          </th>
          <th scope="col">
            <SideGlyph side="yes" /> YES bids
          </th>
          <th scope="col">YES</th>
          <th scope="col">
            <SideGlyph side="no" /> NO bids
          </th>
          <th scope="col">NO</th>
        </tr>
      </thead>
      {/* Slots, not prices, are the keys: a row keeps its place and only its numbers change. */}
      <tbody>
        {asks.map((_, slot) => (
          <Row
            key={slot}
            row={asks[ROWS - 1 - slot]}
            side="ask"
            isBest={slot === ROWS - 1}
            changed={changed}
          />
        ))}
      </tbody>
      <tbody>
        {bids.map((row, slot) => (
          <Row key={slot} row={row} side="bid" isBest={slot === 0} changed={changed} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly row: LadderRow | undefined;
  readonly side: 'bid' | 'ask';
  readonly isBest: boolean;
  /** Prices whose size has just changed. */
  readonly changed: ReadonlySet<Price>;
}

function Row({ row, side, isBest, changed }: RowProps) {
  if (row === undefined)
    return (
      <tr className={`ladder-${side}`}>
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
    <tr className={`ladder-${side}`} data-best={isBest || undefined}>
      <td className="ladder-traded">{traded > 0 && compactContracts(traded)}</td>
      {side === 'bid' ? sizeCell : <td />}
      <td className="ladder-price">{cents(price)}</td>
      {side === 'ask' ? sizeCell : <td />}
      <td className="ladder-no">{cents(complement(price))}</td>
    </tr>
  );
}

function Facts({ frame }: { frame: BookFrame | undefined }) {
  if (frame === undefined) return <div className="book-facts" />;
  const { bidTotal, askTotal } = frame.top;
  return (
    <dl className="book-facts num">
      {bookFacts(frame).map(({ name, value, full }) => (
        <div key={name} title={full}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div title={`${contracts(bidTotal)} contracts bid for YES, at all prices`}>
        <dt>All YES bids</dt>
        <dd>{compactContracts(bidTotal)}</dd>
      </div>
      <div title={`${contracts(askTotal)} contracts bid for NO, at all prices`}>
        <dt>All NO bids</dt>
        <dd>{compactContracts(askTotal)}</dd>
      </div>
    </dl>
  );
}
