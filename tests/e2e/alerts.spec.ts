/** Alerts by what a reader wants: be told, know how late, be left in peace, find it all again. */
import type { Page } from 'playwright/test';
import { APART_MS } from '../../app/state/announcements.ts';
import { alertsOf, rememberedOf } from '../support/page-storage.ts';
import { expect, livelyMarket, openBoard, test } from './board.ts';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Alerts' });
const bell = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Alerts/ });
const tab = (page: Page, name: string) => dialog(page).getByRole('tab', { name });
const history = (page: Page) => dialog(page).getByRole('list', { name: 'History of alerts' });
const toasts = (page: Page) => page.getByRole('region', { name: /Notifications/ }).getByRole('listitem');

/** How many alerts the history holds: it shows a hundred at once. */
const fired = async (page: Page): Promise<number> =>
  Number.parseInt(
    (
      await dialog(page)
        .getByText(/^[\d,]+ alerts?$/)
        .innerText()
    ).replaceAll(',', ''),
    10,
  );

/** Writes a rule that every trade fulfils; for one market at most once in `coolDown` minutes. */
async function addAnyTrade(page: Page, coolDown = '5'): Promise<void> {
  await bell(page).click();
  await dialog(page).getByRole('button', { name: 'Write one' }).click();
  await dialog(page).getByLabel('At least').fill('0.01');
  await dialog(page).getByLabel('Fires again after').fill(coolDown);
  await dialog(page).getByLabel('Name').fill('Any trade');
  await dialog(page).getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog(page).getByRole('switch', { name: 'Any trade is on' })).toBeChecked();
}

test('a rule fires as a toast and in the history, says how late, can be muted, and is there after a reload', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await addAnyTrade(page);
  await page.keyboard.press('Escape');
  await expect(toasts(page).first()).toContainText(/Any trade|alerts/);
  await expect(bell(page)).toHaveAccessibleName(/^Alerts: \d+ new/);
  await bell(page).click();
  const first = history(page).getByRole('listitem').first();
  await expect(first).toContainText('Any trade');
  await expect(first).toContainText(/(YES|NO) [\d.,k]+ at [\d.]+¢: \$/);
  await expect(first).toContainText(/at once|\d+\.\d s late/);
  await tab(page, 'Rules').click();
  await dialog(page).getByRole('button', { name: 'Mute 1 h: Any trade for an hour' }).click();
  await expect(dialog(page).getByText(/^Muted until/)).toBeVisible();
  await tab(page, 'History').click();
  const count = await fired(page);
  // Both are shown a moment before they are on the disk.
  await expect.poll(() => rememberedOf(page)).toMatch(/"mutedUntilMs":\d/);
  await expect.poll(async () => (await alertsOf(page)).length).toBeGreaterThanOrEqual(count);
  await page.reload();
  await bell(page).click();
  await expect(dialog(page).getByText(/^Muted until/)).toBeVisible();
  await tab(page, 'History').click();
  await expect(history(page).getByRole('listitem').first()).toContainText('Any trade');
  const kept = await fired(page);
  expect(kept).toBeGreaterThanOrEqual(count);
  await page.keyboard.press('Escape');
  // What was looked at is not new. The bell can be read again when nothing is in front of it.
  await expect(bell(page)).toHaveAccessibleName('Alerts');
  await bell(page).click();
  await tab(page, 'Rules').click();
  await dialog(page).getByRole('button', { name: 'Unmute Any trade' }).click();
  await tab(page, 'History').click();
  await expect.poll(() => fired(page), { timeout: 20_000 }).toBeGreaterThan(kept);
});

test('three useful rules in one click; one that is deleted comes back by Undo', async ({ page, board }) => {
  await openBoard(page, board);
  await bell(page).click();
  await dialog(page).getByRole('button', { name: 'Add three useful rules' }).click();
  const rules = dialog(page).getByRole('list', { name: 'Rules' }).getByRole('listitem');
  await expect(rules).toHaveCount(3);
  await dialog(page).getByRole('button', { name: 'Delete Large trade' }).click();
  await expect(rules).toHaveCount(2);
  await expect(dialog(page).getByText('“Large trade” was deleted.')).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rules).toHaveCount(3);
  await expect(rules.first()).toContainText('Large trade');
  await expect(dialog(page).getByRole('button', { name: 'Delete Large trade' })).toBeFocused();
});

test('a button that goes when it is pressed leaves the focus near: with what takes its place, or in its tab', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await bell(page).click();
  await dialog(page).getByRole('button', { name: 'Add three useful rules' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('list', { name: 'Rules' })).toBeVisible();
  await expect(dialog(page).getByRole('tabpanel', { name: 'Rules' })).toBeFocused();
  const mute = dialog(page).getByRole('button', { name: 'Mute 1 h: Large trade for an hour' });
  const unmute = dialog(page).getByRole('button', { name: 'Unmute Large trade' });
  for (const first of [mute, dialog(page).getByRole('button', { name: 'Mute Large trade until tomorrow' })]) {
    await first.focus();
    await page.keyboard.press('Enter');
    await expect(unmute).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(mute).toBeFocused();
  }
  const panelOf = (name: string) => dialog(page).getByRole('tabpanel', { name });
  for (const [button, form] of [
    ['Edit Large trade', 'Edit rule'],
    ['New rule', 'New rule'],
  ] as const) {
    await dialog(page).getByRole('button', { name: button }).focus();
    await page.keyboard.press('Enter');
    await expect(panelOf(form)).toBeFocused();
    await dialog(page).getByRole('button', { name: 'Cancel' }).focus();
    await page.keyboard.press('Enter');
    await expect(panelOf('Rules')).toBeFocused();
  }
});

test('the history keeps the focus where its last button was, and in its tab when it is cleared', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await addAnyTrade(page);
  await tab(page, 'History').click();
  await expect.poll(() => fired(page), { timeout: 60_000 }).toBeGreaterThan(100);
  await tab(page, 'Rules').click();
  await dialog(page).getByRole('switch', { name: 'Any trade is on' }).click();
  await tab(page, 'History').click();
  const more = dialog(page).getByRole('button', { name: /^Show \d+ more$/ });
  // What was on its way when it was switched off comes first, and moves the hundredth.
  let last = '';
  const isStill = async (): Promise<boolean> => {
    const before = last;
    last = await history(page).getByRole('listitem').last().innerText();
    return last === before;
  };
  await expect.poll(isStill, { intervals: [1_000] }).toBe(true);
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(more).toBeHidden();
  await expect(history(page).locator('li:focus')).toHaveText(last, { useInnerText: true });
  await dialog(page).getByRole('button', { name: 'Clear history' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByText(/^Nothing has fired yet/)).toBeVisible();
  await expect(dialog(page).getByRole('tabpanel', { name: 'History' })).toBeFocused();
});

test('“Alert me…” opens the form for that market; what is wrong is said at its field', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await openBoard(page, board, `?market=${ticker}`);
  await page
    .getByRole('dialog', { name: `Market ${ticker}` })
    .getByRole('button', { name: 'Alert me…' })
    .click();
  await expect(dialog(page).getByLabel('Markets', { exact: true })).toHaveValue(ticker);
  const level = dialog(page).getByLabel('YES price');
  await level.fill('150');
  await dialog(page).getByRole('button', { name: 'Add rule' }).click();
  await expect(level).toBeFocused();
  await expect(level).toHaveAccessibleDescription('Expected cents of YES from 0.01 to 99.99, found “150”.');
  await level.fill('60');
  await dialog(page).getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog(page).getByText(`YES crosses 60¢; ${ticker}`)).toBeVisible();
  await page.keyboard.press('Escape');
  await openBoard(page, board, `?view=market&market=${ticker}`);
  await page.getByRole('button', { name: 'Alert me…' }).click();
  await expect(dialog(page).getByLabel('Markets', { exact: true })).toHaveValue(ticker);
});

declare global {
  interface Window {
    notices: { readonly title: string; readonly body: string | undefined }[];
    setHidden(isHidden: boolean): void;
  }
}

/** The browser's own word counts for the permission; what would be shown is written down. A hidden tab cannot be had headless. */
async function watchNotices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const own = window.Notification;
    let isHidden = false;
    window.notices = [];
    window.setHidden = (next) => {
      isHidden = next;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') });
    class Watched {
      static get permission() {
        return own.permission;
      }
      static requestPermission() {
        return own.requestPermission();
      }
      onclick = null;
      constructor(title: string, options?: NotificationOptions) {
        window.notices.push({ title, body: options?.body });
      }
      close() {
        return undefined;
      }
    }
    Object.defineProperty(window, 'Notification', { value: Watched });
  });
}

test('a system notification comes from the tab that records, only while it is hidden', async ({
  page,
  board,
}) => {
  await page.context().grantPermissions(['notifications'], { origin: new URL(board.address).origin });
  await watchNotices(page);
  await openBoard(page, board);
  await addAnyTrade(page);
  await tab(page, 'Sound and quiet hours').click();
  await expect(dialog(page).getByText(/^Allowed\./)).toBeVisible();
  await tab(page, 'History').click();
  await expect(history(page).getByRole('listitem').first()).toBeVisible();
  expect(await page.evaluate(() => window.notices)).toEqual([]);
  await page.evaluate(() => window.setHidden(true));
  await expect
    .poll(() => page.evaluate(() => window.notices[0]?.title), { timeout: 20_000 })
    .toMatch(/^Any trade: |^\d+ alerts: Any trade$/);
});

test('a notification that waits for its turn is not shown to a reader who is back', async ({
  page,
  board,
}) => {
  await page.context().grantPermissions(['notifications'], { origin: new URL(board.address).origin });
  await watchNotices(page);
  await openBoard(page, board);
  await addAnyTrade(page, '0.02');
  await tab(page, 'History').click();
  await page.evaluate(() => window.setHidden(true));
  const shown = () => page.evaluate(() => window.notices.length);
  await expect.poll(shown, { timeout: 20_000 }).toBeGreaterThan(0);
  // Some more, which wait until five seconds have passed since then.
  const before = await fired(page);
  await expect.poll(() => fired(page)).toBeGreaterThan(before);
  const [back, count] = await page.evaluate(() => {
    window.setHidden(false);
    return [performance.now(), window.notices.length] as const;
  });
  const since = () => page.evaluate((at) => performance.now() - at, back);
  await expect.poll(since, { timeout: 10_000 }).toBeGreaterThan(APART_MS);
  expect(await shown()).toBe(count);
});

test('quiet hours that end when they begin are said to be the whole day', async ({ page, board }) => {
  await openBoard(page, board);
  await bell(page).click();
  await tab(page, 'Sound and quiet hours').click();
  await dialog(page).getByRole('switch', { name: 'Quiet hours' }).click();
  const word = dialog(page).getByRole('status').getByText('Quiet the whole day');
  await expect(dialog(page).getByLabel('Quiet to')).toHaveValue('07:00');
  await expect(word).toBeHidden();
  await dialog(page).getByLabel('Quiet from').fill('07:00');
  await expect(word).toBeVisible();

  // Where the rules are it is said too: none of them is heard.
  await tab(page, 'Rules').click();
  await dialog(page).getByRole('button', { name: 'Add three useful rules' }).click();
  await expect(dialog(page).getByRole('note')).toHaveText(/^Quiet hours the whole day: what fires goes to/);
});

/** Chooses in the settings, with whatever is open behind them. */
async function choose(page: Page, group: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('radiogroup', { name: group }).getByRole('radio', { name }).click();
  await page.keyboard.press('Escape');
  await expect(settings).toBeHidden();
}

test('rules, history, toasts and notifications say prices and times as they are chosen when they are read', async ({
  page,
  board,
}) => {
  await page.context().grantPermissions(['notifications'], { origin: new URL(board.address).origin });
  await watchNotices(page);
  await openBoard(page, board);
  // Soon again for each market: there is always one to read, however long the choosing takes.
  await addAnyTrade(page, '0.02');
  await tab(page, 'New rule').click();
  await dialog(page).getByLabel('Look for').selectOption('Price crosses');
  await dialog(page).getByLabel('YES price').fill('60');
  await dialog(page).getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog(page).getByText('YES crosses 60¢; all markets')).toBeVisible();
  await tab(page, 'History').click();
  await expect(history(page)).toContainText(/at [\d.]+¢: \$/);
  await page.keyboard.press('Escape');

  await choose(page, 'Price as', 'Decimal odds');
  await choose(page, 'Outcome read first', 'Prices of NO first');
  await choose(page, 'Time of', 'UTC');
  // One that stood there before is drawn anew.
  await expect(toasts(page).filter({ hasText: /\d¢/ })).toHaveCount(0);
  await expect(toasts(page).filter({ hasText: /at \d+\.\d{2,3}: \$|alerts/ })).not.toHaveCount(0);
  await bell(page).click();
  await tab(page, 'Rules').click();
  await expect(dialog(page).getByText('NO crosses 2.50; all markets')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Edit Price crosses' }).click();
  const level = dialog(page).getByLabel('YES price');
  await expect(level).toHaveValue('60');
  await expect(level).toHaveAccessibleDescription(/^60 cents of YES is NO 2\.50\. Fires when/);
  await expect(dialog(page).getByLabel('Ends')).toHaveAccessibleDescription(
    'By the clock you read: UTC. Empty: never.',
  );
  await tab(page, 'History').click();
  await expect(history(page)).toContainText(/at \d+\.\d{2,3}: \$/);
  await expect(history(page)).not.toContainText('¢');
  await expect(history(page).getByTitle(/^[\d.]+¢$/)).not.toHaveCount(0);
  await expect(history(page).getByRole('time').first()).toHaveText(/^\d\d:\d\d:\d\d UTC$/);
  await page.evaluate(() => window.setHidden(true));
  const single = () =>
    page.evaluate(() => window.notices.find(({ title }) => title.startsWith('Any trade: '))?.body ?? '');
  const many = () => page.evaluate(() => window.notices.map(({ body }) => body).join());
  await expect.poll(async () => (await single()) || (await many()), { timeout: 20_000 }).not.toBe('');
  expect(await many()).not.toContain('¢');
});

test('a tab that follows shows the same rules and history, and leaves them alone', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await addAnyTrade(page);
  const follower = await page.context().newPage();
  await follower.goto(new URL(board.address).origin);
  await expect(follower.getByText('Following: another tab records')).toBeVisible();
  await bell(follower).click();
  await tab(follower, 'Rules').click();
  await expect(dialog(follower).getByRole('switch', { name: 'Any trade is on' })).toBeDisabled();
  await tab(follower, 'History').click();
  await expect(history(follower).getByRole('listitem').first()).toContainText('Any trade');
  await expect(dialog(follower).getByRole('button', { name: 'Clear history' })).toBeDisabled();
});
