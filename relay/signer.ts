/**
 * Signs requests as the exchange wants them: timestamp + METHOD + path, RSA-PSS (salt 32) or Ed25519 by the key's
 * own type (docs/protocol.md, authentication). The private key lives in this module's closure and nowhere else:
 * it is never logged, returned or shown, and no error repeats any of it.
 */
import { constants, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '#core/lib/result.ts';
import type { KeySource } from './config.ts';

export interface Signer {
  readonly keyId: string;
  /** Returns the three headers for one request; `path` is from the root and without a query. Stamped at each call. */
  headers(method: string, path: string): Record<string, string>;
}

/** The key id by which the simulated exchange knows its one client. */
export const SIMULATOR_KEY_ID = 'flowboard-simulator';

/** Returns a signer for the key that `source` names, or one sentence saying what is wrong with it. */
export function loadSigner(
  keyId: string,
  source: KeySource,
  env: Readonly<Record<string, string | undefined>>,
): Result<Signer, string> {
  const name = source.kind === 'file' ? `The key file ${source.path}` : source.name;
  const pem = source.kind === 'file' ? readKeyFile(source.path) : ok(env[source.name] ?? '');
  if (!pem.ok) return pem;
  const key = parseKey(pem.value);
  return key.ok ? ok(createSigner(keyId, key.value)) : err(`${name} ${key.reason}`);
}

/** Returns a signer over a parsed key. `now` is for tests; milliseconds since the epoch. */
export function createSigner(keyId: string, key: KeyObject, now: () => number = Date.now): Signer {
  const signBytes =
    key.asymmetricKeyType === 'ed25519'
      ? (bytes: Buffer) => sign(null, bytes, key)
      : (bytes: Buffer) =>
          sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
  return {
    keyId,
    headers(method, path) {
      const timestamp = String(now());
      const signature = signBytes(Buffer.from(timestamp + method.toUpperCase() + path, 'utf8'));
      return {
        'KALSHI-ACCESS-KEY': keyId,
        'KALSHI-ACCESS-TIMESTAMP': timestamp,
        'KALSHI-ACCESS-SIGNATURE': signature.toString('base64'),
      };
    },
  };
}

/** Returns the throw-away signer for the simulated exchange and the public key's file; both are made at first use. */
export function openSimulatorKey(home: string): Result<{ signer: Signer; publicKeyPath: string }, string> {
  const path = join(home, 'simulator-key.pem');
  const publicKeyPath = join(home, 'simulator-key.pub.pem');
  try {
    if (!existsSync(path) || !existsSync(publicKeyPath)) {
      const pair = generateKeyPairSync('ed25519');
      writeFileSync(publicKeyPath, pair.publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o600 });
      writeFileSync(path, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), {
        mode: 0o600,
        flag: 'wx',
      });
    }
  } catch (error) {
    return err(`The simulator's key could not be written to ${home} (${codeOf(error)}).`);
  }
  const signer = loadSigner(SIMULATOR_KEY_ID, { kind: 'file', path }, {});
  return signer.ok ? ok({ signer: signer.value, publicKeyPath }) : signer;
}

function readKeyFile(path: string): Result<string, string> {
  try {
    const { mode } = statSync(path);
    // Windows keeps no such bits; elsewhere a key that others can read is no longer a secret.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      return err(
        `The key file ${path} can be read by others (mode ${(mode & 0o777).toString(8)}), expected 600: run chmod 600 on it.`,
      );
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    return err(
      `The key file ${path} could not be read (${codeOf(error)}), expected a PEM private key there.`,
    );
  }
}

function parseKey(text: string): Result<KeyObject, string> {
  // A key in one line of an environment file often has its line ends written as \n.
  const pem = text.includes('\\n') ? text.replaceAll('\\n', '\n') : text;
  if (/ENCRYPTED/.test(pem)) return err('is protected by a passphrase, expected a plain PEM private key.');
  try {
    const key = createPrivateKey(pem);
    const type = key.asymmetricKeyType;
    return type === 'rsa' || type === 'ed25519'
      ? ok(key)
      : err(`holds a key of type ${type ?? 'unknown'}, expected RSA or Ed25519.`);
  } catch {
    // The parser's own message may quote the text, so it is not passed on.
    return err('holds no PEM private key, expected RSA or Ed25519 ("-----BEGIN ... PRIVATE KEY-----").');
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
