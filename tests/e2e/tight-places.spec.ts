/** Where room is short: what gives way, and what may not. */
import type { Page } from 'playwright/test';
import { expect, livelyMarket, openBoard, startBoard, test } from './board.ts';
import { controls, line, openReplay } from './replaying.ts';

test.describe.configure({ timeout: 120_000 });

const marketPage = (page: Page) => page.getByRole('main', { name: /^Market / });

/** Opens the page of the hottest market. */
async function openMarket(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Hot now' }).getByRole('button', { name: /^1 / }).click();
  await page.getByRole('button', { name: /Open page/ }).click();
  await expect(marketPage(page)).toBeVisible();
}

/** Words of states of panels that are cut off, or lie over their neighbour. */
const clipped = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.panel-header > .state-chip')].flatMap((chip) => {
      const word = chip.querySelector<HTMLElement>('.state-word');
      if (word === null) return [];
      const [inner, outer] = [word.getBoundingClientRect(), chip.getBoundingClientRect()];
      const actions = chip.parentElement?.querySelector('.panel-actions')?.getBoundingClientRect();
      const isCut = word.scrollWidth > word.clientWidth && getComputedStyle(word).overflow !== 'visible';
      const isOver = inner.right > outer.right + 1 || (actions !== undefined && outer.right > actions.left);
      return isCut || isOver ? [`${word.textContent}: ${inner.width} in ${outer.width}`] : [];
    }),
  );

test('every panel of a replay says so, whole, also where it has no book', async ({ page, board }) => {
  await openBoard(page, board);
  await openMarket(page);
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Data' });
  await dialog
    .getByRole('button', { name: /^Replay / })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Replay', exact: true })).toBeVisible();
  const chips = ['Price', 'Ladder', 'Trades', 'Depth'].map((name) =>
    page.getByRole('region', { name, exact: true }).getByText('Replay', { exact: true }),
  );
  for (const chip of chips) await expect(chip).toBeVisible();
  for (const width of [1_440, 1_280, 1_024]) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(() => clipped(page)).toEqual([]);
  }
  await page.getByRole('link', { name: 'Flow', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Tape' }).getByText('Replay', { exact: true })).toBeVisible();
  await expect.poll(() => clipped(page)).toEqual([]);
});

test('a lost connection is said whole in every panel', async ({ page }) => {
  await page.setViewportSize({ width: 1_440, height: 900 });
  const board = await startBoard();
  await openBoard(page, board);
  await openMarket(page);
  await board.stop();
  const trades = page.getByRole('region', { name: 'Trades', exact: true });
  await expect(trades.getByText('Reconnecting', { exact: true })).toBeVisible();
  await expect.poll(() => clipped(page)).toEqual([]);
  // The price above them is as old as they are.
  const colours = () =>
    page.evaluate(() =>
      ['.area-trades .panel-body', '.market-percent'].map((place) => {
        const element = document.querySelector(place);
        return element === null ? place : getComputedStyle(element).color;
      }),
    );
  await expect.poll(async () => new Set(await colours()).size).toBe(1);
});

test('the legend of the heatmap moves no picture, and the facts of the ladder keep to one line', async ({
  page,
  board,
}) => {
  await page.setViewportSize({ width: 1_440, height: 900 });
  await openBoard(page, board);
  await openMarket(page);
  const top = async (): Promise<number | undefined> => (await page.locator('.liq-stage').boundingBox())?.y;
  const micro = page.getByRole('button', { name: 'Micro', exact: true });
  // Until all of the page has come: then nothing else moves it between two looks.
  await expect(async () => {
    const before = await top();
    await micro.click();
    const between = await top();
    await micro.click();
    expect([between, await top()]).toEqual([before, before]);
  }).toPass();
  const names = page.locator('.rungs-facts dt');
  await expect(names.first()).toBeVisible();
  const heights = () =>
    names.evaluateAll((all) => new Set(all.map((each) => each.getBoundingClientRect().height)).size);
  await expect.poll(heights).toBe(1);
  const isWide = () =>
    page.locator('.rungs-facts').evaluate((facts) => facts.scrollWidth > facts.clientWidth);
  await expect.poll(isWide).toBe(false);
});

test('what is said over the heatmap leaves its middle to what the picture says of itself', async ({
  page,
  board,
}) => {
  await page.setViewportSize({ width: 1_440, height: 900 });
  await openBoard(page, board, '?view=market&market=KXLIVE-26NOV21-X');
  const note = page.getByText('Waiting for the first book');
  await expect(note).toBeVisible();
  // Both in one task of the page: what stands above the picture may still come.
  const distance = (): Promise<number> =>
    note.evaluate((words) => {
      const stage = document.querySelector('.liq-stage')?.getBoundingClientRect();
      if (stage === undefined) return Number.NaN;
      return stage.top + stage.height / 2 - words.getBoundingClientRect().bottom;
    });
  await expect.poll(distance).toBeGreaterThan(40);
});

test('on a phone a tab that follows has its logo whole, and one line more than one that leads', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const follower = await page.context().newPage();
  await follower.setViewportSize({ width: 390, height: 844 });
  await follower.goto(board.address);
  await expect(follower.getByText('another tab records')).toBeVisible();
  const box = async (selector: string) => {
    const found = await follower.locator(selector).first().boundingBox();
    if (found === null) throw new Error(`Expected ${selector} on the screen.`);
    return found;
  };
  expect((await box('.topbar .environment')).y).toBeGreaterThanOrEqual(8);
  const bar = await box('.topbar');
  expect(bar.height).toBeLessThan(95);
  const icons = await box('.topbar .icon-button:last-child');
  expect(icons.y + icons.height).toBeLessThan((await box('.follower-note')).y + 1);
  const beyond = await follower.evaluate(() =>
    [...document.querySelectorAll('.topbar *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth)
      .map(({ className }) => String(className)),
  );
  expect(beyond).toEqual([]);
});

/** What of the header is cut off: in its own box, or by the window less the frame of a replay. */
const cutInHeader = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const frame = document.querySelector('.page[data-replay]') === null ? 0 : 3;
    const words = '.connection-word .font-semibold';
    return [...document.querySelectorAll(`${words}, .topbar button, .replay-banner > *`)]
      .filter((part) => part.checkVisibility())
      .flatMap((part) => {
        const { right, width } = part.getBoundingClientRect();
        // A part of a px too little makes dots of the end, and scrollWidth knows of whole ones alone.
        const alone = part.cloneNode(true) as HTMLElement;
        alone.style.cssText = 'position: absolute; max-width: none;';
        if (part.matches(words)) part.parentElement?.append(alone);
        const needed = alone.getBoundingClientRect().width;
        alone.remove();
        const isWhole = needed <= width + 0.01;
        const name = part.getAttribute('aria-label') ?? part.textContent;
        return isWhole && right <= innerWidth - frame ? [] : [name];
      });
  });

const PHONES = [390, 360, 320];

test('on a phone with a pinned market the word of the connection is whole, and so is the header of a replay', async ({
  page,
}) => {
  const board = await startBoard();
  await page.setViewportSize({ width: 390, height: 844 });
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await page.evaluate((market) => {
    history.pushState({}, '', `?view=market&market=${market}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, ticker);
  await marketPage(page).getByRole('button', { name: /^Pin / }).click();
  await expect(page.getByRole('button', { name: 'Pinned markets: 1' })).toBeVisible();
  const word = page.locator('.connection-word .font-semibold');
  const expectWhole = async (): Promise<void> => {
    for (const width of PHONES) {
      await page.setViewportSize({ width, height: 844 });
      await expect.poll(() => cutInHeader(page), { message: `${width} px` }).toEqual([]);
    }
  };
  await expect(word).toHaveText('Live');
  await expectWhole();
  await page.evaluate(() => window.flowboard.replay());
  await expect(page.getByRole('button', { name: 'Back to live' })).toBeVisible();
  await expect(page.locator('.background-word')).toContainText('Live feed');
  await expectWhole();
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(word).toHaveText('Live');
  await board.stop();
  await expect(word).toHaveText('Reconnecting');
  await expectWhole();
});

test('the depth panel says whole that it is cumulative, on a wide page, a narrower one and a phone', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openMarket(page);
  const note = page.getByRole('region', { name: 'Depth', exact: true }).locator('.panel-note');
  await expect(note).toHaveText('cumulative');
  for (const [width, height] of [
    [1_440, 900],
    [1_280, 800],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    if (width < 900) await page.getByRole('tab', { name: 'Depth' }).click();
    await expect
      .poll(() =>
        note.evaluate((element) => element.clientWidth > 0 && element.scrollWidth - element.clientWidth),
      )
      .toBe(0);
  }
});

test('what the steps of a replay say has a line of its own: it lies over nothing, and moves nothing', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openReplay(page);
  const said = controls(page).getByRole('status');
  for (const width of [1_440, 1_024, 800, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await controls(page).getByRole('radio', { name: 'Step to the next gap' }).click();
    await expect(said).toHaveText('');
    const boxes = () => Promise.all([line(page).boundingBox(), controls(page).boundingBox()]);
    const before = await boxes();
    await controls(page)
      .getByRole('button', { name: /^Step forward/ })
      .click();
    await expect(said).toHaveText('No other gap after this moment.');
    expect(await boxes(), `${width} px`).toEqual(before);
    const [words, bars] = [await said.boundingBox(), before[0]];
    if (words === null || bars === null) throw new Error('Expected words and a time line, but found none.');
    const isApart = words.x + words.width <= bars.x || words.y + words.height <= bars.y;
    expect(isApart, `${width} px`).toBe(true);
  }
});
