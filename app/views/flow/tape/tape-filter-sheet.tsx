/** The sheet of the tape's filter: the least size, by slider or by number, and the category. Everything in it acts at once. */
import { useId } from 'react';
import { counted } from '../../../format/number.ts';
import {
  boardFilter,
  chooseCategory,
  clearFilter,
  filterTape,
  isFiltered,
  MOST_CONTRACTS,
  SIZE_STEPS,
  stepOf,
} from '../../../state/board-filter.ts';
import { useFrames } from '../../../state/flowboard-context.tsx';
import { useStore } from '../../../state/store.ts';
import { Button } from '../../../ui/button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';

export function TapeFilterSheet() {
  const filter = useStore(boardFilter);
  const { minContracts, category } = filter;
  const sums = useFrames((frames) => frames.categories)?.value.categories ?? [];
  const size = useId();
  const limits = useId();
  const of = useId();
  const names = new Set(sums.map((sum) => sum.category));
  if (category !== undefined) names.add(category);
  return (
    <div className="tape-sheet">
      <div className="tape-sheet-line">
        <label htmlFor={size}>Least size, contracts</label>
        <NumberField
          id={size}
          value={minContracts}
          min={0}
          max={MOST_CONTRACTS}
          describedBy={limits}
          onCommit={(contracts) => filterTape({ minContracts: contracts })}
        />
      </div>
      <input
        type="range"
        className="tape-sheet-slider"
        min={0}
        max={SIZE_STEPS.length - 1}
        step={1}
        value={stepOf(minContracts)}
        aria-label="Least size"
        aria-valuetext={minContracts === 0 ? 'any size' : `at least ${counted(minContracts, 'contract')}`}
        onChange={(event) => filterTape({ minContracts: SIZE_STEPS[Number(event.target.value)] ?? 0 })}
      />
      <p id={limits} className="tape-sheet-note">
        A whole number; 0 is any size. Merged, a sweep counts as one trade.
      </p>
      <div className="tape-sheet-line">
        <label htmlFor={of}>Category, on the whole board</label>
        <select
          id={of}
          className="field"
          value={category ?? ''}
          onChange={(event) => chooseCategory(event.target.value === '' ? undefined : event.target.value)}
        >
          <option value="">All</option>
          {[...names].sort().map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="flex justify-end">
        <Button isSmall disabled={!isFiltered(filter)} onClick={clearFilter}>
          Clear the filter
        </Button>
      </div>
    </div>
  );
}
