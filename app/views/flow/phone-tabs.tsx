/** The four parts of the front page on a phone, one at a time. Arrow keys move between the tabs. */
import type { KeyboardEvent } from 'react';

export type PhoneTab = 'hot' | 'tape' | 'heat' | 'analytics';

const TABS: readonly (readonly [PhoneTab, string])[] = [
  ['hot', 'Hot'],
  ['tape', 'Tape'],
  ['heat', 'Heat'],
  ['analytics', 'Analytics'],
];

export function PhoneTabs({ tab, onChange }: { tab: PhoneTab; onChange: (tab: PhoneTab) => void }) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const index = TABS.findIndex(([name]) => name === tab);
    const next = TABS[(index + step + TABS.length) % TABS.length];
    if (next === undefined) return;
    event.preventDefault();
    onChange(next[0]);
    document.getElementById(`tab-${next[0]}`)?.focus();
  };
  return (
    <div className="phone-tabs" role="tablist" aria-label="Parts of the board" onKeyDown={onKeyDown}>
      {TABS.map(([name, word]) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          aria-selected={name === tab}
          tabIndex={name === tab ? 0 : -1}
          className="segment"
          onClick={() => onChange(name)}
        >
          {word}
        </button>
      ))}
    </div>
  );
}
