/** One price of the ladder: what was traded here, who bids for either outcome, both prices. */
import type { CSSProperties } from 'react';
import { opposite, type Outcome } from '#core/units/outcome.ts';
import { complement, type Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { compactContracts, contracts, contractsShort, contractsCounted } from '../../../format/units.ts';
import type { GridLevel } from './ladder-grid.ts';

interface LadderRowProps {
  /** Of the outcome that is shown first. */
  readonly price: Price;
  readonly index: number;
  /** px. */
  readonly height: number;
  readonly words: PriceWords;
  readonly first: Outcome;
  /** Bids for the first outcome. */
  readonly bid: GridLevel | undefined;
  /** Bids for the other one, which are offers of the first. */
  readonly ask: GridLevel | undefined;
  readonly best: 'bid' | 'ask' | undefined;
  /** Between the best prices. */
  readonly isInside: boolean;
  /** The last trade was here. */
  readonly isLast: boolean;
  readonly traded: Quantity | undefined;
  readonly isBidChanged: boolean;
  readonly isAskChanged: boolean;
  /** What a full bar stands for. */
  readonly scale: { readonly size: number; readonly sum: number; readonly traded: number };
}

export function LadderRow(props: LadderRowProps) {
  const { price, index, height, words, first, bid, ask, best, isInside, isLast, traded, scale } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="rung"
      data-best={best}
      data-inside={isInside || undefined}
      style={{ top: index * height }}
    >
      <span
        role="cell"
        className="rung-traded"
        style={{ '--share': (traded ?? 0) / scale.traded } as CSSProperties}
      >
        {traded !== undefined && (
          <span title={`${contractsCounted(traded)} traded here in the last ten minutes`}>
            {compactContracts(traded)}
          </span>
        )}
        {isLast && (
          <b className="rung-last" title="Last trade">
            <span className="sr-only">last trade</span>
          </b>
        )}
      </span>
      <Size price={price} level={bid} side={first} place="own" scale={scale} isChanged={props.isBidChanged} />
      <span
        role="cell"
        className={`rung-price${best === undefined ? '' : ` rung-best-${bestSide(best, first)}`}`}
        title={words.exactOwn(price)}
      >
        {words.own(price)}
      </span>
      <Size
        price={price}
        level={ask}
        side={opposite(first)}
        place="other"
        scale={scale}
        isChanged={props.isAskChanged}
      />
      <span role="cell" className="rung-mirror" title={words.exactOwn(complement(price))}>
        {words.own(complement(price))}
      </span>
    </div>
  );
}

function bestSide(best: 'bid' | 'ask', first: Outcome): Outcome {
  return best === 'bid' ? first : opposite(first);
}

interface SizeProps {
  /** A flash stays with its price when the row becomes another's. */
  readonly price: Price;
  readonly level: GridLevel | undefined;
  readonly side: Outcome;
  readonly place: 'own' | 'other';
  readonly scale: LadderRowProps['scale'];
  readonly isChanged: boolean;
}

function Size({ price, level, side, place, scale, isChanged }: SizeProps) {
  // Nothing rests here any more: the empty cell itself flashes.
  if (level === undefined)
    return (
      <span
        role="cell"
        className={`rung-size rung-${place} rung-${side}`}
        data-changed={isChanged || undefined}
      />
    );
  const { size, sum } = level;
  const bars = { '--size': size / scale.size, '--sum': sum / scale.sum } as CSSProperties;
  return (
    <span
      role="cell"
      className={`rung-size rung-${place} rung-${side}`}
      style={bars}
      title={`${contracts(size)} here, ${contracts(sum)} up to here`}
    >
      <span key={price} data-changed={isChanged || undefined}>
        {contractsShort(size)}
      </span>
    </span>
  );
}
