/**
 * A whole number that takes effect when the reader is done with it (Enter, or leaving the field), never while typing: on the
 * way to 30 stands a 3. Escape, or a number out of range, brings the old one back; the caller may say why.
 */
import type { FocusEvent, KeyboardEvent } from 'react';

interface NumberFieldProps {
  readonly id: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onCommit: (value: number) => void;
  /** Hears what was written and not taken, and `undefined` when the field is left with a good number. */
  readonly onRefuse?: (text: string | undefined) => void;
  /** Of the element that names the limits. */
  readonly describedBy?: string;
}

export function NumberField({ id, value, min, max, onCommit, onRefuse, describedBy }: NumberFieldProps) {
  const onBlur = (event: FocusEvent<HTMLInputElement>): void => {
    const text = event.target.value.trim();
    const next = Number(text);
    const isGood = text !== '' && Number.isInteger(next) && next >= min && next <= max;
    onRefuse?.(isGood ? undefined : text);
    if (!isGood) event.target.value = String(value);
    else if (next !== value) onCommit(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') event.currentTarget.value = String(value);
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    // The same press must not answer a question that comes of it.
    event.preventDefault();
    event.currentTarget.blur();
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
      aria-describedby={describedBy}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
    />
  );
}
