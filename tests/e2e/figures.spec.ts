/** One market, one figure: what is said of it in two places of a page is the same in each picture that is painted. */
import { expect, openBoard, startBoard, test } from './board.ts';

test('a tile of the heat map says what the card of its market says', async ({ page }) => {
  const board = await startBoard({ rate: 200 });
  await openBoard(page, board);
  await expect(page.locator('.hot-card').nth(5)).toBeVisible();
  await expect(page.locator('.heat-tile').nth(20)).toBeVisible();
  await page.mouse.move(5, 5);
  const seen = await page.evaluate(async () => {
    const textIn = (element: Element, selector: string): string =>
      element.querySelector(selector)?.textContent ?? '';
    const change = (words: string): string =>
      /(?:up|down) [\d.]+/.exec(words)?.[0] ?? (/no change|changed by 0/.test(words) ? 'none' : words);
    // What readers hear of a tile: what is drawn, then "Boston v Denver, YES 40¢ up 2 pt 1.2k contracts", the drawn parts once.
    const ofTile = (tile: Element): string => {
      const [before = '', after = ''] = [...tile.querySelectorAll(':scope > .sr-only')].map(
        ({ textContent }) => textContent,
      );
      const [, side = '', unseen = ''] = /^(?:.*, )?(YES|NO) (.*)$/.exec(before) ?? [];
      const price = textIn(tile, '.heat-values b') || unseen;
      const [, volume = ''] = /(?:^|, )(\S+) contracts?$/.exec(after) ?? [];
      return [side, price, change(`${textIn(tile, '.heat-values')} ${after}`), volume].join(' ');
    };
    const ofCard = (card: Element): string => {
      const [volume = ''] = textIn(card, '.hot-volume .text-text').split(' ');
      return [textIn(card, '.hot-percent'), change(textIn(card, '.hot-change')), volume].join(' ');
    };
    let compared = 0;
    const pictures = new Set<string>();
    const apart = new Set<string>();
    // Some ten seconds; on a busy machine until there was enough to compare.
    const begin = performance.now();
    const isOver = (ms: number): boolean => performance.now() > begin + ms;
    while (!isOver(10_000) || ((compared <= 100 || pictures.size <= 20) && !isOver(40_000))) {
      await new Promise(requestAnimationFrame);
      // Two games of the same teams have one name: markets are told apart by their tickers.
      for (const card of document.querySelectorAll<HTMLElement>('.hot-item')) {
        const ticker = card.dataset['ticker'] ?? '';
        const tile = document.querySelector(`.heat-tile[data-ticker="${ticker}"]:not([data-old])`);
        if (tile === null) continue;
        const figures = ofCard(card);
        compared++;
        pictures.add(figures);
        if (ofTile(tile) !== figures) apart.add(`${ticker}: ${figures} | ${ofTile(tile)}`);
      }
    }
    return { compared, pictures: pictures.size, apart: [...apart] };
  });
  expect(seen.compared).toBeGreaterThan(100);
  expect(seen.pictures).toBeGreaterThan(20);
  expect(seen.apart).toEqual([]);
  await board.stop();
});

test("a category's header over its tiles says the contracts that the strip says, tiles or no tiles", async ({
  page,
}) => {
  // Few tiles: most markets are under "more".
  await page.setViewportSize({ width: 1_024, height: 620 });
  const board = await startBoard({ rate: 200 });
  await openBoard(page, board);
  await expect(page.locator('.heat-more')).toHaveAttribute(
    'title',
    /more markets? without a tile: \S+ contracts?/,
  );
  const seen = await page.evaluate(async () => {
    let compared = 0;
    const apart = new Set<string>();
    // Some five seconds; on a busy machine until there was enough to compare.
    const begin = performance.now();
    const isOver = (ms: number): boolean => performance.now() > begin + ms;
    while (!isOver(5_000) || (compared <= 50 && !isOver(40_000))) {
      await new Promise(requestAnimationFrame);
      const strip = new Map(
        [...document.querySelectorAll('.category')].map((cell) => [
          cell.querySelector('.category-name')?.textContent,
          cell.querySelector('.category-volume')?.firstChild?.textContent,
        ]),
      );
      for (const header of document.querySelectorAll<HTMLElement>('.heat-header')) {
        const [, name = '', total = ''] = /^(.*): (\S+) contracts?, \S+ of them/.exec(header.title) ?? [];
        const said = strip.get(name);
        if (said === undefined) continue;
        compared++;
        const drawn = header.querySelector('.num')?.textContent;
        if (total !== said || (drawn !== '' && drawn !== said))
          apart.add(`${name}: ${total} ${drawn} | ${said}`);
      }
    }
    return { compared, apart: [...apart] };
  });
  expect(seen.compared).toBeGreaterThan(50);
  expect(seen.apart).toEqual([]);
  await board.stop();
});
