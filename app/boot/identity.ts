/**
 * Who is at the other end: the exchange, whether we are paired, and the defaults. Asked of the relay; when it is not there, the
 * browser's memory of the last time stands in, so that what is stored can be shown.
 */
import type { Shell } from '#contract/database.ts';
import type { ExchangeMode, Pairing } from './flowboard.ts';
import { HOW_TO_PAIR, redeem, refusalSentence } from './pairing.ts';
import { modeFrom, PAIRING_TIMEOUT_MS, readConfig, readHealth, type RelayDefaults } from './relay.ts';

export interface Identity {
  /** `undefined`: the relay is not there, and this browser never knew one. */
  readonly exchange: { readonly id: string; readonly mode: ExchangeMode } | undefined;
  readonly token: string | undefined;
  readonly pairing: Pairing;
  readonly isRelayReachable: boolean;
  readonly reason: string;
  /** What became of the code that was given; empty when it was taken or there was none. */
  readonly refusal: string;
  readonly defaults: Partial<RelayDefaults>;
  readonly version: string;
}

/** Names in the shell. */
const TOKEN = 'token';
const EXCHANGE = 'exchange';

const NO_RELAY =
  'The relay does not answer: start it with ./init.sh. Until then this page shows what it has recorded.';

/** Finds out, and remembers. `code` is a pairing code to trade first. */
export async function identify(
  shell: Shell,
  fetchFrom: typeof fetch,
  code: string | undefined,
): Promise<Identity> {
  const health = await readHealth(fetchFrom, code === undefined ? undefined : PAIRING_TIMEOUT_MS);
  let refusal = '';
  if (code !== undefined && health !== undefined) {
    const token = await redeem(code, fetchFrom);
    if (token.ok) await shell.set(TOKEN, token.value);
    else refusal = refusalSentence(token.reason);
  }
  const stored = await shell.get(TOKEN);
  const token = typeof stored === 'string' && stored !== '' ? stored : undefined;
  if (health === undefined) {
    const exchange = exchangeFrom(await shell.get(EXCHANGE));
    const pairing = token === undefined ? 'unpaired' : 'paired';
    const silent = { isRelayReachable: false, reason: NO_RELAY, refusal, defaults: {}, version: '' };
    return { ...silent, exchange, token, pairing };
  }
  const exchange = { id: health.exchangeId, mode: health.mode };
  await shell.set(EXCHANGE, exchange);
  const config = token === undefined ? undefined : await readConfig(fetchFrom, token);
  const common = { exchange, isRelayReachable: true, refusal, version: health.version };
  if (token === undefined || config?.kind === 'unpaired') {
    const reason = refusal === '' ? HOW_TO_PAIR : refusal;
    return { ...common, token: undefined, pairing: 'unpaired', reason, defaults: {} };
  }
  const defaults = config?.kind === 'paired' ? config.defaults : {};
  // A spent code does no harm to a page that is paired already: someone opened the same address twice.
  return { ...common, token, pairing: 'paired', reason: '', defaults };
}

function exchangeFrom(value: unknown): Identity['exchange'] {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('mode' in value)) return undefined;
  const mode = modeFrom(value.mode);
  return typeof value.id === 'string' && mode !== undefined ? { id: value.id, mode } : undefined;
}
