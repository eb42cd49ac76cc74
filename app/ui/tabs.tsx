/** Parts of a page one at a time, for narrow screens. Arrow keys move between the tabs; only the open part is mounted. */
import type { KeyboardEvent, ReactNode } from 'react';

export interface TabOption<T extends string> {
  readonly value: T;
  readonly text: string;
}

interface TabsProps<T extends string> {
  readonly label: string;
  readonly options: readonly TabOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export function Tabs<T extends string>({ label, options, value, onChange }: TabsProps<T>) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const index = options.findIndex((option) => option.value === value);
    const next = options[(index + step + options.length) % options.length];
    if (next === undefined) return;
    event.preventDefault();
    onChange(next.value);
    document.getElementById(`tab-${next.value}`)?.focus();
  };
  return (
    <div className="phone-tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {options.map((option) => (
        <button
          key={option.value}
          id={`tab-${option.value}`}
          type="button"
          role="tab"
          aria-selected={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          className="segment"
          onClick={() => onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}

/** The room of the open tab. */
export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <div className="phone-panel" role="tabpanel" aria-labelledby={`tab-${value}`} data-tab={value}>
      {children}
    </div>
  );
}
