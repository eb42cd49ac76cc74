/** Within a minute a newcomer knows what is on the screen: three marks, a card on a real key, words that explain themselves. */
import type { Locator, Page } from 'playwright/test';
import { faultsIn, THEMES } from './axe-faults.ts';
import { expect, livelyMarket, openBoard, test, type Board } from './board.ts';

const TITLES = ['The tape', 'Market heat', 'How fresh it is'];

const mark = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title });

async function meet(page: Page, board: Board): Promise<void> {
  await openBoard(page, board);
  await expect(mark(page, 'The tape')).toBeVisible();
}

/** Nobody is asked again: after a reload the board has come, and no mark with it. */
async function expectNeverAgain(page: Page): Promise<void> {
  await page.reload();
  await expect.poll(() => page.locator('[data-ticker]').count()).toBeGreaterThan(5);
  await expect(page.locator('.tour')).toHaveCount(0);
}

/** A card is wholly in the window, and its panel is ringed. */
async function expectInWindow(page: Page, card: Locator): Promise<void> {
  await expect(page.locator('[data-toured]')).toHaveCount(1);
  await expect
    .poll(() =>
      card.evaluate((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      }),
    )
    .toBe(true);
}

test.describe('on the first visit', () => {
  test.use({ isNewcomer: true });

  test('three marks and the card for the key come one after the other, and never again', async ({
    page,
    board,
  }) => {
    await meet(page, board);
    await expect(mark(page, 'The tape')).toContainText('a simulated exchange on your computer');
    for (const [index, title] of TITLES.entries()) {
      const card = mark(page, title);
      await expect(card).toContainText(`${index + 1} of 3`);
      await expectInWindow(page, card);
      await card.getByRole('button', { name: index < 2 ? 'Next' : 'Done' }).click();
      await expect(card).toHaveCount(0);
    }
    const key = mark(page, 'Use your own Kalshi key');
    await expectInWindow(page, key);
    await key.getByRole('button', { name: 'Show me how' }).click();
    const how = page.getByRole('dialog', { name: 'Use your own Kalshi key' });
    await expect(how).toContainText('KALSHI_PRIVATE_KEY_PATH=/path/to/key.pem');
    await expect(how).toContainText('It never leaves this computer');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectNeverAgain(page);
  });

  test('whoever skips is left in peace, and the board behind works all the while', async ({
    page,
    board,
  }) => {
    await meet(page, board);
    await page.getByRole('radio', { name: '30 minutes' }).click();
    await expect(page.getByRole('radio', { name: '30 minutes' })).toBeChecked();
    await expect(mark(page, 'The tape')).toBeVisible();
    await mark(page, 'The tape').getByRole('button', { name: 'Skip' }).click();
    await expect(page.locator('.tour, [data-toured]')).toHaveCount(0);
    await expectNeverAgain(page);
  });

  test('it takes no focus; Tab reaches it from the top, leads on past it, and Escape ends it', async ({
    page,
    board,
  }) => {
    await meet(page, board);
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    const card = mark(page, 'The tape');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(card.getByRole('button', { name: 'Next' })).toBeFocused();
    await page.keyboard.press('Enter');
    // The words have changed under the same button.
    await expect(mark(page, 'Market heat').getByRole('button', { name: 'Next' })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(page.locator('.tour :focus')).toHaveCount(0);
    const after = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press('Shift+Tab');
    await expect(mark(page, 'Market heat').getByRole('button', { name: 'Skip' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.locator('.tour')).toHaveCount(0);
    await expect.poll(() => after.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectNeverAgain(page);
  });

  test('each mark is said to readers of the screen', async ({ page, board }) => {
    await meet(page, board);
    const said = page.getByRole('status').filter({ hasText: 'The tape.' });
    await expect(said).toContainText('Every trade the moment it happens');
    await mark(page, 'The tape').getByRole('button', { name: 'Next' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Market heat.' })).toBeAttached();
  });

  test('it waits while another page or a dialog is looked at, and goes on where it was', async ({
    page,
    board,
  }) => {
    await meet(page, board);
    await mark(page, 'The tape').getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Data', exact: true }).click();
    await expect(mark(page, 'Data')).toBeVisible();
    await expect(page.locator('.tour')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(mark(page, 'Market heat')).toContainText('2 of 3');
  });

  test('a reload goes on at the mark where the reader was', async ({ page, board }) => {
    await meet(page, board);
    await mark(page, 'The tape').getByRole('button', { name: 'Next' }).click();
    await expect(mark(page, 'Market heat')).toBeVisible();
    await page.reload();
    await expect(mark(page, 'Market heat')).toContainText('2 of 3');
    await expect(mark(page, 'The tape')).toHaveCount(0);
  });

  for (const [width, height] of [
    [320, 640],
    [360, 740],
    [720, 450],
    [1024, 768],
    [3840, 2160],
  ] as const)
    test(`every mark is wholly in a window of ${width} by ${height}`, async ({ page, board }) => {
      await page.setViewportSize({ width, height });
      await meet(page, board);
      for (const title of [...TITLES, 'Use your own Kalshi key']) {
        const card = mark(page, title);
        await expectInWindow(page, card);
        await expect
          .poll(() =>
            page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          )
          .toBe(0);
        await card.getByRole('button').first().click();
        if (title === 'Use your own Kalshi key') break;
      }
    });

  test('axe finds nothing in any of the marks, in either theme', async ({ page, board }) => {
    test.setTimeout(240_000);
    await meet(page, board);
    const found: string[] = [];
    for (const title of [...TITLES, 'Use your own Kalshi key']) {
      const card = mark(page, title);
      await expect(card).toBeVisible();
      for (const fault of await faultsIn(page, THEMES)) found.push(`${title}: ${fault}`);
      if (title !== 'Use your own Kalshi key') await card.getByRole('button').first().click();
    }
    await page.getByRole('button', { name: 'Show me how' }).click();
    for (const fault of await faultsIn(page, THEMES)) found.push(`how to use a key: ${fault}`);
    expect(found).toEqual([]);
  });
});

test('Help leads around again, whenever somebody asks, and gives the focus back', async ({ page, board }) => {
  await openBoard(page, board);
  await expect(page.locator('.tour')).toHaveCount(0);
  const help = page.getByRole('button', { name: 'Help and diagnostics' });
  await help.click();
  await page.getByRole('dialog', { name: 'Help' }).getByRole('button', { name: 'Show me around' }).click();
  const first = mark(page, 'The tape');
  await expect(first.getByRole('button', { name: 'Next' })).toBeFocused();
  for (const name of ['Next', 'Next', 'Done']) {
    await expect(page.locator('.tour').getByRole('button', { name })).toBeFocused();
    await page.keyboard.press('Enter');
  }
  await expect(mark(page, 'Use your own Kalshi key')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.tour')).toHaveCount(0);
  await expect(help).toBeFocused();
});

test.describe('a word with dots under it', () => {
  const tip = (page: Page): Locator => page.getByRole('tooltip');
  const taker = (page: Page): Locator =>
    page.getByRole('grid', { name: /Trades/ }).getByRole('button', { name: 'Taker' });

  test('says its sentence while it is pointed at, and while the sentence is', async ({ page, board }) => {
    await openBoard(page, board);
    await taker(page).hover();
    await expect(tip(page)).toContainText('Whoever accepts an order');
    await tip(page).hover();
    // Longer than the way from one to the other may take.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
    await expect(tip(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tip(page)).toHaveCount(0);
    await taker(page).hover();
    await expect(tip(page)).toBeVisible();
    await page.mouse.move(700, 600);
    await expect(tip(page)).toHaveCount(0);
  });

  test('says it on focus, names it for readers, and goes on Escape without closing what is behind', async ({
    page,
    board,
  }) => {
    await openBoard(page, board);
    const ticker = await livelyMarket(page, board);
    await page.goto(`http://127.0.0.1:${board.port}/?market=${ticker}`);
    const drawer = page.locator('.drawer');
    // It takes the focus when it opens.
    await expect(drawer.getByText('In sync')).toBeVisible();
    const spread = drawer.getByRole('button', { name: 'Spread' });
    await spread.focus();
    await expect(tip(page)).toContainText('best ask less the best bid');
    await expect(spread).toHaveAccessibleDescription(/best ask less the best bid/);
    await page.keyboard.press('Escape');
    await expect(tip(page)).toHaveCount(0);
    await expect(drawer).toBeVisible();
    await expect(spread).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(drawer).toHaveCount(0);
  });

  test('says it on a touch', async ({ browser, board }) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const page = await context.newPage();
    await page.addInitScript(() => localStorage.setItem('flowboard.display', '{"isWelcomed":true}'));
    await openBoard(page, board);
    await page.getByRole('tab', { name: 'Tape' }).tap();
    await taker(page).tap();
    await expect(tip(page)).toContainText('Whoever accepts an order');
    expect(await faultsIn(page, THEMES)).toEqual([]);
    await page.getByRole('tab', { name: 'Tape' }).tap();
    await expect(tip(page)).toHaveCount(0);
    await context.close();
  });

  test('Help lists all of them, once each, in the order of the alphabet', async ({ page, board }) => {
    await openBoard(page, board);
    await page.getByRole('button', { name: 'Help and diagnostics' }).click();
    await expect(page.locator('.help-words dt').first()).toBeVisible();
    const words = await page.locator('.help-words dt').allTextContents();
    expect(words).toEqual([...new Set(words)].sort((a, b) => a.localeCompare(b, 'en')));
    expect(words).toEqual(
      expect.arrayContaining(['Imbalance', 'Implied chance', 'Microprice', 'Spread', 'Taker']),
    );
  });
});
