/** A newcomer opens the printed address and watches: tape, heat, analytics, one market. No account, no configuration. */
import type { Page } from 'playwright/test';
import { expect, openBoard, stats, test } from './board.ts';

test('within seconds of the first start the tape moves', async ({ page, board }) => {
  await page.goto(board.address);
  const rows = page.getByRole('grid', { name: /Trades/ }).getByRole('gridcell');
  await expect(rows.first()).toBeVisible();
  const first = await rows.first().textContent();
  await expect(rows.first()).not.toHaveText(first ?? '');
  await expect(page.getByText('SIMULATED', { exact: true })).toBeVisible();
  expect(page.url()).not.toContain('pair=');
});

test('what comes is received, counted and stored', async ({ page, board }) => {
  await openBoard(page, board);
  await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(50);
  // The hour before is fetched first.
  await expect.poll(async () => (await stats(page)).connection.state).toBe('live');
  const { rejected, gaps } = await stats(page);
  expect({ rejected, gaps }).toEqual({ rejected: 0, gaps: 0 });
  await expect
    .poll(async () => {
      const { tradesReceived, tradesStored } = await stats(page);
      return tradesReceived - tradesStored;
    })
    .toBeLessThan(50);
});

test('no message of the page or its policy speaks of a fault', async ({ page, board }) => {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await openBoard(page, board);
  // A part that is not there yet opens later than it is asked for: Escape would come before it.
  for (const name of ['Settings', 'Data']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  expect(faults).toEqual([]);
});

test('the treemap shows the hot markets, and the same as a table', async ({ page, board }) => {
  await openBoard(page, board);
  const heat = page.getByRole('region', { name: 'Market heat' });
  const tiles = heat.getByRole('group', { name: /Treemap/ }).getByRole('button');
  await expect.poll(() => tiles.count()).toBeGreaterThan(10);
  await heat.getByRole('button', { name: 'View as table' }).click();
  await expect(heat.getByRole('table')).toBeVisible();
  await expect.poll(() => heat.getByRole('row').count()).toBeGreaterThan(10);
});

test('arrow keys walk the treemap and Enter opens the market', async ({ page, board }) => {
  await openBoard(page, board);
  const tiles = page.getByRole('group', { name: /Treemap/ }).getByRole('button');
  await expect.poll(() => tiles.count()).toBeGreaterThan(3);
  await tiles.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/market=/);
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a row of the tape opens its market, Escape closes it, the address leads back to it', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await page
    .getByRole('grid', { name: /Trades/ })
    .getByRole('row')
    .nth(5)
    .click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText(/^Last (\d+ trades|trade)/)).toBeVisible();
  await expect(page).toHaveURL(/market=/);
  const address = page.url();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page).not.toHaveURL(/market=/);
  await page.goto(address);
  await expect(page.getByRole('dialog').getByText(/^Last (\d+ trades|trade)/)).toBeVisible();
});

test('the drawer reads the spans of its chart', async ({ page, board }) => {
  await openBoard(page, board);
  await page.getByRole('region', { name: 'Hot now' }).getByRole('list').getByRole('button').first().click();
  const drawer = page.getByRole('dialog');
  for (const span of [/30/, /60/, /session/, /^24/]) {
    await drawer.getByRole('radio', { name: span }).click();
    await expect(drawer.getByRole('radio', { name: span })).toBeChecked();
  }
});

test('a market nobody has traded says so instead of pretending', async ({ page, board }) => {
  await openBoard(page, board, '?market=KXNOBODY-26NOV20-X');
  await expect(page.getByRole('dialog')).toContainText('KXNOBODY-26NOV20-X');
  await expect(page.getByRole('dialog')).toContainText(/No trade of this market/);
});

test('one toggle changes analytics from minutes to hours, and both add up to what was received', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const analytics = page.getByRole('region', { name: 'Analytics' });
  await analytics.getByRole('radio', { name: /Hours/ }).click();
  await expect(analytics.getByText('Peak hour')).toBeVisible();
  await analytics.getByRole('radio', { name: /Minutes/ }).click();
  await expect(analytics.getByText('Peak minute')).toBeVisible();
  const sums = await page.evaluate(async () => {
    const { hour, day } = await window.flowboard.analytics();
    const sum = (rows: readonly { trades: number }[]) =>
      rows.reduce((total, { trades }) => total + trades, 0);
    return {
      lengths: [hour.buckets.length, day.buckets.length],
      hour: [sum(hour.buckets), hour.totals.trades],
      day: [sum(day.buckets), day.totals.trades],
    };
  });
  expect(sums.lengths).toEqual([60, 24]);
  expect(sums.hour[0]).toBe(sums.hour[1]);
  expect(sums.day[0]).toBe(sums.day[1]);
  expect(sums.hour[0]).toBeGreaterThan(0);
});

test('Freeze holds the whole page still while recording goes on', async ({ page, board }) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  const newest = page
    .getByRole('grid', { name: /Trades/ })
    .getByRole('gridcell')
    .first();
  const before = await newest.textContent();
  const stored = (await stats(page)).tradesStored;
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(stored + 40);
  expect(await newest.textContent()).toBe(before);
});

test('combos are out by default and come with a switch', async ({ page, board }) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Settings' }).click();
  const combos = page.getByRole('switch', { name: /combo/i });
  await expect(combos).not.toBeChecked();
  await combos.click();
  await expect(combos).toBeChecked();
});

test('a number of days counts when it is whole, not while it is typed', async ({ page, board }) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Settings' }).click();
  const days = page.getByRole('spinbutton', { name: 'Keep for' });
  const kept = (): Promise<number> =>
    page.evaluate(async () => {
      const { session } = (await window.flowboard.diagnostics()) as {
        session: { settings: { retention: { days: number } } };
      };
      return session.settings.retention.days;
    });
  await days.fill('4');
  expect(await kept()).toBe(30);
  await days.fill('45');
  await days.press('Enter');
  await expect.poll(kept).toBe(45);
  await days.fill('0');
  await days.press('Enter');
  await expect(days).toHaveValue('45');
  expect(await kept()).toBe(45);

  // Less would delete what is older: also a field that is only left asks first.
  await days.fill('3');
  await days.blur();
  const question = page.getByRole('alertdialog', { name: 'Keep less' });
  await expect(question).toContainText('Keep recordings for 3 days instead of 45 days?');
  expect(await kept()).toBe(45);
  await expect(question.getByRole('button', { name: 'Keep them' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await expect(days).toHaveValue('45');
  await expect(days).toBeFocused();
  await days.fill('3');
  await days.press('Enter');
  await question.getByRole('button', { name: 'Delete what is more' }).click();
  await expect.poll(kept).toBe(3);
  await expect(days).toHaveValue('3');
});

/** What the browser has written down of it: a reload reads that. */
const isRestKept = (page: Page): Promise<boolean | undefined> =>
  page.evaluate(
    () =>
      new Promise<boolean | undefined>((resolve, reject) => {
        const opening = indexedDB.open('flowboard');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const { result: database } = opening;
          const [table = ''] = database.objectStoreNames;
          const asked = database.transaction(table).objectStore(table).get('settings');
          asked.onerror = () => reject(new Error('no settings'));
          asked.onsuccess = () => {
            database.close();
            const row = asked.result as { value: { restEnabled?: boolean } } | undefined;
            resolve(row?.value.restEnabled);
          };
        };
      }),
  );

test('with REST switched off the page asks for nothing by REST and still works', async ({ page, board }) => {
  await openBoard(page, board);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('switch', { name: /REST/ }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => isRestKept(page)).toBe(false);
  await page.reload();
  const asked: string[] = [];
  page.context().on('request', (request) => {
    if (/\/api\/(?!config)/.test(request.url())) asked.push(request.url());
  });
  await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(30);
  const tiles = page.getByRole('group', { name: /Treemap/ }).getByRole('button');
  await expect.poll(() => tiles.count()).toBeGreaterThan(3);
  expect(asked).toEqual([]);
});

test('a reload never says that nothing has traded, nor counts nought, while the past is read', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const read = (): void => {
      const text = document.body?.innerText ?? '';
      if (/No trades in the last|No trades yet/.test(text)) seen.push('empty');
      const totals = document.querySelector('.analytics-totals dd')?.textContent;
      if (totals === '0') seen.push('analytics');
      if (document.querySelector('.pulse-contracts .pulse-value')?.textContent === '0') seen.push('pulse');
      requestAnimationFrame(read);
    };
    requestAnimationFrame(read);
  });
  await page.reload();
  const tiles = page.getByRole('group', { name: /Treemap/ }).getByRole('button');
  await expect.poll(() => tiles.count()).toBeGreaterThan(3);
  await expect(page.locator('.analytics-totals dd').first()).toBeVisible();
  expect(await page.evaluate<unknown>(() => Reflect.get(window, 'seen') as unknown)).toEqual([]);
});

test('the focus comes back to the card of the market that was open', async ({ page, board }) => {
  await openBoard(page, board);
  const hot = page.getByRole('region', { name: 'Hot now' });
  const card = hot.getByRole('button', { name: /^4 / });
  await card.focus();
  const order = (): Promise<string> =>
    page.evaluate(async () =>
      (await window.flowboard.hotMarkets({ limit: 12 })).map(({ market_ticker }) => market_ticker).join(),
    );
  const before = await order();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect.poll(order, { timeout: 30_000 }).not.toBe(before);
  await expect(page).toHaveURL(/market=/);
  const market = (): string | null => new URL(page.url()).searchParams.get('market');
  const opened = market();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(hot.locator('button:focus')).toHaveCount(1);
  // Its name may have come meanwhile; what it opens says which one it is.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page).toHaveURL(/market=/);
  expect(opened).not.toBeNull();
  expect(market()).toBe(opened);
});

test('a wrong pairing code says so, and the page says that it is not paired and records nothing', async ({
  page,
  board,
}) => {
  await page.goto(`http://127.0.0.1:${board.port}/#pair=wrongcode123`);
  await expect(page.getByText(/does not know this pairing code, or it was used before/)).toBeVisible();
  await expect(page.getByText('Not paired', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Not recording')).toBeVisible();
  await expect(page.getByText(/does not know this pairing code/)).toBeVisible();
  await page.goto(board.address);
  await expect(page.getByText('Recording', { exact: true }).first()).toBeVisible();
});
