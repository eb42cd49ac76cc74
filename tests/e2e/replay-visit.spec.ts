/** Where a recording is opened, and where closing it leads: never to a page that it, or the live exchange, knows nothing of. */
import type { Page } from 'playwright/test';
import { LATELY, madeRecording } from '../support/made-recording.ts';
import { expect, goTo, livelyMarket, openBoard, test } from './board.ts';
import { banner, controls, line, openReplay } from './replaying.ts';

test.describe.configure({ timeout: 120_000 });

const made = madeRecording(31, { frames: 1_500, startMs: LATELY });
const ownPage = (page: Page) => page.getByRole('main', { name: /^Market / });
const own = (): RegExp => new RegExp(`^Market (${[...made.books.keys()].join('|')})$`);

/** Gives a file to the Import tab of the Data dialog, which stays open. */
async function importFile(page: Page, name: string, lines: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Data' });
  await dialog.getByRole('tab', { name: 'Import' }).click();
  const buffer = Buffer.from(lines.join('\n') + '\n');
  await dialog
    .getByLabel('Recording to import')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await expect(dialog.getByRole('tabpanel', { name: 'Import' })).toContainText('left out');
}

/** Presses Replay beside the recording `name` in the Data dialog. */
async function replayFromList(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Data' });
  await dialog.getByRole('tab', { name: 'Recordings' }).click();
  const entry = dialog.getByRole('listitem').filter({ hasText: name });
  await entry.getByRole('button', { name: /^Replay / }).click();
  await expect(banner(page)).toContainText(name);
}

async function replayOf(page: Page, name: string, lines: readonly string[]): Promise<void> {
  await importFile(page, name, lines);
  await replayFromList(page, name);
}

const isTrade = (line: string): boolean => /"type":\s*"trade"/.test(line);

test('a recording of books alone opens the page of one, and closing it leads back', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await replayOf(
    page,
    'books.jsonl',
    made.lines.filter((line) => !isTrade(line)),
  );
  await expect(page.getByRole('main', { name: own() })).toBeVisible();
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(banner(page)).toBeHidden();
  await expect(page.getByRole('region', { name: 'Tape' })).toBeVisible();
  await expect(ownPage(page)).toBeHidden();
});

test('a market that the recording does not hold gives way to one that it does, and comes back', async ({
  page,
  board,
}) => {
  await openBoard(page, board, '?view=market&market=KXLIVE-26NOV21-X');
  const live = page.getByRole('main', { name: 'Market KXLIVE-26NOV21-X' });
  await expect(live).toBeVisible();
  await replayOf(page, 'trades.jsonl', made.lines.filter(isTrade));
  await expect(page.getByRole('main', { name: own() })).toBeVisible();
  await page.getByRole('radio', { name: 'Step to the next large trade' }).click();
  const none = page.getByText('No other large trade of this market after this moment.');
  const forward = page.getByRole('button', { name: /Step forward/ });
  for (let step = 0; step < 3; step++) await forward.click();
  await expect(none).toBeVisible();
  // It lies over the time line: it goes by itself, and at once when the clock is moved.
  await expect(none).toBeHidden();
  await forward.click();
  await expect(none).toBeVisible();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(none).toBeHidden({ timeout: 4_000 });
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(live).toBeVisible();
});

test('who has gone to a market in a replay of what was recorded here stays there when it is closed', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await openReplay(page);
  await expect(page.getByRole('radio', { name: 'Step to the next large trade' })).toHaveAttribute(
    'title',
    /largest hundredth of the trades in this recording, of 100 contracts at least/,
  );
  await goTo(page, `?view=market&market=${ticker}`);
  const market = page.getByRole('main', { name: `Market ${ticker}` });
  await expect(market).toBeVisible();
  await expect(page.locator('.book-kept')).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(banner(page)).toBeHidden();
  await expect(page.getByRole('region', { name: 'Ladder', exact: true }).getByText('In sync')).toBeVisible();
  await expect(market).toBeVisible();
});

/** Makes the newest import say that it begins `ms` earlier, as a session does whose exchange was not there at first. */
const beginEarlier = (page: Page, ms: number): Promise<void> =>
  page.evaluate(async (by) => {
    const wait = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.message));
      });
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith('flowboard-import-')) continue;
      const database = await wait(indexedDB.open(name));
      const settings = database.transaction('settings', 'readwrite').objectStore('settings');
      const row = (await wait(settings.get('import'))) as { value: { fromMs: number } };
      row.value.fromMs -= by;
      await wait(settings.put(row));
      database.close();
    }
  }, ms);

const clockOf = async (page: Page): Promise<number> => Number(await line(page).getAttribute('aria-valuenow'));
const EMPTY_MS = 300_000;

test('a replay begins where something is known, and steps and jumps go on from there', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await importFile(page, 'late.jsonl', made.lines);
  await page.keyboard.press('Escape');
  await beginEarlier(page, EMPTY_MS);
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  await replayFromList(page, 'late.jsonl');
  await expect(line(page)).toBeVisible();
  // The first place that is told is the one where it begins.
  const from = Number(await line(page).getAttribute('aria-valuemin'));
  const begin = await clockOf(page);
  expect(begin).toBe(from + EMPTY_MS);
  await expect(controls(page)).toContainText('Nothing was recorded before');
  // Ten seconds a press, as anywhere in a replay.
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await line(page).press(key);
  const to = Number(await line(page).getAttribute('aria-valuemax'));
  await expect.poll(async () => Math.abs((await clockOf(page)) - begin - 10_000)).toBeLessThan(2);
  const seeked = await clockOf(page);
  await page.getByRole('button', { name: /Step forward/ }).click();
  await expect.poll(() => clockOf(page)).toBeGreaterThan(seeked);
  expect((await clockOf(page)) - seeked).toBeLessThan(20_000);
  await expect(controls(page)).not.toContainText('Nothing was recorded before');

  await line(page).press('Home');
  await expect.poll(() => clockOf(page)).toBe(from);
  await expect(controls(page)).toContainText('Nothing was recorded before');
  await line(page).press('ArrowLeft');
  await expect(controls(page)).toContainText('This is the beginning of the recording.');
  await line(page).press('End');
  await expect.poll(() => clockOf(page)).toBe(to);
  await line(page).press('ArrowRight');
  await expect(controls(page)).toContainText('This is the end of the recording.');
});

test('the front page of a replay of books alone says what there is, and leads to a market', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await replayOf(
    page,
    'books.jsonl',
    made.lines.filter((line) => !isTrade(line)),
  );
  await expect(page.getByRole('main', { name: own() })).toBeVisible();
  await goTo(page, '?');
  await expect(page.getByText('This recording holds order books and no trades: 3 markets')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Tape' })).toContainText('This recording holds no trades.');
  await expect(page.getByText(/Widen to/)).toHaveCount(0);
  await page.getByRole('link', { name: /^Open / }).click();
  await expect(page.getByRole('main', { name: own() })).toBeVisible();
});
