/**
 * Turns the environment into a checked Config: every variable, its default and its meaning.
 * A wrong value is a sentence saying the name, what was found and what was expected; secrets are never repeated.
 * Reads no file and opens nothing: the key is named here and read by signer.ts, the token by pairing.ts.
 */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { err, ok, type Result } from '#core/lib/result.ts';

export type Environment = 'sim' | 'demo' | 'prod' | 'custom';

/** The exchange's two addresses. Paths are part of what is signed, so they are kept as given. */
export interface ExchangeAddress {
  readonly wsUrl: string;
  readonly restUrl: string;
}

/** Where the private key is to be found; the text itself stays out of the configuration. */
export type KeySource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'variable'; readonly name: 'KALSHI_API_SECRET' };

export interface Config {
  readonly port: number;
  readonly environment: Environment;
  /** Names the page's database: sim, demo, prod or custom-<hash of the socket's URL>. */
  readonly exchangeId: string;
  readonly exchange: ExchangeAddress;
  /** Absent in the simulated exchange, which gets a throw-away pair. */
  readonly key?: { readonly id: string; readonly source: KeySource } | undefined;
  readonly sim: {
    readonly port: number;
    readonly seed?: number | undefined;
    readonly rate?: number | undefined;
  };
  readonly display: {
    readonly windowMinutes: number;
    readonly hotMarketsLimit: number;
    readonly recentTradesLimit: number;
    readonly dataRetentionDays: number;
  };
  readonly learning: { readonly marketTicker?: string | undefined; readonly tickIntervalSeconds: number };
  readonly logLevel: LogLevel;
  readonly home: string;
  readonly fixedToken?: string | undefined;
}

export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
const ENVIRONMENTS = ['sim', 'demo', 'prod', 'custom'] as const;

/** Hosts: the exchange's own recommendation since 2026-05-07 (docs/protocol.md). */
const KNOWN: Record<'demo' | 'prod', ExchangeAddress> = {
  demo: {
    wsUrl: 'wss://external-api-ws.demo.kalshi.co/trade-api/ws/v2',
    restUrl: 'https://external-api.demo.kalshi.co/trade-api/v2',
  },
  prod: {
    wsUrl: 'wss://external-api-ws.kalshi.com/trade-api/ws/v2',
    restUrl: 'https://external-api.kalshi.com/trade-api/v2',
  },
};

/** Returns the address at which the simulated exchange answers on this machine. */
export function simulatedExchange(port: number): ExchangeAddress {
  return {
    wsUrl: `ws://127.0.0.1:${port}/trade-api/ws/v2`,
    restUrl: `http://127.0.0.1:${port}/trade-api/v2`,
  };
}

/** Returns the configuration, or one sentence for every variable that is wrong. An empty variable counts as absent. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): Result<Config, readonly string[]> {
  const problems: string[] = [];
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const wrong = (name: string, found: string, expected: string): void => {
    problems.push(`${name} was ${found}, expected ${expected}.`);
  };
  const number = (name: string, fallback: number, min: number, max: number, isWhole = true): number => {
    const found = text(name);
    if (found === undefined) return fallback;
    const value = /^\d+(\.\d+)?$/.test(found) ? Number(found) : Number.NaN;
    if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
    wrong(name, JSON.stringify(found), `a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}`);
    return fallback;
  };
  const oneOf = <T extends string>(name: string, words: readonly T[], fallback: T): T => {
    const found = text(name);
    if (found === undefined) return fallback;
    const word = words.find((candidate) => candidate === found);
    if (word === undefined) wrong(name, JSON.stringify(found), `one of ${words.join(', ')}`);
    return word ?? fallback;
  };
  const optional = (name: string, min: number, max: number, isWhole = true): number | undefined =>
    text(name) === undefined ? undefined : number(name, min, min, max, isWhole);

  const environment = oneOf('KALSHI_ENV', ENVIRONMENTS, 'sim');
  const port = number('PORT', 47_831, 0, 65_535);
  const simPort = number('SIM_PORT', 47_832, 0, 65_535);
  if (port === simPort && port !== 0) wrong('SIM_PORT', `${simPort}, the same as PORT`, 'another port');

  const trading = text('TRADING');
  if (trading !== undefined && trading !== 'off')
    wrong('TRADING', JSON.stringify(trading), '"off": trading is not built yet');

  const exchange = readExchange(environment, simPort, text, problems);
  const ticker = text('RL_MARKET_TICKER');
  if (ticker !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(ticker))
    wrong('RL_MARKET_TICKER', JSON.stringify(ticker), 'a market ticker such as KXFB-26NOV20-A');

  const token = text('FLOWBOARD_TOKEN');
  // The token travels as a WebSocket subprotocol, which allows these characters and no others we need.
  if (token !== undefined && !/^[A-Za-z0-9_-]{8,256}$/.test(token))
    problems.push('FLOWBOARD_TOKEN was not usable, expected 8 to 256 letters, digits, "-" or "_".');

  const config: Config = {
    port,
    environment,
    exchangeId:
      environment === 'custom'
        ? `custom-${createHash('sha256').update(exchange.wsUrl).digest('hex').slice(0, 12)}`
        : environment,
    exchange,
    key: environment === 'sim' ? undefined : readKey(text, problems),
    sim: {
      port: simPort,
      seed: optional('SIM_SEED', 0, 4_294_967_295),
      rate: optional('SIM_RATE', 0, 20_000, false),
    },
    display: {
      windowMinutes: number('WINDOW_MINUTES', 10, 1, 60),
      hotMarketsLimit: number('HOT_MARKETS_LIMIT', 12, 1, 200),
      recentTradesLimit: number('RECENT_TRADES_LIMIT', 200, 1, 5_000),
      dataRetentionDays: number('DATA_RETENTION_DAYS', 30, 1, 3_650),
    },
    learning: {
      marketTicker: ticker,
      tickIntervalSeconds: number('TICK_INTERVAL_SECONDS', 1, 0.1, 3_600, false),
    },
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'warn'),
    home: readHome(text, problems),
    fixedToken: token,
  };
  return problems.length === 0 ? ok(config) : err(problems);
}

type Text = (name: string) => string | undefined;

function readExchange(
  environment: Environment,
  simPort: number,
  text: Text,
  problems: string[],
): ExchangeAddress {
  const given = { wsUrl: text('KALSHI_WS_URL'), restUrl: text('KALSHI_REST_URL') };
  if (environment === 'custom')
    return {
      wsUrl: readUrl('KALSHI_WS_URL', given.wsUrl, 'ws', problems),
      restUrl: readUrl('KALSHI_REST_URL', given.restUrl, 'http', problems),
    };
  for (const [name, value] of [
    ['KALSHI_WS_URL', given.wsUrl],
    ['KALSHI_REST_URL', given.restUrl],
  ] as const)
    if (value !== undefined)
      problems.push(
        `${name} was set, expected it to be empty unless KALSHI_ENV is custom (it is ${environment}).`,
      );
  return environment === 'sim' ? simulatedExchange(simPort) : KNOWN[environment];
}

/** Plain `ws:` and `http:` would show the signature to the network, so they may reach this machine only. */
function readUrl(name: string, found: string | undefined, scheme: 'ws' | 'http', problems: string[]): string {
  const expected = `a ${scheme}s: address without user, query or fragment (${scheme}: to 127.0.0.1 only)`;
  const url = found === undefined || !URL.canParse(found) ? undefined : new URL(found);
  const isLoopback = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const hasScheme = url?.protocol === `${scheme}s:` || (url?.protocol === `${scheme}:` && isLoopback);
  const isPlain = url !== undefined && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (url !== undefined && hasScheme && isPlain) return url.href.replace(/\/$/, '');
  // The value is not repeated: an address may carry a user name and a password.
  problems.push(
    `${name} was ${found === undefined ? 'empty' : 'not such an address'}, expected ${expected}.`,
  );
  return `${scheme}s://invalid.invalid`;
}

function readKey(text: Text, problems: string[]): Config['key'] {
  const id = text('KALSHI_API_KEY') ?? text('KALSHI_API_KEY_ID');
  const path = text('KALSHI_PRIVATE_KEY_PATH');
  const hasSecret = text('KALSHI_API_SECRET') !== undefined;
  if (id === undefined || !/^[\x21-\x7e]{1,128}$/.test(id))
    problems.push(
      `KALSHI_API_KEY was ${id === undefined ? 'empty' : 'not usable'}, expected the id of your API key (or KALSHI_ENV=sim, which needs none).`,
    );
  if (path === undefined && !hasSecret)
    problems.push(
      'KALSHI_PRIVATE_KEY_PATH was empty, expected the path of your key file (or KALSHI_API_SECRET).',
    );
  if (path !== undefined && hasSecret)
    problems.push('KALSHI_API_SECRET was set beside KALSHI_PRIVATE_KEY_PATH, expected only one of them.');
  if (id === undefined) return undefined;
  return path === undefined
    ? { id, source: { kind: 'variable', name: 'KALSHI_API_SECRET' } }
    : { id, source: { kind: 'file', path: expandHome(path) } };
}

function readHome(text: Text, problems: string[]): string {
  const found = text('FLOWBOARD_HOME');
  const home = expandHome(found ?? '~/.flowboard');
  if (!isAbsolute(home))
    problems.push(
      `FLOWBOARD_HOME was ${JSON.stringify(found)}, expected an absolute path or one that starts with ~/.`,
    );
  return home;
}

function expandHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
