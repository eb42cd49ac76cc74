/**
 * Starts the program in a real browser: takes the pairing code out of the address, gives the board the browser's own means,
 * follows how the installed program is opened, and puts `window.flowboard` up. Returns at once; who is there and who leads
 * turns out while the page paints.
 */
import type { UnixMs } from '#core/units/time.ts';
import { openData, openDialog } from '../state/dialogs.ts';
import { followPersistence } from '../state/persistence.ts';
import { FramePuller, pageLoop } from '../state/frames.ts';
import { followInstall } from '../state/install.ts';
import { bringIn } from '../state/launched.ts';
import { goTo, placeIn } from '../state/view.ts';
import { spawnReplay, spawnWorker } from './births.ts';
import { Board } from './board.ts';
import { BUILD } from './build.ts';
import { consoleApi } from './console-api.ts';
import { disk } from './disk.ts';
import type { Flowboard } from './flowboard.ts';
import { asksForData, followLaunches, takeWish } from './launch.ts';
import { codeIn, takeCode } from './pairing.ts';
import { SessionStore } from './session-store.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { forgivingShell } from './shell.ts';
import { openTabs } from './tabs.ts';

/** The first seconds belong to the page: then its files are put into the cache. */
const REGISTER_AFTER_MS = 2_000;

/** Starts everything. The board works from the first moment; its session says how far it is. */
export function startFlowboard(): Flowboard {
  const openedAt = window.location.href;
  const code = takeCode(window.location, window.history);
  const session = new SessionStore(() => Date.now() as UnixMs);
  const opening = disk().then(({ openShell }) => openShell());
  const shell = forgivingShell(opening, () => {
    session.notice(
      'This browser refuses storage to the page, or has no room: settings and pairing are not remembered.',
    );
  });
  const board = new Board({
    frames: new FramePuller(pageLoop(), DEFAULT_SETTINGS.windowMinutes),
    session,
    shell,
    fetch: (input, init) => fetch(input, init),
    roles: {
      tab: crypto.randomUUID(),
      tabs: openTabs(BUILD),
      locks: navigator.locks,
      isHidden: () => document.visibilityState === 'hidden',
    },
    origin: window.location.origin,
    userAgent: navigator.userAgent,
    build: BUILD,
    updates: {
      // Vite's own page changes with every keystroke: nothing of it is kept.
      container: import.meta.env.PROD && 'serviceWorker' in navigator ? navigator.serviceWorker : undefined,
      memory: tabMemory(),
      reload: () => {
        window.location.reload();
      },
    },
    spawnReplay,
    births: { spawn: spawnWorker, now: () => performance.now(), after },
  });
  Object.assign(window, { flowboard: consoleApi(board) });
  window.addEventListener('pagehide', () => {
    void board.flush().catch(() => undefined);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') board.wake();
  });
  window.addEventListener('online', () => {
    board.hurry();
  });
  // The fresh address opened in the tab that is there already: only the fragment changes, nothing is loaded.
  window.addEventListener('hashchange', () => {
    const late = takeCode(window.location, window.history);
    if (late !== undefined) void board.pair(late);
  });
  if (takeWish(window.location, window.history)) openDialog('data');
  followInstall(window);
  followLaunches(window, openedAt, {
    onFile: bringIn,
    onAddress: (address) => {
      goToAddress(board, address);
    },
    onProblem: (sentence) => {
      session.notice(sentence);
    },
  });
  void followPersistence(() => board.frames.getSnapshot().status?.value.recording, every);
  void board.start(code);
  after(REGISTER_AFTER_MS, () => void board.updates.start());
  return board;
}

/** A link or a shortcut that the browser gave to this window: what loading it would have done. */
function goToAddress(board: Board, address: URL): void {
  const code = codeIn(address.hash);
  if (code !== undefined) void board.pair(code);
  if (asksForData(address)) openData('recordings');
  else goTo(placeIn(address.href));
}

/** The tab's own memory; `undefined` where site data is switched off. */
function tabMemory(): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  return () => {
    clearInterval(timer);
  };
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
}
