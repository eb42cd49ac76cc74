/** Every chart for everyone: it has a name, a sentence about what is drawn, a cursor that the arrow keys move, and a table. */
import type { Locator, Page } from 'playwright/test';
import { expect, goTo, livelyMarket, openBoard, test } from './board.ts';

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Walks the chart of `place` by keys, then reads its table. */
async function expectForEveryone(
  place: Locator,
  name: RegExp,
  columns: readonly (string | RegExp)[],
): Promise<void> {
  const chart = place.getByRole('slider', { name });
  const said = () => chart.getAttribute('aria-valuetext');
  await chart.focus();
  await expect.poll(said).toMatch(/\d/);
  await chart.press('Home');
  const first = await said();
  await chart.press('End');
  await expect.poll(said).not.toBe(first);
  await chart.press('ArrowLeft');
  await expect.poll(said).toMatch(/\S/);

  const button = place.getByRole('button', { name: 'View as table' });
  await button.focus();
  await button.press('Enter');
  await expect(chart).toBeHidden();
  const table = place.getByRole('table').first();
  await expect(table).toBeVisible();
  const heads = await table.getByRole('columnheader').allTextContents();
  for (const [index, column] of columns.entries()) expect(heads[index]).toMatch(column);
  const rows = table.locator('tbody').getByRole('row');
  await expect(rows).not.toHaveCount(0);
  expect(await rows.count()).toBeLessThanOrEqual(50);
  await expect(rows.first().getByRole('rowheader')).toHaveText(/\d/);
  await expect(rows.first()).toHaveText(/\S/);
  await place.getByRole('button', { name: 'View as chart' }).click();
  await expect(chart).toBeVisible();
}

test('charts of the board, of a market and of an event are read by keys and as tables', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await expectForEveryone(panel(page, 'Analytics'), /^Contracts taken per minute/, [
    /^Minute/,
    'YES',
    'NO',
    'Net',
  ]);

  await goTo(page, `?market=${ticker}`);
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText('In sync')).toBeVisible();
  await expectForEveryone(drawer.locator('.drawer-price'), /^YES price and volume of/, [
    /^Time/,
    'YES price',
  ]);

  await drawer.getByRole('button', { name: /Open page/ }).click();
  await expect(page.getByText('In sync').first()).toBeVisible();
  await expectForEveryone(panel(page, 'Price'), /^YES price and volume of/, [
    /^Time/,
    'YES price',
    'YES volume',
  ]);
  await expectForEveryone(panel(page, 'Depth'), /^Contracts bid and asked/, [
    'YES price',
    'YES bids',
    /^NO bids/,
  ]);

  const picture = page.getByRole('application', { name: /^Liquidity of/ });
  await expect(picture).toHaveAccessibleDescription(
    /^Last YES price [\d.]+¢; (best|no) bid.*, (best|no) ask.*\. Arrow keys read the picture/,
  );

  await page.locator('.market-path a').first().click();
  await expect(page.getByRole('main', { name: /^Event / })).toBeVisible();
  await expectForEveryone(panel(page, 'Prices'), /^Last YES prices of the markets/, [/^Time/]);
});

test('a table of more than fifty rows has pages, and says which', async ({ page, board }) => {
  await openBoard(page, board);
  const analytics = panel(page, 'Analytics');
  await analytics.getByRole('button', { name: 'View as table' }).click();
  const heads = analytics.locator('tbody').getByRole('rowheader');
  await expect(heads).toHaveCount(50);
  await expect(analytics.getByText('1–50 of 60 rows')).toBeVisible();
  const first = await heads.first().textContent();
  await analytics.getByRole('button', { name: 'Next' }).press('Enter');
  await expect(heads).toHaveCount(10);
  await expect(analytics.getByText('51–60 of 60 rows')).toBeVisible();
  expect(await heads.first().textContent()).not.toBe(first);
  // The last page leads nowhere further, and the button keeps the focus.
  await expect(analytics.getByRole('button', { name: 'Next' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heads).toHaveCount(10);
  await analytics.getByRole('button', { name: 'Previous' }).click();
  await expect(heads).toHaveCount(50);
});
