/** What the service worker answers from its cache, and what it must never touch. */
import { expect, test } from 'vitest';
import { routeOf } from '../../../../app/service-worker/routing.ts';

const ORIGIN = 'http://127.0.0.1:47831';
const FILES = new Set(['/index.html', '/icon.svg', '/assets/index-abc.js']);

const navigation = (path: string) =>
  routeOf({ method: 'GET', mode: 'navigate', url: ORIGIN + path }, ORIGIN, FILES);
const fetched = (path: string, method = 'GET') =>
  routeOf({ method, mode: 'cors', url: ORIGIN + path }, ORIGIN, FILES);

test.each([
  '/',
  '/index.html',
  '/?market=KX-1',
  '/?view=market&market=KX-1.5',
  '/#pair=CODE',
  '/market/KX-1',
  '/apiary',
  '/feeding',
])('%s opened as a page is the cached page', (path) => {
  expect(navigation(path)).toBe('page');
});

test.each([
  '/api',
  '/api/config',
  '/api/markets?limit=1',
  '/feed',
  '/pair',
  '/health',
  '/metrics',
  '/health/',
])('%s is the relay’s own, opened as a page or fetched', (path) => {
  expect([navigation(path), fetched(path)]).toEqual(['pass', 'pass']);
});

test.each(['/missing.js', '/service-worker.js', '/export.sqlite'])(
  '%s opened as a page is no page',
  (path) => {
    expect(navigation(path)).toBe('pass');
  },
);

test.each(['/index.html', '/icon.svg', '/icon.svg?x=1', '/assets/index-abc.js'])(
  '%s was put into the cache and comes from there',
  (path) => {
    expect(fetched(path)).toBe('file');
  },
);

test('a hashed file of an older build is looked for in the older build’s cache', () => {
  expect(fetched('/assets/market-page-old.js')).toBe('file');
});

test.each(['/service-worker.js', '/screenshots/wide.jpg', '/anything'])('%s passes by', (path) => {
  expect(fetched(path)).toBe('pass');
});

test('only reading is answered', () => {
  expect([fetched('/icon.svg', 'POST'), fetched('/icon.svg', 'HEAD'), fetched('/pair', 'POST')]).toEqual([
    'pass',
    'pass',
    'pass',
  ]);
});

test.each(['http://127.0.0.1:47832/assets/index-abc.js', 'https://example.com/', 'http://localhost:47831/'])(
  '%s is another origin',
  (url) => {
    const asked = { method: 'GET', url };
    expect(routeOf({ ...asked, mode: 'cors' }, ORIGIN, FILES)).toBe('pass');
    expect(routeOf({ ...asked, mode: 'navigate' }, ORIGIN, FILES)).toBe('pass');
  },
);
