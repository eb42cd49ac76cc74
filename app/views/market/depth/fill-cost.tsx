/** "Cost to fill": what buying a number of contracts at once would cost, were the book to stand still. Fees are not in it. */
import { useId, useState } from 'react';
import type { BookFrame } from '#contract/frames.ts';
import { opposite, type Outcome } from '#core/units/outcome.ts';
import { contracts, dollars } from '../../../format/units.ts';
import { useWords } from '../../../state/reading.ts';
import { Side } from '../../../ui/glyphs.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { seenBy } from '../ladder/mirror.ts';
import { fillWords } from './depth-model.ts';

const MOST = 1_000_000;

export function FillCost({ frame }: { frame: BookFrame }) {
  const [count, setCount] = useState(100);
  const id = useId();
  const { outcome } = useWords();
  return (
    <div className="fill-cost num">
      <label htmlFor={id}>
        Cost to buy
        <NumberField id={id} value={count} min={1} max={MOST} onCommit={setCount} />
        <span className="text-text3">at once, before fees</span>
      </label>
      <dl>
        <Cost frame={frame} side={outcome} count={count} />
        <Cost frame={frame} side={opposite(outcome)} count={count} />
      </dl>
    </div>
  );
}

function Cost({ frame, side, count }: { frame: BookFrame; side: Outcome; count: number }) {
  const words = useWords();
  const { mean, worst, exact, fill } = fillWords(seenBy(frame, side).asks, count, words);
  return (
    <div>
      <dt>
        <Side side={side} />
      </dt>
      <dd>
        {mean === undefined ? (
          <span className="text-text2">
            {fill.filled === 0 ? 'nothing is offered' : `only ${contracts(fill.filled)} are offered`}
          </span>
        ) : (
          <>
            <b>{dollars(fill.cost)}</b>
            <span className="text-text2" title={exact}>
              {' '}
              mean {mean}, worst {worst}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}
