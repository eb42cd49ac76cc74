/** Files that come in by the Import tab: what is good is there like any recording, what is broken changes nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright/test';
import { LATELY, madeRecording } from '../support/made-recording.ts';
import { databasesOf, exportFrom, hasSqlite } from '../support/page-storage.ts';
import { expect, openBoard, stats, test } from './board.ts';

const made = madeRecording(31, { frames: 1_500, startMs: LATELY });
const text = made.lines.join('\n') + '\n';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Data' });
const recordings = (page: Page) => dialogOf(page).getByRole('list', { name: 'Recordings' });

async function openTab(page: Page, name: string): Promise<Locator> {
  if (await dialogOf(page).isHidden()) await page.getByRole('button', { name: 'Data', exact: true }).click();
  await dialogOf(page).getByRole('tab', { name }).click();
  const tab = dialogOf(page).getByRole('tabpanel', { name });
  await expect(tab).toBeVisible();
  return tab;
}

/** Gives a file to the Import tab. */
async function give(page: Page, name: string, content: string | Buffer): Promise<Locator> {
  const tab = await openTab(page, 'Import');
  await tab
    .getByLabel('Recording to import')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
  return tab;
}

/** The databases of imports alone: the exchange's own come and go with the page. */
const imports = async (page: Page): Promise<readonly string[]> =>
  (await databasesOf(page)).filter((name) => name.startsWith('flowboard-import-'));

/** Asks in SQL of the recording of that name; the answer has these cells. */
async function expectAnswer(
  page: Page,
  recording: string,
  sql: string,
  cells: readonly string[],
): Promise<void> {
  const tab = await openTab(page, 'SQL');
  await tab.getByRole('combobox', { name: 'Of' }).selectOption({ label: recording });
  await tab.getByRole('textbox', { name: 'Question in SQL' }).fill(sql);
  await tab.getByRole('button', { name: 'Ask', exact: true }).click();
  // The answer before it may still be on the screen.
  await expect(tab.getByRole('region', { name: 'Answer' }).getByRole('cell')).toHaveText([...cells]);
}

test('a raw recording comes in, is asked in SQL, is replayed, and goes again', async ({ page, board }) => {
  await openBoard(page, board);
  const tab = await give(page, 'made.jsonl', text);
  await expect(tab).toContainText(`${made.trades} trades`);
  await expect(tab).toContainText('of 3 markets, no gaps, 0 left out');
  await expect.poll(() => imports(page)).toHaveLength(1);
  await openTab(page, 'Recordings');
  const entry = recordings(page).getByRole('listitem').filter({ hasText: 'made.jsonl' });
  await expect(entry).toContainText(`${made.trades} trades, books of 3 markets`);

  const ids = 'SELECT count(*) AS n, count(DISTINCT trade_id) AS ids FROM trades';
  await expectAnswer(page, 'made.jsonl', ids, [String(made.trades), String(made.trades)]);
  await expectAnswer(page, 'made.jsonl', 'SELECT count(*) FROM orderbook_deltas', [String(made.deltas)]);
  const download = page.waitForEvent('download');
  await dialogOf(page).getByRole('button', { name: 'Save as CSV' }).click();
  const saved = readFileSync(await (await download).path(), 'utf8');
  expect(saved.trim().split(/\r?\n/)).toEqual(['count(*)', String(made.deltas)]);

  await openTab(page, 'Recordings');
  await entry.getByRole('button', { name: /^Replay / }).click();
  const line = page.getByRole('slider', { name: 'Place in the recording' });
  await expect(page.getByRole('region', { name: 'Replay', exact: true })).toContainText('made.jsonl');
  await line.press('End');
  // At the end the tape has the made trades, and the ladder is the made book.
  const tape = page.getByRole('grid', { name: /Trades/ });
  await expect(tape).toContainText('MADE 26NOV20');
  const [ticker, book] = [...made.books].find(([, { yes }]) => yes.size > 0) ?? ['', undefined];
  await tape.locator(`[title*="${ticker}"]`).first().click();
  const drawer = page.getByRole('dialog', { name: `Market ${ticker}` });
  await expect(drawer).toBeVisible();
  const best = Math.max(...(book?.yes.keys() ?? [])) / 100;
  await expect(drawer).toContainText(`${best}¢`);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to live' }).click();

  await openTab(page, 'Recordings');
  await entry.getByRole('button', { name: 'Remove' }).click();
  const question = entry.getByRole('alertdialog', { name: 'Remove made.jsonl' });
  await expect(question).toContainText('Remove made.jsonl for good?');
  await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
  // Escape answers the question, and leaves the dialog and the recording alone.
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(entry.getByRole('button', { name: 'Remove' })).toBeFocused();
  await expect.poll(() => imports(page)).toHaveLength(1);
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(entry).toHaveCount(0);
  await expect.poll(() => imports(page)).toEqual([]);
});

test('the same recording packed comes in the same, also by the console', async ({ page, board }) => {
  await openBoard(page, board);
  const tab = await give(page, 'made.jsonl.gz', gzipSync(text));
  await expect(tab).toContainText(`${made.trades} trades`);
  await expect(tab.getByRole('list', { name: 'Remarks' })).toBeHidden();
  await give(page, 'again.jsonl', text);
  await expect(tab.getByRole('list', { name: 'Remarks' })).toContainText(
    'It seems to hold the same as made.jsonl.gz, which was imported before.',
  );
  const outcome = await page.evaluate(async (content) => {
    const done = await window.flowboard.importRecording(new File([content], 'by script'));
    const replayed = await window.flowboard.replay({ session: done.session, speed: 25 });
    return { trades: done.trades, name: replayed.name };
  }, text);
  expect(outcome).toEqual({ trades: made.trades, name: 'by script' });
  await expect(page.getByRole('region', { name: 'Replay', exact: true })).toContainText('REPLAY 25×');
  await expect.poll(() => imports(page)).toHaveLength(3);
});

test('gzip of several members comes in whole, also where packed bytes look like the beginning of one', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const third = Math.floor(made.lines.length / 3);
  const parts = [0, 1, 2].map((part) =>
    Buffer.from(
      made.lines.slice(part * third, part === 2 ? undefined : (part + 1) * third).join('\n') + '\n',
    ),
  );
  // Stored as it is, this line stands in the file as the header of a member would.
  const decoy = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x0a]);
  const [first = decoy, second = decoy, last = decoy] = parts;
  const members = [
    gzipSync(first),
    gzipSync(Buffer.concat([decoy, second])),
    gzipSync(Buffer.concat([decoy, last]), { level: 0 }),
  ];
  const tab = await give(page, 'members.jsonl.gz', Buffer.concat(members));
  await expect(tab).toContainText(`${made.trades} trades`);
  await expect(tab).toContainText('2 left out');
  await give(page, 'rest.jsonl.gz', Buffer.concat([...members, Buffer.from('rest')]));
  await expect(tab.getByRole('alert')).toContainText(
    'Expected whole gzip members and nothing after the last',
  );
  await give(page, 'cut.jsonl.gz', Buffer.concat(members).subarray(0, -40));
  await expect(tab.getByRole('alert')).toContainText(/ends too early, after line \d+/);
  // The recorder died in the midst of a member, and began another one behind it when it was back.
  const [whole = decoy, next = decoy] = members;
  for (const end of [60, whole.length >> 1, whole.length - 9, whole.length - 3]) {
    const name = `cut-at-${end}.jsonl.gz`;
    await give(page, name, Buffer.concat([whole.subarray(0, end), next]));
    await expect(tab.getByRole('alert')).toContainText(`${name} was not imported, and nothing was changed.`);
    await expect(tab.getByRole('alert')).toContainText(/damaged or ends too early/);
  }
  await expect.poll(() => imports(page)).toHaveLength(1);
});

test('our own file comes in again with every trade and every change of a book', async ({ page, board }) => {
  test.skip(!hasSqlite, 'no sqlite3 command on this machine');
  await openBoard(page, board);
  await expect
    .poll(async () => (await page.evaluate(() => window.flowboard.diagnostics())).store?.bookRows ?? 0)
    .toBeGreaterThan(200);
  const file = await exportFrom(page);
  const [sums] = file.ask<{ trades: number; deltas: number }>(
    'SELECT (SELECT count(*) FROM trades) AS trades, (SELECT count(*) FROM orderbook_deltas) AS deltas',
  );
  const tab = await give(page, 'ours.sqlite', file.bytes);
  await expect(tab).toContainText(`${(sums?.trades ?? 0).toLocaleString('en-US')} trades`, {
    timeout: 30_000,
  });
  await expect(tab).toContainText('0 left out');
  file.close();
  await expectAnswer(
    page,
    'ours.sqlite',
    'SELECT (SELECT count(DISTINCT trade_id) FROM trades), (SELECT count(*) FROM orderbook_deltas)',
    [String(sums?.trades), String(sums?.deltas)],
  );
});

test('a broken file is refused with what is wrong and where, and nothing has changed', async ({
  page,
  board,
}) => {
  test.skip(!hasSqlite, 'no sqlite3 command on this machine');
  await openBoard(page, board);
  const file = await exportFrom(page);
  file.close();
  await openTab(page, 'Recordings');
  await expect(recordings(page).getByRole('listitem').first()).toBeVisible();
  const before = await recordings(page).getByRole('listitem').count();
  const databases = await databasesOf(page);
  const packed = gzipSync(text);
  const broken: readonly (readonly [name: string, content: string | Buffer, words: RegExp])[] = [
    ['cut.sqlite', file.bytes.subarray(0, Math.floor(file.bytes.length / 2)), /page|SQLite/],
    ['letter.txt', 'Dear all,\nthis is no recording.\n', /Found another kind of file/],
    ['other.jsonl', '{"a":1}\n{"b":2}\n', /lines? 1/],
    ['half.jsonl.gz', packed.subarray(0, Math.floor(packed.length / 2)), /ends too early.*line \d+/],
    ['empty.jsonl', '', /The file is empty/],
  ];
  for (const [name, content, words] of broken) {
    const tab = await give(page, name, content);
    const said = tab.getByRole('alert');
    await expect(said).toContainText(`${name} was not imported, and nothing was changed.`);
    await expect(said).toContainText(words);
  }
  await openTab(page, 'Recordings');
  await expect(recordings(page).getByRole('listitem')).toHaveCount(before);
  await expect.poll(() => databasesOf(page)).toEqual(databases);
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored);
});

test('one broken line is left out and named, and the rest comes in', async ({ page, board }) => {
  await openBoard(page, board);
  const lines = [...made.lines];
  lines.splice(50, 0, '{"recv_ms":17790');
  const tab = await give(page, 'one-bad.jsonl', lines.join('\n') + '\n');
  await expect(tab).toContainText('1 left out');
  await expect(tab.getByRole('list', { name: 'Remarks' })).toContainText('line 51');
  await expect(tab).toContainText(`${made.trades} trades`);
});

test('an import that is cancelled leaves nothing', async ({ page, board }, testInfo) => {
  await openBoard(page, board);
  const databases = await databasesOf(page);
  const long = madeRecording(32, { frames: 100_000, stepMs: 20, startMs: LATELY });
  const path = testInfo.outputPath('long.jsonl');
  writeFileSync(path, long.lines.join('\n'));
  const tab = await openTab(page, 'Import');
  await tab.getByLabel('Recording to import').setInputFiles(path);
  await expect(tab.getByText(/trades, .* changes of books/)).toBeVisible();
  await expect.poll(() => imports(page)).toHaveLength(1);
  await tab.getByRole('button', { name: 'Cancel' }).click();
  await expect(tab).toContainText('Cancelled. Nothing was imported.');
  await expect.poll(() => databasesOf(page)).toEqual(databases);
  await openTab(page, 'Recordings');
  await expect(recordings(page).getByText('Imported')).toHaveCount(0);
});
