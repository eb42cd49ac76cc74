/** What every worker says on its own channel beside Comlink's calls: that it can be called, or that something broke. */

export type WorkerNotice =
  | { readonly kind: 'ready' }
  /** Nobody caught it: the page ends this worker and starts a new one. */
  | { readonly kind: 'fault'; readonly message: string };
