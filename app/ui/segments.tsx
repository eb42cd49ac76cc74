/** One of a few: a radio group that looks like one control. Arrow keys move the choice, as in native radios. */
import { useRef, type KeyboardEvent } from 'react';
import { nameWith } from './name-with.ts';

export interface SegmentOption<T extends string | number> {
  readonly value: T;
  readonly text: string;
  /** Longer name for readers where `text` is short; they hear both. */
  readonly name?: string | undefined;
  /** What is to be known of it, when it is pointed at. */
  readonly title?: string | undefined;
}

interface SegmentsProps<T extends string | number> {
  readonly label: string;
  readonly options: readonly SegmentOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly className?: string;
}

export function Segments<T extends string | number>(props: SegmentsProps<T>) {
  const group = useRef<HTMLDivElement>(null);
  const selected = props.options.findIndex((option) => option.value === props.value);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEP[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const count = props.options.length;
    const index = (Math.max(selected, 0) + step + count) % count;
    const option = props.options[index];
    if (option === undefined) return;
    props.onChange(option.value);
    const button = group.current?.children[index];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={props.label}
      className={`segments num ${props.className ?? ''}`}
      onKeyDown={onKeyDown}
    >
      {props.options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === props.value}
          aria-label={option.name === undefined ? undefined : nameWith(option.text, option.name)}
          title={option.title}
          tabIndex={index === Math.max(selected, 0) ? 0 : -1}
          className="segment"
          onClick={() => props.onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}

const STEP: Readonly<Record<string, number | undefined>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};
