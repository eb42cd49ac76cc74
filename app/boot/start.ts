/**
 * Starts the program in a real browser: takes the pairing code out of the address, gives the board the browser's own means,
 * and puts `window.flowboard` up. Returns at once; who is there and who leads turns out while the page paints.
 */
import { openShell, type Shell } from '#contract/database.ts';
import type { UnixMs } from '#core/units/time.ts';
import { FramePuller, pageLoop } from '../state/frames.ts';
import { spawnWorker } from './births.ts';
import { Board } from './board.ts';
import { consoleApi } from './console-api.ts';
import type { Flowboard } from './flowboard.ts';
import { hasBeenHere } from './identity.ts';
import { takeCode } from './pairing.ts';
import { SessionStore } from './session-store.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const TABS_CHANNEL = 'flowboard-tabs';
const PAIRED = 'paired';

/** Starts everything. The board works from the first moment; its session says how far it is. */
export function startFlowboard(): Flowboard {
  const code = takeCode(window.location, window.history);
  const session = new SessionStore(() => Date.now() as UnixMs);
  const shell = lateShell(
    openShell().catch(() => {
      session.notice('This browser refuses storage to the page: nothing is recorded or remembered.');
      return forgetfulShell();
    }),
  );
  const tabs = new BroadcastChannel(TABS_CHANNEL);
  const board = new Board({
    frames: new FramePuller(pageLoop(), DEFAULT_SETTINGS.windowMinutes),
    session,
    shell,
    fetch: (input, init) => fetch(input, init),
    locks: navigator.locks,
    origin: window.location.origin,
    userAgent: navigator.userAgent,
    births: { spawn: spawnWorker, now: () => performance.now(), after },
    pairedElsewhere: {
      tell: () => {
        tabs.postMessage(PAIRED);
      },
      onTold: (listener) => {
        tabs.onmessage = listener;
      },
    },
  });
  Object.assign(window, { flowboard: consoleApi(board) });
  window.addEventListener('pagehide', () => {
    void board.flush().catch(() => undefined);
  });
  window.addEventListener('online', () => {
    void board.retryNow().catch(() => undefined);
  });
  void keepForGood(shell);
  void board.start(code);
  return board;
}

/** From the second visit on the browser is asked not to evict the record; what it answers shows in the storage status. */
async function keepForGood(shell: Shell): Promise<void> {
  try {
    if (await hasBeenHere(shell)) await navigator.storage.persist();
  } catch {
    // Not every browser has it; recording goes on as best effort.
  }
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
}

/** Lets the page paint before the browser has opened its database. */
function lateShell(opening: Promise<Shell>): Shell {
  return {
    get: async (name) => (await opening).get(name),
    set: async (name, value) => (await opening).set(name, value),
    remove: async (name) => (await opening).remove(name),
    close: () => {
      void opening.then((shell) => {
        shell.close();
      });
    },
  };
}

/** Stands in where storage is refused: remembers until the page is closed. */
function forgetfulShell(): Shell {
  const values = new Map<string, unknown>();
  return {
    get: (name) => Promise.resolve(values.get(name)),
    set: (name, value) => {
      values.set(name, value);
      return Promise.resolve();
    },
    remove: (name) => {
      values.delete(name);
      return Promise.resolve();
    },
    close: () => undefined,
  };
}
