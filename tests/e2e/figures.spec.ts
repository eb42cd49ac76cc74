/** One market, one figure: what is said of it in two places of a page is the same in each picture that is painted. */
import { expect, openBoard, startBoard, test } from './board.ts';

test('a tile of the heat map says what the card of its market says', async ({ page }) => {
  const board = await startBoard({ rate: 200 });
  await openBoard(page, board);
  await expect(page.locator('.hot-card').nth(5)).toBeVisible();
  await expect(page.locator('.heat-tile').nth(20)).toBeVisible();
  await page.mouse.move(5, 5);
  const seen = await page.evaluate(async () => {
    const labels = (selector: string): string[] =>
      [...document.querySelectorAll(selector)].map((each) => each.getAttribute('aria-label') ?? '');
    // "3. Boston v Denver: YES 40¢, up 2 points in 10 minutes, 1.2k contracts in ..."
    const card = /^\d+\. (.*): (\S+ [^,]+), (.*) in \d+ minutes, (\S+) contracts in/;
    const tile = /^(.*), (\S+ [^,]+), (.*), (\S+) contracts$/;
    let compared = 0;
    const pictures = new Set<string>();
    const apart = new Set<string>();
    const end = performance.now() + 10_000;
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame);
      const tiles = new Map<string, string[]>();
      for (const label of labels('.heat-tile:not([data-old])')) {
        const [, name = '', ...figures] = tile.exec(label) ?? [];
        tiles.set(name, [...(tiles.get(name) ?? []), figures.join(' ')]);
      }
      for (const label of labels('.hot-card')) {
        const [, name = '', ...figures] = card.exec(label) ?? [];
        const found = tiles.get(name);
        if (found === undefined) continue;
        compared++;
        pictures.add(figures.join(' '));
        if (!found.includes(figures.join(' '))) apart.add(`${label} | ${found.join(' | ')}`);
      }
    }
    return { compared, pictures: pictures.size, apart: [...apart] };
  });
  expect(seen.compared).toBeGreaterThan(100);
  expect(seen.pictures).toBeGreaterThan(20);
  expect(seen.apart).toEqual([]);
  await board.stop();
});
