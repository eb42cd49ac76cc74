/** The sides as they look to people with a colour blindness: measured in the pixels that the browser paints for them. */
import type { CDPSession, Page } from 'playwright/test';
import { contrast, difference, type Rgb } from '../support/colour-science.ts';
import { expect, openBoard, test } from './board.ts';

/** The strongest colour of each side in the bar of the sides, against the ground around it. */
async function sidesSeen(page: Page): Promise<readonly [yes: Rgb, no: Rgb]> {
  const bar = page.locator('.pulse-sides .sides-bar');
  const box = await bar.boundingBox();
  if (box === null) throw new Error('Expected the bar of the sides on the page, but found none.');
  const clip = { x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8 };
  const png = (await page.screenshot({ clip })).toString('base64');
  const split = await page
    .locator('.pulse-sides .sides-bar-no')
    .evaluate((no, left) => no.getBoundingClientRect().left - left, clip.x);
  const { width, pixels } = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    return { width: image.width, pixels: [...data] };
  }, png);
  const at = (i: number): Rgb => [
    (pixels[4 * i] ?? 0) / 255,
    (pixels[4 * i + 1] ?? 0) / 255,
    (pixels[4 * i + 2] ?? 0) / 255,
  ];
  const ground = at(0);
  const strongest = (isThere: (x: number) => boolean): Rgb =>
    Array.from({ length: pixels.length / 4 }, (_, i) => i)
      .filter((i) => isThere(i % width))
      .map(at)
      .reduce(
        (best, colour) => (difference(colour, ground) > difference(best, ground) ? colour : best),
        ground,
      );
  return [strongest((x) => x < split - 3), strongest((x) => x > split + 1)];
}

const BLIND = ['deuteranopia', 'protanopia', 'tritanopia'] as const;

async function seeAs(
  session: CDPSession,
  type: 'none' | 'achromatopsia' | (typeof BLIND)[number],
): Promise<void> {
  await session.send('Emulation.setEmulatedVisionDeficiency', { type });
}

test('YES and NO are two colours to every eye, on both grounds; without hues they differ in luminance', async ({
  page,
  board,
}) => {
  // Some twenty pictures, one after the other.
  test.setTimeout(120_000);
  await openBoard(page, board);
  // Each side is wide enough to be looked at.
  for (const side of ['yes', 'no']) {
    const part = page.locator(`.pulse-sides .sides-bar-${side}`);
    await expect.poll(async () => (await part.boundingBox())?.width ?? 0).toBeGreaterThan(10);
  }
  await page.getByRole('button', { name: /Freeze/ }).click();
  const session = await page.context().newCDPSession(page);
  const dress = (wanted: object) =>
    page.evaluate((choices) => Object.assign(document.documentElement.dataset, choices), wanted);
  const low: string[] = [];
  for (const theme of ['dark', 'light'])
    for (const palette of ['default', 'contrast', 'mono']) {
      await dress({ theme, palette });
      if (palette === 'mono') {
        await seeAs(session, 'achromatopsia');
        const [yes, no] = await sidesSeen(page);
        if (contrast(yes, no) < 2) low.push(`${theme} ${palette}: ${contrast(yes, no).toFixed(2)} to 1`);
        continue;
      }
      for (const blindness of ['none', ...BLIND] as const) {
        await seeAs(session, blindness);
        const [yes, no] = await sidesSeen(page);
        const apart = difference(yes, no);
        if (apart < 40) low.push(`${theme} ${palette} ${blindness}: ${apart.toFixed(1)}`);
      }
    }
  expect(low).toEqual([]);
  // The emulation is on: red and green of the classic palette are nearly one colour then.
  await dress({ theme: 'dark', palette: 'classic' });
  await seeAs(session, 'none');
  expect(difference(...(await sidesSeen(page)))).toBeGreaterThan(50);
  await seeAs(session, 'deuteranopia');
  expect(difference(...(await sidesSeen(page)))).toBeLessThan(30);
});
