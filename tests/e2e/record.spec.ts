/** What was recorded stays: over a reload, a killed worker, a full disk; and it leaves as a file that is right. */
import type { Page } from 'playwright/test';
import { crashWorker } from '../support/page-crash.ts';
import { exportFrom, hasSqlite } from '../support/page-storage.ts';
import { expect, openBoard, stats, test } from './board.ts';

/** Trades of the hour, by the board's own account. */
const tradesOfTheHour = (page: Page): Promise<number> =>
  page.evaluate(async () => (await window.flowboard.analytics()).hour.totals.trades);

test('a reload keeps windows, analytics and tape', async ({ page, board }) => {
  await openBoard(page, board);
  await expect.poll(() => tradesOfTheHour(page)).toBeGreaterThan(60);
  const before = await page.evaluate(async () => ({
    trades: (await window.flowboard.analytics()).hour.totals.trades,
    newest: (await window.flowboard.recentTrades({ limit: 20 })).map(({ trade_id }) => trade_id),
  }));
  // Seen is not yet stored: a busy machine writes a little later, and a file has what is stored.
  const unwritten = () =>
    page.evaluate(async (ids) => {
      const file = await (await window.flowboard.exportCsv({})).text();
      return ids.filter((id) => !file.includes(id));
    }, before.newest);
  await expect.poll(unwritten).toEqual([]);
  await page.reload();
  await expect.poll(() => tradesOfTheHour(page).catch(() => 0)).toBeGreaterThanOrEqual(before.trades);
  const tape = () =>
    page.evaluate(async () =>
      (await window.flowboard.recentTrades({ limit: 5000 })).map(({ trade_id }) => trade_id),
    );
  await expect.poll(tape).toEqual(expect.arrayContaining(before.newest));
  const kept = await tape();
  expect(new Set(kept).size).toBe(kept.length);
});

/** Of the trades that the page has between two instants, a line a market: its ticker, its trades, its contracts in hundredths. */
const sumsOnTape = (page: Page, from: number, to: number): Promise<readonly string[]> =>
  page.evaluate(
    async ([begin, end]) => {
      const sums = new Map<string, { count: number; hundredths: number }>();
      for (const { market_ticker, count, ts_ms } of await window.flowboard.recentTrades({ limit: 100_000 })) {
        if (ts_ms < begin || ts_ms > end) continue;
        const sum = sums.get(market_ticker) ?? { count: 0, hundredths: 0 };
        sum.count++;
        sum.hundredths += Math.round(Number(count) * 100);
        sums.set(market_ticker, sum);
      }
      return [...sums]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([ticker, { count, hundredths }]) => `${ticker} ${count} ${hundredths}`);
    },
    [from, to] as const,
  );

test('an exported SQLite file opens in sqlite3 with the counts and sums the screen shows', async ({
  page,
  board,
}) => {
  test.skip(!hasSqlite, 'no sqlite3 command on this machine');
  test.setTimeout(180_000);
  await openBoard(page, board);
  // The hour before the first connection comes in by REST; it is part of the file like everything else.
  await expect
    .poll(async () => (await stats(page)).tradesStored, { timeout: 90_000 })
    .toBeGreaterThan(11_000);
  // Both are told of one stretch that is over; on a busy machine some of it is not written yet, or still fetched.
  await expect(async () => {
    const to = Date.now() - 3_000;
    const from = to - 30 * 60_000;
    const file = await exportFrom(page, { from, to });
    const tape = await sumsOnTape(page, from, to);
    const [sound] = file.ask<{ integrity_check: string }>('PRAGMA integrity_check');
    const rows = file.ask<{ line: string }>(
      "SELECT market_ticker || ' ' || count(*) || ' ' || sum(CAST(replace(count_fp, '.', '') AS INTEGER)) AS line FROM trades GROUP BY market_ticker ORDER BY market_ticker",
    );
    file.close();
    expect(sound?.integrity_check).toBe('ok');
    expect(rows.map(({ line }) => line)).toEqual(tape);
    expect(tape.length).toBeGreaterThan(50);
  }).toPass();
});

test('the export dialog makes a file, and says how many rows it holds', async ({ page, board }) => {
  await openBoard(page, board);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Data' });
  await dialog.getByRole('tab', { name: 'Export' }).click();
  await dialog.getByRole('radio', { name: 'CSV' }).click();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Make the file' }).click();
  expect((await download).suggestedFilename()).toMatch(/^flowboard-sim-.*\.csv$/);
  await expect(dialog).toContainText(/rows|trades/);
});

test('an export that is cancelled makes no file and says so; the next one makes one', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(200);
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Data' });
  await dialog.getByRole('tab', { name: 'Export' }).click();
  const saved: string[] = [];
  page.on('download', (download) => saved.push(download.suggestedFilename()));
  // As soon as it is drawn: on a fast machine so few trades are a file before a test's own click arrives.
  await page.evaluate(() => {
    new MutationObserver((_, observer) => {
      const buttons = document.querySelectorAll<HTMLButtonElement>('[role=dialog] .export-outcome button');
      const cancel = [...buttons].find(({ textContent }) => textContent === 'Cancel');
      if (cancel === undefined) return;
      observer.disconnect();
      cancel.click();
    }).observe(document.body, { childList: true, subtree: true });
  });
  const make = dialog.getByRole('button', { name: 'Make the file' });
  await make.click();
  await expect(dialog.getByText('Cancelled. No file was made.')).toBeVisible();
  expect(saved).toEqual([]);
  const download = page.waitForEvent('download');
  await make.click();
  expect((await download).suggestedFilename()).toMatch(/\.sqlite$/);
  expect(saved).toHaveLength(1);
});

test('a killed worker is born again, says so, and nothing stored is lost', async ({ page, board }) => {
  await openBoard(page, board);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(60);
  const before = await tradesOfTheHour(page);
  await crashWorker(page, 'market-worker');
  await expect(page.getByText(/started again|born again|restarted/i).first()).toBeVisible();
  await expect.poll(() => tradesOfTheHour(page).catch(() => 0)).toBeGreaterThanOrEqual(before);
  await expect.poll(async () => (await stats(page).catch(() => undefined))?.connection.state).toBe('live');
});

test('with no room on the disk the page is live all the same, and says that it does not record', async ({
  page,
  board,
}) => {
  const session = await page.context().newCDPSession(page);
  const origin = `http://127.0.0.1:${board.port}`;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await page.goto(board.address);
  await expect(page.getByText('Not recording').first()).toBeVisible();
  await expect(page.getByText(/no room/).first()).toBeVisible();
  await expect.poll(async () => (await stats(page)).connection.state).toBe('live');
  await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(20);
});

/** Bytes. */
const SHORT_OF_ROOM =
  'navigator.storage.estimate = async () => ({ usage: 7_400_000_000, quota: 10_000_000_000 });';

test('when the room of the browser runs short it is said while there is time, in words, by a shape, and in Data', async ({
  page,
  board,
}) => {
  // Chromium's own override is felt by what is written, and not told by its estimate.
  await page.route(/store-worker.*\.js$/, async (route) => {
    const script = await (await route.fetch()).text();
    await route.fulfill({ body: `${SHORT_OF_ROOM}\n${script}`, contentType: 'text/javascript' });
  });
  await openBoard(page, board);
  const toast = page.locator('[data-sonner-toast]').filter({ hasText: 'storage is 74 % full' });
  await expect(toast).toBeVisible();
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(20);
  const word = page.locator('.topbar-recording:not(.topbar-rule)');
  await expect(word).toContainText(/Recording.*storage is 74 % full/);
  await expect(word.locator('.recording-icon')).toHaveCSS('clip-path', /polygon/);
  await toast.getByRole('button', { name: 'Storage' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data' });
  await expect(dialog.getByText(/oldest recordings are deleted. Export what you want to keep/)).toBeVisible();
});

test('Erase says what goes and empties the whole page at once', async ({ page, board }) => {
  await openBoard(page, board);
  const tiles = page.getByRole('group', { name: /Treemap/ }).getByRole('button');
  await expect.poll(() => tiles.count()).toBeGreaterThan(10);
  // Enough of the past that what comes after it is gone is little against it.
  await expect.poll(() => tradesOfTheHour(page), { timeout: 30_000 }).toBeGreaterThan(2_000);
  // Without REST nothing of the past comes back.
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: /REST/ }).click();
  const full = await tradesOfTheHour(page);
  await page.getByRole('button', { name: /Erase recordings/ }).click();
  const question = page.getByRole('alertdialog', { name: 'Erase recordings' });
  await expect(question).toContainText(/trades, books, .*names, gaps, and every recording, pinned ones too/);
  await expect(question).toContainText('Imported files, settings and pairing stay.');
  await page.evaluate(() => {
    const oldest = document.querySelector('.heat-map');
    Object.assign(window, { isMapGone: () => oldest?.isConnected === false });
  });
  await page.getByRole('button', { name: 'Erase all' }).click();
  await expect(page.getByText('Everything recorded of this exchange is erased.')).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => (Reflect.get(window, 'isMapGone') as () => boolean)()))
    .toBe(true);
  expect(await tradesOfTheHour(page)).toBeLessThan(full / 2);
});

/** What the page has, all told by the exchange's stamps: on its tape, in its sums of the hour and the day, and in its file. */
const whatIsHere = (page: Page) =>
  page.evaluate(async () => {
    const { hour, day } = await window.flowboard.analytics();
    const tape = await window.flowboard.recentTrades({ limit: 100_000 });
    const text = await (await window.flowboard.exportCsv({ tables: ['trades'] })).text();
    const [head = '', ...rows] = text.trim().split(/\r?\n/);
    const at = head.split(',').indexOf('ts_ms');
    return {
      hour: hour.totals.trades,
      day: day.totals.trades,
      onTape: tape.map(({ ts_ms }) => ts_ms),
      inFile: rows.map((row) => Number(row.split(',')[at])),
    };
  });

/** What the market worker has written into its log since it began. */
const logOf = (page: Page): Promise<string> =>
  page.evaluate(async () =>
    ((await window.flowboard.diagnostics()).market?.log ?? []).map(({ text }) => text).join('\n'),
  );

test('what was erased does not come back by REST, neither at once nor after a reload; what is new does', async ({
  page,
  board,
}) => {
  test.setTimeout(120_000);
  await openBoard(page, board);
  // The hour before the first connection: all of it is to be erased, and REST would give it again.
  await expect.poll(() => logOf(page), { timeout: 60_000 }).toMatch(/Fetched \d{4,} trades from before/);
  const full = await tradesOfTheHour(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('switch', { name: /REST/ })).toBeChecked();
  await page.getByRole('button', { name: /Erase recordings/ }).click();
  const erasedAt = await page.evaluate(() => Date.now());
  await page.getByRole('button', { name: 'Erase all' }).click();
  await expect(page.getByText('Everything recorded of this exchange is erased.')).toBeVisible();

  const onlyNewIsHere = async (): Promise<void> => {
    await expect.poll(async () => (await whatIsHere(page)).inFile.length).toBeGreaterThan(40);
    const { hour, day, onTape, inFile } = await whatIsHere(page);
    expect(Math.min(...onTape)).toBeGreaterThanOrEqual(erasedAt);
    expect(Math.min(...inFile)).toBeGreaterThanOrEqual(erasedAt);
    // The sums were asked for first: the tape may have more by now.
    expect(Math.max(hour, day)).toBeLessThanOrEqual(onTape.length);
    expect(onTape.length).toBeLessThan(full);
  };
  // What REST was asked for of the time before has come.
  await expect.poll(() => logOf(page).catch(() => ''), { timeout: 60_000 }).toContain('trades from before');
  await onlyNewIsHere();

  await page.reload();
  const asked = /Fetched \d+ missed trades \(reload\)/;
  await expect.poll(() => logOf(page).catch(() => ''), { timeout: 60_000 }).toMatch(asked);
  const before = (await whatIsHere(page)).inFile.length;
  await expect.poll(async () => (await whatIsHere(page)).inFile.length).toBeGreaterThan(before);
  await onlyNewIsHere();
});
