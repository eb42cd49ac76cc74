/**
 * Entry of the relay: wires environment, key, simulated exchange and server together, prints the address to open, and
 * ends everything in order on Ctrl-C. `--dev` serves the page through Vite instead of `dist/`, `--page=FOLDER` one that was
 * built elsewhere. Nothing is decided here.
 */
import { resolve } from 'node:path';
import type { ExchangeAddress } from './config.ts';
import { simulatedExchange } from './config.ts';
import { SIMULATOR_ENTRY, startSimulator, type Simulator } from './child.ts';
import { DIST, hasPage } from './host.ts';
import { createLog } from './log.ts';
import { checkPort, startRelay } from './server.ts';
import { SIMULATOR_KEY_ID } from './signer.ts';
import { prepare, readEnvFile, readVersion, type Prepared } from './start.ts';

const IMPATIENT_AFTER_MS = 1_000;
const isDev = process.argv.includes('--dev');
const PAGE_OPTION = '--page=';
const folder = process.argv.find((word) => word.startsWith(PAGE_OPTION))?.slice(PAGE_OPTION.length);
const directory = folder === undefined ? DIST : resolve(folder);

await main();

async function main(): Promise<void> {
  const unreadable = readEnvFile();
  if (unreadable !== undefined) return fail(unreadable);
  const prepared = prepare(process.env);
  if (!prepared.ok) return fail(...prepared.reason);
  const { config, signer, token } = prepared.value;
  const taken = await checkPort(config.port);
  if (taken !== undefined) return fail(taken);
  if (!isDev && !hasPage(directory))
    return fail(
      folder === undefined
        ? 'The page is not built yet: run npm run build first (or npm run dev).'
        : `Expected a built page in the folder that --page names, but there is no index.html in ${directory}.`,
    );

  const log = createLog(config.logLevel);
  const simulator = await startExchange(prepared.value, log);
  if (typeof simulator === 'string') return fail(simulator);
  const exchange: ExchangeAddress =
    simulator === undefined ? config.exchange : simulatedExchange(simulator.port);
  const version = readVersion();
  const started = await startRelay(
    { ...config, exchange },
    { signer, token, log, version, page: isDev ? { kind: 'vite' } : { kind: 'dist', directory } },
  );
  if (!started.ok) {
    await simulator?.close();
    return fail(started.reason);
  }
  const relay = started.value;

  const where = simulator === undefined ? config.exchangeId : `simulated exchange, seed ${simulator.seed}`;
  print(`Flowboard ${version} (${where})`);
  print(`Open ${relay.freshAddress()}`);
  if (process.stdin.isTTY) {
    print('Enter prints a fresh address, Ctrl-C stops.');
    process.stdin.on('data', () => print(`Open ${relay.freshAddress()}`));
  }

  let stoppingSince: number | undefined;
  const stop = (): void => {
    const now = performance.now();
    // npm and tsx pass the terminal's one Ctrl-C on a second time; a person's second one means: do not wait.
    if (stoppingSince !== undefined && now - stoppingSince > IMPATIENT_AFTER_MS) process.exit(1);
    if (stoppingSince !== undefined) return;
    stoppingSince = now;
    void Promise.all([relay.close(), simulator?.close()]).then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function startExchange(
  { config, publicKeyPath }: Prepared,
  log: ReturnType<typeof createLog>,
): Promise<Simulator | undefined | string> {
  if (publicKeyPath === undefined) return undefined;
  const started = await startSimulator({
    ...config.sim,
    entry: SIMULATOR_ENTRY,
    publicKeyPath,
    keyId: SIMULATOR_KEY_ID,
    log,
  });
  return started.ok ? started.value : started.reason;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(...sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
