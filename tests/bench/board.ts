/**
 * The whole product for a benchmark: the flooding exchange, a real relay, and a folder with the built page and, under
 * /bench/, the benchmark page, so that both share an origin and with it what is stored. Or, where sense matters and not
 * number, the simulated exchange.
 */
import { generateKeyPairSync } from 'node:crypto';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { startScript, wait, type Running } from '../support/processes.ts';
import { buildBenchPage, DIST, startRelayFor, TOKEN } from './harness.ts';
import type { Job, JobResult } from './page/jobs.ts';

export interface Board {
  readonly exchange: Running;
  readonly exchangeId: string;
  /** Profile folder for a Chromium. */
  readonly profile: string;
  /** The address that pairs the page. */
  readonly address: string;
  /** The benchmark page, on the same origin. */
  readonly benchAddress: string;
  stop(): Promise<void>;
}

/** Starts exchange and relay in `folder`; `between` may put a proxy before the exchange and says where it listens. */
export async function startBoard(
  folder: string,
  flags: readonly string[],
  between: (exchangePort: number) => Promise<number> = (port) => Promise.resolve(port),
): Promise<Board> {
  const site = join(folder, 'site');
  // A copy: a build during the run must not change what is measured.
  await cp(DIST, site, { recursive: true });
  await buildBenchPage(join(site, 'bench'), '/bench/');
  const exchange = await startScript('tests/bench/flood.ts', flags);
  const relay = await startRelayFor(await between(exchange.port), site, join(folder, 'home'));
  const origin = `http://127.0.0.1:${relay.port}`;
  const health = (await (await fetch(`${origin}/health`)).json()) as { exchangeId: string };
  return {
    exchange,
    exchangeId: health.exchangeId,
    profile: join(folder, 'profile'),
    address: `${origin}/#pair=${TOKEN}`,
    benchAddress: `${origin}/bench/index.html`,
    stop: async () => {
      await relay.stop();
      await exchange.stop();
    },
  };
}

export interface SimulatedBoard {
  readonly origin: string;
  /** The address that pairs the page. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts the simulated exchange at its own rate and a relay that signs for it, in `folder`; `env` is for the relay. */
export async function startSimulatedBoard(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<SimulatedBoard> {
  const site = join(folder, 'site');
  await cp(DIST, site, { recursive: true });
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keyFile = join(folder, 'public.pem');
  await writeFile(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  const flags = ['--port', '0', '--public-key', keyFile, '--key-id', 'bench'];
  const exchange = await startScript('relay/simulator/main.ts', flags);
  const relay = await startRelayFor(exchange.port, site, join(folder, 'home'), {
    KALSHI_API_SECRET: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ...env,
  });
  const origin = `http://127.0.0.1:${relay.port}`;
  return {
    origin,
    address: `${origin}/#pair=${TOKEN}`,
    stop: async () => {
      await relay.stop();
      await exchange.stop();
    },
  };
}

export const stats = (page: Page) => page.evaluate(() => window.flowboard.stats());

/** Reads until `isDone`, at most `seconds`; returns the last value read, done or not. */
export async function until<T>(
  read: () => Promise<T>,
  isDone: (value: T) => boolean,
  seconds: number,
  everyMs = 100,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (isDone(value) || performance.now() > end) return value;
    await wait(everyMs);
  }
}

/** Opens the board, paired, and waits until it has stored something. */
export async function openBoard(page: Page, board: Board): Promise<void> {
  await page.goto('about:blank');
  await page.goto(board.address);
  const { tradesStored } = await until(
    () => stats(page),
    (now) => now.tradesStored > 0,
    60,
  );
  if (tradesStored === 0)
    throw new Error('Expected the board to record within 60 s, but nothing was stored.');
}

/** Runs a job in the benchmark page's worker; `page` must be on that page. */
export const runBenchJob = (page: Page, request: Job): Promise<JobResult> =>
  page.evaluate((asked) => runJob(asked), request);
