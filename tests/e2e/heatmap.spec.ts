/**
 * The heatmap's pixels, from a fixed story: sizes in the colours of the ramps, gaps and what nobody recorded as two hatches,
 * both themes, both modes. Worker, canvas and panel are the product's; only the river is ours.
 */
import type { BookEvent } from '#core/market/book/book-event.ts';
import { rampColour, rampPlace, RAMPS, type RampName, type Theme } from '#core/market/liquidity/ramps.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';
import { expect, type Page } from 'playwright/test';
import { test } from '../support/heatmap-page/site.ts';
import { HEAT_TICKER } from '../support/heatmap-page/told.ts';

const START = 1_795_176_000_000;
const SECOND = 1_000;
/** Where the story ends, and the clock stands. */
const NOW = START + 240 * SECOND;

/** Sizes by price, 1e-2 contract: walls at 30 and 70 cents, away from the best prices, whose lines cover what is under them. */
const BIDS = { 4_000: 20_000, 3_500: 20_000, 3_000: 500_000 } as const;
const ASKS = { 6_000: 20_000, 6_500: 20_000, 7_000: 500_000 } as const;

const levels = (sizes: Readonly<Record<number, number>>, toOwn: (price: number) => number) =>
  Object.entries(sizes)
    .map(([price, size]) => [toOwn(Number(price)) as Price, size as Quantity] as const)
    .sort((a, b) => a[0] - b[0]);

const snapshot = (at: number): BookEvent => ({
  kind: 'snapshot',
  ticker: HEAT_TICKER,
  receivedAt: at as UnixMs,
  seq: undefined,
  yes: levels(BIDS, (price) => price),
  no: levels(ASKS, (price) => 10_000 - price),
});

/** Not recorded for a minute, known, a gap of 20 s, known, one minute nobody watched, known. */
const STORY: readonly BookEvent[] = [
  snapshot(START + 60 * SECOND),
  { kind: 'stale', ticker: HEAT_TICKER, receivedAt: (START + 100 * SECOND) as UnixMs, reason: 'sequence' },
  snapshot(START + 120 * SECOND),
  { kind: 'end', ticker: HEAT_TICKER, receivedAt: (START + 150 * SECOND) as UnixMs },
  snapshot(START + 210 * SECOND),
];

interface Looked {
  readonly page: Page;
  /** The pixel of a time and a YES price. */
  readonly pixel: (at: number, price: number) => Promise<readonly number[]>;
  /** How many of the pixels of that column are of the second colour found there; 0 in a plain one. */
  readonly coloursIn: (at: number) => Promise<number>;
}

async function look(page: Page, site: string, theme: Theme): Promise<Looked> {
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(site);
  await page.waitForFunction(() => 'heatmap' in window);
  await page.getByRole('radio', { name: '5 minutes', exact: true }).click();
  await page.evaluate(
    ([events, start, now]) => {
      window.heatmap.begin(start);
      window.heatmap.clock(now);
      window.heatmap.books({ from: start, until: now, events });
      window.heatmap.past(start);
    },
    [STORY, START, NOW] as const,
  );
  const read = async (at: number, price: number, height = 1): Promise<number[]> =>
    page.evaluate(
      ([share, y, rows]) => {
        const canvas = document.querySelector<HTMLCanvasElement>('.liq-stage canvas');
        if (canvas === null) return [];
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d');
        context?.drawImage(canvas, 0, 0);
        // The plot of the worker's layout (workers/heatmap/layout.ts), at one pixel each.
        const [left, top] = [12, 30];
        const [width, tall] = [canvas.width - 132, canvas.height - 98];
        const pixel = [left + Math.floor(width * share), top + Math.round(tall * y)] as const;
        return [...(context?.getImageData(pixel[0], pixel[1], 1, rows).data ?? [])];
      },
      [1 - (NOW - at) / (5 * 60 * SECOND), (9_950 - price) / 9_900, height] as const,
    );
  const pixel = async (at: number, price: number) => (await read(at, price)).slice(0, 3);
  // The note stands until the first picture: what is pressed before it has nothing to move.
  await expect(page.locator('.liq-note')).toBeHidden();
  return {
    page,
    pixel,
    coloursIn: async (at) => {
      const column = await read(at, 2_500, 60);
      return new Set(Array.from({ length: 60 }, (_, i) => column.slice(4 * i, 4 * i + 3).join(' '))).size;
    },
  };
}

const colour = (theme: Theme, ramp: RampName, size: number): readonly number[] => {
  // The largest size of the story is its 98th percentile, to the histogram's step of half a percent.
  const scale = { low: 2_000, high: 500_000 };
  return rampColour(RAMPS[theme][ramp], rampPlace(size, scale));
};

async function expectNear(read: () => Promise<readonly number[]>, wanted: readonly number[]): Promise<void> {
  await expect
    .poll(
      async () => {
        const found = await read();
        return found.length === 3 && found.every((part, i) => Math.abs(part - (wanted[i] ?? -99)) <= 6);
      },
      `the colour ${wanted.join(' ')}`,
    )
    .toBe(true);
}

for (const theme of ['dark', 'light'] as const) {
  test(`in ${theme}, bids and asks have colours of their own, and one colour where sides are not told apart`, async ({
    page,
    site,
  }) => {
    const { pixel } = await look(page, site, theme);
    const at = START + 80 * SECOND;
    await expectNear(() => pixel(at, 3_000), colour(theme, 'bid', BIDS[3_000]));
    await expectNear(() => pixel(at, 3_500), colour(theme, 'bid', BIDS[3_500]));
    await expectNear(() => pixel(at, 7_000), colour(theme, 'ask', ASKS[7_000]));
    await expectNear(() => pixel(at, 6_500), colour(theme, 'ask', ASKS[6_500]));
    await expectNear(() => pixel(at, 2_000), colour(theme, 'bid', 0));
    await page.getByRole('radio', { name: 'One colour for both sides' }).click();
    await expectNear(() => pixel(at, 7_000), colour(theme, 'size', ASKS[7_000]));
    await expectNear(() => pixel(at, 3_000), colour(theme, 'size', BIDS[3_000]));
  });

  test(`in ${theme}, a gap and what nobody recorded are hatched, and nothing is drawn across them`, async ({
    page,
    site,
  }) => {
    const { pixel, coloursIn } = await look(page, site, theme);
    await expectNear(() => pixel(START + 90 * SECOND, 3_000), colour(theme, 'bid', BIDS[3_000]));
    for (const at of [START + 105 * SECOND, START + 175 * SECOND, START + 20 * SECOND]) {
      await expect.poll(() => coloursIn(at)).toBeGreaterThan(1);
      expect(await pixel(at, 3_000)).not.toEqual([...colour(theme, 'bid', BIDS[3_000])]);
    }
    await expectNear(() => pixel(START + 135 * SECOND, 3_000), colour(theme, 'bid', BIDS[3_000]));
    await expectNear(() => pixel(START + 225 * SECOND, 3_000), colour(theme, 'bid', BIDS[3_000]));
    expect(await coloursIn(START + 90 * SECOND)).toBeLessThanOrEqual(2);
  });
}

test('keys read the picture in words, and Escape takes the cursor away', async ({ page, site }) => {
  await look(page, site, 'dark');
  const stage = page.getByRole('application', { name: /Liquidity of/ });
  await stage.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.liq-tip')).toContainText('40¢ YES bid');
  await expect(page.locator('.liq-tip')).toContainText('200');
  await expect(stage.locator('[aria-live]')).toContainText('Price 40¢ YES bid, Size 200');
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowDown');
  await expect(page.locator('.liq-tip')).toContainText('5,400');
  await page.keyboard.press('Escape');
  await expect(page.locator('.liq-tip')).toBeHidden();
});

test('Page Up goes back in time, Home comes back to now', async ({ page, site }) => {
  await look(page, site, 'dark');
  await page.getByRole('application').focus();
  await page.keyboard.press('PageUp');
  await expect(page.getByRole('button', { name: 'Back to now' })).toBeVisible();
  await page.keyboard.press('Home');
  await expect(page.getByRole('button', { name: 'Back to now' })).toBeHidden();
});

for (const width of [816, 720, 374])
  test(`in a room of ${width} pixels the legend is whole, and what is pressed beside it moves no picture`, async ({
    page,
    site,
  }) => {
    await look(page, `${site}?width=${width}`, 'dark');
    const legend = page.locator('.liq-bar-row');
    for (const word of ['trades of', 'bid', 'ask', 'gap or hand-over', 'not recorded'])
      await expect(legend.getByText(word).first()).toBeVisible();
    expect(await legend.evaluate((row) => row.scrollWidth - row.clientWidth)).toBe(0);
    const room = () => page.locator('.liq-room').boundingBox();
    const before = await room();
    expect(before?.height).toBeGreaterThan(300);
    await page.getByRole('button', { name: 'Micro', exact: true }).click();
    await page.getByRole('application').press('PageUp');
    const back = page.getByRole('button', { name: 'Back to now' });
    await expect(back).toBeVisible();
    expect(await room()).toEqual(before);
    await back.click();
    await expect(back).toBeHidden();
    expect(await room()).toEqual(before);
  });
