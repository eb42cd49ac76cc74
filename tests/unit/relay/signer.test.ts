import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, createPublicKey, generateKeyPairSync, verify, type KeyObject } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSigner, loadSigner, openSimulatorKey } from '../../../relay/signer.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const pemOf = (key: KeyObject, type: 'pkcs1' | 'pkcs8' = 'pkcs8'): string =>
  type === 'pkcs1'
    ? String(key.export({ type, format: 'pem' }))
    : String(key.export({ type, format: 'pem' }));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowboard-signer-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function check(headers: Record<string, string>, message: string, publicKey: KeyObject): boolean {
  const signature = Buffer.from(headers['KALSHI-ACCESS-SIGNATURE'] ?? '', 'base64');
  return publicKey.asymmetricKeyType === 'ed25519'
    ? verify(null, Buffer.from(message), publicKey, signature)
    : verify(
        'sha256',
        Buffer.from(message),
        { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
        signature,
      );
}

describe.each([
  ['RSA', rsa],
  ['Ed25519', ed25519],
])('with a key of type %s', (_type, pair) => {
  test('the headers carry key id, time and a signature over time, METHOD and path', () => {
    const headers = createSigner('my-id', pair.privateKey, () => 1_733_047_200_000).headers(
      'get',
      '/trade-api/ws/v2',
    );
    expect(Object.keys(headers)).toEqual([
      'KALSHI-ACCESS-KEY',
      'KALSHI-ACCESS-TIMESTAMP',
      'KALSHI-ACCESS-SIGNATURE',
    ]);
    expect(headers['KALSHI-ACCESS-KEY']).toBe('my-id');
    expect(headers['KALSHI-ACCESS-TIMESTAMP']).toBe('1733047200000');
    expect(check(headers, '1733047200000GET/trade-api/ws/v2', pair.publicKey)).toBe(true);
    expect(check(headers, '1733047200000GET/trade-api/ws/v3', pair.publicKey)).toBe(false);
    expect(check(headers, '1733047200001GET/trade-api/ws/v2', pair.publicKey)).toBe(false);
  });

  test('each call is stamped afresh', () => {
    let now = 1;
    const signer = createSigner('my-id', pair.privateKey, () => (now += 1));
    expect(signer.headers('GET', '/a')['KALSHI-ACCESS-TIMESTAMP']).toBe('2');
    expect(signer.headers('GET', '/a')['KALSHI-ACCESS-TIMESTAMP']).toBe('3');
  });
});

describe('loading', () => {
  test.each([
    ['RSA in PKCS#1', pemOf(rsa.privateKey, 'pkcs1'), rsa],
    ['RSA in PKCS#8', pemOf(rsa.privateKey), rsa],
    ['Ed25519', pemOf(ed25519.privateKey), ed25519],
    ['Ed25519 in one line', pemOf(ed25519.privateKey).replaceAll('\n', '\\n'), ed25519],
  ])('%s is told by the key itself', (_name, pem, pair) => {
    const signer = loadSigner(
      'id',
      { kind: 'variable', name: 'KALSHI_API_SECRET' },
      { KALSHI_API_SECRET: pem },
    );
    if (!signer.ok) throw new Error(signer.reason);
    const headers = signer.value.headers('GET', '/p');
    expect(check(headers, `${headers['KALSHI-ACCESS-TIMESTAMP']}GET/p`, pair.publicKey)).toBe(true);
  });

  test('a file that only its owner reads is fine', () => {
    const path = write('good.pem', pemOf(rsa.privateKey), 0o600);
    expect(loadSigner('id', { kind: 'file', path }, {}).ok).toBe(true);
  });

  test.each([
    ['a file that is not there', () => join(folder, 'absent.pem'), /could not be read \(ENOENT\)/],
    [
      'a file the group may read',
      () => write('group.pem', pemOf(rsa.privateKey), 0o640),
      /mode 640\).*chmod 600/,
    ],
    [
      'a file the world may read',
      () => write('world.pem', pemOf(rsa.privateKey), 0o604),
      /mode 604\).*chmod 600/,
    ],
    ['an empty file', () => write('empty.pem', '', 0o600), /holds no PEM private key/],
    ['no PEM at all', () => write('text.pem', 'canary', 0o600), /holds no PEM private key/],
    [
      'a truncated PEM',
      () => write('cut.pem', pemOf(rsa.privateKey).slice(0, 300), 0o600),
      /holds no PEM private key/,
    ],
    [
      'a public key',
      () => write('public.pem', String(rsa.publicKey.export({ type: 'spki', format: 'pem' })), 0o600),
      /holds no PEM private key/,
    ],
    [
      'a key behind a passphrase',
      () =>
        write(
          'locked.pem',
          String(
            rsa.privateKey.export({
              type: 'pkcs8',
              format: 'pem',
              cipher: 'aes-256-cbc',
              passphrase: 'canary',
            }),
          ),
          0o600,
        ),
      /protected by a passphrase/,
    ],
    [
      'a key of another type',
      () => write('ec.pem', pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), 0o600),
      /type ec, expected RSA or Ed25519/,
    ],
  ])('%s is one clear line', (_name, path, sentence) => {
    const signer = loadSigner('id', { kind: 'file', path: path() }, {});
    const reason = signer.ok ? '' : signer.reason;
    expect(reason).toMatch(sentence);
    expect(reason).not.toContain('\n');
    expect(reason).not.toContain('canary');
  });
});

describe("the simulator's key", () => {
  test('is made once, kept to its owner and stays the same', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const first = openSimulatorKey(home);
    const second = openSimulatorKey(home);
    if (!first.ok || !second.ok) throw new Error('Expected both to open.');
    expect(statSync(join(home, 'simulator-key.pem')).mode & 0o777).toBe(0o600);
    const publicKey = createPublicKey(readFileSync(first.value.publicKeyPath));
    for (const { signer } of [first.value, second.value]) {
      const headers = signer.headers('GET', '/p');
      expect(check(headers, `${headers['KALSHI-ACCESS-TIMESTAMP']}GET/p`, publicKey)).toBe(true);
    }
  });
});

function write(name: string, text: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}
