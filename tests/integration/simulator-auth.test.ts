import { constants, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../../relay/simulator/server.ts';
import { signedHeaders, SOCKET_PATH } from '../support/exchange-client.ts';

type Headers = Record<string, string>;

const KEY_ID = 'registered-key';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const pem = (pair: typeof rsa): string => pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

const good = (path: string): Headers => signedHeaders(KEY_ID, rsa.privateKey, 'GET', path);
const shifted = (path: string, ms: number): Headers =>
  signedHeaders(KEY_ID, rsa.privateKey, 'GET', path, Date.now() + ms);
const without = (headers: Headers, name: string): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

function pkcs1(path: string): Headers {
  const headers = good(path);
  const message = Buffer.from(`${headers['KALSHI-ACCESS-TIMESTAMP'] ?? ''}GET${path}`);
  const signature = sign('sha256', message, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PADDING });
  return { ...headers, 'KALSHI-ACCESS-SIGNATURE': signature.toString('base64') };
}

/** What each mistake is answered with; the paths are filled in per surface. */
const REFUSALS: readonly (readonly [string, (path: string) => Headers, Record<string, string>])[] = [
  [
    'a signature of another key',
    (path) => signedHeaders(KEY_ID, stranger.privateKey, 'GET', path),
    { code: 'authentication_error', details: 'INCORRECT_API_KEY_SIGNATURE' },
  ],
  [
    'a signature over another path',
    () => good('/trade-api/v2/somewhere/else'),
    { code: 'authentication_error', details: 'INCORRECT_API_KEY_SIGNATURE' },
  ],
  [
    'a signature over the query too',
    (path) => good(`${path}?limit=1`),
    { code: 'authentication_error', details: 'INCORRECT_API_KEY_SIGNATURE' },
  ],
  ['PKCS#1 v1.5 padding', pkcs1, { code: 'authentication_error', details: 'INCORRECT_API_KEY_SIGNATURE' }],
  [
    'an unknown key id',
    (path) => signedHeaders('another-key', rsa.privateKey, 'GET', path),
    { code: 'authentication_error', details: 'NOT_FOUND' },
  ],
  ['a clock 31 s slow', (path) => shifted(path, -31_000), { code: 'header_timestamp_expired' }],
  ['a clock 31 s fast', (path) => shifted(path, 31_000), { code: 'header_timestamp_expired' }],
  [
    'no signature',
    (path) => without(good(path), 'KALSHI-ACCESS-SIGNATURE'),
    { code: 'signature_is_missing_from_headers' },
  ],
  [
    'no timestamp',
    (path) => without(good(path), 'KALSHI-ACCESS-TIMESTAMP'),
    { code: 'timestamp_is_missing_from_headers' },
  ],
  ['no key', (path) => without(good(path), 'KALSHI-ACCESS-KEY'), { code: 'api_key_is_missing_from_headers' }],
];

interface Upgrade {
  readonly status: number;
  readonly body: string;
}

/** Returns what the upgrade was answered with; 101 when the socket opened. */
function upgrade(port: number, headers: Headers, path = SOCKET_PATH): Promise<Upgrade> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('error', () => undefined);
    socket.once('open', () => {
      socket.terminate();
      resolve({ status: 101, body: '' });
    });
    socket.once('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
  });
}

describe('authentication of the simulated exchange', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ seed: 1, pastMs: 0, rate: 0, keyId: KEY_ID, publicKeyPem: pem(rsa) });
  });
  afterAll(() => simulator.close());

  const rest = (path: string, headers: Headers): Promise<Response> =>
    fetch(`http://127.0.0.1:${simulator.port}${path}`, { headers });

  test('lets a good signature in, on the socket and on REST', async () => {
    const path = '/trade-api/v2/portfolio/balance';
    expect((await upgrade(simulator.port, good(SOCKET_PATH))).status).toBe(101);
    expect((await rest(path, good(path))).status).toBe(200);
  });

  test('accepts a clock that is a little off', async () => {
    for (const ms of [-25_000, 25_000]) {
      expect((await upgrade(simulator.port, shifted(SOCKET_PATH, ms))).status).toBe(101);
    }
  });

  test.each(REFUSALS)('refuses an upgrade with %s', async (_, headersFor, error) => {
    const { status, body } = await upgrade(simulator.port, headersFor(SOCKET_PATH));
    expect(status).toBe(401);
    expect(JSON.parse(body)).toEqual({ error: { ...error, message: error['code'] } });
  });

  test.each(REFUSALS)('refuses a public read with %s', async (_, headersFor, error) => {
    const path = '/trade-api/v2/exchange/status';
    const response = await rest(path, headersFor(path));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: { ...error, message: error['code'] } });
  });

  test('public reads may go unsigned, private ones and the socket may not', async () => {
    expect((await rest('/trade-api/v2/exchange/status', {})).status).toBe(200);
    expect((await rest('/trade-api/v2/portfolio/orders', {})).status).toBe(401);
    expect((await upgrade(simulator.port, {})).status).toBe(401);
  });

  test('another path is no socket', async () => {
    expect((await upgrade(simulator.port, good('/trade-api/ws/v1'), '/trade-api/ws/v1')).status).toBe(404);
  });

  test('verifies Ed25519 by the key’s own type', async () => {
    const publicKeyPem = ed25519.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const other = await startSimulator({ seed: 1, pastMs: 0, rate: 0, keyId: KEY_ID, publicKeyPem });
    const signed = signedHeaders(KEY_ID, ed25519.privateKey, 'GET', SOCKET_PATH);
    expect((await upgrade(other.port, signed)).status).toBe(101);
    expect((await upgrade(other.port, good(SOCKET_PATH))).status).toBe(401);
    await other.close();
  });

  test('makes a pair of its own when none is registered', async () => {
    const other = await startSimulator({ seed: 1, pastMs: 0, rate: 0 });
    const key = createPrivateKey(other.privateKeyPem ?? '');
    const signed = signedHeaders(other.keyId, key, 'GET', SOCKET_PATH);
    expect((await upgrade(other.port, signed)).status).toBe(101);
    await other.close();
  });
});
