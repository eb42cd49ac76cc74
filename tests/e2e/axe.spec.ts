/** Every view, in both themes and every palette, as axe reads it: nothing of WCAG 2.2 A and AA is broken that a machine can find. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect, openBoard, test } from './board.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds, a line each: rule, where, and what it says of it. */
async function faults(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  // Without another page for each look, which is for frames of other origins: there are none.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (
    rules.length === 0 ? builder.withTags(TAGS) : builder.withRules([...rules])
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`,
    ),
  );
}

/** What axe finds in `theme` and `palette`. Both are styles alone: all but contrast is looked at in one of them. */
async function faultsIn(page: Page, theme: string, palette: string): Promise<readonly string[]> {
  const dress = (choices: object) =>
    page.evaluate((wanted) => Object.assign(document.documentElement.dataset, wanted), choices);
  await dress({ theme, palette });
  const rules = theme === 'dark' && palette === 'default' ? [] : ['color-contrast'];
  const found = (await faults(page, rules)).map((fault) => `${theme} ${palette}: ${fault}`);
  await dress({ theme: 'dark', palette: 'default' });
  return found;
}

const THEMES = [
  ['dark', 'default'],
  ['light', 'default'],
] as const;
/** Palettes change the same tokens on every view. */
const EVERY_LOOK = ['dark', 'light'].flatMap((theme) =>
  ['default', 'contrast', 'classic', 'mono'].map((palette) => [theme, palette] as const),
);

async function look(page: Page, display: object): Promise<void> {
  await page.addInitScript((choices) => localStorage.setItem('flowboard.display', JSON.stringify(choices)), {
    isWelcomed: true,
    ...display,
  });
}

/** Everything that can be on the screen, one after the other; each is looked at in `see`. */
async function tour(page: Page, see: (what: string) => Promise<void>): Promise<void> {
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
  for (const tab of ['Recordings', 'SQL', 'Import', 'Export']) {
    await page.getByRole('dialog', { name: 'Data' }).getByRole('tab', { name: tab }).click();
    await see(`data, ${tab}`);
  }
  await close();
  await page.getByRole('button', { name: /^Alerts/ }).click();
  await see('alerts');
  await close();
  await page.getByRole('button', { name: 'Settings' }).click();
  await see('settings');
  await close();
  await page.getByRole('button', { name: 'Help and diagnostics' }).click();
  await see('help');
  await page.getByRole('button', { name: 'Diagnostics' }).click();
  await see('diagnostics');
  await close();
  await page.getByRole('grid', { name: /Trades/ }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByText('In sync').first()).toBeVisible();
  await see('drawer');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: /^Market / })).toBeVisible();
  await expect(page.getByText('In sync').first()).toBeVisible();
  await see('market');
  await page.locator('.market-path a').first().click();
  await expect(page.getByRole('main', { name: /^Event / })).toBeVisible();
  await see('event');
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const data = page.getByRole('dialog', { name: 'Data' });
  await data.getByRole('tab', { name: 'Recordings' }).click();
  await data
    .getByRole('button', { name: /^Replay / })
    .first()
    .click();
  await expect(page.getByRole('contentinfo', { name: 'Replay controls' })).toBeVisible();
  await see('replay of an event');
}

test('axe finds nothing on any view, in either theme', async ({ page, board }) => {
  test.setTimeout(240_000);
  await look(page, {});
  await openBoard(page, board);
  const found: string[] = [];
  await tour(page, async (what) => {
    for (const [theme, palette] of what === 'front page' ? EVERY_LOOK : THEMES)
      for (const fault of await faultsIn(page, theme, palette)) found.push(`${what}: ${fault}`);
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

test('what is broken is found: a button without a name, words that cannot be read', async ({
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
    main?.append(document.createElement('button'), words);
  });
  const found = (await faults(page)).join(' ');
  expect(found).toContain('button-name');
  expect(found).toContain('color-contrast');
});
