/**
 * How this page gets and keeps the relay's token: a one-time code in the address's fragment, traded at POST /pair. The code
 * leaves the address bar before anything else happens, so that it is in no bookmark and no screenshot.
 */
import type { Result } from '#core/lib/result.ts';
import { err, ok } from '#core/lib/result.ts';
import { PAIRING_TIMEOUT_MS } from './relay.ts';

export type PairRefusal = 'unreachable' | 'refused' | 'too-many-tries';

/** How to pair, for the page that is not. */
export const HOW_TO_PAIR =
  'This page is not paired with the relay: press Enter in the terminal where the relay runs and open the address it prints.';

/** Returns the code of `#pair=CODE`, or `undefined` where the fragment has none. */
export function codeIn(hash: string): string | undefined {
  const code = new URLSearchParams(hash.replace(/^#/, '')).get('pair');
  return code === null || code === '' ? undefined : code;
}

/** Takes the code out of the address bar and returns it; path and query (a deep link) stay. */
export function takeCode(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState' | 'state'>,
): string | undefined {
  const code = codeIn(location.hash);
  if (code !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return code;
}

/** Trades `code` for the token. */
export async function redeem(code: string, fetchFrom: typeof fetch): Promise<Result<string, PairRefusal>> {
  try {
    const response = await fetchFrom('/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
      signal: AbortSignal.timeout(PAIRING_TIMEOUT_MS),
    });
    if (response.status === 429) return err('too-many-tries');
    if (!response.ok) return err('refused');
    const body: unknown = await response.json();
    const token = typeof body === 'object' && body !== null && 'token' in body ? body.token : undefined;
    return typeof token === 'string' && token !== '' ? ok(token) : err('refused');
  } catch {
    return err('unreachable');
  }
}

/** Returns what to tell people about a refused code. */
export function refusalSentence(refusal: PairRefusal): string {
  switch (refusal) {
    case 'unreachable':
      return 'The relay did not answer, so this page could not be paired: start the relay and open the address it prints.';
    case 'refused':
      return 'The relay does not know this pairing code, or it was used before: press Enter in the relay’s terminal and open the fresh address.';
    case 'too-many-tries':
      return 'Too many wrong pairing codes: wait a minute, then press Enter in the relay’s terminal for a fresh address.';
  }
}
