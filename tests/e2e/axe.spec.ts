/** Every view, in both themes and every palette, as axe reads it: nothing of WCAG 2.2 A and AA is broken that a machine can find. */
import type { Page } from 'playwright/test';
import { EVERY_LOOK, faults, faultsIn, THEMES } from './axe-faults.ts';
import { expect, goTo, livelyMarket, openBoard, test, type Board } from './board.ts';
import { openReplay } from './replaying.ts';

/** Where a palette has the most to colour; on the other views it changes the same tokens. */
const COLOURFUL = ['front page', 'palette', 'data, Recordings', 'alerts', 'drawer', 'market', 'event'];

async function look(page: Page, display: object): Promise<void> {
  // A toast is there or not: on its way it is half seen through.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript((choices) => localStorage.setItem('flowboard.display', JSON.stringify(choices)), {
    isWelcomed: true,
    ...display,
  });
}

/** Everything that can be on the screen, one after the other; each is looked at in `see`. */
async function tour(page: Page, board: Board, see: (what: string) => Promise<void>): Promise<void> {
  const close = () => page.keyboard.press('Escape');
  await expect.poll(() => page.locator('[data-ticker]').count()).toBeGreaterThan(5);
  await see('front page');
  await page.getByRole('button', { name: 'View as table' }).first().click();
  await see('front page with a table');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  await see('palette');
  await close();
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  for (const tab of ['Recordings', 'Storage', 'SQL', 'Import', 'Export']) {
    await page.getByRole('dialog', { name: 'Data' }).getByRole('tab', { name: tab }).click();
    await see(`data, ${tab}`);
  }
  await close();
  await page.getByRole('button', { name: /^Alerts/ }).click();
  const alerts = page.getByRole('dialog', { name: 'Alerts' });
  await expect(alerts).toBeVisible();
  await see('alerts');
  await alerts.getByRole('button', { name: 'Add three useful rules' }).click();
  await see('alerts, rules');
  await alerts.getByRole('tab', { name: 'New rule' }).click();
  await alerts.getByLabel('At least').fill('much');
  await alerts.getByRole('button', { name: 'Add rule' }).click();
  await expect(alerts.locator('[aria-invalid="true"]')).toHaveCount(1);
  await see('alerts, a form with faults');
  for (const tab of ['History', 'Sound and quiet hours']) {
    await alerts.getByRole('tab', { name: tab }).click();
    await see(`alerts, ${tab}`);
  }
  // None is to speak over what is looked at next: a toast that comes or goes is half seen through.
  await alerts.getByRole('tab', { name: 'Rules' }).click();
  const rules = alerts.getByRole('button', { name: /^Delete / });
  for (let left = await rules.count(); left > 0; left--) {
    await rules.first().click();
    await expect(rules).toHaveCount(left - 1);
  }
  await close();
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await see('settings');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByText('Change keys').click();
  await settings.getByRole('spinbutton', { name: 'Keep for' }).fill('3');
  await settings.getByRole('spinbutton', { name: 'Keep for' }).press('Tab');
  await expect(settings.getByRole('alertdialog', { name: 'Keep less' })).toBeVisible();
  await settings.getByRole('button', { name: 'Erase recordings…' }).click();
  await expect(settings.getByRole('alertdialog', { name: 'Erase recordings' })).toBeVisible();
  await see('settings, keys and both questions');
  await settings
    .getByRole('alertdialog', { name: 'Erase recordings' })
    .getByRole('button', { name: 'Keep' })
    .click();
  await close();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.type('pair this page');
  await page.getByRole('option', { name: 'Pair this page' }).click();
  await expect(page.getByRole('dialog', { name: /air/ })).toBeVisible();
  await see('pairing');
  await close();
  await page.getByRole('button', { name: 'Help and diagnostics' }).click();
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await see('help');
  await page.getByRole('button', { name: 'Diagnostics' }).click();
  await expect(page.getByRole('dialog', { name: 'Diagnostics' })).toBeVisible();
  await see('diagnostics');
  await close();
  await goTo(page, `?market=${await livelyMarket(page, board)}`);
  await expect(page.getByText('In sync').first()).toBeVisible();
  await see('drawer');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: /^Market / })).toBeVisible();
  await expect(page.getByText('In sync').first()).toBeVisible();
  await see('market');
  await page.locator('.market-path a').first().click();
  await expect(page.getByRole('main', { name: /^Event / })).toBeVisible();
  await see('event');
  await openReplay(page);
  await see('replay of an event');
}

test('axe finds nothing on any view, in either theme', async ({ page, board }) => {
  // A hundred looks of a second each; a busy machine gets its time.
  test.setTimeout(480_000);
  await look(page, {});
  await openBoard(page, board);
  const found: string[] = [];
  await tour(page, board, async (what) => {
    const looks = COLOURFUL.includes(what) ? EVERY_LOOK : THEMES;
    for (const fault of await faultsIn(page, looks)) found.push(`${what}: ${fault}`);
  });
  expect(found).toEqual([]);
});

test('on a phone axe finds nothing either', async ({ browser, board }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await look(page, { theme: 'dark' });
  await openBoard(page, board);
  const found: string[] = [];
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    for (const fault of await faults(page)) found.push(`${await tab.textContent()}: ${fault}`);
  }
  await context.close();
  expect(found).toEqual([]);
});

test('what is broken is found: a button without a name or with another one than it shows, words that cannot be read', async ({
  page,
  board,
}) => {
  await look(page, { theme: 'dark' });
  await openBoard(page, board);
  await page.evaluate(() => {
    const main = document.querySelector('main');
    const words = document.createElement('p');
    words.textContent = 'Hardly to be seen';
    words.style.cssText = 'position: fixed; inset: auto 0 40px; color: #222; background: #333; z-index: 9';
    const other = document.createElement('button');
    other.textContent = 'Drawn words';
    other.setAttribute('aria-label', 'Said otherwise');
    main?.append(document.createElement('button'), words, other);
  });
  const found = (await faults(page)).join(' ');
  expect(found).toContain('button-name');
  expect(found).toContain('color-contrast');
  expect(found).toContain('label-content-name-mismatch');
});
