/** The panels on the screen that can be taken as a picture, in the order in which they came: for the palette. */
import { createStore, type Source } from './store.ts';

export interface ShownPanel {
  readonly title: string;
  /** Takes its picture. */
  take(): void;
}

const shown = createStore<readonly ShownPanel[]>([]);

export const shownPanels: Source<readonly ShownPanel[]> = shown;

/** Adds `panel` until the result is called. */
export function showPanel(panel: ShownPanel): () => void {
  shown.update((panels) => [...panels, panel]);
  return () => shown.update((panels) => panels.filter((each) => each !== panel));
}
