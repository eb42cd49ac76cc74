/** Where the keyboard is: never nowhere. */
import type { Page } from 'playwright/test';
import { expect, openBoard, test } from './board.ts';

const isOnMain = (page: Page) => page.evaluate(() => document.activeElement?.tagName);

test('the first Tab offers to skip what is at the top of every page', async ({ page, board }) => {
  await openBoard(page, board);
  const skip = page.getByRole('button', { name: 'Skip to content' });
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();
  await expect.poll(async () => (await skip.boundingBox())?.width).toBeGreaterThan(60);
  await page.keyboard.press('Enter');
  await expect.poll(() => isOnMain(page)).toBe('MAIN');
  await page.keyboard.press('Tab');
  const isInside = await page.evaluate(() => document.activeElement?.closest('main') !== null);
  expect(isInside).toBe(true);
});

test('a dialog gives the focus back to its button; a drawer that came with the address to the page', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const opener = page.getByRole('button', { name: 'Data', exact: true });
  await opener.click();
  await expect(page.getByRole('dialog', { name: 'Data' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await openBoard(page, board, '?market=KXNEVER-26NOV21-X');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.locator('dialog :focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect.poll(() => isOnMain(page)).toBe('MAIN');
});

test('a dialog opened from nowhere leads to the page, not to the button of an earlier one; one from another back to the first', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const opener = page.getByRole('button', { name: 'Help and diagnostics' });
  await opener.click();
  await page.getByRole('dialog', { name: 'Help' }).getByRole('button', { name: 'Diagnostics' }).click();
  await expect(page.getByRole('dialog', { name: 'Diagnostics' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(() => isOnMain(page)).toBe('MAIN');
});

test('who comes back from a market’s page by the keyboard is in the panel that led there; by a pointer on the page', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const tape = page.getByRole('grid', { name: /Trades/ });
  await expect(tape.locator('[data-row]').first()).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(tape).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.page-title')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(tape).toBeFocused();
  await page.locator('.hot-card').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Open page' }).click();
  await expect(page.locator('.page-title')).toBeFocused();
  await page.goBack();
  await expect(page.locator('.hot-card').first()).toBeVisible();
  await expect.poll(() => isOnMain(page)).toBe('MAIN');
});

test('the address is written when somebody leaves the window, however soon', async ({ page, board }) => {
  await openBoard(page, board);
  const tape = page.getByRole('grid', { name: /Trades/ });
  // Without a row there is nothing to come to.
  await expect(tape.locator('[data-row]').first()).toBeVisible();
  await tape.focus();
  await page.keyboard.press('j');
  const address = await page.evaluate(() => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    const before = location.href;
    dispatchEvent(new Event('blur'));
    return [before, location.href];
  });
  expect(address[0]).not.toContain('market=');
  expect(address[1]).toContain('market=');
});

test('the ring around a tab of the Data dialog is whole: its row would cut what stands out of it', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const tabs = page.getByRole('dialog', { name: 'Data' }).getByRole('tablist');
  await tabs.getByRole('tab', { name: 'Recordings' }).focus();
  await page.keyboard.press('ArrowRight');
  const tab = tabs.getByRole('tab', { name: 'Storage' });
  await expect(tab).toBeFocused();
  const [width, offset] = await tab.evaluate((element) => {
    const { outlineWidth, outlineOffset } = getComputedStyle(element);
    return [parseFloat(outlineWidth), parseFloat(outlineOffset)];
  });
  expect(width).toBeGreaterThan(0);
  expect((width ?? 0) + (offset ?? 0)).toBeLessThanOrEqual(0);
});

test('the ring of what has the focus is cut off nowhere: a category, the page after a command', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const cut = () =>
    page.evaluate(() => {
      const place = document.activeElement;
      if (place === null || !place.matches(':focus-visible')) return ['no ring'];
      const { outlineOffset, outlineWidth, outlineStyle } = getComputedStyle(place);
      if (outlineStyle === 'none') return ['no ring'];
      const out = Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth);
      const box = place.getBoundingClientRect();
      const found: string[] = [];
      if (box.left - out < 0 || box.right + out > innerWidth) found.push('window');
      for (let outer = place.parentElement; outer !== null; outer = outer.parentElement) {
        const { overflowX, contain } = getComputedStyle(outer);
        if (overflowX === 'visible' && !/paint|content|strict/.test(contain)) continue;
        const room = outer.getBoundingClientRect();
        const isCut =
          box.left - out < room.left ||
          box.right + out > room.right ||
          box.top - out < room.top ||
          box.bottom + out > room.bottom;
        if (isCut) found.push(outer.className);
      }
      return found;
    });
  const category = page.locator('.category').first();
  await expect(category).toBeVisible();
  await category.focus();
  await page.keyboard.press('Shift');
  await expect.poll(cut).toEqual([]);
  await page.locator('main').evaluate((main) => {
    main.tabIndex = -1;
    main.focus();
  });
  expect(await cut()).toEqual([]);
});
