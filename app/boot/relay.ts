/** What the page asks the relay itself at start: which exchange it speaks for, whether the token holds, the display defaults. */
import type { ExchangeMode, RelayHealth } from './flowboard.ts';

export interface RelayDefaults {
  readonly windowMinutes: number | undefined;
  readonly hotMarketsLimit: number | undefined;
  readonly recentTradesLimit: number | undefined;
  readonly dataRetentionDays: number | undefined;
}

export type ConfigAnswer =
  | { readonly kind: 'paired'; readonly defaults: RelayDefaults }
  | { readonly kind: 'unpaired' }
  | { readonly kind: 'unreachable' };

const MODES: readonly ExchangeMode[] = ['sim', 'demo', 'prod', 'custom'];
/** The relay is on this machine: it answers at once or not at all. */
const TIMEOUT_MS = 4_000;
/** Whoever has a code has just started the relay, on a machine that may be busy with it; and a code that was sent is spent. */
export const PAIRING_TIMEOUT_MS = 20_000;

/** Returns what GET /health says, or `undefined` when the relay is not there. */
export async function readHealth(
  fetchFrom: typeof fetch,
  timeoutMs = TIMEOUT_MS,
): Promise<RelayHealth | undefined> {
  const body = await readJson(fetchFrom, '/health', undefined, timeoutMs);
  if (body.kind !== 'json') return undefined;
  const { mode, exchangeId, version, uptimeSeconds, upstream, clients } = body.value;
  const known = modeFrom(mode);
  if (known === undefined || typeof exchangeId !== 'string' || !/^[a-z0-9-]{1,64}$/.test(exchangeId))
    return undefined;
  return {
    mode: known,
    exchangeId,
    version: typeof version === 'string' ? version : '',
    uptimeSeconds: typeof uptimeSeconds === 'number' ? uptimeSeconds : undefined,
    upstream: stateOf(upstream),
    clients: typeof clients === 'number' ? clients : undefined,
  };
}

/** Returns the display defaults of GET /api/config, or that the token is not the relay's. */
export async function readConfig(fetchFrom: typeof fetch, token: string): Promise<ConfigAnswer> {
  const body = await readJson(fetchFrom, '/api/config', token);
  if (body.kind === 'unauthorized') return { kind: 'unpaired' };
  if (body.kind === 'none') return { kind: 'unreachable' };
  const { value } = body;
  return {
    kind: 'paired',
    defaults: {
      windowMinutes: positive(value['windowMinutes']),
      hotMarketsLimit: positive(value['hotMarketsLimit']),
      recentTradesLimit: positive(value['recentTradesLimit']),
      dataRetentionDays: positive(value['dataRetentionDays']),
    },
  };
}

function stateOf(upstream: unknown): string {
  const isTold = typeof upstream === 'object' && upstream !== null && 'state' in upstream;
  return isTold && typeof upstream.state === 'string' ? upstream.state : '';
}

type JsonAnswer =
  | { readonly kind: 'json'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'none' };

async function readJson(
  fetchFrom: typeof fetch,
  path: string,
  token: string | undefined,
  timeoutMs = TIMEOUT_MS,
): Promise<JsonAnswer> {
  try {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetchFrom(path, {
      headers,
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401) return { kind: 'unauthorized' };
    if (!response.ok) return { kind: 'none' };
    const value: unknown = await response.json();
    return typeof value === 'object' && value !== null
      ? { kind: 'json', value: value as Record<string, unknown> }
      : { kind: 'none' };
  } catch {
    return { kind: 'none' };
  }
}

/** Returns `value` as a mode, or `undefined`. */
export function modeFrom(value: unknown): ExchangeMode | undefined {
  return MODES.find((name) => name === value);
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}
