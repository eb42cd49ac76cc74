/** What the whole book says, under its rows, in prices of the outcome shown first. */
import type { BookSummary } from '#core/market/book/ladder.ts';
import { opposite, type Outcome } from '#core/units/outcome.ts';
import type { PriceWords } from '../../../format/price-words.ts';
import { compactContracts, contractsCounted } from '../../../format/units.ts';
import { FactName } from '../../../ui/fact-name.tsx';
import { topFacts } from '../ladder-model.ts';

interface LadderFactsProps {
  readonly top: BookSummary;
  readonly first: Outcome;
  readonly words: PriceWords;
}

export function LadderFacts({ top, first, words }: LadderFactsProps) {
  const other = opposite(first);
  return (
    <dl className="rungs-facts num">
      {topFacts(top, words).map(({ name, value, full }) => (
        <div key={name} title={full}>
          <dt>
            <FactName name={name} />
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
      {(
        [
          [first, top.bidTotal],
          [other, top.askTotal],
        ] as const
      ).map(([side, total]) => (
        <div key={side} title={`${contractsCounted(total)} bid for ${side.toUpperCase()}, at all prices`}>
          <dt>{side.toUpperCase()} bids</dt>
          <dd>{compactContracts(total)}</dd>
        </div>
      ))}
    </dl>
  );
}
