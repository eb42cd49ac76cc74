/** Someone reads the order book of a market: it moves, it is the exchange's own, and when it cannot be it says so. */
import type { Page } from 'playwright/test';
import { expect, freePort, livelyMarket, openBoard, startBoard, stats, test, type Board } from './board.ts';

/** Opens the drawer of a lively market and returns its ticker. */
async function openLively(page: Page, board: Board): Promise<string> {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await page.goto(`${new URL(board.address).origin}/?market=${ticker}`);
  return ticker;
}

/** The rule takes the most active markets by default: switched off where books are counted. */
async function recordNoBooks(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const rule = page.getByRole('spinbutton', { name: 'Record the books of the' });
  await rule.fill('0');
  await rule.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Data' })).toBeHidden();
}

const ladder = (page: Page) => page.getByRole('dialog').getByRole('table', { name: /Order book/ });

test('the ladder of a market is in sync, moves, and shows what the exchange sends', async ({
  page,
  board,
}) => {
  const ticker = await openLively(page, board);
  await expect(page.getByRole('dialog').getByText('In sync')).toBeVisible();
  await expect(ladder(page).getByRole('row')).toHaveCount(17);
  const before = await ladder(page).textContent();
  await expect.poll(() => ladder(page).textContent(), { timeout: 40_000 }).not.toBe(before);
  const book = await page.evaluate((asked) => window.flowboard.book(asked), ticker);
  expect(book.stale).toBe(false);
  expect(book.yesBids.length).toBeGreaterThan(0);
  // A dollar less what is bid for NO is what YES costs.
  const [noBid] = book.noBids;
  expect(Number(book.yesAsks[0]?.[0])).toBeCloseTo(1 - Number(noBid?.[0]), 6);
  expect((await stats(page)).books).toBeGreaterThan(0);
});

test('prices can be grouped, and the choice is made by keyboard', async ({ page, board }) => {
  await openLively(page, board);
  await expect(page.getByRole('dialog').getByText('In sync')).toBeVisible();
  await page.getByRole('radio', { name: 'Every level' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'In steps of one cent' })).toBeChecked();
  const isGrouped = async (): Promise<boolean> => {
    const prices = await ladder(page).locator('.ladder-price').allTextContents();
    return prices.length > 0 && prices.every((price) => /^\d+¢$/.test(price));
  };
  await expect.poll(isGrouped).toBe(true);
});

test('with the exchange away the book is marked as old; when it is back, it is exact again', async ({
  page,
}) => {
  const port = await freePort();
  const first = await startBoard({ port });
  const ticker = await openLively(page, first);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('In sync')).toBeVisible();
  await first.stop();
  await expect(dialog.getByText('In sync')).toBeHidden();
  await expect(dialog.locator('.ladder[data-dimmed]')).toBeVisible();
  await expect(dialog.getByText('this is the book as it was last known')).toBeVisible();
  const isStale = () => page.evaluate(async (asked) => (await window.flowboard.book(asked)).stale, ticker);
  await expect.poll(isStale).toBe(true);
  const second = await startBoard({ port });
  await expect(dialog.getByText('In sync')).toBeVisible({ timeout: 30_000 });
  await expect.poll(isStale).toBe(false);
  await second.stop();
});

test('a book is let go when nobody looks, kept when a script asked, and refused in words when nobody did', async ({
  page,
  board,
}) => {
  const ticker = await openLively(page, board);
  await expect(page.getByRole('dialog').getByText('In sync')).toBeVisible();
  await page.keyboard.press('Escape');
  await recordNoBooks(page);
  await expect.poll(async () => (await stats(page)).books).toBe(0);
  const refusal = await page.evaluate(
    (asked) => window.flowboard.book(asked).catch((error: Error) => error.message),
    ticker,
  );
  expect(refusal).toContain('call flowboard.watchBook');
  const watched = await page.evaluate((asked) => window.flowboard.watchBook(asked), ticker);
  expect(watched.stale).toBe(false);
  await expect.poll(async () => (await stats(page)).books).toBe(1);
});

test('a market without a book says so', async ({ page, board }) => {
  await openBoard(page, board);
  await page.goto(`${new URL(board.address).origin}/?market=KXNOPE-26NOV21-X`);
  await expect.poll(async () => (await stats(page).catch(() => undefined))?.connection.state).toBe('live');
  // REST says at once that it does not know it: nobody waits for what will not come.
  await expect(page.getByRole('dialog').getByText('No book')).toBeVisible({ timeout: 6_000 });
  await expect(
    page.getByText('The exchange does not list this market and sends no order book'),
  ).toBeVisible();
});
