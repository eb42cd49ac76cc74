/**
 * Makes all pictures (`npm run images`): of the installed program its icons from public/icon.svg and its two screenshots, and
 * those of the README, from the running board on the simulated exchange, so build the page first. Writes into public/ and
 * docs/images/; run it when the look has changed.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { goTo, livelyMarket, startBoard } from './e2e/board.ts';
import { chromiumPath } from './support/chromium-path.ts';

const inDocs = (path: string): string => fileURLToPath(new URL(`../docs/images/${path}`, import.meta.url));
const inPublic = (path: string): string => fileURLToPath(new URL(`../public/${path}`, import.meta.url));

/** What of a maskable icon may be cut away at each side, in parts of its size. */
const SAFE_ZONE = 0.1;
/** The rectangle that the icon stands on. */
const GROUND = '#0b0e14';

/** So many trades are the hour that the simulated exchange gives at the start. */
const FULL = 40_000;
/** Of the market's page: some of its liquidity is seen then. */
const WATCHED_MS = 180_000;
/** Of the screenshots, which are to stay below 300 kB. */
const QUALITY = 85;

const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
for (const folder of ['icons', 'screenshots']) mkdirSync(inPublic(folder), { recursive: true });
await makeIcon(browser, 192, 0, 'icons/icon-192.png');
await makeIcon(browser, 512, 0, 'icons/icon-512.png');
await makeIcon(browser, 512, SAFE_ZONE, 'icons/maskable-512.png');
await makeScreenshots(browser);
await browser.close();

/** With `zone` the ground fills the whole square, and the picture stays out of what a mask may cut away. */
async function makeIcon(from: Browser, size: number, zone: number, path: string): Promise<void> {
  const page = await from.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(inPublic('icon.svg')).toString('base64');
  const inset = size * zone;
  const ground = zone > 0 ? GROUND : 'transparent';
  await page.setContent(
    `<body style="margin:0;background:${ground}"><img style="position:absolute;inset:${inset}px;width:${size - 2 * inset}px" src="data:image/svg+xml;base64,${svg}"></body>`,
  );
  await page.locator('img').evaluate((image) => (image as HTMLImageElement).decode());
  await page.screenshot({ path: inPublic(path), omitBackground: true });
  await page.close();
}

async function makeScreenshots(from: Browser): Promise<void> {
  const board = await startBoard({ rate: 60 });
  const context = await from.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
  await context.addInitScript(() => {
    localStorage.setItem('flowboard.display', '{"isWelcomed":true,"theme":"dark"}');
  });
  const page = await context.newPage();
  await page.goto(board.address);
  while ((await page.evaluate(() => window.flowboard.stats())).tradesStored < FULL)
    await page.waitForTimeout(1_000);
  await page.screenshot({ path: inPublic('screenshots/wide.jpg'), quality: QUALITY });
  await page.setViewportSize({ width: 390, height: 844 });
  // The heat is laid out anew, and its numbers come once a second.
  await page.waitForTimeout(2_500);
  await page.screenshot({ path: inPublic('screenshots/narrow.jpg'), quality: QUALITY });

  await page.setViewportSize({ width: 1440, height: 900 });
  const ticker = await livelyMarket(page, board);
  await page.waitForTimeout(WATCHED_MS);
  await page.screenshot({ path: inDocs('flow-dark.png') });
  await goTo(page, `?view=market&market=${ticker}`);
  await page.waitForTimeout(20_000);
  await page.screenshot({ path: inDocs('market-dark.png') });
  await context.close();
  await board.stop();
}
