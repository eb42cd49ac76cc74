/**
 * Which requests the service worker answers, and from where. The page itself and its files come from the cache; everything
 * the relay says (data, pairing, health) and everything of other origins passes by untouched. Pure, so that every rule is
 * a test.
 */

/** What of a Request decides. */
export interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly url: string;
}

/** `page`: the cached index.html; `file`: what is cached under this address; `pass`: not ours. */
export type Route = 'page' | 'file' | 'pass';

/** The relay's own words: never cached, never answered from here, also not when somebody opens them as a page. */
const RELAY_PATHS: readonly string[] = ['/api', '/feed', '/pair', '/health', '/metrics'];

/** Built files whose names carry a hash of their content: also one of an older build is what was asked for. */
const HASHED = '/assets/';

/** Returns what to do with a request at `origin`; `files` are the paths that the build has put into the cache. */
export function routeOf({ method, mode, url }: Asked, origin: string, files: ReadonlySet<string>): Route {
  const { origin: theirs, pathname } = new URL(url);
  if (theirs !== origin || method !== 'GET' || isRelays(pathname)) return 'pass';
  // As the relay itself has it: a path without a file's ending is a deep link.
  if (mode === 'navigate') return pathname === '/index.html' || !/\.[^/]*$/.test(pathname) ? 'page' : 'pass';
  return files.has(pathname) || pathname.startsWith(HASHED) ? 'file' : 'pass';
}

function isRelays(path: string): boolean {
  return RELAY_PATHS.some((own) => path === own || path.startsWith(`${own}/`));
}
