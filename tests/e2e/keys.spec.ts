/** Keys of one character are the reader's: changed, refused where they clash, turned off, kept (WCAG 2.1.4). */
import type { Locator, Page } from 'playwright/test';
import { expect, livelyMarket, openBoard, test } from './board.ts';

const settings = (page: Page) => page.getByRole('dialog', { name: 'Settings' });
const help = (page: Page) => page.getByRole('dialog', { name: 'Help' });
const said = (page: Page) => settings(page).getByRole('status', { name: 'About the keys' });
const key = (page: Page, does: string) => settings(page).getByRole('button', { name: `${does}:` });

async function openKeys(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await settings(page).getByText('Change keys').click();
}

/** Presses `pressed` for what `does` says. */
async function change(page: Page, does: string, pressed: string): Promise<void> {
  await key(page, does).click();
  await expect(key(page, does)).toHaveText('Press a key…');
  await page.keyboard.press(pressed);
}

test('a key that is changed does what it says, the old one nothing; help and status bar say so; it stays', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openKeys(page);
  await change(page, 'Everywhere: Help', 'h');
  await expect(said(page)).toHaveText('“Help” is H now.');
  await change(page, 'In the tape: Pause, and go on', 'p');
  await page.keyboard.press('Escape');
  await expect(settings(page)).toBeHidden();

  await page.reload();
  const tape = page.getByRole('grid', { name: /Trades/ });
  await tape.focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause the tape' })).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Resume the tape' })).toBeVisible();
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('P pause');

  await page.keyboard.press('?');
  await page.keyboard.press('h');
  await expect(help(page)).toBeVisible();
  await expect(
    help(page)
      .locator('div', { has: page.getByText('this help', { exact: true }) })
      .last(),
  ).toContainText('H');
});

test('a key that is taken is refused and told; Escape leaves it, and the sheet open; reset puts all back', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openKeys(page);
  await change(page, 'In lists: Next row', 'k');
  await expect(said(page)).toContainText('K is already “Previous row” there.');
  await expect(key(page, 'In lists: Next row')).toHaveText('J');
  await change(page, 'In lists: Next row', 'F6');
  await expect(said(page)).toContainText('no single character');
  await change(page, 'In lists: Next row', 'Escape');
  await expect(key(page, 'In lists: Next row')).toHaveText('J');
  await expect(settings(page)).toBeVisible();
  await change(page, 'In a replay: Play, and pause', 'p');
  await change(page, 'In a replay: Step back', 'Space');
  await expect(key(page, 'In a replay: Step back')).toHaveText('Space');
  await settings(page).getByRole('button', { name: 'Reset keys' }).click();
  await expect(key(page, 'In a replay: Step back')).toHaveText(',');
  await expect(key(page, 'In a replay: Play, and pause')).toHaveText('Space');
});

test('turned off, no character does anything; Ctrl K still finds', async ({ page, board }) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Settings' }).click();
  await settings(page).getByRole('switch', { name: 'Keys of one character' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('grid', { name: /Trades/ }).focus();
  for (const pressed of ['Space', 'j', '?', '/']) await page.keyboard.press(pressed);
  await expect(page.getByRole('button', { name: 'Pause the tape' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('contentinfo', { name: 'Status' })).not.toContainText('help');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a list that is chosen from keeps its letters; a slider has no use for them', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openKeys(page);
  await change(page, 'Everywhere: Help', 'h');
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    const list = document.createElement('select');
    list.append(new Option('A'), new Option('H'));
    list.ariaLabel = 'Made list';
    const slider = document.createElement('input');
    slider.type = 'range';
    slider.ariaLabel = 'Made slider';
    document.querySelector('main')?.prepend(list, slider);
  });
  await page.getByLabel('Made list').focus();
  await page.keyboard.press('h');
  await expect(page.getByLabel('Made list')).toHaveValue('H');
  await expect(help(page)).toBeHidden();
  await page.getByLabel('Made slider').focus();
  await page.keyboard.press('h');
  await expect(help(page)).toBeVisible();
});

test('no key opens another dialog over a form: what was written there is kept', async ({ page, board }) => {
  await openBoard(page, board);
  await openKeys(page);
  await change(page, 'Everywhere: Help', 'h');
  await page.keyboard.press('Escape');
  const alerts = page.getByRole('dialog', { name: 'Alerts' });
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Alerts/ })
    .click();
  await alerts.getByRole('button', { name: 'Write one' }).click();
  await alerts.getByLabel('Name').fill('Half a rule');
  await alerts.getByRole('switch', { name: 'Sound' }).focus();
  for (const pressed of ['h', '/', 'Control+k']) await page.keyboard.press(pressed);
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(alerts.getByLabel('Name')).toHaveValue('Half a rule');
  // What holds no form gives way.
  await page.keyboard.press('Escape');
  await page.keyboard.press('h');
  await expect(help(page)).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog', { name: 'Find' })).toBeVisible();
});

test('a character that needs AltGr can be chosen, and does what it was chosen for', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  // As Windows sends it; Playwright has no such key.
  const pressAltGr = (on: Locator, key: string) =>
    on.evaluate((element, pressed) => {
      const held = { ctrlKey: true, altKey: true, modifierAltGraph: true };
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: pressed, ...held, bubbles: true, cancelable: true }),
      );
    }, key);
  await openKeys(page);
  await key(page, 'In the tape: Pause, and go on').click();
  await pressAltGr(key(page, 'In the tape: Pause, and go on'), '@');
  await expect(said(page)).toHaveText('“Pause, and go on” is @ now.');
  await page.keyboard.press('Escape');
  await pressAltGr(page.getByRole('grid', { name: /Trades/ }), '@');
  await expect(page.getByRole('button', { name: 'Resume the tape' })).toBeVisible();
  await openBoard(page, board, `?view=market&market=${ticker}`);
  const picture = page.getByRole('application', { name: /^Liquidity of .* over \d+ minutes/ });
  const before = (await picture.getAttribute('aria-label')) ?? '';
  await pressAltGr(picture, ']');
  await expect(picture).not.toHaveAccessibleName(before);
});
