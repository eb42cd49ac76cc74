/**
 * How this reader likes the page: theme, merged tape. Kept in localStorage, not in the database, because the theme must be
 * known before the first paint; what is lost with it is a taste, never data. Every value read back is checked.
 */
import { createStore } from './store.ts';

const KEY = 'flowboard.display';

export type ThemeChoice = 'system' | 'dark' | 'light';

export interface Display {
  readonly theme: ThemeChoice;
  /** Prints of one taker's sweep are one row. */
  readonly mergeTape: boolean;
  /** The reader has closed the card of the first visit. */
  readonly isWelcomed: boolean;
}

const DEFAULTS: Display = { theme: 'system', mergeTape: true, isWelcomed: false };

/** The reader's choices; change them with `updateDisplay`. */
export const display = createStore<Display>(DEFAULTS);

/** Changes and remembers. A browser that refuses storage keeps the change until the page closes. */
export function updateDisplay(change: Partial<Display>): void {
  display.update((current) => ({ ...current, ...change }));
  try {
    localStorage.setItem(KEY, JSON.stringify(display.getSnapshot()));
  } catch {
    return;
  }
}

/** Reads what was remembered and keeps `<html data-theme>` and the browser's own colour in step; returns the stopper. */
export function startDisplay(root: HTMLElement): () => void {
  display.set(parseDisplay(remembered()));
  const apply = (): void => {
    const { theme } = display.getSnapshot();
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  };
  apply();
  return display.subscribe(apply);
}

/** Returns the choices in `text`; whatever is missing or wrong in it is the default. */
export function parseDisplay(text: string | null): Display {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return DEFAULTS;
  }
  if (typeof value !== 'object' || value === null) return DEFAULTS;
  const found = value as Readonly<Record<string, unknown>>;
  const theme = found['theme'];
  const mergeTape = found['mergeTape'];
  return {
    theme: theme === 'dark' || theme === 'light' ? theme : 'system',
    mergeTape: typeof mergeTape === 'boolean' ? mergeTape : DEFAULTS.mergeTape,
    isWelcomed: found['isWelcomed'] === true,
  };
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
