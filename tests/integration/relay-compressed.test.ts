/** The page's files as the build compressed them: who gets which form, and that everything else about an answer stays true. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFakeExchange, type FakeExchange } from '../support/fake-exchange.ts';
import { startTestRelay, TOKEN, type TestRelay } from '../support/relay.ts';

const APP = 'const words = "the same words again";\n'.repeat(200);
const PAGE = `<!doctype html>${'<p>the page</p>'.repeat(50)}`;
const SCRIPT = '/assets/app-abc123.js';

let folder: string;
let exchange: FakeExchange;
let relay: TestRelay;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowboard-compressed-'));
  mkdirSync(join(folder, 'assets'));
  for (const [name, text] of [
    ['index.html', PAGE],
    [SCRIPT, APP],
  ] as const) {
    writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
  }
  writeFileSync(join(folder, 'only-gzip.js'), APP);
  writeFileSync(join(folder, 'only-gzip.js.gz'), gzipSync(APP));
  writeFileSync(join(folder, 'manifest.webmanifest'), '{}');
  writeFileSync(join(folder, 'manifest.webmanifest.br'), brotliCompressSync('{}'));
  writeFileSync(join(folder, 'picture.png'), 'picture');
  exchange = await startFakeExchange();
  relay = await startTestRelay(exchange, { page: { kind: 'dist', directory: folder } });
});
afterAll(async () => {
  await relay.close();
  await exchange.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** As it comes over the wire: `fetch` would ask for encodings of its own and undo them. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: relay.port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    call.on('error', reject);
    call.end();
  });
}

const CHROMIUM = { 'accept-encoding': 'gzip, deflate, br, zstd' };

describe('which form', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.1, gzip', 'br'],
    ['*', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip, br;q=0', 'gzip'],
    ['deflate', undefined],
    ['identity', undefined],
    ['br;q=0, gzip;q=0', undefined],
    [undefined, undefined],
  ])('who accepts "%s" gets %s, and inside is the file', async (accepted, encoding) => {
    const { status, headers, body } = await get(
      SCRIPT,
      accepted === undefined ? {} : { 'accept-encoding': accepted },
    );
    expect([status, headers['content-encoding'], headers.vary]).toEqual([200, encoding, 'Accept-Encoding']);
    expect(headers['content-length']).toBe(String(body.length));
    const undo = { br: brotliDecompressSync, gzip: gunzipSync } as const;
    const inside = encoding === 'br' || encoding === 'gzip' ? undo[encoding](body) : body;
    expect(inside.toString()).toBe(APP);
    if (encoding !== undefined) expect(body.length).toBeLessThan(APP.length / 5);
  });

  test('a form that is not there is passed over', async () => {
    expect((await get('/only-gzip.js', CHROMIUM)).headers['content-encoding']).toBe('gzip');
    const picture = await get('/picture.png?fresh', CHROMIUM);
    expect([picture.headers['content-encoding'], picture.body.toString()]).toEqual([undefined, 'picture']);
  });

  test.each(['/', '/index.html', '/market/KX-1', '/?market=KX-1'])('%s is the page', async (path) => {
    const { headers, body } = await get(path, CHROMIUM);
    expect([headers['content-encoding'], headers['cache-control']]).toEqual(['br', 'no-cache']);
    expect(brotliDecompressSync(body).toString()).toBe(PAGE);
  });
});

describe('what else an answer says', () => {
  test.each([
    [SCRIPT, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'no-cache'],
  ])('%s is of its own kind in every form, and kept as long', async (path, type, caching) => {
    const plain = await get(path);
    const compressed = await get(path, CHROMIUM);
    expect(compressed.headers['content-encoding']).toBe('br');
    for (const { headers } of [plain, compressed]) {
      expect([headers['content-type'], headers['cache-control']]).toEqual([type, caching]);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  test('each form has a mark of its own, and who holds it is told that nothing changed', async () => {
    const marks = new Set<string>();
    for (const accepted of ['br', 'gzip', 'identity']) {
      const accepting = { 'accept-encoding': accepted };
      const { headers } = await get(SCRIPT, accepting);
      const mark = headers.etag ?? '';
      marks.add(mark);
      const again = await get(SCRIPT, { ...accepting, 'if-none-match': mark });
      expect([again.status, again.body.length, again.headers.vary]).toEqual([304, 0, 'Accept-Encoding']);
      expect(again.headers['content-encoding']).toBeUndefined();
    }
    expect(marks.size).toBe(3);
    const [ofBrotli = ''] = marks;
    const other = await get(SCRIPT, { 'accept-encoding': 'gzip', 'if-none-match': ofBrotli });
    expect([other.status, other.headers['content-encoding']]).toEqual([200, 'gzip']);
  });

  test('HEAD says the same as GET, without the bytes', async () => {
    const full = await get(SCRIPT, CHROMIUM);
    const head = await get(SCRIPT, CHROMIUM, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    for (const name of ['content-encoding', 'content-length', 'content-type', 'etag', 'vary'] as const)
      expect(head.headers[name]).toBe(full.headers[name]);
  });

  test('a range is a part of the form that is sent', async () => {
    for (const accepted of ['br', 'identity']) {
      const whole = await get(SCRIPT, { 'accept-encoding': accepted });
      const part = await get(SCRIPT, { 'accept-encoding': accepted, range: 'bytes=3-12' });
      expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 3-12/${whole.body.length}`]);
      expect(part.headers['content-encoding']).toBe(whole.headers['content-encoding']);
      expect(part.body.equals(whole.body.subarray(3, 13))).toBe(true);
    }
  });

  test.each([
    ['a range beyond the end', 416, { range: 'bytes=999999-' }],
    ['a condition that does not hold', 412, { 'if-match': '"another"' }],
  ])('%s is a plain error of ours, not one in disguise', async (_name, status, asking) => {
    const answer = await get(SCRIPT, { ...CHROMIUM, ...asking });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['cache-control']).toBeUndefined();
    expect(JSON.parse(answer.body.toString())).toMatchObject({ error: { code: 'bad_request' } });
  });

  test.each(['/missing.js', '/%2e%2e/secret.js', '/.hidden.js', '/%00.js'])(
    '%s is not there',
    async (path) => {
      const answer = await get(path, CHROMIUM);
      expect([answer.status, answer.headers['content-encoding']]).toEqual([404, undefined]);
      expect(JSON.parse(answer.body.toString())).toMatchObject({ error: { code: 'not_found' } });
    },
  );
});

test('files that a newer build puts there while the relay runs are served, and those it takes away are not', async () => {
  const path = '/assets/next-def456.js';
  expect((await get(path, CHROMIUM)).status).toBe(404);
  writeFileSync(join(folder, path), 'next');
  expect((await get(path, CHROMIUM)).body.toString()).toBe('next');
  writeFileSync(join(folder, `${path}.br`), brotliCompressSync('next'));
  expect((await get(path, CHROMIUM)).headers['content-encoding']).toBe('br');
  rmSync(join(folder, `${path}.br`));
  expect((await get(path, CHROMIUM)).body.toString()).toBe('next');
});

test('nothing but files is compressed: no answer that carries a secret, market data or an error', async () => {
  exchange.reply = () => ({ status: 200, body: JSON.stringify({ markets: ['again '.repeat(2_000)] }) });
  for (const path of ['/api/markets', '/api/config', '/api/nonsense', '/health', '/metrics']) {
    const { headers } = await get(path, { ...CHROMIUM, authorization: `Bearer ${TOKEN}` });
    expect([path, headers['content-encoding'], headers.vary]).toEqual([path, undefined, undefined]);
  }
});
