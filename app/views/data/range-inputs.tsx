/** From when to when, to the second: two fields of the browser's own, and under them what is wrong with what stands there. */
import { useEffect, useId, useRef, type KeyboardEvent, type SyntheticEvent } from 'react';
import { useClock } from '../../state/reading.ts';
import { useWallClock } from '../../ui/use-wall-clock.ts';
import { HALF_FILLED, rangeZone, type RangeTexts } from './range.ts';

interface RangeInputsProps {
  readonly value: RangeTexts;
  readonly onChange: (value: RangeTexts) => void;
  readonly problem: string | undefined;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/** So often is the zone of now looked up, ms. */
const ZONE_EVERY_MS = 60_000;
const ENDS = [
  ['from', 'From'],
  ['to', 'to'],
] as const;

export function RangeInputs({ value, onChange, problem, onKeyDown }: RangeInputsProps) {
  const id = useId();
  const line = useRef<HTMLDivElement>(null);
  const zone = rangeZone(value, useWallClock(ZONE_EVERY_MS), useClock());
  const take = (end: 'from' | 'to', { currentTarget }: SyntheticEvent<HTMLInputElement>): void => {
    const text = currentTarget.validity.badInput ? HALF_FILLED : currentTarget.value;
    if (text !== value[end]) onChange({ ...value, [end]: text });
  };
  // Fields that were closed come back empty, also those that were half filled in.
  useEffect(() => {
    for (const [index, input] of [...(line.current?.querySelectorAll('input') ?? [])].entries()) {
      const end = ENDS[index]?.[0];
      if (end !== undefined && value[end] === HALF_FILLED && !input.validity.badInput)
        onChange({ ...value, [end]: '' });
    }
  });
  return (
    <>
      <div ref={line} className="export-line range-line">
        {ENDS.flatMap(([end, name]) => [
          <label key={`${end}-name`} htmlFor={`${id}-${end}`} className="text-text2">
            {name}
          </label>,
          <input
            key={end}
            id={`${id}-${end}`}
            className="field num"
            type="datetime-local"
            step={1}
            aria-invalid={problem !== undefined}
            aria-describedby={problem === undefined ? undefined : `${id}-problem`}
            value={value[end] === HALF_FILLED ? '' : value[end]}
            onChange={(event) => take(end, event)}
            // What is half filled in is no change to the browser.
            onKeyUp={(event) => take(end, event)}
            onBlur={(event) => take(end, event)}
            onKeyDown={onKeyDown}
          />,
        ])}
        <span className="text-text2">{zone}</span>
      </div>
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert" className="text-warn">
          {problem}
        </p>
      )}
    </>
  );
}
