/**
 * The main paths with the keyboard alone: no test here touches the mouse. Tab leads to everything, in the order of the page, and
 * at every step what has the focus is seen: ringed, on the screen, and with nothing lying over it (WCAG 2.1.1, 2.4.7, 2.4.11).
 */
import type { Locator, Page } from 'playwright/test';
import { expect, goTo, livelyMarket, openBoard, stats, test } from './board.ts';
import { banner, controls, line } from './replaying.ts';

// Each walks through a page by Tab; a busy machine gets its time.
test.describe.configure({ timeout: 120_000 });

/** The front page has some seventy stops. */
const MAX_TABS = 140;

/** What is wrong with how the focused element is seen; empty where it is as it should be. */
const focusFault = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return '';
    const name =
      element.getAttribute('aria-label') ??
      (element.textContent.slice(0, 40) || element.outerHTML.slice(0, 80));
    const { left, top, right, bottom } = element.getBoundingClientRect();
    if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight)
      return `“${name}” has the focus outside the window`;
    // A larger element is seen where any of nine points of it is.
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y] as const));
    const isSeen = points.some(([x, y]) => {
      const hit = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
      return hit !== null && (element.contains(hit) || hit.contains(element));
    });
    if (!isSeen) return `“${name}” has the focus under something else`;
    // The ring is the element's own, or of what stands for it: its label, its row, a cell or frame in it.
    const ringed = [element, element.parentElement, ...element.querySelectorAll('*')].some((each) => {
      if (each === null) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
    });
    return ringed ? '' : `“${name}” has the focus and no ring`;
  });

/** Presses `key` until `goal` has the focus. Throws where it does not come to it, or where the focus cannot be seen on the way. */
async function walkTo(page: Page, goal: Locator, key = 'Tab'): Promise<void> {
  const faults = new Set<string>();
  // Quicker than a page that has just been opened the keys would go round and round without it.
  await expect(goal.first()).toBeAttached();
  for (let pressed = 0; pressed < MAX_TABS; pressed++) {
    if ((await goal.count()) > 0 && (await goal.first().evaluate((it) => it === document.activeElement))) {
      expect([...faults]).toEqual([]);
      return;
    }
    await page.keyboard.press(key);
    const fault = await focusFault(page);
    if (fault !== '') faults.add(fault);
  }
  throw new Error(`${key} does not lead to ${goal.toString()} in ${MAX_TABS} steps`);
}

const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Opens the palette, types, and takes what is found first. */
async function find(page: Page, words: string, option: RegExp): Promise<void> {
  await press(page, 'ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Find' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(words);
  await expect(palette.getByRole('option').first()).toHaveAccessibleName(option);
  await press(page, 'Enter');
  await expect(palette).toBeHidden();
}

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });

test('every stop of the front page is seen when it has the focus, forth and back', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await expect(page.getByRole('slider', { name: /arrow keys read/ })).toBeVisible();
  await walkTo(page, page.getByRole('separator', { name: 'Size of Heat' }));
  await walkTo(page, page.getByRole('link', { name: 'Flow', exact: true }), 'Shift+Tab');
});

test('a trade is followed from the tape to its market, its page and back', async ({ page, board }) => {
  await openBoard(page, board);
  const tape = page.getByRole('grid', { name: /Trades/ });
  await walkTo(page, tape);
  await press(page, 'Space');
  await expect(page.getByRole('button', { name: 'Resume the tape' })).toBeVisible();
  await press(page, 'j', 'j', 'k', 'Enter');
  const drawer = page.getByRole('dialog');
  await expect(drawer).toBeVisible();
  const spans = drawer.getByRole('radiogroup').first();
  await walkTo(page, spans.getByRole('radio', { checked: true }));
  const before = await spans.getByRole('radio', { checked: true }).textContent();
  await press(page, 'ArrowRight');
  await expect(spans.getByRole('radio', { checked: true })).not.toHaveText(before ?? '');
  await walkTo(page, drawer.getByRole('button', { name: /^Pin / }));
  await press(page, 'Enter');
  await expect(drawer.getByRole('button', { name: /^Unpin / })).toBeFocused();
  await press(page, 'Escape');
  await expect(drawer).toBeHidden();
  await expect(tape).toBeFocused();
  await press(page, '.');
  await expect(page.getByRole('button', { name: 'Pause the tape' })).toBeVisible();
});

test('the page of a market is walked: ladder, picture, and the way back', async ({ page, board }) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await find(page, ticker, new RegExp(ticker));
  const drawer = page.getByRole('dialog');
  await expect(drawer).toBeVisible();
  await walkTo(page, drawer.getByRole('button', { name: 'Open page' }));
  await press(page, 'Enter');
  await expect(page.getByRole('main', { name: /^Market / })).toBeVisible();
  await expect(page.getByText('In sync')).toBeVisible();
  const ladder = page.getByRole('table', { name: /Order book/ });
  await walkTo(page, ladder);
  await press(page, 'n');
  await expect(ladder).toHaveAccessibleName(/prices of NO first/);
  const picture = page.getByRole('application', { name: /liquidity/i });
  await walkTo(page, picture);
  await press(page, 'ArrowLeft', 'ArrowUp');
  await walkTo(page, page.getByRole('link', { name: 'Flow', exact: true }), 'Shift+Tab');
  await press(page, 'Enter');
  await expect(page.getByRole('grid', { name: /Trades/ })).toBeVisible();
});

test('a recording is named, replayed, stepped through and left', async ({ page, board }) => {
  await openBoard(page, board);
  await expect.poll(async () => (await stats(page)).tradesStored, { timeout: 30_000 }).toBeGreaterThan(200);
  await walkTo(page, page.getByRole('button', { name: 'Data', exact: true }));
  await press(page, 'Enter');
  const data = dialog(page, 'Data');
  await expect(data).toBeVisible();
  await walkTo(page, data.getByRole('textbox', { name: 'Name', exact: true }).first());
  await page.keyboard.type('by hand');
  await press(page, 'Enter');
  await walkTo(page, data.getByRole('button', { name: /^Replay / }).first());
  await press(page, 'Enter');
  await expect(banner(page)).toContainText('REPLAY');
  await expect(banner(page)).toContainText('by hand');
  await walkTo(page, line(page));
  const at = await line(page).getAttribute('aria-valuenow');
  await press(page, 'PageUp');
  await expect(line(page)).not.toHaveAttribute('aria-valuenow', at ?? '');
  await walkTo(page, controls(page).getByRole('button', { name: /^Step forward/ }));
  const before = await line(page).getAttribute('aria-valuenow');
  await press(page, 'Enter');
  await expect(line(page)).not.toHaveAttribute('aria-valuenow', before ?? '');
  await press(page, 'l');
  await expect(banner(page)).toBeHidden();
});

test('an alert is written, muted, and deleted', async ({ page, board }) => {
  await openBoard(page, board);
  await find(page, 'new rule', /Alerts: new rule/);
  const alerts = dialog(page, 'Alerts');
  await expect(alerts.getByRole('tab', { name: 'New rule' })).toHaveAttribute('aria-selected', 'true');
  await walkTo(page, alerts.getByRole('textbox', { name: /name/i }));
  await page.keyboard.type('any burst');
  await walkTo(page, alerts.getByRole('button', { name: /^(Save|Add|Create)/ }));
  await press(page, 'Enter');
  await expect(alerts.getByText('any burst')).toBeVisible();
  await walkTo(page, alerts.getByRole('button', { name: /Delete/ }).first());
  await press(page, 'Enter');
  await expect(alerts.getByRole('button', { name: 'Undo' })).toBeVisible();
});

test('a file is exported, and a setting is changed and put back', async ({ page, board }) => {
  await openBoard(page, board);
  await find(page, 'export', /export/i);
  const data = dialog(page, 'Data');
  await expect(data).toBeVisible();
  const download = page.waitForEvent('download');
  await walkTo(page, data.getByRole('button', { name: /^(Export|Make)/ }).last());
  await press(page, 'Enter');
  expect((await download).suggestedFilename()).toMatch(/\.(sqlite|db|csv)$/);
  await press(page, 'Escape');
  await expect(data).toBeHidden();

  await walkTo(page, page.getByRole('button', { name: 'Settings', exact: true }), 'Shift+Tab');
  await press(page, 'Enter');
  const settings = dialog(page, 'Settings');
  await walkTo(
    page,
    settings.getByRole('radiogroup', { name: 'Price as' }).getByRole('radio', { checked: true }),
  );
  await press(page, 'ArrowRight');
  await expect(settings.getByRole('status', { name: 'Example of a price' })).toHaveText(/%/);
  await walkTo(page, settings.getByRole('button', { name: 'Reset to defaults' }));
  await press(page, 'Enter');
  await expect(settings.getByRole('status', { name: 'Example of a price' })).toHaveText(/¢/);
});

test('tiles and bars are walked: a category filters, a panel is made larger', async ({ page, board }) => {
  await openBoard(page, board);
  const sports = page.getByRole('button', { name: /^Sports\b/ });
  await walkTo(page, sports);
  await press(page, 'Enter');
  await expect(sports).toHaveAttribute('aria-pressed', 'true');
  await press(page, 'Escape');
  await expect(sports).toHaveAttribute('aria-pressed', 'false');
  const tiles = page.getByRole('group', { name: /Treemap/ }).getByRole('button');
  await walkTo(page, tiles.locator('visible=true').and(page.locator('[tabindex="0"]')).first());
  await press(page, 'ArrowRight', 'Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  const bar = page.getByRole('separator', { name: 'Size of Tape' });
  await walkTo(page, bar);
  const size = Number(await bar.getAttribute('aria-valuenow'));
  await press(page, 'ArrowRight');
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).not.toBe(size);
});

test('G and a letter go to a panel of any page, brackets choose the window, and both can be turned off', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await expect.poll(() => page.locator('.heat-tile').count()).toBeGreaterThan(5);
  const inPanel = (selector: string) =>
    page.evaluate((of) => document.activeElement?.closest(of) !== null, selector);
  // On a busy machine the letter may come too late: then a reader presses both again.
  const go = (letter: string, selector: string): Promise<void> =>
    expect(async () => {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await expect.poll(() => inPanel(selector), { message: letter, timeout: 1_000 }).toBe(true);
    }).toPass({ timeout: 20_000 });
  await expect(page.getByRole('grid', { name: /Trades/ })).toBeVisible();
  await go('t', '.area-tape [role="grid"]');
  await go('h', '.heat-panel');
  await go('b', '.area-hot');
  await go('c', '.analytics-panel');
  const chosen = page.getByRole('radiogroup', { name: 'Window' }).getByRole('radio', { checked: true });
  await expect(chosen).toHaveAccessibleName('10 minutes');
  await page.keyboard.press(']');
  await expect(chosen).toHaveAccessibleName('30 minutes');
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await expect(chosen).toHaveAccessibleName('5 minutes');
  const ticker = await livelyMarket(page, board);
  await goTo(page, `?view=market&market=${ticker}`);
  await expect(page.locator('.area-ladder [tabindex="0"]').first()).toBeVisible();
  await go('b', '.area-ladder');
  // In the ladder C alone brings the spread to the middle; after G it is the chart's.
  await go('c', '.area-price');
  await go('t', '.area-trades');
  await go('h', '.area-liquidity');
  // Where parts lie behind tabs it chooses the tab.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('tablist')).toBeVisible();
  await go('t', '#tab-trades');
  await expect(page.getByRole('tab', { name: 'Trades' })).toHaveAttribute('aria-selected', 'true');
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('flowboard.display') ?? '{}') as object;
    localStorage.setItem('flowboard.display', JSON.stringify({ ...kept, hasShortcuts: false }));
  });
  await page.reload();
  await expect(page.locator('.area-ladder [tabindex="0"]').first()).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  expect(await inPanel('.area-ladder')).toBe(false);
});
