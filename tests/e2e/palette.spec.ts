/** Somebody looks for something and types: a market, an event, an action, a setting; by keyboard from anywhere. */
import type { Page } from 'playwright/test';
import { Venue } from '#core/exchange/venue.ts';
import { HOUR, MINUTE, plus, type UnixMs } from '#core/units/time.ts';
import { expect, openBoard, startBoard, test } from './board.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Find' });
const field = (page: Page) => palette(page).getByRole('combobox');
/** Opens it and types once it listens: it is a part that is loaded after the first second. */
async function ask(page: Page, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(words);
}
const option = (page: Page, name: RegExp) => palette(page).getByRole('option', { name });

test('a market is found by its name and opened without the mouse', async ({ page, board }) => {
  await openBoard(page, board);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(field(page)).toBeFocused();
  const first = palette(page).getByRole('option').first();
  const ticker = (await first.locator('small').first().textContent()) ?? '';
  expect(ticker).toContain('-');
  await field(page).fill(ticker.toLowerCase().replaceAll('-', ' '));
  await expect(first.locator('small').first()).toHaveText(ticker);
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`market=${ticker}`));
  await expect(page.getByRole('dialog')).toBeVisible();
  // In front of the drawer, too: and from a page the way leads to another page.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: `Market ${ticker}` })).toBeVisible();
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue('');
});

interface Twins {
  readonly seed: number;
  readonly title: string;
}

/** Two open events of one title that close a minute or more apart. Which seed lists some depends on the time of day. */
function twinsOf(now: UnixMs): Twins {
  const begin = plus(now, -2 * HOUR); // an exchange starts with two hours of past
  for (let seed = 1; seed <= 200; seed++) {
    const venue = new Venue({ seed, start: now, rate: 1, pastMs: 2 * HOUR });
    venue.advance(begin, () => undefined);
    const open = [...venue.programme.events.values()]
      .map(({ plan }) => plan)
      .filter(({ title, closeAt }) => title.includes(' at ') && closeAt > plus(now, 10 * MINUTE));
    const twin = open.find(({ title, closeAt }) => {
      const others = open.filter((other) => other.title === title);
      return others.length === 2 && others.some((other) => other.closeAt - closeAt >= MINUTE);
    });
    if (twin !== undefined) return { seed, title: twin.title };
  }
  throw new Error('Expected one of 200 seeds to list two events of one title, found none.');
}

test('two events of one title say when they close, in the list and on their page', async ({ page }) => {
  test.setTimeout(120_000);
  const { seed, title } = twinsOf(Date.now() as UnixMs);
  const board = await startBoard({ seed, rate: 300 });
  try {
    await openBoard(page, board);
    await page.keyboard.press('ControlOrMeta+k');
    const events = option(page, new RegExp(`^${title} closes \\d+ \\w+ \\d{4} \\d\\d:\\d\\d `));
    // A market is named once it is seen.
    await expect(async () => {
      await field(page).fill('');
      await field(page).fill(title.toLowerCase());
      await expect(events).toHaveCount(2, { timeout: 1_000 });
    }).toPass({ timeout: 40_000 });
    const [first = '', second = ''] = await events.locator('.palette-when').allTextContents();
    expect(first).not.toBe(second);
    const minute = /\d\d:\d\d/.exec(first)?.[0] ?? 'no time';
    await events.first().click();
    await expect(page.locator('.event-head .event-closes')).toContainText(minute);
  } finally {
    await board.stop();
  }
});

test('the palette opens in front of the drawer, and the drawer is there when it is closed', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const tape = page.getByRole('grid', { name: /Trades/ });
  // Without a row there is nothing to come to.
  await expect(tape.locator('[data-row]').first()).toBeVisible();
  await tape.focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await expect(drawer).toBeVisible();
  await ask(page, 'theme dark');
  await expect(option(page, /Theme: Dark/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(drawer).toBeVisible();
});

test('a setting is changed from where one is, and the focus goes back there', async ({ page, board }) => {
  await openBoard(page, board);
  const tape = page.getByRole('grid', { name: /Trades/ });
  await tape.focus();
  await ask(page, 'price as american');
  await expect(option(page, /American odds/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-price-form', 'american');
  await expect(tape).toBeFocused();
  await ask(page, 'price as american');
  await expect(option(page, /American odds/)).toContainText('chosen');
});

test('a word with a dash is a word: Enter goes to what is found, and a ticker that nobody knows comes last', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await ask(page, 'follow-through');
  await expect(palette(page).getByRole('option')).toHaveText(['Open the market FOLLOW-THROUGH']);
  await field(page).fill('full-time');
  await expect(palette(page).getByRole('option').last()).toHaveText('Open the market FULL-TIME');
  // The ticker of an event is no market.
  const event =
    (await page.locator('.hot-item').first().getAttribute('data-ticker'))?.replace(/-[^-]*$/, '') ?? '';
  await field(page).fill(event);
  await expect(palette(page).getByRole('option').first()).toContainText(event);
  await expect(palette(page).getByText(`Open the market ${event}`)).toHaveCount(0);
});

test('a part of the settings is found, and is where the focus and the sheet are', async ({ page, board }) => {
  // Low: not all of the settings fit.
  await page.setViewportSize({ width: 1_000, height: 480 });
  await openBoard(page, board);
  for (const [words, title] of [
    ['settings reset', 'These settings'],
    ['shortcuts', 'Keys'],
  ] as const) {
    await ask(page, words);
    await expect(palette(page).getByRole('option').first()).toContainText('Settings: ');
    await page.keyboard.press('Enter');
    const heading = page.getByRole('dialog', { name: 'Settings' }).getByRole('heading', { name: title });
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
    await page.keyboard.press('Escape');
  }
  // Opened for nothing in particular, the settings begin at their beginning.
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Look' })).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'Keys' })).not.toBeFocused();
});

test('what nothing is called is said, a whole ticker can be opened all the same, an action opens its dialog', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: /^Find/ }).click();
  await field(page).fill('zzz nothing');
  await expect(palette(page).getByRole('status')).toContainText('Nothing here is called that');
  await field(page).fill('kxnever-26nov21-x');
  await expect(option(page, /Open the market KXNEVER-26NOV21-X/)).toBeVisible();
  await field(page).fill('questions in sql');
  await option(page, /Data: questions in SQL/).click();
  await expect(page.getByRole('dialog', { name: 'Data' })).toBeVisible();
  await expect(palette(page)).toBeHidden();
});

test('where more answers than is shown the last line brings more, and the reader goes on at the first of them', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const traded = () => page.evaluate(() => window.flowboard.hotMarkets({ limit: 100 }));
  await expect.poll(async () => (await traded()).length, { timeout: 60_000 }).toBeGreaterThan(61);
  // Every one of them has the exchange's letters in its ticker.
  await ask(page, 'KX');
  const markets = palette(page)
    .getByRole('group', { name: 'Markets' })
    .getByRole('option')
    .filter({ has: page.locator('small') });
  const more = option(page, /^More markets and events$/);
  await expect(more).toBeVisible();
  await expect(markets).toHaveCount(20);
  for (let step = 0; step < 20; step++) await page.keyboard.press('ArrowDown');
  await expect(more).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(markets).toHaveCount(60);
  await expect(markets.nth(20)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(markets.nth(19)).toHaveAttribute('aria-selected', 'true');
  // Another question begins with few again.
  await page.keyboard.type('-');
  await expect(markets).toHaveCount(20);
});

test('an event is found and opens its page', async ({ page, board }) => {
  await openBoard(page, board);
  await page.keyboard.press('ControlOrMeta+k');
  const ticker =
    (await palette(page).getByRole('option').first().locator('small').first().textContent()) ?? '';
  const event = ticker.slice(0, ticker.lastIndexOf('-'));
  await field(page).fill(event);
  const found = palette(page).getByRole('group', { name: 'Events' }).getByRole('option');
  await expect(found.first().locator('small')).toHaveText(event);
  await found.first().click();
  await expect(page).toHaveURL(new RegExp(`view=event&event=${event}`));
});

test('Enter takes the first line as soon as there is one, and another one once the reader has gone there', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await page.keyboard.press('ControlOrMeta+k');
  // The list is alive: which line is chosen and where it stands are read in one task of the page.
  const chosen = () =>
    palette(page).evaluate((dialog) => {
      const options = [...dialog.querySelectorAll('[role=option]')];
      return options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    });
  await expect(palette(page).locator('.palette-name small').first()).toContainText('-');
  await expect.poll(chosen).toBe(0);
  await page.keyboard.press('ArrowDown');
  await expect.poll(chosen).toBe(1);
});

test('from one dialog to the next, the focus goes back to where the first one was opened', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const tape = page.getByRole('grid', { name: /Trades/ });
  await tape.focus();
  await ask(page, 'diagnostics');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Diagnostics' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(tape).toBeFocused();
});
