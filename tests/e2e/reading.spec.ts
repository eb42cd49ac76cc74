/** Someone sets the board to how he reads: prices, outcome, times, density, colours; and takes the settings along in a file. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { expect, goTo, livelyMarket, openBoard, test, type Board } from './board.ts';

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const settings = (page: Page) => page.getByRole('dialog', { name: 'Settings' });
const html = (page: Page) => page.locator('html');
/** Its side is said where it is not drawn. */
const card = (page: Page) => panel(page, 'Hot now').locator('.hot-percent').first();
const tapePrice = (page: Page) => panel(page, 'Tape').locator('[data-row="0"] [role="gridcell"]').nth(3);

async function openSettings(page: Page): Promise<void> {
  if (!(await settings(page).isVisible())) await page.getByRole('button', { name: 'Settings' }).click();
  await expect(settings(page)).toBeVisible();
}

/** Chooses, and leaves the settings. */
async function choose(page: Page, group: string, name: string): Promise<void> {
  await openSettings(page);
  await settings(page).getByRole('radiogroup', { name: group }).getByRole('radio', { name }).click();
  await page.keyboard.press('Escape');
  await expect(settings(page)).toBeHidden();
}

/** The page of a lively market, with its book. */
async function openMarket(page: Page, board: Board): Promise<void> {
  const ticker = await livelyMarket(page, board);
  await page.goto(`${new URL(board.address).origin}/?view=market&market=${ticker}`);
  await expect(panel(page, 'Ladder').getByText('In sync')).toBeVisible();
}

const textsOf = async (rows: Locator) => (await rows.allTextContents()).map((text) => text.trim());

test('prices as decimal odds are said everywhere at once, with the exact price beside them', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await expect(card(page)).toHaveText(/^YES [\d.]+¢$/);
  await expect(tapePrice(page)).toHaveText(/^[\d.]+¢$/);
  await choose(page, 'Price as', 'Decimal odds');
  await expect(card(page)).toHaveText(/^YES \d+\.\d{2,3}$/);
  await expect(card(page)).toHaveAttribute('title', /^YES [\d.]+¢$/);
  await expect(tapePrice(page)).toHaveText(/^\d+\.\d{2,3}$/);
  await expect(tapePrice(page)).toHaveAttribute('title', /¢/);
  await expect(page.locator('.heat-tile b').first()).toHaveText(/^\d+\.\d{2,3}$/);
  // Not the hottest of all, which may have ended: then it has no book.
  await goTo(page, `?market=${await livelyMarket(page, board)}`);
  const drawer = page.getByRole('dialog');
  await expect(drawer.locator('.drawer-percent')).toHaveText(/^\d+\.\d{2,3}$/);
  await expect(drawer.locator('.ladder-price').first()).toHaveText(/^\d+\.\d{2,3}$/);
  await page.keyboard.press('Escape');
  await openMarket(page, board);
  const texts = () => textsOf(page.locator('.rung-price'));
  await expect.poll(async () => (await texts()).length).toBeGreaterThan(10);
  const prices = await texts();
  expect(prices.filter((price) => !/^\d+\.\d{2,3}$/.test(price))).toEqual([]);
  const stage = panel(page, 'Liquidity').getByRole('application');
  await expect(stage.locator('canvas')).toBeVisible();
  await expect(async () => {
    // Left and come back to, the first step stands on the newest column, beside the best bid.
    await stage.blur();
    await stage.focus();
    await page.keyboard.press('ArrowDown');
    // A pixel that stands for several prices is read as their range.
    await expect(stage.locator('[aria-live]')).toContainText(
      /Price (\d+\.\d{2,3} \([\d.]+¢\)|\d+\.\d{2,3}–\d+\.\d{2,3} )/,
      { timeout: 500 },
    );
  }).toPass();
});

test('with NO first, prices, best bids and the ladder are those of NO, and labels say so', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await choose(page, 'Outcome read first', 'Prices of NO first');
  await expect(card(page)).toHaveText(/^NO [\d.]+¢$/);
  await expect(panel(page, 'Market heat')).toContainText('NO prices');
  await expect(panel(page, 'Hot now').locator('.panel-note')).toContainText('NO prices');
  // A tile by itself, too, and to readers once.
  const tiles = page.locator('.heat-tile:has(.heat-values)');
  await expect(tiles.locator('b').first()).toHaveText(/^NO [\d.]+¢$/);
  expect((await textsOf(tiles.locator('b'))).filter((price) => !price.startsWith('NO '))).toEqual([]);
  expect((await textsOf(tiles)).filter((text) => /NO NO/.test(text))).toEqual([]);
  await openMarket(page, board);
  await expect(page.locator('.head-facts')).toContainText('NO bid');
  await expect(page.getByRole('table', { name: /prices of NO first/ })).toBeVisible();
  await expect(panel(page, 'Liquidity')).toContainText('NO prices');
  // The best bid for NO is what is left of a dollar over the best YES ask.
  await expect(async () => {
    const ticker = new URL(page.url()).searchParams.get('market') ?? '';
    const [ask = '0'] = (await page.evaluate((one) => window.flowboard.book(one), ticker)).yesAsks[0] ?? [];
    const bid = await page.locator('.rung[data-best="bid"] .rung-price').textContent();
    expect(Number(bid?.replace('¢', ''))).toBeCloseTo(100 - 100 * Number(ask), 6);
  }).toPass();
  // What is chosen in the ladder stays there.
  await panel(page, 'Ladder').getByRole('radio', { name: 'Prices of YES first' }).click();
  await expect(page.getByRole('table', { name: /prices of YES first/ })).toBeVisible();
  await expect(page.locator('.head-facts')).toContainText('NO bid');
});

test('with odds chosen, no price is left in cents on any view', async ({ page, board }) => {
  test.setTimeout(120_000);
  await openBoard(page, board);
  await choose(page, 'Price as', 'American odds');
  await expect(card(page)).toHaveText(/^YES [+−]\d+$/);
  const origin = new URL(board.address).origin;
  const left = () =>
    page.evaluate(() => document.body.innerText.split('\n').filter((line) => line.includes('¢')));
  // Not the hottest of all, which may have ended: then it has no book.
  const ticker = await livelyMarket(page, board);
  await goTo(page, `?market=${ticker}`);
  await expect(page.getByRole('dialog').locator('.ladder-price').first()).toBeVisible();
  expect(await left()).toEqual([]);
  await page.keyboard.press('Escape');
  await openMarket(page, board);
  await expect(panel(page, 'Depth').getByRole('radio', { name: 'Within 10 pt of the middle' })).toBeVisible();
  await expect(panel(page, 'Ladder').getByRole('radio', { name: 'In steps of five points' })).toBeVisible();
  await expect(panel(page, 'Depth').locator('.fill-cost')).toContainText(/mean|offered/);
  expect(await left()).toEqual([]);
  await page.goto(`${origin}/?view=event&event=${ticker.slice(0, ticker.lastIndexOf('-'))}`);
  await expect(page.locator('.sums')).toContainText(/\$1|Not added up/);
  expect(await left()).toEqual([]);
});

test('times are those of the chosen zone, and the zone stands beside them', async ({ page, board }) => {
  await openBoard(page, board);
  const head = panel(page, 'Tape').getByRole('columnheader').first();
  const hourOf = async () =>
    Number(
      (await panel(page, 'Tape').locator('[data-row="0"] [role="gridcell"]').first().textContent())?.slice(
        0,
        2,
      ),
    );
  await choose(page, 'Time of', 'UTC');
  await expect(head).toHaveText('Time UTC');
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText(/\d\d:\d\d:\d\d UTC/);
  await expect.poll(hourOf).not.toBeNaN();
  const utc = await hourOf();
  await choose(page, 'Time of', 'Time of New York');
  await expect(head).toHaveText(/^Time E[DS]T$/);
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText(/\d\d:\d\d:\d\d E[DS]T/);
  // One hour more or less where the next one begins between the two looks.
  await expect.poll(async () => [4, 5, 6].includes((utc + 24 - (await hourOf())) % 24)).toBe(true);
});

test('rows are lower when they are to be compact, and higher when comfortable, and so many fit', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const row = panel(page, 'Tape').locator('[data-row="0"]');
  const height = async () => (await row.boundingBox())?.height;
  const count = () => panel(page, 'Tape').locator('[data-row]').count();
  await expect.poll(height).toBe(24);
  await choose(page, 'Density of rows', 'Compact');
  await expect.poll(height).toBe(20);
  await choose(page, 'Density of rows', 'Comfortable');
  await expect.poll(height).toBe(32);
  const fits = async () =>
    Math.floor(((await panel(page, 'Tape').locator('.tape-rows').boundingBox())?.height ?? 0) / 32);
  await expect.poll(async () => (await count()) - (await fits()), { timeout: 20_000 }).toBeLessThanOrEqual(0);
  await openMarket(page, board);
  await expect.poll(() => page.locator('.rungs-body .rung').count()).toBeGreaterThan(10);
  // Found and measured within one task of the page: a row that leaves between the two has no height.
  const rungs = await page.evaluate(() =>
    [...document.querySelectorAll('.rungs-body .rung')]
      .map((rung) => rung.getBoundingClientRect())
      .map(({ top, height: h }) => [top, h]),
  );
  expect(rungs.length).toBeGreaterThan(10);
  const tops = rungs.map(([top = 0]) => top).sort((a, b) => a - b);
  expect(new Set(rungs.map(([, h]) => h))).toEqual(new Set([24]));
  expect(tops.slice(1).every((top, i) => top - (tops[i] ?? 0) === 24)).toBe(true);
});

test('a palette changes colours at once, drawn ones too, and other tabs follow', async ({
  page,
  board,
  context,
}) => {
  await openBoard(page, board);
  const other = await context.newPage();
  await other.goto(new URL(board.address).origin);
  await expect(panel(other, 'Tape')).toBeVisible();
  const yes = () => html(page).evaluate((element) => getComputedStyle(element).getPropertyValue('--yes'));
  const before = await yes();
  await choose(page, 'Palette', 'Classic: green and red');
  await expect(html(page)).toHaveAttribute('data-palette', 'classic');
  await openSettings(page);
  await expect(settings(page)).toContainText('One man in twelve hardly tells green from red.');
  await page.keyboard.press('Escape');
  expect(await yes()).not.toBe(before);
  await expect(html(other)).toHaveAttribute('data-palette', 'classic');
  await choose(other, 'Price as', 'American odds');
  await expect(card(page)).toHaveText(/^YES [+−]\d+$/);
});

test('a system that asks for more contrast has it, unless a palette was chosen', async ({ page, board }) => {
  await page.emulateMedia({ contrast: 'more' });
  await openBoard(page, board);
  await expect(html(page)).toHaveAttribute('data-palette', 'contrast');
  await choose(page, 'Palette', 'Mono: no hues');
  await expect(html(page)).toHaveAttribute('data-palette', 'mono');
  await choose(page, 'Palette', 'Default: blue and orange');
  await page.emulateMedia({ contrast: 'no-preference' });
  await expect(html(page)).toHaveAttribute('data-palette', 'default');
});

test('in the colours of the system, what is chosen and what has the focus is seen', async ({
  page,
  board,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openBoard(page, board);
  await openSettings(page);
  const group = settings(page).getByRole('radiogroup', { name: 'Price as' });
  const groundOf = (radio: Locator) => radio.evaluate((element) => getComputedStyle(element).backgroundColor);
  const [chosen, left] = [
    group.getByRole('radio', { checked: true }),
    group.getByRole('radio', { name: 'American' }),
  ];
  expect(await groundOf(chosen)).not.toBe(await groundOf(left));
  await chosen.focus();
  await page.keyboard.press('ArrowRight');
  await expect(group.getByRole('radio', { checked: true })).toBeFocused();
  expect(
    await group.getByRole('radio', { checked: true }).evaluate((e) => getComputedStyle(e).outlineStyle),
  ).toBe('solid');
});

test('settings that were exported come back after a reset, which can be undone itself', async ({
  page,
  board,
}, info) => {
  await openBoard(page, board);
  for (const [group, name] of [
    ['Price as', 'Per cent'],
    ['Time of', 'UTC'],
    ['Palette', 'High contrast'],
    ['Density of rows', 'Compact'],
  ] as const)
    await choose(page, group, name);
  // By its key: a row that moves up or down is not where a pointer was sent to.
  await panel(page, 'Hot now').getByRole('button', { name: /^Pin / }).first().press('Enter');
  await expect(page.locator('.pins-button')).toHaveText(/1$/);
  await openSettings(page);
  const download = page.waitForEvent('download');
  await settings(page).getByRole('button', { name: 'Export settings' }).click();
  const path = info.outputPath('settings.json');
  await (await download).saveAs(path);
  const text = readFileSync(path, 'utf8');
  // No field of that name, nor the token itself; a ticker may have any letters.
  expect(text).not.toMatch(/"\w*(token|key)\w*":|browser-tests-token/i);
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    display: { priceForm: 'percent', zone: 'utc', palette: 'contrast', density: 'compact' },
    board: { pins: [expect.any(String)] },
  });

  await settings(page).getByRole('button', { name: 'Reset to defaults' }).click();
  await expect(html(page)).toHaveAttribute('data-palette', 'default');
  // What somebody has pinned is no setting that was there at first.
  await expect(page.getByText(/Pins, alerts and how long recordings stay are not changed/)).toBeVisible();
  await expect(page.locator('.pins-button')).toHaveText(/1$/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(html(page)).toHaveAttribute('data-palette', 'contrast');
  await expect(page.locator('.pins-button')).toHaveText(/1$/);
  await openSettings(page);
  await settings(page).getByRole('button', { name: 'Reset to defaults' }).click();
  await expect(html(page)).toHaveAttribute('data-palette', 'default');
  // Unpinned by hand, it comes back with the file.
  await page.keyboard.press('Escape');
  await panel(page, 'Hot now')
    .getByRole('button', { name: /^Unpin / })
    .first()
    .press('Enter');
  await expect(page.locator('.pins-button')).toBeHidden();
  await openSettings(page);

  const input = settings(page).getByLabel('Settings to import');
  const bad = info.outputPath('bad.json');
  writeFileSync(bad, text.replace('"percent"', '"bananas"'));
  await input.setInputFiles(bad);
  await expect(settings(page).getByRole('alert')).toHaveText(
    'Nothing was changed. display.priceForm: found "bananas", expected one of cents, percent, decimal, american.',
  );
  await expect(html(page)).toHaveAttribute('data-palette', 'default');

  await input.setInputFiles(path);
  await expect(html(page)).toHaveAttribute('data-palette', 'contrast');
  await expect(html(page)).toHaveAttribute('data-density', 'compact');
  await expect(page.locator('.pins-button')).toHaveText(/1$/);
  await page.keyboard.press('Escape');
  await expect(card(page)).toHaveText(/^YES [\d.]+%$/);
});

test('a file that would delete recordings is asked about first', async ({ page, board }, info) => {
  await openBoard(page, board);
  const path = info.outputPath('short.json');
  const board_ = { retention: { days: 3, bytes: 0 } };
  writeFileSync(
    path,
    JSON.stringify({ format: 'flowboard-settings', version: 1, display: { zone: 'utc' }, board: board_ }),
  );
  await openSettings(page);
  await settings(page).getByLabel('Settings to import').setInputFiles(path);
  const question = settings(page).getByRole('alertdialog', { name: 'Keep less' });
  await expect(question).toContainText('keeps recordings for 3 days, this browser for 30 days');
  await question.getByRole('button', { name: 'Import, keep recordings' }).click();
  await expect(question).toBeHidden();
  await expect(settings(page).getByRole('spinbutton', { name: 'Keep for' })).toHaveValue('30');
  await expect(settings(page).getByRole('radio', { name: 'UTC' })).toBeChecked();
});

test('a tab that follows takes the look of a file, and says what belongs to the tab that records', async ({
  page,
  board,
  context,
}, info) => {
  await openBoard(page, board);
  const follower = await context.newPage();
  await follower.goto(new URL(board.address).origin);
  await expect(follower.getByRole('button', { name: 'Lead from this tab' })).toBeVisible();
  const path = info.outputPath('follower.json');
  const file = { display: { palette: 'mono' }, board: { pins: ['A-B'], includeCombos: true } };
  writeFileSync(path, JSON.stringify({ format: 'flowboard-settings', version: 1, ...file }));
  await openSettings(follower);
  await settings(follower).getByLabel('Settings to import').setInputFiles(path);
  await expect(settings(follower).getByRole('alert')).toContainText('Another tab records, so pins');
  await expect(html(follower)).toHaveAttribute('data-palette', 'mono');
  await expect(settings(follower).getByRole('switch', { name: /combo/ })).toBeChecked();
  await expect(follower.locator('.pins-button')).toBeHidden();
});
