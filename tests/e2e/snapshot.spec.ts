/** A panel as a picture: what is in it, what is stamped under it, and where it goes. */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright/test';
import { expect, goTo, livelyMarket, openBoard, stats, test } from './board.ts';

const RATIO = 2;
const front = ['Tape', 'Hot now', 'Market heat', 'Analytics'];

const panel = (page: Page, title: string) =>
  page.locator('section.panel', { has: page.getByRole('heading', { name: title, exact: true }) });

/** As in a browser that lets a page put nothing there. */
const withoutClipboard = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });

async function pictureOf(page: Page, title: string): Promise<Download> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: `Picture of ${title}`, exact: true }).click();
  return download;
}

interface Seen {
  readonly width: number;
  readonly height: number;
  /** How many different colours each quarter of the panel has. */
  readonly colours: readonly number[];
  /** Points of the stamp that are not its ground. */
  readonly ink: number;
}

/** Decodes a PNG in the page's own browser. The panel is `height` px high in the page; the stamp is under it. */
async function look(page: Page, download: Download, height: number): Promise<Seen> {
  const bytes = (await readFile(await download.path())).toString('base64');
  return page.evaluate(
    async ({ address, split }) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.drawImage(image, 0, 0);
      const colourCount = (x: number, y: number, w: number, h: number): number =>
        new Set(new Uint32Array(context.getImageData(x, y, w, h).data.buffer)).size;
      const [w, h] = [Math.floor(canvas.width / 2), Math.floor(split / 2)];
      const stamp = new Uint32Array(
        context.getImageData(0, split, canvas.width, canvas.height - split).data.buffer,
      );
      return {
        width: canvas.width,
        height: canvas.height,
        colours: [
          colourCount(0, 0, w, h),
          colourCount(w, 0, w, h),
          colourCount(0, h, w, h),
          colourCount(w, h, w, h),
        ],
        ink: stamp.filter((point) => point !== stamp[0]).length,
      };
    },
    { address: `data:image/png;base64,${bytes}`, split: Math.floor(height * RATIO) },
  );
}

async function expectPicture(page: Page, title: string): Promise<void> {
  const box = await panel(page, title).boundingBox();
  const download = await pictureOf(page, title);
  expect(download.suggestedFilename()).toMatch(/^flowboard-[a-z-]+-\d{8}T\d{6}Z\.png$/);
  const { width, height } = box ?? { width: 0, height: 0 };
  const seen = await look(page, download, height);
  expect(seen.width, title).toBe(Math.ceil(width * RATIO));
  expect(seen.height, title).toBeGreaterThan((height + 20) * RATIO);
  expect(Math.min(...seen.colours), `${title} has something in each quarter`).toBeGreaterThan(3);
  expect(seen.ink, `${title} has its stamp`).toBeGreaterThan(1_000);
  await expect(page.getByText(`Picture saved: ${title}`).last()).toBeVisible();
}

test('every panel of the front page and of a market is a picture with its stamp, saved where nothing may be copied', async ({
  page,
  board,
}) => {
  test.setTimeout(120_000);
  await withoutClipboard(page);
  await openBoard(page, board);
  // Full down to the lowest quarter of each.
  await expect(page.locator('.tape-rows [data-row="20"]')).toBeVisible();
  await expect(page.locator('.hot-card').nth(5)).toBeVisible();
  await expect(page.locator('.heat-tile').nth(10)).toBeVisible();
  // With the hour before, which comes by REST.
  await expect.poll(async () => (await stats(page)).connection.state, { timeout: 30_000 }).toBe('live');
  for (const title of front) await expectPicture(page, title);
  const ticker = await livelyMarket(page, board);
  await openBoard(page, board, `?view=market&market=${ticker}`);
  await expect(page.locator('.liq-stage canvas')).toBeVisible();
  await expect(panel(page, 'Ladder').getByText('In sync')).toBeVisible();
  await expect(panel(page, 'Trades').locator('[data-row="8"], tbody tr:nth-child(9)').first()).toBeVisible();
  for (const title of ['Price', 'Liquidity', 'Ladder', 'Depth', 'Trades']) await expectPicture(page, title);
});

test('the stamp names what the picture is of: all markets, what the tape is narrowed to, the market of a drawer or a page', async ({
  page,
  board,
}) => {
  await withoutClipboard(page);
  await openBoard(page, board);
  const said = async (title: string): Promise<string> => {
    await pictureOf(page, title);
    const toast = page.locator('[data-sonner-toast]').filter({ hasText: `Picture saved: ${title}` });
    return toast.first().innerText();
  };
  const time = String.raw`\w{3} \d+ \w{3} \d{4} \d\d:\d\d:\d\d UTC · Live [\d.]+ s · SIMULATED · Flowboard`;
  expect(await said('Tape')).toMatch(new RegExp(`All markets · ${time}`));
  expect(await said('Market heat')).toMatch(new RegExp(`All markets · ${time}`));
  await panel(page, 'Tape').getByPlaceholder('Filter').fill('kx');
  await expect(page.locator('.tape-rows [data-row="5"]')).toBeVisible();
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0);
  expect(await said('Tape')).toMatch(new RegExp(`“kx” · ${time}`));
  const ticker = await livelyMarket(page, board);
  await goTo(page, `?market=${ticker}`);
  const drawer = page.getByRole('dialog', { name: `Market ${ticker}` });
  await expect(drawer.locator('.drawer-body')).toBeVisible();
  expect(await said('Market')).toMatch(new RegExp(`${ticker} · ${time}`));
  await goTo(page, `?view=market&market=${ticker}`);
  await expect(panel(page, 'Ladder').getByText('In sync')).toBeVisible();
  expect(await said('Trades')).toMatch(new RegExp(`${ticker} · ${time}`));
  await expect(panel(page, 'Ladder').getByText('In sync')).toBeVisible();
  expect(await said('Ladder')).toMatch(new RegExp(`${ticker} · .* · In sync · SIMULATED`));
});

test('where it may be, the picture goes to the clipboard, and to a file on top', async ({
  page,
  board,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Picture of Tape' }).click();
  await expect(page.getByText('Picture copied: Tape')).toBeVisible();
  const kinds = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap(({ types }) => [...types]),
  );
  expect(kinds).toContain('image/png');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as file' }).click();
  expect((await download).suggestedFilename()).toContain('flowboard-tape-');
});

test('a phone has no camera in its panels: the palette takes the picture', async ({ page, board }) => {
  await withoutClipboard(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await openBoard(page, board);
  await expect(page.getByRole('button', { name: 'Picture of Hot now' })).toBeHidden();
  await page.getByRole('button', { name: 'Find (Ctrl K)' }).click();
  // Until the search is there, the only such field is the order of the hot list.
  await page.getByRole('dialog', { name: 'Find' }).getByRole('combobox').fill('picture');
  const download = page.waitForEvent('download');
  await page.getByRole('option', { name: 'Picture of Hot now' }).click();
  expect((await download).suggestedFilename()).toContain('flowboard-hot-now-');
});
