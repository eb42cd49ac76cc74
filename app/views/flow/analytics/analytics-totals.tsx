/** The column at the left of an analytics chart: names and values; one that is a word of the field explains itself. */
import { FactName } from '../../../ui/fact-name.tsx';
import type { TotalLine } from './analytics-model.ts';

export function Totals({ lines }: { lines: readonly TotalLine[] }) {
  return (
    <dl className="analytics-totals">
      {lines.map(({ name, value, full, side }) => (
        <div key={name}>
          <dt>
            <FactName name={name} />
          </dt>
          <dd className={`num${side === undefined ? '' : ` side-${side}`}`} title={full || undefined}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
