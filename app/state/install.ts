/** Whether the browser would install the page as a program. It says so once, and asks only when somebody presses our button. */
import { createStore, type Source } from './store.ts';

/** Chromium's own event; others have none, and install from their menus. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

const offered = createStore<InstallEvent | undefined>(undefined);

/** Something while the browser offers it. */
export const installOffer: Source<object | undefined> = offered;

/** Keeps the browser from asking by itself, and remembers that it would. */
export function followInstall(scope: Pick<Window, 'addEventListener'>): void {
  scope.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    if (isInstallEvent(event)) offered.set(event);
  });
  scope.addEventListener('appinstalled', () => {
    offered.set(undefined);
  });
}

/** Shows the browser's own question. Each offer is good for one. */
export async function install(): Promise<void> {
  const offer = offered.getSnapshot();
  offered.set(undefined);
  await offer?.prompt();
}

function isInstallEvent(event: Event): event is InstallEvent {
  return 'prompt' in event && typeof event.prompt === 'function';
}
