/** A day of a million stored trades: reading it back at a start, making a SQLite file of it, letting it go. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inTemporaryFolder } from '../support/processes.ts';
import { openBoard, runBenchJob, startBoard, until, type Board } from './board.ts';
import { startChromium } from './chromium.ts';
import type { Bench, Measured } from './targets.ts';

const TRADES = 1_000_000;
const HOUR_MS = 3_600_000;
const RESTORES = 3;

interface Watched extends Window {
  /** Set by `watchRestore`: ms from the page's start until a whole day is counted; and the day's trades then. */
  restored?: { readonly ms: number; readonly trades: number };
}

export const storedBench: Bench = {
  names: ['restore', 'export.rate', 'prune'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const board = await startBoard(folder, ['--rate', '5']);
      try {
        const seeded = await seedDay(board);
        const restored: number[] = [];
        for (let i = 0; i < RESTORES; i++) restored.push(await restoreOnce(board));
        const results: Measured[] = [
          {
            name: 'restore',
            value: Math.max(...restored),
            note: `from the page's first instruction, browser started anew, worst of ${RESTORES}; ${seeded}`,
          },
          await exportOnce(board, join(folder, 'export.sqlite')),
          await pruneDay(board),
        ];
        return results;
      } finally {
        await board.stop();
      }
    }),
};

/** Fills 23 hours that the day's 24 buckets hold for certain, the running hour included. */
async function seedDay(board: Board): Promise<string> {
  const chromium = await startChromium(board.profile);
  try {
    await chromium.page.goto(board.benchAddress);
    const now = Date.now();
    const fromMs = Math.floor(now / HOUR_MS) * HOUR_MS - 22 * HOUR_MS;
    const { exchangeId } = board;
    const { value, count } = await runBenchJob(chromium.page, {
      kind: 'seed',
      exchangeId,
      trades: TRADES,
      fromMs,
      toMs: now,
    });
    if (count !== TRADES) throw new Error(`Expected ${TRADES} trades to be stored, but ${count} were.`);
    await chromium.close();
    return `filled at ${Math.round(value)} trades/s`;
  } finally {
    await chromium.kill();
  }
}

/** Returns seconds. */
async function restoreOnce(board: Board): Promise<number> {
  const chromium = await startChromium(board.profile);
  try {
    const { page } = chromium;
    await page.addInitScript(watchRestore, TRADES);
    await page.goto(board.address);
    // Not waitForFunction: the page's content policy forbids what it does between two looks.
    const read = () => page.evaluate(() => (window as Watched).restored);
    const restored = await until(read, (now) => now !== undefined, 120, 50);
    if (restored === undefined)
      throw new Error('Expected the day to be read back within 120 s, but it was not.');
    await chromium.close();
    return restored.ms / 1000;
  } finally {
    await chromium.kill();
  }
}

/** Runs in the page, before its own scripts: asks until the last hour's trades are in and the day is whole. */
function watchRestore(expected: number): void {
  const ask = async (): Promise<void> => {
    const { market } = (await window.flowboard.diagnostics()) as {
      market?: { log: readonly { text: string }[] };
    };
    if (market?.log.some(({ text }) => text.startsWith('Read back')) !== true) return;
    const { day } = (await window.flowboard.analytics()) as Awaited<
      ReturnType<typeof window.flowboard.analytics>
    > & { day: { totals: { trades: number } } };
    if (day.totals.trades >= expected)
      Object.assign(window, { restored: { ms: performance.now(), trades: day.totals.trades } });
  };
  const again = (): void => {
    ask()
      .catch(() => undefined)
      .finally(() => {
        if ((window as Watched).restored === undefined) setTimeout(again, 25);
      });
  };
  again();
}

interface Exported {
  readonly seconds: number;
  readonly bytes: number;
  /** ms: longest time between two animation frames, longest task of the main thread. */
  readonly longestFrame: number;
  readonly longestTask: number;
}

async function exportOnce(board: Board, file: string): Promise<Measured> {
  const chromium = await startChromium(board.profile);
  try {
    const { page } = chromium;
    await openBoard(page, board);
    const before = await chromium.rendererMb();
    let most = before;
    const sampler = setInterval(() => {
      chromium.rendererMb().then(
        (now) => {
          most = Math.max(most, now);
        },
        () => undefined,
      );
    }, 500);
    const [exported, download] = await Promise.all([
      page.evaluate(exportAndSave),
      page.waitForEvent('download', { timeout: 600_000 }),
    ]).finally(() => clearInterval(sampler));
    await download.saveAs(file);
    await chromium.close();
    const { rows, check } = checkFile(file);
    const isWhole = rows >= TRADES && check !== 'damaged';
    return {
      name: 'export.rate',
      value: isWhole ? rows / exported.seconds : 0,
      note:
        `${rows} rows, ${(exported.bytes / rows).toFixed(0)} bytes each, ${check}; longest frame ` +
        `${exported.longestFrame.toFixed(0)} ms, longest task ${exported.longestTask.toFixed(0)} ms, ` +
        `renderer +${(most - before).toFixed(0)} MB`,
    };
  } finally {
    await chromium.kill();
  }
}

/** Runs in the page: exports everything while watching how the page paints, then saves the file as a person would. */
async function exportAndSave(): Promise<Exported> {
  let [longestFrame, longestTask, isOver] = [0, 0, false];
  let last = performance.now();
  const frame = (): void => {
    const now = performance.now();
    longestFrame = Math.max(longestFrame, now - last);
    last = now;
    if (!isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  observer.observe({ type: 'longtask' });
  const started = performance.now();
  const blob = await window.flowboard.exportSqlite({});
  const seconds = (performance.now() - started) / 1000;
  isOver = true;
  observer.disconnect();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'export.sqlite';
  link.click();
  return { seconds, bytes: blob.size, longestFrame, longestTask };
}

function checkFile(file: string): { rows: number; check: string } {
  if (!existsSync(file)) throw new Error('Expected the export to be saved, but there is no file.');
  const ask = (sql: string): string => execFileSync('sqlite3', [file, sql], { encoding: 'utf8' }).trim();
  if (spawnSync('sqlite3', ['--version']).error !== undefined)
    return { rows: TRADES, check: 'not checked, for want of the sqlite3 command line' };
  const rows = Number(ask('SELECT count(*) FROM trades'));
  const ids = Number(ask('SELECT count(DISTINCT trade_id) FROM trades'));
  const isSound = ask('PRAGMA integrity_check') === 'ok' && ids === rows;
  return { rows, check: isSound ? 'integrity_check ok, no trade twice' : 'damaged' };
}

async function pruneDay(board: Board): Promise<Measured> {
  const chromium = await startChromium(board.profile);
  try {
    const { page } = chromium;
    await page.goto(board.benchAddress);
    const { value, count, missing } = await runBenchJob(page, {
      kind: 'prune',
      exchangeId: board.exchangeId,
    });
    await chromium.close();
    return {
      name: 'prune',
      value: missing === 0 ? value : Number.POSITIVE_INFINITY,
      note: `${count} trades before, ${missing} chunks after`,
    };
  } finally {
    await chromium.kill();
  }
}
