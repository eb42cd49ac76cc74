/**
 * Verifies the three headers as the exchange does: RSA-PSS with a salt of 32 bytes, or Ed25519, by the registered
 * key's own type. Bodies of refusals as recorded from the exchange (protocol 2.2 to 2.5, notes of 2026-11).
 */
import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface RegisteredKey {
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

export interface SignedRequest {
  readonly method: string;
  /** Path from the root, without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** The nested error body of a 401. */
export interface AuthRefusal {
  readonly code: string;
  readonly message: string;
  readonly details?: string;
}

/** A header may be this much older (exclusive) or newer (inclusive) than our clock, in milliseconds. */
const MOST_SKEW_MS = 30_000;
const SALT_BYTES = 32;

const KEY = 'kalshi-access-key';
const TIMESTAMP = 'kalshi-access-timestamp';
const SIGNATURE = 'kalshi-access-signature';

const refusal = (code: string, details?: string): AuthRefusal =>
  details === undefined ? { code, message: code } : { code, message: code, details };

/** Returns the key registered under `keyId`. Throws when `pem` is no RSA or Ed25519 public key. */
export function registerKey(keyId: string, pem: string): RegisteredKey {
  const publicKey = createPublicKey(pem);
  const type = publicKey.asymmetricKeyType;
  if (type !== 'rsa' && type !== 'ed25519') {
    throw new Error(`Expected an RSA or Ed25519 public key, but it was ${String(type)}.`);
  }
  return { keyId, publicKey };
}

/** Returns true where the request carries at least one of the three headers: it then wants to be verified. */
export function isSigned(headers: IncomingHttpHeaders): boolean {
  return [KEY, TIMESTAMP, SIGNATURE].some((name) => headers[name] !== undefined);
}

/** Returns why `request` is refused at `now` (ms, the wall clock), or `undefined` when its signature is good. */
export function refuse(request: SignedRequest, key: RegisteredKey, now: number): AuthRefusal | undefined {
  const keyId = request.headers[KEY];
  const timestamp = request.headers[TIMESTAMP];
  const signature = request.headers[SIGNATURE];
  if (typeof keyId !== 'string') return refusal('api_key_is_missing_from_headers');
  if (typeof timestamp !== 'string') return refusal('timestamp_is_missing_from_headers');
  if (typeof signature !== 'string') return refusal('signature_is_missing_from_headers');
  const skew = Number(timestamp) - now;
  if (!/^\d+$/.test(timestamp) || !(skew > -MOST_SKEW_MS && skew <= MOST_SKEW_MS)) {
    return refusal('header_timestamp_expired');
  }
  if (keyId !== key.keyId) return refusal('authentication_error', 'NOT_FOUND');
  const message = Buffer.from(`${timestamp}${request.method}${request.path}`, 'utf8');
  if (!isGood(message, Buffer.from(signature, 'base64'), key.publicKey)) {
    return refusal('authentication_error', 'INCORRECT_API_KEY_SIGNATURE');
  }
  return undefined;
}

function isGood(message: Buffer, signature: Buffer, publicKey: KeyObject): boolean {
  if (publicKey.asymmetricKeyType === 'ed25519') return verify(null, message, publicKey, signature);
  const options = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_BYTES };
  return verify('sha256', message, options, signature);
}
