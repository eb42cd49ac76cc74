/** Where room is short: what gives way, and what may not. */
import type { Page } from 'playwright/test';
import { expect, goTo, livelyMarket, openBoard, startBoard, test, type Board } from './board.ts';
import { controls, line, openReplay } from './replaying.ts';

test.describe.configure({ timeout: 120_000 });

const marketPage = (page: Page) => page.getByRole('main', { name: /^Market / });

/** Opens the page of a lively market. The hottest of all may have ended: then it has no book. */
async function openMarket(page: Page, board: Board): Promise<void> {
  await goTo(page, `?view=market&market=${await livelyMarket(page, board)}`);
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
  await openMarket(page, board);
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
  await openMarket(page, board);
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
  await openMarket(page, board);
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
  // All boxes in one task of the page: while it is coming, parts of the header come and move others.
  const header = () =>
    follower.evaluate(() => {
      const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
      return {
        isLogoWhole: (box('.topbar .environment')?.top ?? 0) >= 8,
        isLow: (box('.topbar')?.height ?? Infinity) < 95,
        isNoteBelow:
          (box('.topbar .icon-button:last-child')?.bottom ?? Infinity) <
          (box('.follower-note')?.top ?? 0) + 1,
        beyond: [...document.querySelectorAll('.topbar *')]
          .filter((element) => element.getBoundingClientRect().right > innerWidth)
          .map(({ className }) => String(className)),
      };
    });
  await expect.poll(header).toEqual({ isLogoWhole: true, isLow: true, isNoteBelow: true, beyond: [] });
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
  await goTo(page, `?view=market&market=${ticker}`);
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
  await openMarket(page, board);
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

/** Words of `places` that do not stand whole inside their own box, the boxes around it and the window, or lie over the next ones. */
const cutIn = (page: Page, places: string): Promise<readonly string[]> =>
  page.evaluate((selector) => {
    const boxOf = (element: Element): DOMRect => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect();
    };
    const found = [...document.querySelectorAll(selector)];
    if (found.length === 0) return [`nothing is ${selector}`];
    return found.flatMap((element) => {
      const words = boxOf(element);
      const name = `${element.className}: ${element.textContent}`;
      const next = element.nextElementSibling;
      const isOver =
        next !== null &&
        boxOf(next).top < words.bottom &&
        boxOf(next).left < words.right + 4 &&
        boxOf(next).left > words.left;
      let isCut = words.width < 2 || words.left < -1 || words.right > innerWidth + 1;
      for (let outer: Element | null = element; outer !== null; outer = outer.parentElement) {
        const box = outer.getBoundingClientRect();
        if (getComputedStyle(outer).overflowX === 'visible') continue;
        if (words.left < box.left - 1 || words.right > box.right + 1) isCut = true;
      }
      return isCut || isOver ? [name] : [];
    });
  }, places);

test('on small phones the totals, the legend and the tile of the rest are whole', async ({ page, board }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 360, height: 740 });
  await openBoard(page, board);
  await page.getByRole('tab', { name: 'Analytics' }).click();
  await expect(page.getByText('Peak minute')).toBeVisible();
  for (const width of [320, 360, 390]) {
    await page.setViewportSize({ width, height: 740 });
    await expect.poll(() => cutIn(page, '.analytics-totals :is(dt, dd)')).toEqual([]);
  }
  await page.getByRole('tab', { name: 'Heat' }).click();
  // The first ranking may be of the few markets that were known before the past hour had come, until the next one.
  await expect(page.locator('.heat-more')).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('img', { name: /^Colour steps/ })).toBeVisible();
  await expect.poll(() => cutIn(page, '.heat-edges span, .heat-legend-text')).toEqual([]);
  // Whatever its size: what it says it says whole.
  for (const width of [350, 364, 390, 440]) {
    await page.setViewportSize({ width, height: 740 });
    // With each new ranking there may be a rest, or none.
    const over = () =>
      page.locator('.heat-more').evaluateAll(([tile]) => {
        if (tile === undefined) return 0;
        if (!/^(\+\S+|\S+ more)/.test(tile.textContent)) return `says “${tile.textContent}”`;
        // What is drawn, without what only readers hear.
        const range = document.createRange();
        range.selectNode(tile.firstChild ?? tile);
        const [words, box] = [range.getBoundingClientRect(), tile.getBoundingClientRect()];
        return Math.max(
          0,
          box.left - words.left,
          words.right - box.right,
          box.top - words.top,
          words.bottom - box.bottom,
        );
      });
    await expect.poll(over, { message: `at ${width} px` }).toBe(0);
  }
});

test('the head of a market says bid, ask and when it closes on every screen, whole', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await page.goto(`${new URL(board.address).origin}/?view=market&market=${ticker}`);
  for (const [width, height] of [
    [720, 450],
    [1_000, 700],
    [390, 844],
    [320, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const fact of ['.head-top', '.head-closing']) {
      await expect(page.locator(fact).first()).toBeVisible();
      await expect.poll(() => cutIn(page, `${fact} :is(dt, dd)`)).toEqual([]);
    }
    await expect(page.locator('.head-closing dd')).toHaveText(/\d/);
    // The name has the line's room: no part of it lies over another.
    const overlap = () =>
      page.evaluate(() => {
        const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
        const [name, facts] = [box('.market-name'), box('.head-facts')];
        return name === undefined || facts === undefined
          ? 'missing'
          : facts.top < name.bottom
            ? 'over'
            : 'apart';
      });
    await expect.poll(overlap).toBe('apart');
  }
});

test('the ticker in the drawer of a phone is whole', async ({ page, board }) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 740 });
    await page.goto(`${new URL(board.address).origin}/?market=${ticker}`);
    const shown = page.locator('.drawer-ticker');
    await expect(shown).toHaveText(ticker);
    await expect.poll(() => shown.evaluate((code) => code.scrollWidth - code.clientWidth)).toBe(0);
    await expect(page.getByRole('button', { name: 'Close', exact: true })).toBeInViewport();
  }
});

test('what the cursor reads in the heatmap is whole, wherever it stands', async ({ page, board }) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await page.goto(`${new URL(board.address).origin}/?view=market&market=${ticker}`);
  const stage = page.locator('.liq-stage');
  const tip = page.locator('.liq-tip');
  await expect(stage.locator('canvas')).toBeVisible();
  await stage.scrollIntoViewIfNeeded();
  for (const across of [0.1, 0.5, 0.78])
    for (const down of [0.25, 0.45, 0.65]) {
      // The picture may be drawn anew under the pointer: asked again, it is moved again.
      await expect(async () => {
        const box = await stage.boundingBox();
        if (box === null) throw new Error('Expected the picture.');
        await page.mouse.move(box.x + box.width * across, box.y + box.height * down);
        await page.mouse.move(box.x + box.width * across + 1, box.y + box.height * down);
        await expect(tip).toBeVisible({ timeout: 500 });
        // The longest that can be said.
        const harm = await tip.evaluate((box) => {
          const value = box.querySelector('div:last-child dd');
          if (value !== null) value.textContent = 'Hand-over: one tab went on where another ended';
          const cut = [...box.querySelectorAll('dd')].filter((each) => each.scrollWidth > each.clientWidth);
          const [inner, outer] = [box.getBoundingClientRect(), box.parentElement?.getBoundingClientRect()];
          if (outer === undefined) return ['no stage'];
          const isInside = inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top;
          return [...cut.map(({ textContent }) => textContent), ...(isInside ? [] : ['over the edge'])];
        });
        expect(harm).toEqual([]);
      }).toPass({ timeout: 15_000 });
    }
});

test('at 1280 the charts of Analytics have a side to themselves, and a tab that follows keeps its words off its button', async ({
  page,
  context,
  board,
}) => {
  await page.setViewportSize({ width: 1_280, height: 900 });
  await openBoard(page, board);
  const analytics = page.getByRole('region', { name: 'Analytics' });
  await expect(analytics.locator('.analytics-totals')).toBeVisible();
  const heightOf = async (part: string): Promise<number> =>
    (await analytics.locator(part).first().boundingBox())?.height ?? 0;
  await expect.poll(() => heightOf('.panel-header')).toBe(32);
  await expect.poll(() => heightOf('.analytics-chart')).toBeGreaterThan(200);
  const actions = analytics.locator('.panel-actions');
  const hidden = () => actions.evaluate((element) => element.scrollWidth - element.clientWidth);
  await expect.poll(hidden).toBe(0);

  await page.getByRole('button', { name: /^Pin / }).first().press('Enter');
  const second = await context.newPage();
  for (const width of [1_280, 1_100, 1_024, 800]) {
    await second.setViewportSize({ width, height: 900 });
    await second.goto(page.url());
    const lead = second.getByRole('button', { name: 'Lead from this tab' });
    await expect(lead).toBeVisible();
    // All boxes in one task of the page: while it is coming, the words of the connection are others from moment to moment.
    const places = () =>
      lead.evaluate((element) => {
        const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
        const [button, words, live] = [
          element.getBoundingClientRect(),
          box('.follower-words > span'),
          box('.connection-word'),
        ];
        if (words === undefined || live === undefined) return 'missing';
        return {
          isOff: words.right <= button.left,
          isRead: words.width > 40,
          // Beside the words of the connection, or below them.
          isApart: button.top >= live.bottom || button.right <= live.left,
        };
      });
    await expect
      .poll(places, { message: `${width} px` })
      .toEqual({ isOff: true, isRead: true, isApart: true });
  }
});

test('the search is a field in a wide header and an icon in a narrow one, never both, and moves nothing out', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1_440, height: 900 });
  const board = await startBoard();
  await openBoard(page, board);
  const field = page.getByRole('button', { name: 'Find or jump to' });
  const icon = page.getByRole('button', { name: 'Find (Ctrl K)' });
  await field.click();
  await expect(page.getByRole('dialog', { name: 'Find' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
  await page.setViewportSize({ width: 1_279, height: 900 });
  await expect(icon).toBeVisible();
  await expect(field).toBeHidden();
  await page.setViewportSize({ width: 1_280, height: 900 });
  await expect(field).toBeVisible();
  await expect(icon).toBeHidden();
  // The words of a lost connection are the longest that stand beside it.
  await board.stop();
  const recording = page.locator('.topbar').getByText('Not recording');
  await expect(recording).toBeVisible();
  await expect.poll(async () => (await recording.boundingBox())?.height).toBeLessThan(24);
  const header = page.locator('.topbar');
  await expect.poll(() => header.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
});

test('no figure of the second bar is cut off, however fast the market and wide the window', async ({
  page,
}) => {
  const board = await startBoard({ rate: 1_000 });
  await openBoard(page, board);
  await expect(page.locator('.pulse')).toContainText('× usual', { timeout: 60_000 });
  const cut = () =>
    page.locator('.pulse').evaluate(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth);
  for (const width of [1_920, 1_600, 1_440, 1_366, 1_341, 1_280, 1_200, 1_100, 1_080, 1_024, 900, 800, 720]) {
    await page.setViewportSize({ width, height: 900 });
    // A window that is another is laid out anew some frames later.
    await expect.poll(cut, { message: `${width} px` }).toBe(0);
  }
  await board.stop();
});
