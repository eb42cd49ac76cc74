/**
 * The door of every worker: verbs over Comlink, then `ready`, then any uncaught error as a `fault`.
 * Expose comes before ready, because a call that arrives earlier is lost without an answer (comlink #601).
 */
import { expose } from 'comlink';
import type { WorkerNotice } from '#contract/worker.ts';

/** What of a worker's global scope is used here; given by tests, else the real one. */
export interface ServeScope {
  postMessage(notice: WorkerNotice): void;
  addEventListener(type: 'error' | 'unhandledrejection', listener: (event: Event) => void): void;
}

/** Makes `api` callable from the page and tells the page so. Called once, at the end of a worker's entry. */
export function serve(api: object, scope: ServeScope = self): void {
  scope.addEventListener('error', (event) => {
    scope.postMessage({ kind: 'fault', message: messageOf(event) });
  });
  scope.addEventListener('unhandledrejection', (event) => {
    scope.postMessage({ kind: 'fault', message: messageOf(event) });
  });
  if (scope === self) expose(api);
  scope.postMessage({ kind: 'ready' });
}

function messageOf(event: Event): string {
  if ('message' in event && typeof event.message === 'string') return event.message;
  if ('reason' in event) return event.reason instanceof Error ? event.reason.message : String(event.reason);
  return 'An unknown error was not caught.';
}
