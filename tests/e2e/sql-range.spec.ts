/** A question about a chosen stretch: from when to when is said by keys alone, and on a phone. */
import type { Page } from 'playwright/test';
import { LATELY, madeRecording } from '../support/made-recording.ts';
import { expect, openBoard, test } from './board.ts';

const made = madeRecording(33, { frames: 2_000, stepMs: 100, startMs: LATELY });
const stamps = made.lines.flatMap((line) => {
  const { raw } = JSON.parse(line) as { raw: { type: string; msg: { ts_ms?: number } } };
  return raw.type === 'trade' ? [raw.msg.ts_ms ?? 0] : [];
});
/** The zone of the test's browser, which is also that of its fields. */
test.use({ timezoneId: 'UTC' });
const text = (at: number): string => new Date(at).toISOString().slice(0, 19);

const sqlTab = (page: Page) =>
  page.getByRole('dialog', { name: 'Data' }).getByRole('tabpanel', { name: 'SQL' });

async function openSql(page: Page): Promise<void> {
  await page.evaluate(
    (content) => window.flowboard.importRecording(new File([content], 'chosen')),
    made.lines.join('\n'),
  );
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  await page.getByRole('dialog', { name: 'Data' }).getByRole('tab', { name: 'SQL' }).click();
  await sqlTab(page).getByRole('combobox', { name: 'Of' }).selectOption({ label: 'chosen' });
}

test('a question about a chosen range is answered from rows of that range alone', async ({ page, board }) => {
  await openBoard(page, board);
  await openSql(page);
  const tab = sqlTab(page);
  await tab.getByRole('radio', { name: 'All of it' }).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect(tab.getByRole('radio', { name: 'From – to' })).toBeChecked();
  // To begin with it is the whole minutes that hold the recording.
  await expect(tab.getByLabel('From', { exact: true })).toHaveValue(text(LATELY).slice(0, 16));
  await expect(tab).toContainText('The recording goes from');
  const [from, to] = [LATELY + 20_000, LATELY + 80_000];
  await tab.getByLabel('From', { exact: true }).fill(text(from));
  await tab.getByLabel('to', { exact: true }).fill(text(to));
  await tab
    .getByRole('textbox', { name: 'Question in SQL' })
    .fill('SELECT count(*), min(ts_ms), max(ts_ms) FROM trades');
  await tab.getByLabel('to', { exact: true }).press('Control+Enter');
  const inside = stamps.filter((at) => at >= from && at <= to);
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.length).toBeLessThan(stamps.length);
  await expect(tab.getByRole('region', { name: 'Answer' }).getByRole('cell')).toHaveText(
    [inside.length, Math.min(...inside), Math.max(...inside)].map(String),
  );

  await tab.getByLabel('to', { exact: true }).fill(text(from - 1_000));
  await expect(tab.getByRole('alert')).toHaveText('The range ends before it begins.');
  await expect(tab.getByRole('button', { name: 'Ask', exact: true })).toBeDisabled();
});

test('a time that is half filled in is said, and is not taken for an open end', async ({ page, board }) => {
  await openBoard(page, board);
  await openSql(page);
  const tab = sqlTab(page);
  await tab.getByRole('radio', { name: 'From – to' }).click();
  const from = tab.getByLabel('From', { exact: true });
  await from.fill('');
  await expect(tab.getByRole('alert')).toHaveCount(0);
  await from.press('1');
  await expect(tab.getByRole('alert')).toContainText('The time after “From” is not complete');
  await expect(tab.getByRole('button', { name: 'Ask', exact: true })).toBeDisabled();
  // A field that comes back is empty, and says so.
  await page.getByRole('dialog', { name: 'Data' }).getByRole('tab', { name: 'Export' }).click();
  await page.getByRole('dialog', { name: 'Data' }).getByRole('tab', { name: 'SQL' }).click();
  await expect(tab.getByRole('alert')).toHaveCount(0);
  await expect(tab.getByRole('button', { name: 'Ask', exact: true })).toBeEnabled();
});

test('a phone has room for both times', async ({ page, board }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openBoard(page, board);
  await openSql(page);
  const tab = sqlTab(page);
  await tab.getByRole('radio', { name: 'From – to' }).click();
  for (const name of ['From', 'to']) {
    const box = await tab.getByLabel(name, { exact: true }).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    expect(box?.width).toBeGreaterThan(190);
  }
  const dialog = page.getByRole('dialog', { name: 'Data' });
  for (const name of ['SQL', 'Export']) {
    await dialog.getByRole('tab', { name }).click();
    const panel = dialog.getByRole('tabpanel', { name });
    await panel.getByRole('radio', { name: 'From – to' }).click();
    await expect(panel.getByLabel('to', { exact: true })).toBeVisible();
    expect(await panel.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  }
});

test('examples and tables stay within reach after an answer, and an example replaces the question', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openSql(page);
  const tab = sqlTab(page);
  const examples = tab.getByRole('group', { name: 'Examples' });
  await expect(examples).toBeVisible();
  const question = tab.getByRole('textbox', { name: 'Question in SQL' });
  await question.fill('SELECT count(*) FROM trades');
  await question.press('Control+Enter');
  await expect(tab.getByRole('region', { name: 'Answer' })).toBeVisible();
  await expect(examples).toBeHidden();
  await tab.getByText('Examples and tables').click();
  await expect(tab.getByText('orderbook_breaks', { exact: true })).toBeVisible();
  await examples.getByRole('button', { name: 'Largest trades' }).click();
  await expect(question).toHaveValue(/LIMIT 50/);
  // What is asked for is seen: each answer takes their place.
  await question.press('Control+Enter');
  const answer = tab.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('taker_side');
  await expect(answer).toBeInViewport({ ratio: 0.5 });
});

test('the chart of an answer is whole in the dialog, with the numbers under it', async ({ page, board }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openBoard(page, board);
  await openSql(page);
  const tab = sqlTab(page);
  await tab
    .getByRole('textbox', { name: 'Question in SQL' })
    .fill('SELECT ts_ms / 1000 AS second, count(*) AS n, max(ts_ms) AS last FROM trades GROUP BY second');
  await tab.getByRole('textbox', { name: 'Question in SQL' }).press('Control+Enter');
  await tab.getByRole('radio', { name: 'Chart' }).click();
  await expect(tab.getByRole('slider', { name: 'Answer as a chart: n' })).toBeVisible();
  const isWhole = (): Promise<boolean> =>
    tab.evaluate((room) => {
      const said = room.querySelector('figcaption')?.getBoundingClientRect();
      return said !== undefined && said.bottom <= room.getBoundingClientRect().bottom;
    });
  await expect.poll(isWhole).toBe(true);
});

test('a question that does not end is stopped, and the next one is answered', async ({ page, board }) => {
  await openBoard(page, board);
  await openSql(page);
  const tab = sqlTab(page);
  const question = tab.getByRole('textbox', { name: 'Question in SQL' });
  await question.fill(
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
  );
  await question.press('Control+Enter');
  await expect(tab.getByText('Asking …')).toBeVisible();
  await tab.getByRole('button', { name: 'Stop' }).click();
  await expect(tab.getByText('Stopped.')).toBeVisible();
  await question.fill('SELECT count(*) FROM trades');
  await question.press('Control+Enter');
  await expect(tab.getByRole('region', { name: 'Answer' }).getByRole('cell')).toHaveText([
    String(stamps.length),
  ]);
});
