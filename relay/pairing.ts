/**
 * The token and how a page gets it: a code in the fragment of the printed address, good for one use, traded for the
 * token at POST /pair. The token lives 0600 in the relay's home across restarts. Neither is ever logged.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '#core/lib/result.ts';
import { createTokenCheck } from './guard.ts';

/** Unused addresses a person may have lying about; older codes fall away. */
const MAX_CODES = 16;

export interface Pairing {
  /** Returns a fresh code; it is valid until it is used. */
  freshCode(): string;
  /** Returns the token for a valid code, and spends the code. */
  redeem(code: string): string | undefined;
}

/** Returns the pairing desk for `token`. With `isReusable` (a fixed token) the token itself is a code that never wears out. */
export function createPairing(token: string, isReusable: boolean): Pairing {
  const checks = new Map<string, (given: string) => boolean>();
  const isToken = createTokenCheck(token);
  return {
    freshCode() {
      const code = isReusable ? token : randomBytes(16).toString('base64url');
      if (!isReusable) checks.set(code, createTokenCheck(code));
      for (const oldest of checks.keys()) {
        if (checks.size <= MAX_CODES) break;
        checks.delete(oldest);
      }
      return code;
    },
    redeem(given) {
      if (isReusable && isToken(given)) return token;
      let spent: string | undefined;
      // Every code is compared, found or not, so that the time says nothing.
      for (const [code, isRight] of checks) if (isRight(given)) spent = code;
      if (spent === undefined) return undefined;
      checks.delete(spent);
      return token;
    },
  };
}

/** Makes the relay's home if need be, closes it to others, and returns the token kept in it (drawn at first start). */
export function openHome(home: string): Result<string, string> {
  const path = join(home, 'token');
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') chmodSync(home, 0o700);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) {
      const token = randomBytes(32).toString('base64url');
      writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
      return ok(token);
    }
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
      return err(
        `The token file ${path} can be read by others, expected mode 600: delete it and pair again.`,
      );
    const token = readFileSync(path, 'utf8').trim();
    return /^[A-Za-z0-9_-]{32,256}$/.test(token)
      ? ok(token)
      : err(
          `The token file ${path} holds no token, expected 43 letters and digits: delete it and pair again.`,
        );
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return err(`FLOWBOARD_HOME ${home} could not be used (${code}), expected a folder you own.`);
  }
}
