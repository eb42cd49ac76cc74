/**
 * The page's small memory (token, settings) that never stands in the way: it opens behind the first paint, and where the
 * browser refuses storage or has no room, what was set holds until the page is closed.
 */
import type { Shell } from '#contract/database.ts';

/** Returns a shell over the one that `opening` brings; `onRefused` is called once, when the browser would not remember. */
export function forgivingShell(opening: Promise<Shell>, onRefused: () => void): Shell {
  const remembered = new Map<string, unknown>();
  /** Set here and not on the disk: what is on the disk may be newer, from another tab. */
  const unwritten = new Set<string>();
  let isRefused = false;
  const refuse = (): void => {
    if (!isRefused) onRefused();
    isRefused = true;
  };
  const write = async (name: string, value: unknown, on: (shell: Shell) => Promise<void>): Promise<void> => {
    remembered.set(name, value);
    unwritten.add(name);
    try {
      await on(await opening);
      if (remembered.get(name) === value) unwritten.delete(name);
    } catch {
      refuse();
    }
  };
  return {
    async get(name) {
      if (unwritten.has(name)) return remembered.get(name);
      try {
        return await (await opening).get(name);
      } catch {
        refuse();
        return remembered.get(name);
      }
    },
    set: (name, value) => write(name, value, (shell) => shell.set(name, value)),
    remove: (name) => write(name, undefined, (shell) => shell.remove(name)),
    close() {
      void opening.then(
        (shell) => {
          shell.close();
        },
        () => undefined,
      );
    },
  };
}
