/** Small things that once cost the reader something: a page gone blank, words typed and lost, a wrong step. */
import type { Page } from 'playwright/test';
import { playedAt } from '#core/market/played.ts';
import { LATELY, madeRecording } from '../support/made-recording.ts';
import { exportFrom, hasSqlite, sessionsOf } from '../support/page-storage.ts';
import { expect, goTo, livelyMarket, openBoard, stats, test } from './board.ts';
import { controls, line, openReplay } from './replaying.ts';

const data = (page: Page) => page.getByRole('dialog', { name: 'Data' });

const openData = (page: Page) => page.getByRole('button', { name: 'Data', exact: true }).click();
const clockOf = async (page: Page): Promise<number> => Number(await line(page).getAttribute('aria-valuenow'));

/** Records for a while. */
async function record(page: Page, ms: number): Promise<void> {
  await expect
    .poll(async () => Math.max(...(await sessionsOf(page)).map(({ startMs, endMs }) => endMs - startMs)), {
      timeout: 40_000,
    })
    .toBeGreaterThan(ms);
}

test('a part that cannot be fetched says so in its place; the rest goes on, and it can be asked for again', async ({
  page,
  board,
}) => {
  await page.route(/assets\/dialog-stack-.*\.js/, (route) => route.abort());
  await openBoard(page, board);
  const word = page.getByRole('alert').filter({ hasText: 'The dialogs could not be drawn' });
  await expect(word).toBeVisible();
  await page.waitForFunction(() => 'flowboard' in window);
  const stored = (await stats(page)).tradesStored;
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(stored);
  await expect(page.getByRole('grid', { name: /Trades/ })).toBeVisible();
  await page.unroute(/assets\/dialog-stack-.*\.js/);
  await word.getByRole('button', { name: 'Try again' }).click();
  await expect(word).toBeHidden();
  await openData(page);
  await expect(data(page)).toBeVisible();
});

test('what is typed in the data dialog stays: Escape gives back a name, another tab keeps the question', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await openData(page);
  const name = data(page).getByRole('textbox', { name: 'Name', exact: true }).first();
  await name.fill('not this');
  await name.press('Escape');
  await expect(name).toHaveValue('');
  await expect(data(page)).toBeVisible();
  await data(page).getByRole('tab', { name: 'SQL' }).click();
  const question = data(page).getByRole('textbox', { name: 'Question in SQL' });
  await question.fill('SELECT 42 AS answer');
  await question.press('Control+Enter');
  await expect(data(page).getByRole('cell', { name: '42' })).toBeVisible();
  await data(page).getByRole('tab', { name: 'Export' }).click();
  await data(page).getByRole('tab', { name: 'SQL' }).click();
  await expect(question).toHaveValue('SELECT 42 AS answer');
  await expect(data(page).getByRole('cell', { name: '42' })).toBeVisible();
  // In the field nothing is left to take back: now Escape is the dialog's.
  await question.press('Escape');
  await expect(data(page)).toBeHidden();
  await openData(page);
  await data(page).getByRole('tab', { name: 'SQL' }).click();
  await expect(question).toHaveValue('SELECT 42 AS answer');
});

test('a page opened from a frozen board is not frozen: nothing of it has been loaded', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await page.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await goTo(page, `?view=market&market=${ticker}`);
  await expect(page.getByRole('main', { name: `Market ${ticker}` })).toBeVisible();
  await expect(page.getByText('Frozen')).toHaveCount(0);
  await expect(page.locator('.skeleton')).toHaveCount(0);
});

/** Remembers how the heatmap looks. */
const keepPicture = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.liq-stage canvas');
    const { width, height } = canvas ?? { width: 1, height: 1 };
    const copy = document.createElement('canvas');
    Object.assign(copy, { id: 'kept-picture', hidden: true, width, height });
    if (canvas !== null) copy.getContext('2d')?.drawImage(canvas, 0, 0);
    document.querySelector('#kept-picture')?.remove();
    document.body.append(copy);
  });

/** Returns how many pixels of the heatmap look otherwise than they did; a level or two is the browser's own smoothing. */
const changedSince = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.liq-stage canvas');
    const kept = document.querySelector<HTMLCanvasElement>('#kept-picture');
    if (canvas === null || kept === null) return Infinity;
    const { width, height } = canvas;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (context === null) return Infinity;
    context.drawImage(kept, 0, 0);
    context.globalCompositeOperation = 'difference';
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let changed = 0;
    for (let at = 0; at < data.length; at += 4)
      if (Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) > 8) changed++;
    return changed;
  });

test('a frozen page of a market stands still, its heatmap too, and goes on when it is left or asked to', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await goTo(page, `?view=market&market=${ticker}`);
  const whole = page.locator('.market-board');
  await expect(page.locator('.skeleton')).toHaveCount(0);
  // It runs: otherwise that it stands still would say nothing.
  await keepPicture(page);
  await expect.poll(() => changedSince(page), { timeout: 20_000 }).toBeGreaterThan(0);
  const freeze = page.locator('.market-head').getByRole('button', { name: /^(Freeze|Go on)$/ });
  await freeze.click();
  await expect(page.locator('.area-liquidity .state-chip')).toContainText('Frozen');
  // What was on its way when it was frozen is drawn first.
  await expect
    .poll(
      async () => {
        const changed = await changedSince(page);
        await keepPicture(page);
        return changed;
      },
      { intervals: [1_000], timeout: 20_000 },
    )
    .toBe(0);
  const words = await whole.innerText();
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored + 100);
  expect(await changedSince(page)).toBe(0);
  expect(await whole.innerText()).toBe(words);
  await freeze.click();
  await expect.poll(() => changedSince(page), { timeout: 20_000 }).toBeGreaterThan(0);
  await freeze.click();
  await expect(freeze).toHaveAccessibleName('Go on');
  await page.locator('.market-path a').click();
  const onEvent = page.locator('.event-head').getByRole('button', { name: /^(Freeze|Go on)$/ });
  await expect(onEvent).toHaveAccessibleName('Freeze');
  await expect(page.getByText('Frozen')).toHaveCount(0);
});

test('a tab that follows cannot pin, and its star says why', async ({ page, board }) => {
  await openBoard(page, board);
  const follower = await page.context().newPage();
  await follower.goto(new URL(board.address).origin);
  await expect(follower.getByText('Following: another tab records')).toBeVisible();
  const star = follower.getByRole('button', { name: /^Pin .*only in the tab that records/ }).first();
  await expect(star).toBeDisabled();
});

test('a step on the page of a market is to its own next trade', async ({ page, board }) => {
  test.setTimeout(120_000);
  test.skip(!hasSqlite, 'no sqlite3 command on this machine');
  await openBoard(page, board);
  await record(page, 14_000);
  const [session] = await sessionsOf(page);
  if (session === undefined) throw new Error('expected a recording');
  const file = await exportFrom(page, {});
  const trades = file
    .ask<{ ticker: string; heardAt: number; tradedAt: number }>(
      `SELECT market_ticker AS ticker, received_at_ms AS heardAt, ts_ms AS tradedAt FROM trades
       WHERE received_at_ms BETWEEN ${session.startMs} AND ${session.endMs}`,
    )
    // Exchange and page are on one clock.
    .map(({ ticker, heardAt, tradedAt }) => ({ ticker, at: playedAt(tradedAt, heardAt), heardAt }));
  file.close();
  // The hottest by volume may have traded once; this one was heard often, and not fetched, while it was recorded.
  const counts = new Map<string, number>();
  for (const { ticker, at, heardAt } of trades)
    if (at === heardAt) counts.set(ticker, (counts.get(ticker) ?? 0) + 1);
  const [often, count] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? ['', 0];
  expect(count).toBeGreaterThan(2);
  const own = trades.filter(({ ticker }) => ticker === often).map(({ at }) => at);
  await goTo(page, `?view=market&market=${often}`);
  await openReplay(page);
  const end = Number(await line(page).getAttribute('aria-valuemax'));
  let steps = 0;
  for (; steps < 3; steps++) {
    const before = await clockOf(page);
    // The market may have traded less often before the recording was opened.
    if (!own.some((at) => at > before && at <= end)) break;
    await controls(page)
      .getByRole('button', { name: /^Step forward/ })
      .click();
    await expect.poll(() => clockOf(page)).toBeGreaterThan(before);
    expect(own).toContain(await clockOf(page));
  }
  expect(steps).toBeGreaterThan(0);
});

test('a moment panned to in the live picture is left with it', async ({ page, board }) => {
  test.setTimeout(120_000);
  await openBoard(page, board);
  await openBoard(page, board, `?view=market&market=${await livelyMarket(page, board)}`);
  const picture = page.getByRole('application', { name: /^Liquidity of/ });
  const back = page.getByRole('button', { name: /^(Back to now|To the playhead)$/ });
  await expect(picture.locator('canvas')).toBeVisible();
  await expect(async () => {
    await picture.press('PageUp');
    await expect(back).toBeVisible({ timeout: 500 });
  }).toPass();
  await record(page, 6_000);
  await openReplay(page);
  await expect(back).toBeHidden();
});

test('the line of a replay moves only for a press that began on it', async ({ page, board }) => {
  test.setTimeout(120_000);
  await openBoard(page, board);
  await record(page, 10_000);
  await openReplay(page);
  const box = await line(page).boundingBox();
  if (box === null) throw new Error('expected the line to be on the screen');
  const [x, y] = [box.x + box.width * 0.6, box.y + box.height / 2];
  const start = await clockOf(page);
  await page.mouse.move(x, 200);
  await page.mouse.down();
  await page.mouse.move(x, y);
  await page.mouse.up();
  await page.mouse.click(x, y, { button: 'right' });
  await page.keyboard.press('Escape');
  // A step comes after whatever was asked before it, and at forty trades a second goes not far.
  await controls(page)
    .getByRole('button', { name: /^Step forward/ })
    .click();
  await expect.poll(() => clockOf(page)).toBeGreaterThan(start);
  expect(await clockOf(page)).toBeLessThan(start + 3_000);
  await page.mouse.click(x, y);
  await expect.poll(() => clockOf(page)).toBeGreaterThan(start + 5_000);
});

test('a recording of books alone leads to its markets', async ({ page, board }) => {
  await openBoard(page, board);
  const made = madeRecording(6, { frames: 500, startMs: LATELY });
  const books = made.lines.filter((one) => !one.includes('"type":"trade"')).join('\n');
  await page.evaluate(async (content) => {
    const { session } = await window.flowboard.importRecording(new File([content], 'books alone'));
    await window.flowboard.replay({ session });
  }, books);
  await controls(page).getByRole('button', { name: 'Books 3' }).click();
  const menu = page.getByRole('dialog', { name: 'Books in this recording' });
  const link = menu.getByRole('link').first();
  const ticker = await link.locator('code').innerText();
  await link.click();
  await expect(menu).toBeHidden();
  await line(page).press('End');
  const ladder = page
    .getByRole('main', { name: `Market ${ticker}` })
    .getByRole('table', { name: /Order book/ });
  await expect(ladder.locator('.rung-size:not(:empty)').first()).toBeVisible();
});

test('a number of books out of range is not taken, and the field says why', async ({ page, board }) => {
  await openBoard(page, board);
  await openData(page);
  const field = data(page).getByRole('spinbutton', { name: 'Record the books of the' });
  await expect(field).toHaveAccessibleDescription('(0 to 500)');
  for (const wrong of ['999', '-3']) {
    await field.fill(wrong);
    await field.press('Enter');
    await expect(field).toHaveValue('10');
    await expect(field).toHaveAccessibleDescription(
      `${wrong} is not a whole number from 0 to 500: nothing was changed`,
    );
  }
  await field.fill('12');
  await field.press('Enter');
  await expect(field).toHaveAccessibleDescription('(0 to 500)');
  await expect(field).toHaveValue('12');
});

test('on a phone nothing is wider than the screen, and the mark of the recording stays', async ({
  page,
  board,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openBoard(page, board);
  const wide = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.topbar *, [role=dialog] *')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth)
        .map(({ className }) => String(className)),
    );
  await page.getByRole('button', { name: /^Pin / }).first().click();
  await expect(page.getByRole('button', { name: 'Pinned markets: 1' })).toBeVisible();
  await expect(page.locator('.recording-icon')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Recording');
  await expect.poll(wide).toEqual([]);
  await openData(page);
  await data(page)
    .getByText(/^Now: \d+ book/)
    .click();
  await expect(data(page).getByRole('row')).not.toHaveCount(1);
  await expect(
    data(page)
      .getByRole('button', { name: /^Replay / })
      .first(),
  ).toBeVisible();
  await expect.poll(wide).toEqual([]);
});
