/**
 * A whole number that takes effect when the reader is done with it (Enter, or leaving the field), never while typing: on the
 * way to 30 stands a 3. Escape, or a number out of range, brings the old one back.
 */
import type { FocusEvent, KeyboardEvent } from 'react';

interface NumberFieldProps {
  readonly id: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onCommit: (value: number) => void;
}

export function NumberField({ id, value, min, max, onCommit }: NumberFieldProps) {
  const onBlur = (event: FocusEvent<HTMLInputElement>): void => {
    const next = Number(event.target.value);
    const isGood = event.target.value.trim() !== '' && Number.isInteger(next) && next >= min && next <= max;
    if (!isGood) event.target.value = String(value);
    else if (next !== value) onCommit(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') event.currentTarget.value = String(value);
    if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
  };
  return (
    <input
      key={value}
      id={id}
      className="field num w-[72px] text-right"
      type="number"
      data-escape
      inputMode="numeric"
      min={min}
      max={max}
      defaultValue={value}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
    />
  );
}
