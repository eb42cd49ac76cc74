import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../relay/config.ts';

const KEY = { KALSHI_API_KEY: 'an-id', KALSHI_PRIVATE_KEY_PATH: '/keys/kalshi.pem' };
const CUSTOM = {
  ...KEY,
  KALSHI_ENV: 'custom',
  KALSHI_WS_URL: 'wss://exchange.test/trade-api/ws/v2',
  KALSHI_REST_URL: 'https://exchange.test/trade-api/v2',
};

function read(env: Record<string, string>) {
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.reason.join('\n'));
  return config.value;
}

describe('without any variable', () => {
  test('the simulated exchange and every default hold', () => {
    const config = read({});
    expect(config).toMatchObject({
      port: 47_831,
      environment: 'sim',
      exchangeId: 'sim',
      exchange: {
        wsUrl: 'ws://127.0.0.1:47832/trade-api/ws/v2',
        restUrl: 'http://127.0.0.1:47832/trade-api/v2',
      },
      sim: { port: 47_832, seed: undefined, rate: undefined },
      display: { windowMinutes: 10, hotMarketsLimit: 12, recentTradesLimit: 200, dataRetentionDays: 30 },
      logLevel: 'warn',
    });
    expect(config.key).toBeUndefined();
    expect(config.home).toMatch(/\.flowboard$/);
  });

  test('empty and blank variables count as absent', () => {
    expect(read({ PORT: '', SIM_SEED: '  ', KALSHI_API_KEY: '', TRADING: '', FLOWBOARD_TOKEN: '' })).toEqual(
      read({}),
    );
  });
});

describe('the exchange', () => {
  test.each([
    [
      'prod',
      'wss://external-api-ws.kalshi.com/trade-api/ws/v2',
      'https://external-api.kalshi.com/trade-api/v2',
    ],
    [
      'demo',
      'wss://external-api-ws.demo.kalshi.co/trade-api/ws/v2',
      'https://external-api.demo.kalshi.co/trade-api/v2',
    ],
  ])('%s has its own hosts', (environment, wsUrl, restUrl) => {
    const config = read({ ...KEY, KALSHI_ENV: environment });
    expect(config.exchange).toEqual({ wsUrl, restUrl });
    expect(config.exchangeId).toBe(environment);
  });

  test('a custom exchange is named by a hash of its address, so two of them never share a store', () => {
    const one = read(CUSTOM);
    const other = read({ ...CUSTOM, KALSHI_WS_URL: 'wss://other.test/trade-api/ws/v2' });
    expect(one.exchangeId).toMatch(/^custom-[0-9a-f]{12}$/);
    expect(other.exchangeId).not.toBe(one.exchangeId);
  });

  test('the key id has a second name', () => {
    const config = read({ KALSHI_ENV: 'demo', KALSHI_API_KEY_ID: 'other', KALSHI_API_SECRET: 'pem' });
    expect(config.key).toEqual({ id: 'other', source: { kind: 'variable', name: 'KALSHI_API_SECRET' } });
  });

  test.each(['ws://127.0.0.1:9/x', 'ws://localhost:9/x', 'ws://[::1]:9/x'])(
    'plain %s is fine: it stays here',
    (url) => {
      expect(read({ ...CUSTOM, KALSHI_WS_URL: url }).exchange.wsUrl).toBe(url);
    },
  );
});

describe('a wrong value stops the start and says which, what and what else', () => {
  test.each<[string, Record<string, string>, string]>([
    ['PORT', { PORT: '80a' }, 'PORT was "80a", expected a whole number from 0 to 65535.'],
    ['PORT', { PORT: '65536' }, 'PORT was "65536", expected a whole number from 0 to 65535.'],
    ['PORT', { PORT: '-1' }, 'PORT was "-1", expected a whole number from 0 to 65535.'],
    ['PORT', { PORT: '1e3' }, 'PORT was "1e3", expected a whole number from 0 to 65535.'],
    ['SIM_PORT', { SIM_PORT: '47831' }, 'SIM_PORT was 47831, the same as PORT, expected another port.'],
    ['KALSHI_ENV', { KALSHI_ENV: 'live' }, 'KALSHI_ENV was "live", expected one of sim, demo, prod, custom.'],
    ['TRADING', { TRADING: 'on' }, 'TRADING was "on", expected "off": trading is not built yet.'],
    [
      'WINDOW_MINUTES',
      { WINDOW_MINUTES: '0' },
      'WINDOW_MINUTES was "0", expected a whole number from 1 to 60.',
    ],
    [
      'WINDOW_MINUTES',
      { WINDOW_MINUTES: '2.5' },
      'WINDOW_MINUTES was "2.5", expected a whole number from 1 to 60.',
    ],
    ['HOT_MARKETS_LIMIT', { HOT_MARKETS_LIMIT: 'NaN' }, 'HOT_MARKETS_LIMIT was "NaN", expected'],
    ['RECENT_TRADES_LIMIT', { RECENT_TRADES_LIMIT: '0x10' }, 'RECENT_TRADES_LIMIT was "0x10", expected'],
    ['DATA_RETENTION_DAYS', { DATA_RETENTION_DAYS: '0' }, 'DATA_RETENTION_DAYS was "0", expected'],
    ['SIM_SEED', { SIM_SEED: 'abc' }, 'SIM_SEED was "abc", expected a whole number from 0 to 4294967295.'],
    ['SIM_RATE', { SIM_RATE: '20001' }, 'SIM_RATE was "20001", expected a number from 0 to 20000.'],
    [
      'TICK_INTERVAL_SECONDS',
      { TICK_INTERVAL_SECONDS: 'soon' },
      'TICK_INTERVAL_SECONDS was "soon", expected',
    ],
    [
      'RL_MARKET_TICKER',
      { RL_MARKET_TICKER: '../x' },
      'RL_MARKET_TICKER was "../x", expected a market ticker',
    ],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL was "loud", expected one of silent, fatal,'],
    ['FLOWBOARD_HOME', { FLOWBOARD_HOME: 'here' }, 'FLOWBOARD_HOME was "here", expected an absolute path'],
    ['FLOWBOARD_TOKEN', { FLOWBOARD_TOKEN: 'short' }, 'FLOWBOARD_TOKEN was not usable, expected 8 to 256'],
    ['FLOWBOARD_TOKEN', { FLOWBOARD_TOKEN: 'has a space in it' }, 'FLOWBOARD_TOKEN was not usable'],
    [
      'KALSHI_API_KEY',
      { ...KEY, KALSHI_ENV: 'prod', KALSHI_API_KEY: '' },
      'KALSHI_API_KEY was empty, expected',
    ],
    ['the key', { KALSHI_ENV: 'prod', KALSHI_API_KEY: 'x' }, 'KALSHI_PRIVATE_KEY_PATH was empty, expected'],
    [
      'two keys',
      { ...KEY, KALSHI_ENV: 'prod', KALSHI_API_SECRET: 'pem' },
      'KALSHI_API_SECRET was set beside KALSHI_PRIVATE_KEY_PATH, expected only one of them.',
    ],
    [
      'an address without custom',
      { KALSHI_WS_URL: 'wss://exchange.test/' },
      'KALSHI_WS_URL was set, expected it to be empty unless KALSHI_ENV is custom (it is sim).',
    ],
    ['custom without an address', { ...CUSTOM, KALSHI_REST_URL: '' }, 'KALSHI_REST_URL was empty, expected'],
    [
      'plain text to elsewhere',
      { ...CUSTOM, KALSHI_WS_URL: 'ws://exchange.test/x' },
      'KALSHI_WS_URL was not such',
    ],
    [
      'plain text to a look-alike',
      { ...CUSTOM, KALSHI_WS_URL: 'ws://127.0.0.1.test/' },
      'KALSHI_WS_URL was not such',
    ],
    [
      'a scheme of its own',
      { ...CUSTOM, KALSHI_REST_URL: 'file:///etc/passwd' },
      'KALSHI_REST_URL was not such',
    ],
    [
      'a password inside',
      { ...CUSTOM, KALSHI_REST_URL: 'https://u:pw@exchange.test/' },
      'KALSHI_REST_URL was not',
    ],
    ['a query', { ...CUSTOM, KALSHI_REST_URL: 'https://exchange.test/?x=1' }, 'KALSHI_REST_URL was not such'],
  ])('%s (%o)', (_name, env, sentence) => {
    const config = readConfig(env);
    expect(config.ok ? [] : config.reason).toEqual([expect.stringContaining(sentence)]);
  });

  test('every wrong variable is named at once', () => {
    const config = readConfig({ PORT: 'x', LOG_LEVEL: 'y', TRADING: 'z' });
    expect(config.ok ? [] : config.reason).toHaveLength(3);
  });

  test('no sentence repeats a secret', () => {
    const secret = 'canary with spaces!';
    const config = readConfig({
      KALSHI_ENV: 'custom',
      KALSHI_API_KEY: secret,
      KALSHI_API_SECRET: secret,
      KALSHI_PRIVATE_KEY_PATH: '/k',
      FLOWBOARD_TOKEN: secret,
      KALSHI_WS_URL: `wss://u:canary@exchange.test/`,
      KALSHI_REST_URL: `https://exchange.test/?key=canary`,
    });
    expect(config.ok).toBe(false);
    expect(JSON.stringify(config)).not.toContain('canary');
  });
});
