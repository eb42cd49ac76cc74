/** Someone opens a market on the whole page, turns its ladder round, and compares the markets of one event. */
import type { Page } from 'playwright/test';
import { rememberedOf } from '../support/page-storage.ts';
import { expect, freePort, livelyMarket, openBoard, startBoard, test, type Board } from './board.ts';

/** Opens the drawer of a lively market whose event has several, and returns its ticker. */
async function openDrawer(page: Page, board: Board): Promise<string> {
  await openBoard(page, board);
  const ticker = await livelyMarket(
    page,
    board,
    (one, all) => all.filter((other) => eventOf(other) === eventOf(one)).length > 1,
  );
  await page.goto(`${new URL(board.address).origin}/?market=${ticker}`);
  await expect(page.getByRole('dialog').getByText('In sync')).toBeVisible();
  return ticker;
}

const eventOf = (ticker: string) => ticker.slice(0, ticker.lastIndexOf('-'));

async function openPage(page: Page, board: Board): Promise<string> {
  const ticker = await openDrawer(page, board);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: `Market ${ticker}` })).toBeVisible();
  await expect(panel(page, 'Ladder').getByText('In sync')).toBeVisible();
  return ticker;
}

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const ladder = (page: Page) => page.getByRole('table', { name: /Order book of every price/ });
/** The best price of a side, as its row says it. */
const best = (page: Page, side: 'bid' | 'ask') =>
  ladder(page).locator(`[data-best="${side}"] > span:nth-child(3)`);
const centsOf = (text: string | null) => Number(text?.replace('¢', ''));

test('Enter in the drawer opens the page, Esc and Back lead to the board again', async ({ page, board }) => {
  await openBoard(page, board);
  // Not the hottest of all, which may have ended: then it has no book.
  const ticker = await livelyMarket(page, board);
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Find' });
  await palette.getByRole('combobox').fill(ticker);
  await palette.getByRole('option', { name: ticker }).first().click();
  await expect(page.getByRole('dialog').getByText('In sync')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`market=${ticker}$`));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: `Market ${ticker}` })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`view=market&market=${ticker}$`));
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toBeFocused();
  await expect(page.getByRole('contentinfo')).toContainText('In the ladder');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Tape' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('main', { name: `Market ${ticker}` })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('region', { name: 'Tape' })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the ladder has a row for every price, moves, and keeps each price in its place', async ({
  page,
  board,
}) => {
  await openPage(page, board);
  const rows = await ladder(page).getAttribute('aria-rowcount');
  expect(Number(rows)).toBeGreaterThanOrEqual(100);
  const before = await ladder(page).textContent();
  await expect.poll(() => ladder(page).textContent(), { timeout: 30_000 }).not.toBe(before);
  const places = await ladder(page)
    .locator('[aria-rowindex]')
    .evaluateAll((found) => found.slice(1).map((row) => Number(row.getAttribute('aria-rowindex'))));
  // Neighbours in the document are neighbours on the ladder: nothing between is left out.
  const sorted = [...places].sort((a, b) => a - b);
  expect(sorted).toEqual(Array.from({ length: places.length }, (_, i) => (sorted[0] ?? 0) + i));
  const inView = await best(page, 'bid').boundingBox();
  expect(inView).not.toBeNull();
});

test('NO first is the same book from the other side', async ({ page, board }) => {
  await openPage(page, board);
  const seen = async () => ({
    bid: centsOf(await best(page, 'bid').textContent()),
    ask: centsOf(await best(page, 'ask').textContent()),
  });
  await expect(async () => {
    await ladder(page).focus();
    const yes = await seen();
    await page.keyboard.press('n');
    await expect(page.getByRole('radio', { name: 'Prices of NO first' })).toBeChecked();
    const no = await seen();
    await page.keyboard.press('n');
    // The book moves: asked until it stood still between two looks.
    expect(no.bid).toBeCloseTo(100 - yes.ask, 6);
    expect(no.ask).toBeCloseTo(100 - yes.bid, 6);
    expect(yes.bid).toBeLessThan(yes.ask);
  }).toPass();
});

test('the spread stays in view when the market’s grid is told late, also while somebody is in the ladder', async ({
  page,
  board,
}) => {
  let isTold = false;
  await page.context().route(/\/api\/.*markets\?/, async (route) => {
    if (!isTold) {
      await route.fulfill({ status: 503, body: '' });
      return;
    }
    const markets = await (await route.fetch()).text();
    // Tenths of a cent, whatever the market's own grid is.
    await route.fulfill({ body: markets.replaceAll('"step":"0.0100"', '"step":"0.0010"') });
  });
  await openPage(page, board);
  const cents = Number(await ladder(page).getAttribute('aria-rowcount'));
  await ladder(page).focus();
  isTold = true;
  // Looked at in the first frames with the new rows: later the price may have walked away from whoever holds the ladder.
  const isInView = await ladder(page).evaluate(async (table, before) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const deadline = performance.now() + 30_000;
    // A price between two cents adds a row of its own: only the whole grid makes so many.
    while (Number(table.getAttribute('aria-rowcount')) < 5 * before) {
      if (performance.now() > deadline) return 'The new grid did not come.';
      await frame();
    }
    // A spread can be wider than the ladder is high: a row of it stands in the middle, or one of the best prices.
    const isInView = (): boolean => {
      const box = table.getBoundingClientRect();
      const middle = (box.top + box.bottom) / 2;
      return [...table.querySelectorAll('[data-best], [data-inside]')].some((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top < middle + 100 && bottom > middle - 100;
      });
    };
    // Rows are drawn a few frames after the scroll; a second is more than enough.
    for (let frames = 0; frames < 60 && !isInView(); frames++) await frame();
    return isInView();
  }, cents);
  expect(isInView).toBe(true);
});

test('in groups of five cents there is no other price', async ({ page, board }) => {
  await openPage(page, board);
  await page.getByRole('radio', { name: 'In steps of five cents' }).click();
  await expect.poll(() => ladder(page).getAttribute('aria-rowcount')).toMatch(/^2[0-2]$/);
  const isGrouped = async (): Promise<boolean> => {
    const prices = await ladder(page).locator('.rung-price').allTextContents();
    return prices.length > 10 && prices.every((price) => centsOf(price) % 5 === 0);
  };
  await expect.poll(isGrouped).toBe(true);
});

test('scrolled away the ladder stays where the reader is, and comes back when asked', async ({
  page,
  board,
}) => {
  await openPage(page, board);
  // It goes to the spread by itself once: a reader who is there before is taken along.
  await expect(best(page, 'bid')).toBeInViewport();
  await ladder(page).focus();
  const scrolled = () => ladder(page).evaluate((element) => element.scrollTop);
  await ladder(page).evaluate((element) => (element.scrollTop = 0));
  const text = await panel(page, 'Ladder').textContent();
  // New books have come: microprice and totals are others.
  await expect.poll(() => panel(page, 'Ladder').textContent(), { timeout: 30_000 }).not.toBe(text);
  expect(await scrolled()).toBe(0);
  await page.keyboard.press('c');
  await expect(best(page, 'bid')).toBeInViewport();
});

test('a pinned market is one click away, also after a reload', async ({ page, board }) => {
  const ticker = await openPage(page, board);
  await page.getByRole('main').getByRole('button', { name: /^Pin / }).click();
  await expect(page.getByRole('main').getByRole('button', { name: /^Unpin / })).toBeVisible();
  // It is shown a moment before it is on the disk.
  await expect.poll(() => rememberedOf(page)).toContain(ticker);
  await page.goto(new URL(board.address).origin);
  await page.getByRole('button', { name: /Pinned markets/ }).click();
  await page.getByRole('dialog').getByRole('link').click();
  await expect(page.getByRole('main', { name: `Market ${ticker}` })).toBeVisible();
});

/** Opens the page of a market whose book is not recorded: none is by itself. */
async function openUnrecorded(page: Page, board: Board): Promise<void> {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const data = page.getByRole('dialog', { name: 'Data' });
  await data.getByRole('spinbutton', { name: 'Record the books of the' }).fill('0');
  await data.getByRole('spinbutton', { name: 'Record the books of the' }).press('Enter');
  await expect(data.getByText('Now: 0 books')).toBeVisible();
  await page.keyboard.press('Escape');
  const ticker = await livelyMarket(page, board);
  await page.goto(`${new URL(board.address).origin}/?view=market&market=${ticker}`);
  await expect(panel(page, 'Ladder').getByText('In sync')).toBeVisible();
}

test('a book that is not recorded says so, and one press records it', async ({ page, board }) => {
  await openUnrecorded(page, board);
  const place = panel(page, 'Liquidity').locator('.book-kept');
  await expect(place).toContainText('Book not recorded');
  await place.getByRole('button', { name: 'Record it' }).click();
  await expect(place).toHaveText('Book recorded');
  await expect(place).toBeFocused();
  await expect(page.getByRole('main').getByRole('button', { name: /^Unpin / })).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Unpin / })
    .click();
  await expect(place).toContainText('Book not recorded');
  // What another tab records cannot be changed in this one.
  const follower = await page.context().newPage();
  await follower.goto(page.url());
  await expect(panel(follower, 'Ladder').getByText('In sync')).toBeVisible();
  await expect(follower.locator('.book-kept')).toHaveCount(0);
});

test('who stands on the word about a recorded book stands there again after the line was away', async ({
  page,
}) => {
  const port = await freePort();
  const first = await startBoard({ port });
  await openUnrecorded(page, first);
  const place = panel(page, 'Liquidity').locator('.book-kept');
  await place.getByRole('button', { name: 'Record it' }).click();
  await expect(place).toBeFocused();
  await first.stop();
  await expect(place).toBeHidden();
  const second = await startBoard({ port });
  // This exchange began its day anew: the market is there again, and its book.
  await expect(place).toBeVisible({ timeout: 30_000 });
  await expect(place).toBeFocused();
  await second.stop();
});

test('on a phone the ladder offers to record its book, and when the market opened and closes is said whole', async ({
  page,
  board,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openUnrecorded(page, board);
  const bar = page.locator('.ladder-bar');
  await expect(bar.getByRole('button', { name: 'Record it' })).toBeVisible();
  await expect.poll(() => bar.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  const life = page.getByRole('list', { name: 'Life of the market' });
  for (const word of [/^Opened.*\d/, /^Closes.*\d/]) {
    const step = life.getByRole('listitem').filter({ hasText: word });
    await expect(step).toBeVisible();
    // Both boxes in one task of the page: what stands above may still come.
    const isWhole = (): Promise<boolean> =>
      step.evaluate((element) => {
        const [own, room] = [element, element.closest('ol, ul, [role=list]') ?? element].map((each) =>
          each.getBoundingClientRect(),
        );
        if (own === undefined || room === undefined || own === room) return false;
        return own.width > 60 && own.bottom <= room.bottom && own.right <= room.right;
      });
    await expect.poll(isWhole).toBe(true);
  }
});

test('the event adds up what its markets cost, as their books say', async ({ page, board }) => {
  const ticker = await openPage(page, board);
  await page.getByRole('main').getByRole('link').first().click();
  await expect(page.getByRole('main', { name: `Event ${eventOf(ticker)}` })).toBeVisible();
  const rows = page.getByRole('table').locator('tbody tr');
  await expect.poll(() => rows.count()).toBeGreaterThan(1);
  await expect(async () => {
    // Read anew each time: the exchange may tell of further markets.
    const links = await rows
      .getByRole('link')
      .evaluateAll((found) => found.map((link) => link.getAttribute('href')));
    const markets = links.map((href) => new URL(href ?? '').searchParams.get('market') ?? '');
    const [told, asks] = await page.evaluate(async (all) => {
      const sum = document.querySelector('.sum-part b')?.textContent ?? '';
      const books = await Promise.all(all.map((each) => window.flowboard.book(each)));
      return [sum, books.map(({ stale, yesAsks }) => (stale ? undefined : yesAsks[0]?.[0]))] as const;
    }, markets);
    const cents = asks.reduce((sum, ask) => sum + Number(ask) * 100, 0);
    // A market without an exact ask makes the sum unknown, here and there.
    if (Number.isNaN(cents)) expect(told).toBe('–');
    else expect(centsOf(told)).toBeCloseTo(cents, 4);
  }).toPass();
  await rows.getByRole('link').first().focus();
  await page.keyboard.press('j');
  await expect(rows.getByRole('link').nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: /Order book of every price/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('main', { name: `Event ${eventOf(ticker)}` })).toBeVisible();
});
