/**
 * The service worker as the page sees it. Registers it, notices that a newer build waits, and lets it in when somebody says
 * so, never by itself: first the recorder writes what is in hand and ends, as when a tab hands the lead over, then the newer
 * service worker takes over, then the page is loaded anew. The tab that led before leads again, past the tabs of the build
 * before, which go on as they are and are told that they were replaced.
 */
import type { TakeOver } from '#contract/service-worker.ts';
import type { UpdateVerbs } from './flowboard.ts';
import type { SessionStore } from './session-store.ts';

/** What of ServiceWorker is used. */
export interface BuildWorker {
  readonly state: string;
  postMessage(message: TakeOver): void;
  addEventListener(type: 'statechange', run: () => void): void;
}

/** What of ServiceWorkerRegistration is used. */
export interface BuildRegistration {
  readonly active: BuildWorker | null;
  readonly waiting: BuildWorker | null;
  readonly installing: BuildWorker | null;
  addEventListener(type: 'updatefound', run: () => void): void;
  update(): Promise<unknown>;
}

/** What of navigator.serviceWorker is used. */
export interface BuildContainer {
  register(address: string, options: { readonly updateViaCache: 'none' }): Promise<BuildRegistration>;
  addEventListener(type: 'controllerchange', run: () => void): void;
}

export interface UpdatesDeps {
  /** `undefined` in development, and where the browser has no service workers. */
  readonly container: BuildContainer | undefined;
  readonly session: SessionStore;
  /** This tab's own, which outlives a reload and nothing more. */
  readonly memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Writes what is in hand and gives the lead away. */
  readonly stop: () => Promise<void>;
  readonly reload: () => void;
}

const ADDRESS = '/service-worker.js';
/** The browser itself looks only when a page is loaded; a board stays open for days. */
const CHECK_MS = 10 * 60_000;
/**
 * The newer service worker takes over when the older one has answered what it was asked: at once, later on a machine that is
 * busy. After this the page is loaded anew all the same, as it was, records on, and offers the update again.
 */
const TAKE_OVER_MS = 30_000;
/** In the tab's memory: it led before it was updated. */
const LED = 'flowboard.led';

export class Updates implements UpdateVerbs {
  readonly #deps: UpdatesDeps;
  #registration: BuildRegistration | undefined;
  #hasLed: boolean;
  #tookOver: () => void = () => undefined;

  constructor(deps: UpdatesDeps) {
    this.#deps = deps;
    this.#hasLed = deps.memory?.getItem(LED) === 'yes';
    deps.memory?.removeItem(LED);
  }

  /** Registers the service worker of this page's build. Never rejects: without it the page works as long as the relay does. */
  async start(): Promise<void> {
    const { container } = this.#deps;
    if (container === undefined) return;
    try {
      const registration = await container.register(ADDRESS, { updateViaCache: 'none' });
      this.#registration = registration;
      this.#follow(container, registration);
      this.#checkLater();
    } catch {
      // Site data is switched off, or the file is not there: the relay is of an older Flowboard.
    }
  }

  /** Asks the relay for a newer build; what comes of it is in the session. */
  check(): void {
    this.#registration?.update().catch(() => undefined);
  }

  /** Returns true once, in a tab that led before it was updated. */
  takesLead(): boolean {
    const hasLed = this.#hasLed;
    this.#hasLed = false;
    return hasLed;
  }

  async apply(): Promise<void> {
    const { session, memory, stop, reload } = this.#deps;
    if (session.getSnapshot().role === 'leader') memory?.setItem(LED, 'yes');
    session.set({ update: 'updating' });
    await stop();
    const waiting = this.#registration?.waiting;
    if (waiting !== null && waiting !== undefined) await this.#letIn(waiting);
    reload();
  }

  #letIn(waiting: BuildWorker): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#deps.after(TAKE_OVER_MS, resolve);
      this.#tookOver = () => {
        cancel();
        resolve();
      };
      waiting.postMessage({ kind: 'take-over' });
    });
  }

  #follow(container: BuildContainer, registration: BuildRegistration): void {
    const { session } = this.#deps;
    // On the first visit the service worker takes over a page of its own build.
    let isFirst = registration.active === null;
    const ready = (): void => {
      if (session.getSnapshot().update === 'none') session.set({ update: 'ready' });
    };
    container.addEventListener('controllerchange', () => {
      if (session.getSnapshot().update === 'updating') this.#tookOver();
      else if (!isFirst) session.set({ update: 'replaced' });
      isFirst = false;
    });
    if (registration.waiting !== null) ready();
    const watch = (): void => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && registration.active !== null) ready();
      });
    };
    watch();
    registration.addEventListener('updatefound', watch);
  }

  #checkLater(): void {
    this.#deps.after(CHECK_MS, () => {
      this.check();
      this.#checkLater();
    });
  }
}
