/**
 * The page's renderer is killed while it writes, again and again: nothing that was acknowledged is lost and nothing is there
 * twice. FLOWBOARD_KILLS=100 for the long run.
 */
import type { Page } from 'playwright/test';
import { exportFrom, hasSqlite } from '../support/page-storage.ts';
import { crashRenderer, crashWorker } from '../support/page-crash.ts';
import { expect, livelyMarket, openBoard, startBoard, stats, test, type Board } from './board.ts';

const KILLS = Number(process.env['FLOWBOARD_KILLS'] ?? 5);
/** Trades a second of the simulated exchange. */
const RATE = 400;
/** Moments between the first stored trade and a kill, spread over several batches and a seal. */
const STEP_MS = 137;
const MOMENTS = 9;
/** Trades, and rows of books, of each run. */
const LEAST_NEW = 20;
/** A change of a book is written so long after it was received, at most. */
const BOOKS_MS = 2_000;

interface Acknowledged {
  /** When it was said, ms: whatever is meant was received before. */
  readonly at: number;
  readonly trades: number;
  readonly bookRows: number;
}

/** What was said before a kill, and since when rows of books had come. */
interface Told extends Acknowledged {
  readonly since: number;
}

/** What the store says is on disk: it has said so, hence it must be there afterwards. */
const acknowledged = (page: Page): Promise<Acknowledged> =>
  page.evaluate(async () => {
    const { store } = await window.flowboard.diagnostics();
    return { at: Date.now(), trades: store?.tradesOnDisk ?? 0, bookRows: store?.bookRows ?? 0 };
  });

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
  // With REST off nothing that is lost can come back by itself.
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: /REST/ }).click();
  await page.keyboard.press('Escape');
  const told: Told[] = [];
  for (let run = 0; run < KILLS; run++) {
    const before = await acknowledged(page);
    await expect
      .poll(async () => {
        const { trades, bookRows } = await acknowledged(page);
        return trades > before.trades + LEAST_NEW && bookRows > before.bookRows + LEAST_NEW;
      })
      .toBe(true);
    await page.waitForTimeout((run % MOMENTS) * STEP_MS);
    told.push({ ...(await acknowledged(page)), since: before.at - BOOKS_MS });
    await crashRenderer(page);
    page = await openAgain(page, board);
    await expect
      .poll(async () => (await acknowledged(page).catch(() => before)).trades, { timeout: 30_000 })
      .toBeGreaterThan(0);
  }
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored);

  const file = await exportFrom(page);
  const one = (sql: string): number => file.ask<{ n: number }>(sql)[0]?.n ?? Number.NaN;
  for (const { at, trades, since } of told) {
    expect(one(`SELECT count(*) AS n FROM trades WHERE received_at_ms <= ${at}`)).toBeGreaterThanOrEqual(
      trades,
    );
    // More of them were said to be on disk than at the look before: those that came between the two are there still.
    const [from, until] = [since, at].map((time) => new Date(time).toISOString());
    const changes = `SELECT count(*) AS n FROM orderbook_deltas WHERE received_at BETWEEN '${from}' AND '${until}'`;
    expect(one(changes)).toBeGreaterThan(0);
  }
  expect(one('SELECT count(DISTINCT trade_id) AS n FROM trades')).toBe(
    one('SELECT count(*) AS n FROM trades'),
  );
  file.close();
  await page.close();
  await board.stop();
});

/** Of all trades on disk. */
const idsOnDisk = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const text = await (await window.flowboard.exportCsv({ tables: ['trades'] })).text();
    const [head = '', ...rows] = text.trim().split(/\r?\n/);
    const id = head.split(',').indexOf('trade_id');
    return rows.map((row) => row.split(',')[id] ?? '');
  });

test('a replay whose worker dies says so, and the page is live again', async ({ page, board }) => {
  await openBoard(page, board);
  await page.evaluate(() => window.flowboard.replay());
  const banner = page.getByRole('region', { name: 'Replay', exact: true });
  await expect(banner).toBeVisible();
  await crashWorker(page, 'replay-worker');
  await expect(page.getByText(/The replay stopped .*The recording is as it was/)).toBeVisible();
  await expect(banner).toBeHidden();
  await expect(page.getByText('Live', { exact: true }).first()).toBeVisible();
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored + 20);
  // And it can be opened again.
  await page.evaluate(() => window.flowboard.replay());
  await expect(banner).toBeVisible();
});

test('a liquidity picture whose worker dies says so, and comes back when asked', async ({ page, board }) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await page.goto(`${new URL(board.address).origin}/?view=market&market=${ticker}`);
  await expect(page.getByText('In sync')).toBeVisible();
  await expect(page.getByRole('application', { name: /^Liquidity of/ })).toBeVisible();
  await crashWorker(page, 'heatmap-worker');
  const liquidity = page.getByRole('region', { name: 'Liquidity', exact: true });
  await expect(liquidity.getByText(/The picture stopped/)).toBeVisible();
  await expect(page.getByText('In sync')).toBeVisible();
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored + 20);
  await liquidity.getByRole('button', { name: /again/i }).click();
  await expect(liquidity.getByText(/The picture stopped/)).toBeHidden();
});

test('a disk that fills up while trades and books are recorded is said, and recording goes on when there is room', async ({
  page,
  board,
}) => {
  test.setTimeout(120_000);
  await openBoard(page, board);
  await expect.poll(async () => (await acknowledged(page)).bookRows).toBeGreaterThan(LEAST_NEW);
  const before = await idsOnDisk(page);
  const session = await page.context().newCDPSession(page);
  const origin = new URL(board.address).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await expect(page.getByText('Not recording').first()).toBeVisible({ timeout: 30_000 });
  const { tradesReceived } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(tradesReceived + 40);
  await expect.poll(async () => (await stats(page)).connection.state).toBe('live');

  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await expect(page.getByText('Not recording')).toHaveCount(0, { timeout: 60_000 });
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored + LEAST_NEW);
  const { bookRows } = await acknowledged(page);
  await expect.poll(async () => (await acknowledged(page)).bookRows).toBeGreaterThan(bookRows);
  const ids = await idsOnDisk(page);
  const kept = new Set(ids);
  expect(kept.size).toBe(ids.length);
  expect(before.filter((id) => !kept.has(id))).toEqual([]);
});
