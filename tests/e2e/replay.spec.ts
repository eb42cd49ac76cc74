/** A recording on the screen: never taken for live, one clock for all panels, and the live feed recorded meanwhile. */
import type { Page } from 'playwright/test';
import { exportFrom, hasSqlite, sessionsOf } from '../support/page-storage.ts';
import { expect, goTo, openAWhile, openBoard, stats, test, type Board } from './board.ts';
import { banner, controls, line, openReplay } from './replaying.ts';

const LONG_MS = 14_000;
/** Tape and market are drawn some times a second: by then, on a slow machine too. */
const FRAMES_MS = 1_500;

// Each test records first; a busy machine gets its time.
test.describe.configure({ timeout: 120_000 });

const tape = (page: Page) => page.getByRole('grid', { name: /Trades/ });
const tiles = (page: Page) => page.getByRole('group', { name: /Treemap/ }).getByRole('button');
const button = (page: Page, name: string | RegExp) => controls(page).getByRole('button', { name });
const speed = (page: Page, name: string) => controls(page).getByRole('radio', { name, exact: true });

/** Where the replay's clock stands, ms. */
const clockOf = async (page: Page): Promise<number> => Number(await line(page).getAttribute('aria-valuenow'));

/** Waits until the recording that runs is long enough to move in. */
async function record(page: Page, board: Board): Promise<void> {
  await openBoard(page, board);
  await expect
    .poll(async () => Math.max(...(await sessionsOf(page)).map(({ startMs, endMs }) => endMs - startMs)), {
      timeout: 40_000,
    })
    .toBeGreaterThan(LONG_MS);
}

interface Shown {
  /** ms of the slider. */
  readonly at: number;
  readonly banner: string;
  readonly transport: string;
  /** The slider's time as the page's clock would write it. */
  readonly expected: string;
  /** Of the newest row on the tape, behind the clock, ms. */
  readonly tapeBehindMs: number;
}

/** Everything that says what time it is, read in one go. */
const shown = (page: Page): Promise<Shown> =>
  page.evaluate(() => {
    const text = (selector: string): string => document.querySelector(selector)?.textContent ?? '';
    const at = Number(document.querySelector('[aria-label="Place in the recording"]')?.ariaValueNow);
    const two = (value: number): string => String(value).padStart(2, '0');
    const time = new Date(at);
    const [h = 0, m = 0, s = 0] = text('[role=grid] [role=gridcell]').split(':').map(Number);
    const ofDay =
      time.getHours() * 3_600 + time.getMinutes() * 60 + at / 1_000 - Math.floor(at / 60_000) * 60;
    const behind = ofDay - (h * 3_600 + m * 60 + s);
    return {
      at,
      banner: text('.replay-banner .text-stat'),
      transport: text('.replay-place strong'),
      expected: `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`,
      // Over midnight the tape is of the day before.
      tapeBehindMs: (behind < -43_200 ? behind + 86_400 : behind) * 1_000,
    };
  });

/** The exchange says when it traded; it may come a little later, and the tape shows tenths. */
const TAPE_LAG_MS = 5_000;

async function expectOneClock(page: Page): Promise<void> {
  await expect(async () => {
    const now = await shown(page);
    expect(now.banner).toContain(now.expected);
    expect(now.transport).toBe(now.expected);
    expect(now.tapeBehindMs).toBeGreaterThan(-100);
    expect(now.tapeBehindMs).toBeLessThan(TAPE_LAG_MS);
  }).toPass();
}

test('a replay cannot be taken for live, and the live feed is recorded meanwhile, once', async ({
  page,
  board,
}) => {
  test.skip(!hasSqlite, 'no sqlite3 command on this machine');
  await record(page, board);
  await expect(controls(page)).toBeHidden();
  await openReplay(page);
  const before = await stats(page);
  // Nothing on the page says live, but the word for what is behind it.
  await expect(page.getByText('Live feed in background')).toBeVisible();
  await expect(page.getByText('Live', { exact: true })).toHaveCount(0);
  await expect(page.getByText('Recording', { exact: true })).toHaveCount(0);
  await expect(banner(page)).toContainText('· not live');
  await expect(page.getByRole('region', { name: 'Tape' }).getByText('Replay', { exact: true })).toBeVisible();

  await button(page, 'Play').click();
  await expect(button(page, 'Pause')).toBeVisible();
  await expectOneClock(page);
  await expect.poll(() => tiles(page).count()).toBeGreaterThan(5);
  await line(page).press('End');
  const end = Number(await line(page).getAttribute('aria-valuemax'));
  await expect.poll(() => clockOf(page)).toBe(end);
  // At its end it stands: no live trade comes after it.
  await expect(button(page, 'Play')).toBeVisible();
  // The tape comes a frame after the clock, and then it stands still.
  await expectOneClock(page);
  let last = '';
  const stood = async (): Promise<boolean> => {
    const before = last;
    last = (await tape(page).textContent()) ?? '';
    return last === before;
  };
  await expect.poll(stood, { intervals: [FRAMES_MS] }).toBe(true);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(before.tradesStored + 100);
  expect(await tape(page).textContent()).toBe(last);
  await expectOneClock(page);

  const file = await exportFrom(page, { from: end - LONG_MS });
  const [sums] = file.ask<{ rows: number; ids: number; newest: number }>(
    'SELECT count(*) AS rows, count(DISTINCT trade_id) AS ids, max(received_at_ms) AS newest FROM trades',
  );
  file.close();
  expect(sums?.ids).toBe(sums?.rows);
  expect(sums?.newest).toBeGreaterThan(end);
  expect((await stats(page)).duplicates).toBe(before.duplicates);

  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(banner(page)).toBeHidden();
  await expect(page.getByText('Live', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Live feed in background')).toBeHidden();
  await expect.poll(async () => (await tape(page).textContent()) === last).toBe(false);
});

test('buttons and the line move one clock that every panel shows', async ({ page, board }) => {
  await record(page, board);
  await openReplay(page);
  const from = await clockOf(page);
  expect(from).toBe(Number(await line(page).getAttribute('aria-valuemin')));
  // Opened, it waits to be played.
  await expect(button(page, 'Play')).toBeVisible();

  await line(page).press('PageUp');
  await line(page).press('PageUp');
  await line(page).press('PageUp');
  await expect.poll(() => clockOf(page)).toBeGreaterThan(from + 0.25 * LONG_MS);
  await expectOneClock(page);
  const seeked = await clockOf(page);
  await button(page, /Step forward/).click();
  await expect.poll(() => clockOf(page)).toBeGreaterThan(seeked);
  const stepped = await clockOf(page);
  // At forty trades a second the next one is not far.
  expect(stepped - seeked).toBeLessThan(3_000);
  await expectOneClock(page);
  await button(page, /Step back/).click();
  await expect.poll(() => clockOf(page)).toBeLessThan(stepped);

  const box = await line(page).boundingBox();
  if (box === null) throw new Error('Expected the line of the recording on the screen.');
  await page.mouse.click(box.x + box.width * 0.5, box.y + box.height / 2);
  const middle = (from + Number(await line(page).getAttribute('aria-valuemax'))) / 2;
  await expect.poll(async () => Math.abs((await clockOf(page)) - middle)).toBeLessThan(100);
  await expectOneClock(page);

  // From the beginning: at this speed the whole lasts some four seconds, and must not end before it is paused.
  await line(page).press('Home');
  await expect.poll(() => clockOf(page)).toBe(from);
  const still = await clockOf(page);
  await button(page, 'Play').click();
  await speed(page, '4×').click();
  await expect(banner(page)).toContainText('REPLAY 4×');
  // Two seconds of the recording take half of one of ours: measured in the page, whoever else is busy.
  const tookMs = await line(page).evaluate(async (slider, from) => {
    const clock = () => Number(slider.ariaValueNow);
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (clock() <= from) await frame();
    const [begin, since] = [clock(), performance.now()];
    while (clock() < begin + 2_000) await frame();
    const took = performance.now() - since;
    // At once, by the page itself: at this speed the rest lasts three seconds.
    const speeds = [...document.querySelectorAll<HTMLElement>('.replay-transport [role=radio]')];
    speeds.find(({ textContent }) => textContent?.startsWith('¼×'))?.click();
    return took;
  }, still);
  expect(tookMs).toBeLessThan(2_000);
  await expect(speed(page, '¼×')).toBeChecked();
  await button(page, 'Pause').click();
  await expect(button(page, 'Play')).toBeVisible();
  const paused = await clockOf(page);
  await expectOneClock(page);
  expect(await clockOf(page)).toBe(paused);
});

test('keys move the clock wherever the focus is, and leave alone what a panel uses itself', async ({
  page,
  board,
}) => {
  test.setTimeout(120_000);
  await record(page, board);
  await openReplay(page);
  const from = await clockOf(page);
  const to = Number(await line(page).getAttribute('aria-valuemax'));
  const keys = page.keyboard;
  await page.getByRole('heading', { name: 'Flowboard' }).click();

  await keys.press('ArrowRight');
  await expect.poll(() => clockOf(page)).toBe(from + 10_000);
  await keys.press('Shift+ArrowRight');
  await expect.poll(() => clockOf(page)).toBe(to);
  // Two quick presses go twice as far as one.
  await keys.press('ArrowLeft');
  await keys.press('ArrowLeft');
  await expect.poll(() => clockOf(page)).toBe(Math.max(from, to - 20_000));
  await keys.press('Shift+ArrowLeft');
  await expect.poll(() => clockOf(page)).toBe(from);
  await keys.press('.');
  await expect.poll(() => clockOf(page)).toBeGreaterThan(from);
  await keys.press('.');
  await keys.press('.');
  await expectOneClock(page);
  await keys.press('3');
  await expect(speed(page, '4×')).toBeChecked();
  await keys.press('1');
  await expect(banner(page)).toContainText('REPLAY ¼×');
  await keys.press('Space');
  await expect(button(page, 'Pause')).toBeVisible();
  await keys.press('Space');
  await expect(button(page, 'Play')).toBeVisible();
  // A button that has the focus takes Space, and nothing else.
  await button(page, 'Play').click();
  await expect(button(page, 'Pause')).toBeFocused();
  await keys.press('Space');
  await expect(button(page, 'Play')).toBeVisible();
  const paused = await clockOf(page);
  await keys.press('ArrowRight');
  await expect.poll(() => clockOf(page)).toBe(Math.min(to, paused + 10_000));
  const still = await clockOf(page);

  const freeze = page.getByRole('button', { name: /Freeze|Go on/ });
  await freeze.focus();
  await keys.press('Space');
  await expect(freeze).toHaveAccessibleName('Go on');
  await keys.press('Space');
  await expect(freeze).toHaveAccessibleName('Freeze');

  await tape(page).focus();
  await keys.press('Space');
  await expect(page.getByRole('button', { name: 'Resume the tape' })).toBeVisible();
  await keys.press('Space');
  await expect(page.getByRole('button', { name: 'Pause the tape' })).toBeVisible();

  await expect.poll(() => tiles(page).count()).toBeGreaterThan(5);
  await tiles(page).first().focus();
  const tile = () => page.evaluate(() => document.activeElement?.getAttribute('data-ticker'));
  const first = await tile();
  await keys.press('ArrowRight');
  await keys.press('ArrowDown');
  expect(await tile()).not.toBe(first);
  // At an edge too, where an arrow leads nowhere.
  for (const side of ['ArrowLeft', 'ArrowRight'])
    for (let press = 0; press < 15; press++) await keys.press(side);
  await page.locator('.category').last().focus();
  await keys.press('ArrowRight');

  await page.getByRole('button', { name: 'Help and diagnostics' }).click();
  await expect(page.getByRole('dialog', { name: 'Help' })).toContainText('Keys in a replay');
  await keys.press('ArrowLeft');
  await keys.press('l');
  await keys.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeHidden();

  // Through all of it the clock stood where it was, and did not play.
  await expect(button(page, 'Play')).toBeVisible();
  expect(await clockOf(page)).toBe(still);
  await page.getByRole('heading', { name: 'Flowboard' }).click();
  await keys.press('l');
  await expect(banner(page)).toBeHidden();
});

test('what the page says while it plays and while it is paused, and Space after a speed was clicked', async ({
  page,
  board,
}) => {
  await record(page, board);
  await expect(page).toHaveTitle('Flowboard');
  await openReplay(page);
  await expect(page).toHaveTitle('Replay · Flowboard');
  await expect(banner(page)).toContainText('paused');
  await expect(page.getByRole('region', { name: 'Hot', exact: true })).toBeVisible();
  await speed(page, '¼×').click();
  await page.keyboard.press('Space');
  await expect(button(page, 'Pause')).toBeVisible();
  await expect(speed(page, '¼×')).toBeChecked();
  await expect(banner(page)).not.toContainText('paused');
  const { replay } = await stats(page);
  expect(replay).toMatchObject({ speed: 0.25, isPlaying: true });
  expect(replay?.at).toBeLessThan(Date.now());
  await page.keyboard.press('l');
  await expect(page).toHaveTitle('Flowboard');
  await expect.poll(async () => (await stats(page)).replay).toBeNull();
});

test('a market whose book the recording does not hold says which ones it does', async ({ page, board }) => {
  await record(page, board);
  await openReplay(page);
  await button(page, /^Books \d/).click();
  const books = page.getByRole('dialog', { name: 'Books in this recording' }).getByRole('link');
  const ticker = (await books.first().locator('code').textContent()) ?? '';
  // A name first, the ticker behind it; the exchange may tell it a little later.
  await expect
    .poll(async () => ((await books.first().textContent()) ?? '').indexOf(ticker))
    .toBeGreaterThan(3);
  await page.keyboard.press('Escape');
  await goTo(page, '?view=market&market=KXNEVER-26NOV21-X');
  const word = page.getByText('The book of this market was not recorded. There are:').locator('..');
  await expect(word).toBeVisible();
  await word.getByRole('link').first().click();
  await expect(page.getByRole('main', { name: `Market ${ticker}` })).toBeVisible();
  await expect(word).toBeHidden();
});

interface BookRow {
  readonly kind: 'snapshot' | 'delta';
  readonly at: string;
  readonly side: string;
  readonly price: string;
  /** Of a change, in contracts. */
  readonly delta: string;
  readonly yes: string;
}

/** The best YES bid in cents as the exported rows of `ticker` have it at `at`. */
function bestBid(rows: readonly BookRow[], at: number): number | undefined {
  const bids = new Map<string, number>();
  for (const row of rows) {
    if (Date.parse(row.at) > at) break;
    if (row.kind === 'snapshot') {
      bids.clear();
      for (const [price, size] of JSON.parse(row.yes) as [string, string][])
        bids.set(price, Math.round(Number(size) * 100));
    } else if (row.side === 'yes_bid')
      bids.set(row.price, (bids.get(row.price) ?? 0) + Math.round(Number(row.delta) * 100));
  }
  const prices = [...bids].filter(([, size]) => size > 0).map(([price]) => Math.round(Number(price) * 1e4));
  return prices.length === 0 ? undefined : Math.max(...prices) / 100;
}

test('on the page of a market the ladder is that of the recording', async ({ page, board }) => {
  test.skip(!hasSqlite, 'no sqlite3 command on this machine');
  await record(page, board);
  const busiest = await exportFrom(page);
  const recordedBooks = busiest
    .ask<{ ticker: string }>(
      'SELECT market_ticker AS ticker FROM orderbook_deltas GROUP BY 1 ORDER BY count(*) DESC',
    )
    .map(({ ticker }) => ticker);
  busiest.close();
  // A market that closes meanwhile has no book to come back to.
  const open = await openAWhile(board, recordedBooks);
  const ticker = recordedBooks.find((each) => open.has(each)) ?? '';
  await goTo(page, `?view=market&market=${ticker}`);
  await expect(page.getByRole('main', { name: `Market ${ticker}` })).toBeVisible();
  await expect(page.getByText('In sync')).toBeVisible();
  await openReplay(page);
  await expect(page.getByText('In sync')).toBeHidden();
  const file = await exportFrom(page);
  const recorded = file.ask<BookRow>(
    `SELECT 'snapshot' AS kind, received_at AS at, '' AS side, '' AS price, '' AS delta, yes_bids AS yes, sequence_number AS seq FROM orderbook_snapshots WHERE market_ticker = '${ticker}'
       UNION ALL SELECT 'delta', received_at, side, price_dollars, delta_fp, '', sequence_number FROM orderbook_deltas WHERE market_ticker = '${ticker}' ORDER BY at, seq`,
  );
  file.close();
  const ladder = page.getByRole('table', { name: /Order book of every price/ });
  const bid = async () =>
    Number((await ladder.locator('[data-best="bid"] > span:nth-child(3)').textContent())?.replace('¢', ''));
  await line(page).press('End');
  for (const key of ['PageDown', 'PageDown', 'ArrowRight']) {
    const before = await clockOf(page);
    await line(page).press(key);
    await expect.poll(() => clockOf(page)).not.toBe(before);
    await expect(async () => {
      const at = await clockOf(page);
      expect([at - 1, at, at + 1].map((time) => bestBid(recorded, time))).toContain(await bid());
    }).toPass();
  }
  // It stands still while the live one moves. The mark of the last trade comes with the market's frame, later than the book's.
  let still = await ladder.textContent();
  await expect(async () => {
    const before = still;
    await page.waitForTimeout(FRAMES_MS);
    still = await ladder.textContent();
    expect(still).toBe(before);
  }).toPass();
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored + 20);
  expect(await ladder.textContent()).toBe(still);
  await page.getByRole('heading', { name: 'Flowboard' }).click();
  await page.keyboard.press('l');
  await expect(page.getByText('In sync')).toBeVisible();
  await expect.poll(() => ladder.textContent()).not.toBe(still);
});
