/** One line of the tape: time, market, side of the taker, price of that side, size with a log bar, value. */
import type { CSSProperties } from 'react';
import type { TapeRow } from '#contract/frames.ts';
import { ONE_CONTRACT } from '#core/units/quantity.ts';
import { sizeShare } from '../../../draw/scale.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import type { Clock } from '../../../format/time.ts';
import {
  cents,
  contractsShort,
  dollars,
  dollarsShort,
  priceOf,
  contractsCounted,
} from '../../../format/units.ts';
import { Side } from '../../../ui/glyphs.tsx';
import { wholeName, type Apart } from '../names-apart.ts';
import { shortName } from '../short-name.ts';

/** From here a trade is large: bold, with an edge. */
const LARGE = 1_000 * ONE_CONTRACT;

/** Characters that the column shows, alone and beside a badge. */
const LONGEST_NAME = 18;
const LONGEST_BESIDE_BADGE = 13;

interface TapeRowProps {
  readonly row: TapeRow;
  /** What tells its market from another one on the tape; `undefined` where none reads alike. */
  readonly apart: Apart | undefined;
  readonly words: PriceWords;
  readonly clock: Clock;
  readonly id: string;
  readonly index: number;
  /** 0 for old, 1 to 3 for rows of the last moments. */
  readonly freshness: number;
  readonly isActive: boolean;
}

export function TapeRowView({ row, apart, words, clock, id, index, freshness, isActive }: TapeRowProps) {
  const price = priceOf(row.taker, row.yesPrice);
  const first = priceOf(row.taker, row.firstYesPrice);
  // What the taker paid for the side that stands beside it: a fact, whichever outcome is read first.
  const path = first === price ? cents(price) : `${cents(first)} to ${cents(price)}`;
  const longest = row.prints > 1 || row.isBlock ? LONGEST_BESIDE_BADGE : LONGEST_NAME;
  // Right-aligned cells are keyed by what they say: a new number is no layout shift of the old one.
  const size = row.quantity >= LARGE ? ' is-large' : '';
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      data-row={index}
      data-fresh={freshness || undefined}
      className={`tape-row num tape-${row.taker}${size}`}
      style={{ '--share': sizeShare(row.quantity).toFixed(3) } as CSSProperties}
    >
      <span role="gridcell" className="text-text2">
        {clock.tenth(row.at)}
      </span>
      <span role="gridcell" className="tape-market" title={`${wholeName(row.name, apart)} (${row.ticker})`}>
        <span className="tape-name">{shortName(row.name, longest, apart?.names)}</span>
        {row.prints > 1 && (
          <span className="tape-prints" title={`${row.prints} prints of one taker`}>
            ×{row.prints}
          </span>
        )}
        {row.isBlock && (
          <span className="tape-block" title="Block trade: agreed off the book">
            block
          </span>
        )}
      </span>
      <span role="gridcell">
        <Side side={row.taker} />
      </span>
      <span key={`price ${price}`} role="gridcell" className="text-right text-text2" title={path}>
        {words.own(price)}
      </span>
      <span
        key={`size ${row.quantity}`}
        role="gridcell"
        className="tape-size"
        title={`${contractsCounted(row.quantity)}`}
      >
        {contractsShort(row.quantity)}
      </span>
      <span key={`value ${row.value}`} role="gridcell" className="tape-value" title={dollars(row.value)}>
        {dollarsShort(row.value)}
      </span>
    </div>
  );
}
