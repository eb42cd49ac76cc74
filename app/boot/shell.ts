/**
 * The page's small memory (token, settings) that never stands in the way: it opens behind the first paint, and where the
 * browser refuses storage or has no room, what was set holds until the page is closed.
 */
import type { Shell } from '#contract/database.ts';

/** Returns a shell over the one that `opening` brings; `onRefused` is called once, when the browser would not remember. */
export function forgivingShell(opening: Promise<Shell>, onRefused: () => void): Shell {
  const remembered = new Map<string, unknown>();
  let isRefused = false;
  const refuse = (): void => {
    if (!isRefused) onRefused();
    isRefused = true;
  };
  return {
    async get(name) {
      if (remembered.has(name)) return remembered.get(name);
      try {
        return await (await opening).get(name);
      } catch {
        refuse();
        return undefined;
      }
    },
    async set(name, value) {
      remembered.set(name, value);
      try {
        await (await opening).set(name, value);
      } catch {
        refuse();
      }
    },
    async remove(name) {
      remembered.set(name, undefined);
      try {
        await (await opening).remove(name);
      } catch {
        refuse();
      }
    },
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
