/**
 * The door of every worker: verbs over Comlink, then `ready`, then any uncaught error as a `fault`.
 * Expose comes before ready, because a call that arrives earlier is lost without an answer (comlink #601).
 */
import { expose, type Endpoint } from 'comlink';
import type { WorkerNotice } from '#contract/worker.ts';

/** Makes `api` callable from the page and tells the page so. Called once, at the end of a worker's entry. */
export function serve(api: object, scope: Endpoint = ownScope()): void {
  const tell = (notice: WorkerNotice): void => {
    scope.postMessage(notice);
  };
  scope.addEventListener('error', (event) => {
    tell({ kind: 'fault', message: messageOf(event) });
  });
  scope.addEventListener('unhandledrejection', (event) => {
    tell({ kind: 'fault', message: messageOf(event) });
  });
  expose(api, scope);
  tell({ kind: 'ready' });
}

/** This thread's side of the page's Worker object. */
function ownScope(): Endpoint {
  return {
    postMessage: (message: unknown, transfer: Transferable[] = []) => {
      self.postMessage(message, { transfer });
    },
    addEventListener: (type, listener) => {
      self.addEventListener(type, listener);
    },
    removeEventListener: (type, listener) => {
      self.removeEventListener(type, listener);
    },
  };
}

function messageOf(event: Event): string {
  if ('message' in event && typeof event.message === 'string') return event.message;
  if ('reason' in event) return event.reason instanceof Error ? event.reason.message : String(event.reason);
  return 'An unknown error was not caught.';
}
