/** Files that somebody has opened with the installed program, until the Data dialog brings them in one after another. */
import { openData } from './dialogs.ts';
import { createStore, type Source } from './store.ts';

const waiting = createStore<readonly File[]>([]);

export const launchedFiles: Source<readonly File[]> = waiting;

/** Shows the Import tab, where `file` comes in as soon as it can. */
export function bringIn(file: File): void {
  waiting.update((files) => [...files, file]);
  openData('import');
}

/** Returns the file whose turn it is, and takes it off the line. */
export function takeLaunched(): File | undefined {
  const [file, ...rest] = waiting.getSnapshot();
  waiting.set(rest);
  return file;
}
