/**
 * The page's renderer is killed while it writes, again and again: nothing that was acknowledged is lost and nothing is there
 * twice. FLOWBOARD_KILLS=100 for the long run.
 */
import type { Page } from 'playwright/test';
import { exportFrom, hasSqlite } from '../support/page-storage.ts';
import { expect, openBoard, startBoard, stats, test, type Board } from './board.ts';

const KILLS = Number(process.env['FLOWBOARD_KILLS'] ?? 5);
/** Trades a second of the simulated exchange. */
const RATE = 400;
/** Moments between the first stored trade and a kill, spread over several batches and a seal. */
const STEP_MS = 137;
const MOMENTS = 9;
/** What a mere trade count may not show. */
const LEAST_NEW_TRADES = 20;

interface Acknowledged {
  readonly trades: number;
  readonly bookRows: number;
}

/** What the store says is on disk: it has said so, hence it must be there afterwards. */
const acknowledged = (page: Page): Promise<Acknowledged> =>
  page.evaluate(async () => {
    const { store } = await window.flowboard.diagnostics();
    return { trades: store?.tradesOnDisk ?? 0, bookRows: store?.bookRows ?? 0 };
  });

/** Ends the renderer as a crash would: nothing of the page runs any more. */
async function kill(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  // Never answered: the one who would is gone.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
}

async function openAgain(page: Page, board: Board): Promise<Page> {
  const next = await page.context().newPage();
  await page.close();
  await next.goto(new URL(board.address).origin);
  return next;
}

test(`${KILLS} renderers killed while they write lose nothing that was acknowledged, and nothing is twice`, async ({
  page: first,
}) => {
  test.skip(!hasSqlite, 'no sqlite3 command on this machine');
  test.setTimeout(60_000 + KILLS * 12_000);
  const board = await startBoard({ rate: RATE });
  let page = await first.context().newPage();
  await openBoard(page, board);
  let known: Acknowledged = { trades: 0, bookRows: 0 };
  const lost: string[] = [];
  for (let run = 0; run < KILLS; run++) {
    await expect
      .poll(async () => (await acknowledged(page)).trades)
      .toBeGreaterThan(known.trades + LEAST_NEW_TRADES);
    await page.waitForTimeout((run % MOMENTS) * STEP_MS);
    known = await acknowledged(page);
    await kill(page);
    page = await openAgain(page, board);
    await expect.poll(async () => (await acknowledged(page).catch(() => known)).trades > 0).toBe(true);
    const found = await acknowledged(page);
    if (found.trades < known.trades)
      lost.push(`kill ${run + 1}: ${known.trades} trades, then ${found.trades}`);
    if (found.bookRows < known.bookRows)
      lost.push(`kill ${run + 1}: ${known.bookRows} rows of books, then ${found.bookRows}`);
  }
  expect(lost).toEqual([]);
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored);

  const file = await exportFrom(page);
  const [sums] = file.ask<{ rows: number; ids: number; snapshots: number; deltas: number; check: string }>(
    `SELECT count(*) AS rows, count(DISTINCT trade_id) AS ids,
       (SELECT count(*) FROM orderbook_snapshots) AS snapshots, (SELECT count(*) FROM orderbook_deltas) AS deltas
     FROM trades`,
  );
  file.close();
  expect(sums?.ids).toBe(sums?.rows);
  expect(sums?.rows).toBeGreaterThanOrEqual(known.trades);
  expect(sums?.snapshots).toBeGreaterThan(0);
  expect(sums?.deltas).toBeGreaterThan(0);
  await page.close();
  await board.stop();
});
