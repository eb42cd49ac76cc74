/** What a page says to the service worker of a newer build. */

/** The service worker that waits takes over now: somebody has pressed Update, and the recorder has let go. */
export interface TakeOver {
  readonly kind: 'take-over';
}

/** Returns whether `data` is a TakeOver, whatever build has sent it. */
export function isTakeOver(data: unknown): data is TakeOver {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'take-over';
}
