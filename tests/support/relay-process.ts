/**
 * A relay as a process of its own, with a throw-away key, or with the one in KALSHI_API_SECRET where the exchange looks at
 * signatures. Prints {"ready":true,"port":N} and ends with its parent.
 * Arguments: the folder to serve; then names of guards to leave out, which only this test build can do.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readConfig } from '../../relay/config.ts';
import type { GuardName } from '../../relay/guard.ts';
import { createLog } from '../../relay/log.ts';
import { startRelay } from '../../relay/server.ts';
import { createSigner } from '../../relay/signer.ts';

const [directory = 'dist', ...without] = process.argv.slice(2);
const given = process.env['KALSHI_API_SECRET'];
const key = given === undefined ? generateKeyPairSync('ed25519').privateKey : createPrivateKey(given);
const config = readConfig({
  ...process.env,
  KALSHI_API_SECRET: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
});
if (!config.ok) throw new Error(config.reason.join(' '));
const relay = await startRelay(config.value, {
  signer: createSigner('bench', key),
  token: config.value.fixedToken ?? '',
  page: { kind: 'dist', directory },
  log: createLog('error'),
  version: 'test',
  disabledGuards: new Set(without as GuardName[]),
});
if (!relay.ok) throw new Error(relay.reason);
console.log(JSON.stringify({ ready: true, port: relay.value.port }));
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
