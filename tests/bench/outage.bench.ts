/** The line breaks: resets, a line that swallows everything, holes in the numbering. How soon the page knows and is back. */
import type { Page } from 'playwright';
import { inTemporaryFolder, wait } from '../support/processes.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { openBoard, runBenchJob, startBoard, stats, until, type Board } from './board.ts';
import { startChromium } from './chromium.ts';
import { percentile } from './harness.ts';
import type { Bench, Measured } from './targets.ts';

const RESETS = 20;
/** A connection that held five seconds counts as good: only then is the next reset a first one again. */
const CALM_MS = 5_500;
const LATEST_WAIT_S = 60;
const HALF_OPENS = 3;

export const outageBench: Bench = {
  names: ['feed.reconnect', 'feed.half-open', 'feed.gap-detection'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      let proxy: TcpProxy | undefined;
      const board = await startBoard(folder, ['--rate', '200'], async (port) => {
        proxy = await startTcpProxy(port);
        return proxy.port;
      });
      const chromium = await startChromium(board.profile);
      try {
        if (proxy === undefined) throw new Error('Expected a proxy before the exchange, but there is none.');
        const { page } = chromium;
        await openBoard(page, board);
        const results = [await reconnects(page, proxy), await halfOpens(page, proxy)];
        return [...results, await gaps(page, board)];
      } finally {
        await chromium.kill();
        await board.stop();
        await proxy?.close();
      }
    }),
};

/** Seconds from each reset to the first trade of the next socket. */
async function reconnects(page: Page, proxy: TcpProxy): Promise<Measured> {
  const seconds: number[] = [];
  for (let i = 0; i < RESETS; i++) {
    await wait(CALM_MS);
    const socket = await socketOfNewest(page);
    const before = Date.now();
    if (proxy.reset() === 0) throw new Error('Expected an open connection to reset, but there was none.');
    const next = await until(
      () => socketOfNewest(page),
      (now) => now !== socket,
      LATEST_WAIT_S,
      10,
    );
    if (next === socket)
      throw new Error(`Expected a new socket within ${LATEST_WAIT_S} s, but there was none.`);
    seconds.push((Date.now() - before) / 1000);
  }
  return {
    name: 'feed.reconnect',
    value: percentile(seconds, 0.95),
    note: `${RESETS} TCP resets of the exchange's socket, to the next trade on the page; median ${percentile(seconds, 0.5).toFixed(2)} s, worst ${Math.max(...seconds).toFixed(2)} s`,
  };
}

/** Returns which socket the newest trade came from: the flood's counted ids hold its number. */
const socketOfNewest = (page: Page): Promise<string | undefined> =>
  page.evaluate(async () => (await window.flowboard.recentTrades({ limit: 1 }))[0]?.trade_id.slice(9, 13));

/** Seconds until the page no longer says that all is well, and until it gives the line up. */
async function halfOpens(page: Page, proxy: TcpProxy): Promise<Measured> {
  const told: number[] = [];
  const states: string[] = [];
  for (let i = 0; i < HALF_OPENS; i++) {
    await wait(CALM_MS);
    const started = Date.now();
    proxy.setMode('swallow');
    const { connection } = await until(() => stats(page), isBroken, LATEST_WAIT_S, 20);
    told.push((Date.now() - started) / 1000);
    states.push(connection.state);
    proxy.setMode('pass');
    const { connection: after } = await until(
      () => stats(page),
      (now) => !isBroken(now),
      LATEST_WAIT_S,
    );
    if (isBroken({ connection: after }))
      throw new Error(`Expected the page to come back, but it is ${after.state}.`);
  }
  return {
    name: 'feed.half-open',
    value: Math.max(...told),
    note: `every byte between relay and exchange swallowed ${HALF_OPENS} times; the page said ${[...new Set(states)].join(', ')}`,
  };
}

const isBroken = ({ connection }: { connection: { state: string } }): boolean =>
  ['stale', 'reconnecting', 'connecting', 'offline', 'refused'].includes(connection.state);

async function gaps(page: Page, board: Board): Promise<Measured> {
  await page.goto(board.benchAddress);
  const { value, count, missing } = await runBenchJob(page, {
    kind: 'gap-detection',
    frames: 500_000,
    holes: 10_000,
  });
  return {
    name: 'feed.gap-detection',
    value: missing === 0 ? value : 0,
    note: `${count} holes in 500,000 made frames of two subscriptions, 2 % unreadable; ${missing} false alarms`,
  };
}
