/** The bars between the panels: drag, keys, buttons, double click; kept, put back, and never wider than the page. */
import type { Page } from 'playwright/test';
import { expect, goTo, livelyMarket, openBoard, stats, test, type Board } from './board.ts';

const bar = (page: Page, panel: string) => page.getByRole('separator', { name: `Size of ${panel}` });
const sizeOf = async (page: Page, panel: string): Promise<number> =>
  Number(await bar(page, panel).getAttribute('aria-valuenow'));
const widthOf = async (page: Page, area: string): Promise<number> =>
  Math.round((await page.locator(`.area-${area}`).boundingBox())?.width ?? 0);

async function openMarket(page: Page, board: Board): Promise<void> {
  const ticker = await livelyMarket(page, board);
  await goTo(page, `?view=market&market=${ticker}`);
  await expect(page.locator('.market-board')).toBeVisible();
}

/** Whatever sticks out of the page or of its board sideways, px. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll('.board, .market-board')];
    return Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth));
  });

test('a bar is dragged, walked by keys and buttons, kept over a reload, and put back by a double click', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await expect.poll(() => sizeOf(page, 'Tape')).toBe(400);
  const box = await bar(page, 'Tape').boundingBox();
  const [x, y] = [(box?.x ?? 0) + 4, (box?.y ?? 0) + 120];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => sizeOf(page, 'Tape')).toBe(460);
  await bar(page, 'Tape').press('ArrowLeft');
  await expect.poll(() => sizeOf(page, 'Tape')).toBe(444);
  await page.getByRole('button', { name: 'Tape wider', includeHidden: true }).click();
  await expect.poll(() => sizeOf(page, 'Tape')).toBe(460);

  await page.reload();
  await expect.poll(() => widthOf(page, 'tape')).toBe(460);
  await bar(page, 'Tape').press('Home');
  await expect.poll(() => sizeOf(page, 'Tape')).toBe(320);
  await bar(page, 'Tape').press('End');
  const most = Number(await bar(page, 'Tape').getAttribute('aria-valuemax'));
  await expect.poll(async () => Math.abs((await widthOf(page, 'tape')) - most)).toBeLessThanOrEqual(1);
  await bar(page, 'Tape').dblclick({ position: { x: 4, y: 100 } });
  await expect.poll(() => widthOf(page, 'tape')).toBe(400);
});

test('the panel grows away from its bar, on either side and downwards', async ({ page, board }) => {
  await openBoard(page, board);
  // While the hour before is fetched a sentence about it may stand over the panels: they are lower.
  await expect.poll(async () => (await stats(page)).connection.state, { timeout: 30_000 }).toBe('live');
  await expect(page.locator('.trouble')).toBeHidden();
  await expect.poll(() => sizeOf(page, 'Hot markets')).toBe(304);
  await bar(page, 'Hot markets').press('ArrowLeft');
  await expect.poll(() => sizeOf(page, 'Hot markets')).toBe(320);
  const heat = await sizeOf(page, 'Heat');
  await bar(page, 'Heat').press('ArrowDown');
  await expect.poll(async () => Math.abs((await sizeOf(page, 'Heat')) - heat - 16)).toBeLessThanOrEqual(1);
});

test('Settings puts all panels back', async ({ page, board }) => {
  await openBoard(page, board);
  await bar(page, 'Tape').press('Home');
  await bar(page, 'Heat').press('End');
  await expect.poll(() => widthOf(page, 'tape')).toBe(320);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Reset layout' }).click();
  await expect.poll(() => widthOf(page, 'tape')).toBe(400);
  await expect(page.getByRole('button', { name: 'Reset layout' })).toBeDisabled();
});

test('panels as large as they go never make a page wider than its window', async ({ page, board }) => {
  await page.setViewportSize({ width: 3840, height: 1200 });
  await openBoard(page, board);
  const widths = [3840, 1920, 1440, 1200, 1199, 1024];
  for (const panel of ['Tape', 'Heat', 'Hot markets']) await bar(page, panel).press('End');
  await expect.poll(() => widthOf(page, 'tape')).toBeGreaterThan(1_300);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(() => overflow(page), { message: `front page at ${width}` }).toBe(0);
    await expect.poll(() => widthOf(page, 'heat'), { message: `heat at ${width}` }).toBeGreaterThan(380);
  }
  await page.setViewportSize({ width: 3840, height: 1200 });
  await openMarket(page, board);
  for (const panel of ['Price', 'Ladder', 'Trades and depth']) await bar(page, panel).press('End');
  await expect.poll(() => widthOf(page, 'ladder')).toBeGreaterThan(1_000);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(() => overflow(page), { message: `market page at ${width}` }).toBe(0);
  }
});

test('a phone has no bars', async ({ page, board }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openBoard(page, board);
  await expect(page.getByRole('tab', { name: 'Tape' })).toBeVisible();
  await expect(page.getByRole('separator')).toHaveCount(0);
});
