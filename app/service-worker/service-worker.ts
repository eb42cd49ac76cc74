/**
 * The service worker: puts the whole built page into a cache when it is installed, and serves it from there, with or without
 * a relay. A new build waits until a page lets it in (app/boot/updates.ts); it never takes over by itself, except on the
 * very first visit, when there is nothing to take over from. Entry only: the rules are routing.ts and shelf.ts.
 */
import { isTakeOver } from '#contract/service-worker.ts';
import { crc32 } from '#core/lib/checksum.ts';
import { PrecacheController } from 'workbox-precaching/PrecacheController.js';
import { routeOf } from './routing.ts';
import { needless, replacedBy, shelfName } from './shelf.ts';

declare const self: ServiceWorkerGlobalScope;

/** Every file of this build with the hash of its content, put here by the build. */
const FILES = self.__WB_MANIFEST;
const PAGE = '/index.html';

const shelf = shelfName(crc32(new TextEncoder().encode(JSON.stringify(FILES))));
const precache = new PrecacheController({ cacheName: shelf, fallbackToNetwork: true });
precache.addToCacheList(FILES);
const paths = new Set(precache.getCachedURLs().map((url) => new URL(url).pathname));

self.addEventListener('install', (event) => {
  event.waitUntil(precache.install(event));
});

self.addEventListener('activate', (event) => {
  // A page of the first visit has its files from the network: from now on it has them from here. Nothing else is waited for: a tab
  // that is being updated is loaded only when this is done.
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  if (isTakeOver(event.data)) void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const route = routeOf(request, self.location.origin, paths);
  if (route === 'pass') return;
  event.respondWith(answer(route === 'page' ? new Request(PAGE) : request));
  if (route === 'page') event.waitUntil(tidy(request));
});

/** Not in every browser: then files of an older build stay until the board is opened with no tab open. */
function isReload(request: Request & { readonly isReloadNavigation?: boolean }): boolean {
  return request.isReloadNavigation === true;
}

/** From this build's shelf, else from an older build's, else from the relay. */
async function answer(request: Request): Promise<Response> {
  const own = await precache.matchPrecache(request.url);
  return own ?? (await caches.match(request.url)) ?? fetch(request);
}

async function tidy(request: Request): Promise<void> {
  const [names, tabs] = await Promise.all([
    caches.keys(),
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }),
  ]);
  // A tab that is reloaded, as for an update, goes on as one of those that are open until the new page is there.
  const addresses = tabs.map(({ url }) => url);
  const leaving = isReload(request) ? replacedBy(request.url, addresses) : 0;
  const { installing, waiting } = self.registration;
  const isNewerWaiting = installing !== null || waiting !== null;
  await Promise.all(
    needless(names, { own: shelf, tabs: tabs.length - leaving, isNewerWaiting }).map((name) =>
      caches.delete(name),
    ),
  );
}
