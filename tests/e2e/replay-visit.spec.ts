/** Where a recording is opened, and where closing it leads: never to a page that it, or the live exchange, knows nothing of. */
import type { Page } from 'playwright/test';
import { LATELY, madeRecording } from '../support/made-recording.ts';
import { expect, openBoard, test } from './board.ts';

test.describe.configure({ timeout: 120_000 });

const made = madeRecording(31, { frames: 1_500, startMs: LATELY });
const banner = (page: Page) => page.getByRole('region', { name: 'Replay', exact: true });
const ownPage = (page: Page) => page.getByRole('main', { name: /^Market / });
const own = (): RegExp => new RegExp(`^Market (${[...made.books.keys()].join('|')})$`);

/** Gives a file to the Import tab and presses Replay beside what became of it. */
async function replayOf(page: Page, name: string, lines: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Data' });
  await dialog.getByRole('tab', { name: 'Import' }).click();
  const buffer = Buffer.from(lines.join('\n') + '\n');
  await dialog
    .getByLabel('Recording to import')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await expect(dialog.getByRole('tabpanel', { name: 'Import' })).toContainText('left out');
  await dialog.getByRole('tab', { name: 'Recordings' }).click();
  const entry = dialog.getByRole('listitem').filter({ hasText: name });
  await entry.getByRole('button', { name: /^Replay / }).click();
  await expect(banner(page)).toContainText(name);
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
  for (let step = 0; step < 3; step++) await page.getByRole('button', { name: /Step forward/ }).click();
  await expect(page.getByText('No other large trade of this market after this moment.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(live).toBeVisible();
});
