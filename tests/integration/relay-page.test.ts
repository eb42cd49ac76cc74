/** Serving the built page: caching, the policy that keeps everything remote out, and files that are none of anyone's business. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasPage } from '../../relay/host.ts';
import { startFakeExchange, type FakeExchange } from '../support/fake-exchange.ts';
import { startTestRelay, type TestRelay } from '../support/relay.ts';

let folder: string;
let exchange: FakeExchange;
let relay: TestRelay;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowboard-page-'));
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'assets'), { recursive: true });
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>the page</title>');
  writeFileSync(join(dist, 'service-worker.js'), 'worker');
  writeFileSync(join(dist, 'manifest.webmanifest'), '{"name":"Flowboard"}');
  writeFileSync(join(dist, '.hidden'), 'canary');
  writeFileSync(join(dist, 'assets', 'app-abc123.js'), 'app');
  writeFileSync(join(folder, 'secret.txt'), 'canary');
  exchange = await startFakeExchange();
  relay = await startTestRelay(exchange, { page: { kind: 'dist', directory: dist } });
});
afterAll(async () => {
  await relay.close();
  await exchange.close();
  rmSync(folder, { recursive: true });
});

test('a folder without index.html is no page', () => {
  expect([hasPage(folder), hasPage(join(folder, 'dist'))]).toEqual([false, true]);
});

test.each([
  ['/', 'no-cache', 'the page'],
  ['/?market=KX-1', 'no-cache', 'the page'],
  ['/market/KX-1', 'no-cache', 'the page'],
  ['/index.html', 'no-cache', 'the page'],
  ['/service-worker.js', 'no-cache', 'worker'],
  ['/manifest.webmanifest', 'no-cache', 'Flowboard'],
  ['/assets/app-abc123.js', 'public, max-age=31536000, immutable', 'app'],
])('%s needs no token and is kept as "%s"', async (path, caching, text) => {
  const response = await relay.fetch(path, { token: '' });
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, caching]);
  expect(await response.text()).toContain(text);
});

test('service worker and manifest are what they say they are', async () => {
  const typeOf = async (path: string) => (await relay.fetch(path, { token: '' })).headers.get('content-type');
  expect(await typeOf('/service-worker.js')).toMatch(/^text\/javascript/);
  expect(await typeOf('/manifest.webmanifest')).toMatch(/^application\/manifest\+json/);
});

test('while developing, a service worker of the built page is sent home, and nothing is kept', async () => {
  const dev = await startTestRelay(exchange, { page: { kind: 'vite' } });
  const response = await dev.fetch('/service-worker.js', { token: '' });
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(await response.text()).toContain('registration.unregister()');
  await dev.close();
});

test('the policy allows our own scripts, workers and socket, and nothing remote', async () => {
  const { headers } = await relay.fetch('/', { token: '' });
  const policy = new Map(
    (headers.get('content-security-policy') ?? '').split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );
  expect(Object.fromEntries(policy)).toEqual({
    'default-src': "'none'",
    'script-src': "'self' 'wasm-unsafe-eval'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': `'self' ws://127.0.0.1:${relay.port}`,
    'worker-src': "'self'",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'default',
  });
  expect(headers.get('cross-origin-embedder-policy')).toBeNull();
  expect(headers.get('cross-origin-opener-policy')).toBeNull();
});

test.each([
  '/missing.js',
  '/assets/missing.css',
  '/.hidden',
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5c..%5csecret.txt',
  '/%00.js',
])('%s is not served', async (path) => {
  const { status, text } = await plainGet(relay.port, path);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(text).not.toContain('canary');
  expect(JSON.parse(text)).toMatchObject({ error: { details: null } });
});

/** `fetch` would tidy the path up before sending it. */
function plainGet(port: number, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject);
    call.end();
  });
}
