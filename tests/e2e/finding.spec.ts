/** Somebody looks for what matters among all trades: narrows the tape, a category, another order; by mouse and by keyboard. */
import type { Page } from 'playwright/test';
import { sessionsOf } from '../support/page-storage.ts';
import { expect, goTo, openBoard, stats, test } from './board.ts';
import { line, openReplay } from './replaying.ts';

/** Long enough to move in. */
const LONG_MS = 14_000;

const tape = (page: Page) => page.getByRole('grid', { name: /Trades/ });
const rows = (page: Page) => tape(page).locator('[data-row]');
const words = (page: Page) => page.getByRole('textbox', { name: /Only trades of markets/ });
const categories = (page: Page) => page.getByRole('group', { name: 'Show only one category' });
const category = (page: Page, name: string) =>
  categories(page).getByRole('button', { name: new RegExp(`^${name}\\b`) });
const hot = (page: Page) => page.locator('.area-hot');

/** Sizes on the tape, contracts. */
async function sizes(page: Page): Promise<readonly number[]> {
  const titles = await rows(page)
    .locator('.tape-size')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
  return titles.map((title) => Number(title.replaceAll(',', '').replace(' contracts', '')));
}

/** Names of the markets on the tape, with their tickers. */
async function markets(page: Page): Promise<readonly string[]> {
  return rows(page)
    .locator('.tape-market')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
}

test('words leave only the trades of markets that have them; clearing brings all back', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await tape(page).focus();
  await page.keyboard.press('f');
  await expect(words(page)).toBeFocused();
  await page.keyboard.type('kxbtc');
  await expect
    .poll(async () => {
      const shown = await markets(page);
      return shown.length > 0 && shown.every((name) => /KXBTC/i.test(name));
    })
    .toBe(true);
  // What comes in from now on passes the same filter.
  const first = (await rows(page).first().textContent()) ?? '';
  await expect.poll(() => rows(page).first().textContent(), { timeout: 40_000 }).not.toBe(first);
  expect((await markets(page)).every((name) => /KXBTC/i.test(name))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(words(page)).toHaveValue('');
  await expect.poll(async () => (await markets(page)).every((name) => /KXBTC/i.test(name))).toBe(false);
  await page.keyboard.press('Escape');
  await expect(tape(page)).toBeFocused();
});

test('what matches nothing says so, and offers to clear the filter', async ({ page, board }) => {
  await openBoard(page, board);
  await words(page).fill('no market is called this');
  const nothing = page.getByRole('status').filter({ hasText: 'No trade of the last hour passes the filter' });
  await expect(nothing).toBeVisible();
  await nothing.getByRole('button', { name: 'Clear' }).click();
  await expect(words(page)).toHaveValue('');
  await expect(rows(page).first()).toBeVisible();
  // Cleared from the keyboard: the field stays where it is, and the focus in it.
  await words(page).fill('no market is called this');
  await expect(nothing).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows(page).first()).toBeVisible();
  await expect(words(page)).toBeFocused();
});

test('the least size is set by slider or number, is a chip, and stays while the page lives', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Filter by size and category' }).click();
  const slider = page.getByRole('slider', { name: 'Least size' });
  const field = page.getByRole('spinbutton', { name: 'Least size, contracts' });
  await slider.focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', 'at least 50 contracts');
  await expect(field).toHaveValue('50');
  await field.fill('75');
  await field.press('Enter');
  await expect(slider).toHaveAttribute('aria-valuetext', 'at least 75 contracts');
  await page.keyboard.press('Escape');
  await expect
    .poll(async () => {
      const shown = await sizes(page);
      return shown.length > 0 && shown.every((size) => size >= 75);
    })
    .toBe(true);
  // What stands over the rows is of all trades, and says so.
  await expect(page.locator('.recent-sides')).toContainText('all trades, 10 s');
  // To a market's page and back.
  await tape(page).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: /^Market/ })).toBeVisible();
  await page.keyboard.press('Escape');
  const chip = page.getByRole('button', { name: '≥ 75: At least 75 contracts' });
  await expect(chip).toBeVisible();
  await chip.click();
  await expect(chip).toBeHidden();
  await page.reload();
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /take this back$/ })).toHaveCount(0);
});

test('a paused tape counts what passes the filter, and takes another filter', async ({ page, board }) => {
  await openBoard(page, board);
  await words(page).fill('no market is called this');
  await expect(page.getByRole('status').filter({ hasText: 'passes the filter' })).toBeVisible();
  await words(page).press('Enter');
  await page.keyboard.press('Space');
  const pill = page.getByRole('button', { name: /^Paused/ });
  await expect(pill).toHaveText('Paused · 0 new');
  const before = (await stats(page)).tradesReceived;
  await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(before + 40);
  await expect(pill).toHaveText('Paused · 0 new');
  await words(page).fill('kx');
  await expect(rows(page).first()).toBeVisible();
  const held = await rows(page).first().textContent();
  await expect(pill).not.toHaveText('Paused · 0 new');
  expect(await rows(page).first().textContent()).toBe(held);
});

test('a category narrows tape, treemap and hot list at once; a second press and Escape show all again', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await expect(categories(page).getByRole('button').nth(1)).toBeVisible();
  await category(page, 'Sports').click();
  await expect(category(page, 'Sports')).toHaveAttribute('aria-pressed', 'true');
  await expect(hot(page).locator('.panel-note')).toContainText('Sports');
  await expect
    .poll(async () => {
      const metas = await hot(page).locator('.hot-meta').allTextContents();
      return metas.length > 0 && metas.every((meta) => meta.startsWith('Sports'));
    })
    .toBe(true);
  await expect(page.locator('.heat-header')).toHaveCount(1);
  await expect(page.locator('.heat-header')).toContainText('Sports');
  const chip = page.getByRole('button', { name: 'Category Sports: take this back' });
  await expect(chip).toBeVisible();
  await category(page, 'Sports').click();
  await expect(category(page, 'Sports')).toHaveAttribute('aria-pressed', 'false');
  await expect(chip).toBeHidden();
  await expect.poll(() => page.locator('.heat-header').count()).toBeGreaterThan(1);
  await category(page, 'Crypto').focus();
  await page.keyboard.press('Enter');
  await expect(category(page, 'Crypto')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(category(page, 'Crypto')).toHaveAttribute('aria-pressed', 'false');
});

test('a button whose name says what it would do now is no toggle besides: “Go on, pressed” says two things', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Pause the tape' }).click();
  await page.getByRole('button', { name: 'Freeze' }).click();
  await page.locator('.hot-star').first().click();
  for (const name of [/^Resume the tape$/, /^Go on$/, /^Unpin /]) {
    const button = page.getByRole('button', { name }).first();
    await expect(button).toBeVisible();
    await expect(button).not.toHaveAttribute('aria-pressed');
  }
});

test('a frozen page goes on when another category is chosen', async ({ page, board }) => {
  await openBoard(page, board);
  await expect(category(page, 'Crypto')).toBeVisible();
  await page.getByRole('button', { name: 'Freeze' }).click();
  await category(page, 'Crypto').click();
  await expect(page.getByRole('button', { name: 'Freeze' })).toBeVisible();
  await expect(page.locator('.heat-header')).toHaveCount(1);
});

test('the hot list is sorted by what is chosen, says so, and remembers it', async ({ page, board }) => {
  await openBoard(page, board);
  const menu = hot(page).getByRole('combobox', { name: 'Sort the hot list by' });
  await expect(hot(page).locator('.panel-note')).toContainText('by contracts');
  await menu.selectOption('Trades');
  await expect(hot(page).locator('.panel-note')).toContainText('by trades');
  await expect
    .poll(async () => {
      const texts = await hot(page).locator('.hot-trades').allTextContents();
      // Compact from a thousand on: those are in order too, among themselves.
      const counts = texts.map((text) => Number.parseFloat(text) * (/k/.test(text) ? 1_000 : 1));
      return (
        counts.length > 3 && counts.every((count, index) => index === 0 || count <= (counts[index - 1] ?? 0))
      );
    })
    .toBe(true);
  await page.reload();
  await expect(menu).toHaveValue('trades');
  await expect(hot(page).locator('.panel-note')).toContainText('by trades');
});

test('the palette finds a category from anywhere, clears the filter and sorts the hot list', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const palette = page.getByRole('dialog', { name: 'Find' });
  const option = (name: RegExp) => palette.getByRole('option', { name });
  const ask = async (words: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(words);
  };
  await ask('sports');
  await expect(option(/^Sports/)).toBeVisible();
  await expect(option(/^Sports/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(category(page, 'Sports')).toHaveAttribute('aria-pressed', 'true');
  await ask('clear filter');
  await expect(option(/^Clear the filter/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(category(page, 'Sports')).toHaveAttribute('aria-pressed', 'false');
  await ask('sort by move');
  await expect(option(/Sort the hot list by: move/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(hot(page).locator('.panel-note')).toContainText('by move');
});

test('a second tab has a filter of its own', async ({ page, board, context }) => {
  await openBoard(page, board);
  const second = await context.newPage();
  await second.goto(`http://127.0.0.1:${board.port}/`);
  await expect(category(second, 'Sports')).toBeVisible({ timeout: 15_000 });
  await category(second, 'Sports').click();
  await words(second).fill('kx');
  await expect(second.locator('.heat-header')).toHaveCount(1);
  await expect(rows(second).first()).toBeVisible();
  await page.bringToFront();
  await expect(category(page, 'Sports')).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => page.locator('.heat-header').count()).toBeGreaterThan(1);
});

test('in a replay the same filter holds for what is played', async ({ page, board }) => {
  test.setTimeout(120_000);
  await openBoard(page, board);
  await expect
    .poll(async () => Math.max(...(await sessionsOf(page)).map(({ startMs, endMs }) => endMs - startMs)), {
      timeout: 40_000,
    })
    .toBeGreaterThan(LONG_MS);
  await category(page, 'Sports').click();
  await openReplay(page);
  await line(page).focus();
  // A jump is a new engine: the filter is asked of it too.
  await page.keyboard.press('End');
  await expect(page.locator('.heat-header')).toHaveCount(1);
  await expect(page.locator('.heat-header')).toContainText('Sports');
  await words(page).fill('kx');
  await expect(rows(page).first()).toBeVisible();
  await words(page).fill('no market is called this');
  await expect(page.getByRole('status').filter({ hasText: 'passes the filter' })).toBeVisible();
  await page.getByRole('status').getByRole('button', { name: 'Clear' }).click();
  await expect.poll(() => page.locator('.heat-header').count()).toBeGreaterThan(1);
  await expect(rows(page).first()).toBeVisible();
});

test('pinned markets stay on top of the hot list, the table of the treemap and the search, and have a tile, till they are unpinned', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const cards = hot(page).locator('.hot-item');
  const pinned = hot(page).locator('.hot-item[data-pinned]');
  await cards.nth(6).getByRole('button', { name: /^Pin / }).press('Enter');
  // Under the hand of whoever pins it stays where it is; then it goes up.
  await page.getByRole('heading', { name: 'Flowboard' }).click();
  await expect(cards.first()).toHaveAttribute('data-pinned', 'true');
  await expect(pinned).toHaveCount(1);

  await page.getByRole('button', { name: 'View as table' }).first().click();
  const table = page.locator('.heat-table tbody tr');
  for (const column of ['Market', 'Contracts']) {
    await page.locator('.heat-table').getByRole('button', { name: column, exact: true }).click();
    await expect(table.first()).toContainText('Pinned: ');
    await expect(table.nth(1)).not.toContainText('Pinned: ');
  }
  // What the board is narrowed down to holds for pins too, in both places.
  const category = (await cards.first().locator('.hot-category').innerText()).replace(' · ', '');
  const other = page.locator('.category').filter({ hasNotText: category }).first();
  await other.click();
  await expect(cards.first()).not.toContainText(category);
  await expect(pinned).toHaveCount(0);
  await expect(table.first()).toBeVisible();
  await expect(page.locator('.heat-table')).not.toContainText('Pinned: ');
  await other.click();
  await expect(table.first()).toContainText('Pinned: ');
  await page.getByRole('button', { name: 'Tiles' }).click();
  await expect(page.locator('.heat-tile[data-pinned]')).toHaveCount(1);

  await page.keyboard.press('ControlOrMeta+k');
  const found = page.getByRole('dialog', { name: 'Find' });
  await expect(found.getByRole('group').first()).toHaveAccessibleName('Pinned');
  await expect(found.getByRole('group').first().getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Escape');

  // A market that nobody trades is pinned too: it says so, above all that trade.
  await goTo(page, '?market=KXNOBODY-26NOV20-X');
  await page.getByRole('dialog').getByRole('button', { name: /^Pin / }).click();
  await page.keyboard.press('Escape');
  await expect(cards.nth(1)).toContainText('No trades in the last 10 minutes');
  await expect(pinned).toHaveCount(2);
  await pinned
    .first()
    .getByRole('button', { name: /^Unpin / })
    .press('Enter');
  await page.getByRole('heading', { name: 'Flowboard' }).click();
  await expect(pinned).toHaveCount(1);
  await expect(cards.first()).toContainText('No trades in the last 10 minutes');
});
