/**
 * One cache for each build, so that an update takes nothing away from a tab that still shows the build before: it goes on
 * finding its own files, by names that carry their hash. Old shelves are cleared when no such tab can be there.
 */

const PREFIX = 'flowboard-';

/** Returns the cache's name of a build: `mark` is the checksum of its list of files. */
export function shelfName(mark: number): string {
  return `${PREFIX}${mark.toString(16).padStart(8, '0')}`;
}

export interface Circumstances {
  /** The shelf of the service worker that asks. */
  readonly own: string;
  /** Tabs of this origin that are open, the one being loaded left out, and also the page that it shows until then. */
  readonly tabs: number;
  /** A newer build has filled, or just fills, a shelf of its own and waits to be let in. */
  readonly isNewerWaiting: boolean;
}

/**
 * Returns how many of the open `tabs` (their addresses) are the one that a reload to `address` replaces: 1 or 0. A tab whose
 * page has died is reloaded too, and is none of them any more. One that has gone to another view since it was loaded may not be
 * known again: then files stay a while longer.
 */
export function replacedBy(address: string, tabs: readonly string[]): 0 | 1 {
  return tabs.some((tab) => withoutHash(tab) === withoutHash(address)) ? 1 : 0;
}

function withoutHash(address: string): string {
  return address.replace(/#.*$/, '');
}

/** Returns those of `names` (all caches of the origin) that nobody needs any more. */
export function needless(names: readonly string[], { own, tabs, isNewerWaiting }: Circumstances): string[] {
  if (tabs > 0 || isNewerWaiting) return [];
  return names.filter((name) => name.startsWith(PREFIX) && name !== own);
}
