/**
 * The heatmap's picture of one fixed scene, pixel by pixel against the pictures in `goldens/`: a line, a side or a strip that is
 * dropped, swapped or moved is seen here. Words are left out, because their type differs between machines.
 *
 * After a change of the picture that was wanted, make the goldens anew and look at them before they are committed:
 * `npx playwright test heatmap-golden --update-snapshots`. A golden that is missing fails; none is written by itself.
 */
import type { Theme } from '#core/market/liquidity/ramps.ts';
import { expect, type Page } from 'playwright/test';
import { test } from '../support/heatmap-page/site.ts';
import { heatScene, SCENE } from '../support/heatmap-scene.ts';

/** A pixel differs from five levels or so on; of all pixels so many may, because circles are smoothed as a Chromium likes. */
const TOLERANCE = { threshold: 0.02, maxDiffPixelRatio: 0.001 } as const;

interface Look {
  readonly name: string;
  readonly theme: Theme;
  readonly mode: 'Split: Bids blue, asks orange' | 'Size: One colour for both sides';
  readonly column: 'The last size in each column' | 'Max: The largest size in each column';
  /** The legend's sizes: 20 contracts and less at one end, those of the walls at the other. */
  readonly sizes: string;
}

const SPLIT = {
  mode: 'Split: Bids blue, asks orange',
  column: 'The last size in each column',
  sizes: '5.0k+205.0k+',
} as const;
const LOOKS: readonly Look[] = [
  { name: 'heatmap-dark', theme: 'dark', ...SPLIT },
  { name: 'heatmap-light', theme: 'light', ...SPLIT },
  {
    name: 'heatmap-dark-size',
    theme: 'dark',
    mode: 'Size: One colour for both sides',
    column: 'Max: The largest size in each column',
    sizes: '205.0k+',
  },
];

/** Returns the canvas as PNG in base64, words painted over. */
const pictureOf = (page: Page): Promise<string> =>
  page.evaluate(async ({ watched, gap, again, end }) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.liq-stage canvas');
    if (canvas === null) return '';
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height);
    const context = copy.getContext('2d');
    if (context === null) return '';
    context.drawImage(canvas, 0, 0);
    // The worker's layout (workers/heatmap/layout.ts), at one pixel each.
    const [left, top] = [12, 30];
    const [right, bottom] = [width - 120, height - 68];
    const xOf = (second: number) => right - ((end - second) / end) * (right - left);
    const cover = (x: number, y: number, toX: number, toY: number) =>
      context.fillRect(
        Math.round(x),
        Math.round(y),
        Math.round(toX) - Math.round(x),
        Math.round(toY) - Math.round(y),
      );
    context.fillStyle = '#808080';
    cover(left, 3, left + 64, 18); // Volume
    cover(right + 2, 0, width, top - 1); // Depth now
    cover(right + 71, 0, width, height); // prices
    cover(0, bottom + 1, width, bottom + 17); // Imbalance, 5 levels
    cover(right + 2, bottom + 1, width, height); // its newest value
    cover(0, bottom + 44, width, height); // times
    cover(xOf(0), top + 6, xOf(watched) + 2, top + 28); // Not recorded
    cover(xOf(gap) - 2, top + 6, xOf(again) + 2, top + 28); // Gap 40 s
    const blob = await copy.convertToBlob({ type: 'image/png' });
    return btoa(String.fromCodePoint(...new Uint8Array(await blob.arrayBuffer())));
  }, SCENE);

for (const { name, theme, mode, column, sizes } of LOOKS)
  test(`${name}: the picture of the fixed scene is the golden one, and the legend has its numbers`, async ({
    page,
    site,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(site);
    // However tall the words of a legend are, the picture has its size.
    await page.addStyleTag({ content: '.liq-room { flex: none; height: 448px; }' });
    await page.waitForFunction(() => 'heatmap' in window);
    for (const look of ['5 minutes', mode, column])
      await page.getByRole('radio', { name: look, exact: true }).click();
    await page.getByRole('button', { name: 'Micro', exact: true }).click();
    await page.evaluate(({ from, until, events, trades }) => {
      window.heatmap.begin(from);
      window.heatmap.clock(until);
      window.heatmap.books({ from, until, events });
      window.heatmap.trades(trades);
      window.heatmap.past(from);
    }, heatScene);
    // From which size on trades are dots depends on what was in view before, as the scene came in. A change of range forgets that.
    await expect(page.locator('.liq-trades')).not.toBeEmpty();
    for (const range of ['15 minutes', '5 minutes'])
      await page.getByRole('radio', { name: range, exact: true }).click();
    await expect(page.locator('.liq-ramp')).toHaveText(sizes);
    // Four in ten are of fewer than 400 contracts; the round size below that is 200.
    await expect(page.locator('.liq-trades')).toHaveText('trades of 200+800');
    await expect(page.locator('.liq-lines')).toHaveText('bidask');

    // The scale of dots is looked at every two seconds, and the legend is told before the pixels are shown.
    let picture = '';
    await expect
      .poll(
        async () => {
          const before = picture;
          picture = await pictureOf(page);
          return picture !== '' && picture === before;
        },
        { intervals: [500] },
      )
      .toBe(true);
    // On a busy machine it may have stood still before its last frame came.
    await expect(async () => {
      expect(Buffer.from(await pictureOf(page), 'base64')).toMatchSnapshot(`${name}.png`, TOLERANCE);
    }).toPass({ timeout: 10_000 });
  });
