/** The list of recordings as a person keeps it: one goes on over a reload, says that it runs, and old ones can go. */
import type { Locator, Page } from 'playwright/test';
import { sessionsOf } from '../support/page-storage.ts';
import { expect, openBoard, stats, test } from './board.ts';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Data' });
const rows = (page: Page) => dialogOf(page).getByRole('list', { name: 'Recordings' }).getByRole('listitem');

async function openList(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const tab = dialogOf(page).getByRole('tabpanel', { name: 'Recordings' });
  await expect(tab).toBeVisible();
  return tab;
}

/** Begins another recording of that name, as a person does. */
async function startNew(page: Page, name: string): Promise<void> {
  await dialogOf(page).getByRole('textbox', { name: 'Name of a new recording' }).fill(name);
  await dialogOf(page).getByRole('button', { name: 'Start a new one now' }).click();
}

const tradesOf = async (row: Locator): Promise<number> =>
  Number(/([\d,]+) trades?,/.exec(await row.innerText())?.[1]?.replaceAll(',', '') ?? 0);
const lastedMs = async (page: Page): Promise<number> => {
  const [session] = await sessionsOf(page);
  return (session?.endMs ?? 0) - (session?.startMs ?? 0);
};

test('a recording with a name goes on over a reload, and the list shows that it runs and grows', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openList(page);
  const row = rows(page).first();
  await expect(row).toContainText('recording now');
  await row.getByRole('textbox', { name: 'Name' }).fill('the debate');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await sessionsOf(page)).map(({ name }) => name)).toEqual(['the debate']);
  // The hour before comes in by REST: a sentence more.
  await expect(row).toContainText('more trades since', { timeout: 30_000 });
  const [before, lasted] = [await tradesOf(row), await lastedMs(page)];
  const box = await row.boundingBox();
  // Nobody touches anything: the list is read again by itself, and nothing moves.
  await expect.poll(() => tradesOf(row)).toBeGreaterThan(before);
  expect(await row.boundingBox()).toEqual(box);

  await page.reload();
  await expect
    .poll(async () => (await stats(page).catch(() => undefined))?.tradesStored ?? 0)
    .toBeGreaterThan(0);
  await openList(page);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first().getByRole('textbox', { name: 'Name' })).toHaveValue('the debate');
  await expect(rows(page).first()).toContainText('recording now');
  await expect.poll(() => lastedMs(page)).toBeGreaterThan(lasted);
  expect(await sessionsOf(page)).toHaveLength(1);
});

test('trades of the hour before are told apart from those that were heard', async ({ page, board }) => {
  await openBoard(page, board);
  await expect.poll(async () => (await stats(page)).tradesStored, { timeout: 30_000 }).toBeGreaterThan(1_000);
  await openList(page);
  await expect(rows(page).first()).toContainText(/[\d,]+ more trades since .* were fetched, not heard/);
  expect(await lastedMs(page)).toBeLessThan(120_000);
});

test('an old recording is removed after a question that says what goes; the rest stays and goes on', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openList(page);
  const first = rows(page).first();
  await first.getByRole('textbox', { name: 'Name' }).fill('old');
  await page.keyboard.press('Enter');
  await expect.poll(() => tradesOf(first)).toBeGreaterThan(100);

  // The one that runs stays, and says why.
  await first.getByRole('button', { name: 'Remove' }).click();
  const refused = rows(page).getByRole('alertdialog');
  await expect(refused).toContainText('It is being recorded now.');
  await refused.getByRole('button', { name: 'Close' }).click();

  await startNew(page, 'young');
  await expect(rows(page)).toHaveCount(2);
  const old = rows(page).filter({ has: page.locator('input[value="old"]') });
  const young = rows(page).filter({ has: page.locator('input[value="young"]') });
  await expect(young).toContainText('recording now');
  await expect(old).not.toContainText('recording now');

  // One that is pinned keeps what it holds.
  await old.getByRole('switch', { name: 'Pin old' }).click();
  await expect(old.getByRole('switch', { name: 'Pin old' })).toBeChecked();
  await old.getByRole('button', { name: 'Remove' }).click();
  await expect(rows(page).getByRole('alertdialog')).toContainText('It is pinned. Take the pin off');
  await page.keyboard.press('Escape');
  await old.getByRole('switch', { name: 'Pin old' }).click();
  await expect(old.getByRole('switch', { name: 'Pin old' })).not.toBeChecked();

  await old.getByRole('button', { name: 'Remove' }).click();
  const question = rows(page).getByRole('alertdialog', { name: 'Remove old' });
  await expect(question).toContainText(
    /Remove old for good\?[\d,]+ trades?, [\d,]+ rows? of books and .+ go from the disk\. This cannot be taken back\. What this page has received stays on the screen until it is reloaded\./,
  );
  await question.getByRole('button', { name: 'Keep' }).click();
  await expect(old.getByRole('button', { name: 'Remove' })).toBeFocused();
  expect(await sessionsOf(page)).toHaveLength(2);
  await page.keyboard.press('Enter');
  await expect(question).toContainText(/[\d,]+ trades?,/);
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect.poll(async () => (await sessionsOf(page)).map(({ name }) => name)).toEqual(['young']);

  // All of it is gone from the disk, and nothing of the other one.
  const begun = (await sessionsOf(page))[0]?.startMs ?? 0;
  await expect.poll(() => tradesOf(young)).toBeGreaterThan(0);
  const counted = await tradesOf(young);
  const stored = await page.evaluate(async () => {
    const text = await (await window.flowboard.exportCsv({ tables: ['trades'] })).text();
    const [head = '', ...lines] = text.trim().split(/\r?\n/);
    const column = head.split(',').indexOf('received_at_ms');
    return lines.map((line) => Number(line.split(',')[column]));
  });
  expect(stored.filter((at) => at < begun)).toEqual([]);
  expect(stored.filter((at) => at >= begun).length).toBeGreaterThanOrEqual(counted);
  // The tape is what was received: that stays, as the question says, until the page is reloaded.
  const shownBefore = () =>
    page.evaluate(async (time) => {
      const trades = await window.flowboard.recentTrades({ limit: 100_000 });
      return trades.filter(({ received_at_ms }) => received_at_ms < time).length;
    }, begun);
  expect(await shownBefore()).toBeGreaterThan(0);
  // Nothing is missing of what is recorded now.
  const growing = await tradesOf(young);
  await expect.poll(() => tradesOf(young)).toBeGreaterThan(growing);
  expect((await stats(page)).gaps).toBe(0);

  await page.reload();
  await expect
    .poll(async () => (await stats(page).catch(() => undefined))?.tradesStored ?? 0)
    .toBeGreaterThan(0);
  expect(await shownBefore()).toBe(0);
});
