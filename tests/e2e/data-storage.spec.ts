/** What is stored, by day and kind: measured, shown with the browser's room and promise, and erased after a question. */
import type { Locator, Page } from 'playwright/test';
import { faultsIn, THEMES } from './axe-faults.ts';
import { expect, openBoard, startBoard, stats, test, type Board } from './board.ts';

const data = (page: Page): Locator => page.getByRole('dialog', { name: 'Data' });

async function openStorage(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  await data(page).getByRole('tab', { name: 'Storage' }).click();
  const table = data(page).getByRole('table');
  await expect(table.getByRole('rowheader').first()).toBeVisible();
  return table;
}

/** Enough that trades are packed, which only what is packed can be erased. */
let busy: Board;
test.beforeAll(async () => {
  busy = await startBoard({ rate: 400, seed: 3 });
});
test.afterAll(() => busy.stop());

test('the table counts each day by kind, and its sum is in it', async ({ page, board }) => {
  await openBoard(page, board);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(60);
  const table = await openStorage(page);
  await expect(table.getByRole('columnheader')).toHaveText([
    'Day',
    'Trades',
    'Book rows',
    'Other rows',
    'Erase',
  ]);
  await expect(table.getByRole('row').nth(1).getByRole('cell').first()).toHaveText(
    /^[\d,]+ [\d.]+ (B|kB|MB)$/,
  );
  await expect(table).toContainText(/All of it/);
  await expect(data(page).getByRole('meter', { name: 'Room used' })).toBeVisible();
  await expect(data(page)).toContainText(/of [\d.]+ GB used/);
});

test('a day is erased only after the question, and the list says what went', async ({ page }) => {
  await openBoard(page, busy);
  // Without REST nothing of the past comes back.
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: /REST/ }).click();
  await page.keyboard.press('Escape');
  // The newest day is erased: soon after midnight what was fetched is of the day before, and what was heard is not.
  await expect
    .poll(
      async () => {
        const { tradesReceived, tradesStored } = await stats(page);
        return Math.min(tradesReceived, tradesStored);
      },
      { timeout: 40_000 },
    )
    .toBeGreaterThan(3_000);
  const table = await openStorage(page);
  const erase = table.getByRole('button', { name: /^Erase / }).first();
  await erase.click();
  const question = page.getByRole('alertdialog', { name: /^Erase / });
  await expect(question).toContainText('This cannot be taken back.');
  await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
  // Escape keeps, and closes nothing else.
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(erase).toBeFocused();
  await erase.click();
  await question.getByRole('radio', { name: 'Trades', exact: true }).click();
  await question.getByRole('button', { name: 'Erase', exact: true }).click();
  await expect(
    data(page)
      .getByRole('status')
      .filter({ hasText: /^Erased of/ }),
  ).toContainText(/[\d,]{5,} trades and 0 rows of books.*A gap stands in their place\./);
  // What the list counts is what was recorded.
  await data(page).getByRole('tab', { name: 'Recordings' }).click();
  await expect(data(page).getByRole('listitem').first()).toContainText('some of it has been removed since');
});

test('the browser’s promise is said, and asked for again by hand', async ({ page, board }) => {
  await page.addInitScript(() => {
    const answers = [false, true];
    Object.assign(StorageManager.prototype, {
      persisted: () => Promise.resolve(false),
      persist: () => Promise.resolve(answers.shift() ?? true),
    });
  });
  await openBoard(page, board);
  await openStorage(page);
  await expect(data(page)).toContainText('asked to keep them after the first two recorded minutes');
  await data(page).getByRole('button', { name: 'Ask now' }).click();
  await expect(data(page)).toContainText('May be cleared by the browser when the disk is full');
  await data(page).getByRole('button', { name: 'Ask again' }).click();
  await expect(data(page)).toContainText('Kept by the browser');
});

test('after two recorded minutes the browser is asked once, by itself, and not again', async ({
  page,
  board,
}) => {
  await page.addInitScript(() => {
    const began = Date.now();
    // The page's clock alone: the recorder's goes as it goes.
    const own = Date.now.bind(Date);
    Object.assign(window, { asks: 0, later: 0 });
    Date.now = () => own() + (Reflect.get(window, 'later') as number);
    Object.assign(StorageManager.prototype, {
      persisted: () => Promise.resolve(false),
      persist: () => {
        Object.assign(window, { asks: (Reflect.get(window, 'asks') as number) + 1, began });
        return Promise.resolve(false);
      },
    });
  });
  await openBoard(page, board);
  const asks = (): Promise<number> => page.evaluate(() => Reflect.get(window, 'asks') as number);
  expect(await asks()).toBe(0);
  await page.evaluate(() => Object.assign(window, { later: 130_000 }));
  await expect.poll(asks, { timeout: 20_000 }).toBe(1);
  await openStorage(page);
  await expect(data(page)).toContainText('did not agree');
  await page.reload();
  await openBoard(page, board);
  await page.evaluate(() => Object.assign(window, { later: 300_000 }));
  await openStorage(page);
  await expect(data(page)).toContainText('did not agree');
  expect(await asks()).toBe(0);
});

test('the dialog keeps its height from tab to tab, and while it is read', async ({ page, board }) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const height = (): Promise<number> =>
    data(page).evaluate((element) => element.getBoundingClientRect().height);
  await expect(data(page)).toBeVisible();
  const first = await height();
  for (const name of ['Storage', 'SQL', 'Import', 'Export', 'Recordings']) {
    await data(page).getByRole('tab', { name }).click();
    await expect.poll(height).toBe(first);
  }
  await expect(data(page).getByRole('textbox', { name: 'Name', exact: true }).first()).toBeVisible();
  expect(await height()).toBe(first);
});

test('a name that can be written looks like a field, and the clock of the recording survives a reload', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const words = page.locator('.topbar-recording[data-state]');
  const seconds = async (): Promise<number> => {
    const [, minutes = '0', rest = '0'] = /(\d+):(\d\d)/.exec(await words.innerText()) ?? [];
    return Number(minutes) * 60 + Number(rest);
  };
  await expect.poll(seconds, { timeout: 20_000 }).toBeGreaterThanOrEqual(8);
  await page.reload();
  await expect(words).toContainText('Recording');
  await expect.poll(seconds).toBeGreaterThanOrEqual(8);
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const name = data(page).getByRole('textbox', { name: 'Name', exact: true }).first();
  const edge = await name.evaluate((element) => getComputedStyle(element).borderTopColor);
  expect(edge).not.toMatch(/rgba\(0, 0, 0, 0\)|transparent/);
});

test('axe finds nothing in the table and in the question, in either theme', async ({ page, board }) => {
  await openBoard(page, board);
  const table = await openStorage(page);
  expect(await faultsIn(page, THEMES, '[role=dialog]')).toEqual([]);
  await table
    .getByRole('button', { name: /^Erase / })
    .first()
    .click();
  await expect(page.getByRole('alertdialog', { name: /^Erase / })).toBeVisible();
  expect(await faultsIn(page, THEMES, '[role=alertdialog]')).toEqual([]);
});

test('on a phone the table is whole within its own scroll', async ({ page, board }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openBoard(page, board);
  await openStorage(page);
  const room = await data(page).evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(room[0]).toBe(room[1]);
  await data(page).getByRole('tab', { name: 'Export' }).click();
  await expect(data(page).getByRole('button', { name: 'Make the file' })).toBeVisible();
});
