/** Relay and simulated exchange as they are started for a person: every frame that arrives can be read. */
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Decoder } from '#core/wire/decode.ts';
import { subscribe } from '#core/wire/commands.ts';
import { splitFrames } from '#core/wire/split.ts';
import { SIMULATOR_ENTRY, startSimulator, type Simulator } from '../../relay/child.ts';
import { readConfig, simulatedExchange } from '../../relay/config.ts';
import { createLog } from '../../relay/log.ts';
import { startRelay, type Relay } from '../../relay/server.ts';
import { createSigner, openSimulatorKey, SIMULATOR_KEY_ID } from '../../relay/signer.ts';
import { startSimulator as startInHere } from '../../relay/simulator/server.ts';
import { openFeed, TOKEN } from '../support/relay.ts';

const log = createLog('silent');
let home: string;
let simulator: Simulator;
let relay: Relay;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'flowboard-simulator-'));
  const key = openSimulatorKey(home);
  const config = readConfig({ PORT: '0', SIM_PORT: '0' });
  if (!key.ok || !config.ok) throw new Error('Expected key and configuration to open.');
  const { signer, publicKeyPath } = key.value;
  const common = { entry: SIMULATOR_ENTRY, keyId: SIMULATOR_KEY_ID, log };
  const child = await startSimulator({ ...common, port: 0, seed: 7, rate: 100, publicKeyPath });
  if (!child.ok) throw new Error(child.reason);
  simulator = child.value;
  const started = await startRelay(
    { ...config.value, exchange: simulatedExchange(simulator.port) },
    { signer, token: TOKEN, page: { kind: 'none' }, log, version: '0.0.0-test' },
  );
  if (!started.ok) throw new Error(started.reason);
  relay = started.value;
}, 60_000);
afterAll(async () => {
  await relay.close();
  await simulator.close();
  rmSync(home, { recursive: true });
});

const feed = () =>
  openFeed(`ws://127.0.0.1:${relay.port}/feed`, {
    origin: `http://127.0.0.1:${relay.port}`,
    protocols: ['flowboard.v1', `token.${TOKEN}`],
  });

test('trades and quotes flow through to the decoder without a reject', async () => {
  const decoder = new Decoder();
  const page = feed();
  await page.opened;
  page.socket.send(subscribe(1, ['trade', 'ticker']));
  const kinds = new Map<string, number>();
  let read = 0;
  await page.until((messages) => {
    for (const message of messages.slice(read))
      for (const frame of splitFrames(message)) {
        const { kind } = decoder.decode(frame);
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
    read = messages.length;
    return (kinds.get('trade') ?? 0) >= 100;
  });
  expect([decoder.rejected, decoder.ignored.size]).toEqual([0, 0]);
  expect(kinds.get('subscribed')).toBe(2);
  page.socket.close();
});

test('REST answers under the same key', async () => {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const get = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${relay.port}${path}`, { headers })).json();
  expect(await get('/api/exchange-status')).toMatchObject({ exchange_active: true });
  expect(await get('/api/markets?limit=3')).toMatchObject({ markets: { length: 3 } });
});

test('an exchange of the legacy shape flows through to the decoder without a reject', async () => {
  const legacy = await startInHere({ seed: 7, rate: 300, pastMs: 5_000, shape: 'legacy' });
  const config = readConfig({ PORT: '0', SIM_PORT: '0' });
  if (!config.ok) throw new Error('Expected the configuration to be right.');
  const key = createPrivateKey(legacy.privateKeyPem ?? '');
  const started = await startRelay(
    { ...config.value, exchange: simulatedExchange(legacy.port) },
    {
      signer: createSigner(legacy.keyId, key),
      token: TOKEN,
      page: { kind: 'none' },
      log,
      version: '0.0.0-test',
    },
  );
  if (!started.ok) throw new Error(started.reason);
  const page = openFeed(`ws://127.0.0.1:${started.value.port}/feed`, {
    origin: `http://127.0.0.1:${started.value.port}`,
    protocols: ['flowboard.v1', `token.${TOKEN}`],
  });
  await page.opened;
  page.socket.send(subscribe(1, ['trade', 'ticker']));
  const decoder = new Decoder();
  let [trades, read] = [0, 0];
  await page.until((messages) => {
    for (const frame of messages.slice(read).flatMap((message) => splitFrames(message))) {
      const decoded = decoder.decode(frame);
      if (decoded.kind === 'trade' && decoded.trade.tradeId === undefined) trades++;
    }
    read = messages.length;
    return trades >= 50;
  });
  expect([decoder.rejected, decoder.ignored.size]).toEqual([0, 0]);
  page.socket.close();
  await started.value.close();
  await legacy.close();
});

test('an exchange that goes away is said so', async () => {
  const page = feed();
  await page.opened;
  page.socket.send(subscribe(1, ['trade']));
  await page.until((messages) => messages.length > 0);
  await simulator.close();
  expect((await page.closed).code).toBe(4409);
});
