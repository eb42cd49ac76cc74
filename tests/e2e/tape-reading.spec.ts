/** What a reader of the tape reads beside the trades: its speed against its baseline, how large trades are, how far a price has gone. */
import type { Page } from 'playwright/test';
import { faultsIn, EVERY_LOOK } from './axe-faults.ts';
import { expect, goTo, livelyMarket, openBoard, startBoard, stats, test } from './board.ts';
import { line, openReplay } from './replaying.ts';

// Each looks at the page in eight looks; a busy machine gets its time.
test.describe.configure({ timeout: 180_000 });

const speed = (page: Page) => page.locator('.tape-speed');
const gauge = (page: Page) => speed(page).getByRole('img', { name: /^Speed against its median: / });
const analytics = (page: Page) => page.getByRole('region', { name: 'Analytics', exact: true });

test('the tape tells its speed and the median before it, in a number, a word and a gauge; cut off it says that it is not known', async ({
  page,
}) => {
  const board = await startBoard();
  await openBoard(page, board);
  await expect(speed(page)).toHaveText(
    /^Speed[\d.]+\/s[\d.]+× (slow|slower|usual|faster|fast)median [\d.]+\/s$/,
    {
      timeout: 90_000,
    },
  );
  await expect(gauge(page)).toHaveAccessibleName(/: [\d.]+× (slow|slower|usual|faster|fast)$/);
  const numbers = ((await speed(page).textContent()) ?? '').match(/[\d.]+/g) ?? [];
  const [now = 0, ratio = 0, median = 0] = numbers.map(Number);
  expect(now / median).toBeGreaterThan(ratio * 0.7);
  expect(now / median).toBeLessThan(ratio * 1.4);
  await speed(page).getByRole('button', { name: 'Speed' }).focus();
  await expect(page.getByText(/its baseline is the median of the ten-second stretches/)).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await faultsIn(page, EVERY_LOOK, '.area-tape')).toEqual([]);

  await board.stop();
  await expect(gauge(page)).toHaveAccessibleName('Speed against its median: not known', { timeout: 30_000 });
  await expect(speed(page)).toHaveText(/^Speed–median/);
});

test('sizes of the trades in the window are a chart that keys read and a table, and add up to the trades of the window', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await analytics(page).getByRole('radio', { name: 'Sizes over the window' }).click();
  const chart = analytics(page).getByRole('slider', { name: /^Trades by size over the last 10 minutes/ });
  await chart.focus();
  await chart.press('Home');
  await expect(chart).toHaveAttribute('aria-valuetext', /^under 1 contracts: \d+ trades?, YES \d+, NO \d+$/);
  await chart.press('ArrowRight');
  await expect(chart).toHaveAttribute('aria-valuetext', /^1 to under 2 contracts: /);
  await expect(analytics(page).locator('.analytics-words')).toContainText('1 to under 2 contracts');
  await chart.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', /^50,000 or more contracts: /);
  expect(await faultsIn(page, EVERY_LOOK, '.area-analytics')).toEqual([]);

  await page.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await analytics(page).getByRole('button', { name: 'View as table' }).click();
  const rows = analytics(page).locator('tbody').getByRole('row');
  await expect(rows).toHaveCount(16);
  const cells = await rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent?.replace(/[,%]/g, ''))),
    ),
  );
  const column = (index: number): number => cells.reduce((sum, row) => sum + (row[index] ?? 0), 0);
  const trades = Number(
    (await analytics(page).locator('.analytics-totals dd').first().textContent())?.replace(/,/g, ''),
  );
  expect(column(0) + column(1)).toBe(trades);
  expect(column(2)).toBe(trades);
  expect(trades).toBeGreaterThan(0);
  expect(trades).toBeLessThanOrEqual(
    await page.evaluate(async () => (await window.flowboard.analytics()).hour.totals.trades),
  );
  await page.getByRole('button', { name: 'Go on' }).click();

  await page.getByRole('radio', { name: '30 minutes' }).click();
  await analytics(page).getByRole('button', { name: 'View as chart' }).click();
  await expect(
    analytics(page).getByRole('slider', { name: /^Trades by size over the last 30 minutes/ }),
  ).toBeVisible();
});

test('a market says how far its price has gone since the recording began, and since when, in the drawer and on its page', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await page.getByRole('region', { name: 'Hot now' }).getByRole('button', { name: /^1 / }).click();
  const drawer = page.getByRole('dialog');
  const drift = (of: typeof drawer) => of.locator('.market-drift');
  await expect(drift(drawer)).toHaveText(/^Drift[ \d.–]+( ptfrom [\d.]+¢)?since \d\d:\d\d \S+$/);
  await expect(drift(drawer)).toHaveAttribute('title', /when this recording session began/);
  expect(await faultsIn(page, EVERY_LOOK, '.drawer')).toEqual([]);
  await drawer.getByRole('button', { name: /Open page/ }).click();
  const main = page.getByRole('main', { name: /^Market / });
  await expect(drift(main)).toHaveText(/^Drift[ \d.–]+( ptfrom [\d.]+¢)?since \d\d:\d\d \S+$/);
  // A session that goes on over a reload counts from where it began, and with the price that was in force then.
  const before = await drift(main).locator('.market-drift-since').textContent();
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(0);
  await page.reload();
  await expect(drift(main).locator('.market-drift-since')).toHaveText(before ?? '');
});

test('in a replay, speed and drift are those of the recording at its clock', async ({ page, board }) => {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await goTo(page, `?market=${ticker}`);
  const drift = page.getByRole('dialog').locator('.market-drift');
  const live = await drift.locator('.market-drift-since').textContent();
  // Fifteen seconds at forty a second: what was fetched was not heard, and no speed stands on it.
  const begun = (await stats(page)).tradesReceived;
  const heard = async () => (await stats(page)).tradesReceived - begun;
  await expect.poll(heard, { timeout: 60_000 }).toBeGreaterThan(600);
  await page.keyboard.press('Escape');

  await openReplay(page);
  await line(page).press('End');
  const end = Number(await line(page).getAttribute('aria-valuemax'));
  await expect(line(page)).toHaveAttribute('aria-valuenow', String(end));
  // By hand: the trades of the ten whole seconds before the clock.
  const counted = await page.evaluate(async (clock) => {
    const to = Math.floor(clock / 1_000) * 1_000;
    const trades = await window.flowboard.recentTrades({ limit: 5_000 });
    return trades.filter(({ ts_ms }) => ts_ms >= to - 10_000 && ts_ms < to).length / 10;
  }, end);
  // The panel comes to it some frames after the clock, and then it stands while the live one goes on.
  await expect(async () => {
    const stood = (await speed(page).textContent()) ?? '';
    const told = Number(/^Speed([\d.]+)\/s[\d.]+× \w+median [\d.]+\/s$/.exec(stood)?.[1]);
    expect(told / counted).toBeGreaterThan(0.8);
    expect(told / counted).toBeLessThan(1.25);
    const later = (await stats(page)).tradesReceived + 100;
    await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(later);
    expect(await speed(page).textContent()).toBe(stood);
  }).toPass({ timeout: 60_000 });
  await goTo(page, `/?view=market&market=${ticker}`);
  const main = page.getByRole('main', { name: `Market ${ticker}` });
  await expect(main.locator('.market-drift-since')).toHaveText(live ?? '');
  await expect(main.locator('.market-drift')).toHaveAttribute('title', /when this recording session began/);
});

test('a paused tape says so, and what goes on with it covers none of its rows', async ({ page, board }) => {
  await openBoard(page, board);
  const tape = page.getByRole('region', { name: 'Tape', exact: true });
  await expect(tape.locator('[data-row="5"]')).toBeVisible();
  await tape.getByRole('grid', { name: /Trades/ }).focus();
  await page.keyboard.press('Space');
  const pill = tape.getByRole('button', { name: /^Paused/ });
  await expect(pill).toBeVisible();
  await expect(tape.locator('.panel-header .state-chip')).toHaveText('Paused');
  const over = () =>
    pill.evaluate((button) => {
      const rows = document.querySelector('.tape-rows')?.getBoundingClientRect();
      return rows === undefined ? Number.NaN : rows.bottom - button.getBoundingClientRect().top;
    });
  await expect.poll(over).toBeLessThanOrEqual(0);
  await page.keyboard.press('Space');
  await expect(tape.locator('.panel-header .state-chip')).toContainText(/Live|Quiet/);
});
