/** Many tabs of one browser: one records, the others show the same, and the lead changes hands without a loss. */
import type { CDPSession, Locator, Page } from 'playwright/test';
import { expect, goTo, livelyMarket, openBoard, stats, test, type Board } from './board.ts';

const following = (page: Page) => page.getByText('Following: another tab records');

/** Opens the board in one more tab, which follows the one that leads. */
async function openFollower(leader: Page, board: Board): Promise<Page> {
  const page = await leader.context().newPage();
  await page.goto(new URL(board.address).origin);
  await expect(following(page)).toBeVisible();
  return page;
}

const newestTrade = (page: Page) =>
  page
    .getByRole('grid', { name: /Trades/ })
    .getByRole('gridcell')
    .first();

const leads = (page: Page): Promise<boolean> => stats(page).then(({ leader }) => leader);

/** Waits until `page` leads and stores trades of its own. */
async function expectRecording(page: Page): Promise<void> {
  await expect.poll(() => leads(page)).toBe(true);
  const { tradesStored } = await stats(page);
  await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(tradesStored + 20);
  await expect(following(page)).toBeHidden();
}

/** What the exchange itself says it traded since `since` and before `until`, by its REST. */
async function tradedAt(board: Board, since: number, until: number): Promise<readonly string[]> {
  const { origin, hash } = new URL(board.address);
  const headers = { authorization: `Bearer ${hash.replace('#pair=', '')}` };
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const query = `limit=1000&min_ts=${Math.floor(since / 1000)}${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const answer = await fetch(`${origin}/api/trades?${query}`, { headers });
    const page = (await answer.json()) as {
      trades: { trade_id: string; created_time: string }[];
      cursor: string;
    };
    for (const { trade_id, created_time } of page.trades) {
      const at = Date.parse(created_time);
      if (at >= since && at < until) ids.push(trade_id);
    }
    cursor = page.cursor;
    if (cursor === '') return ids;
  }
}

/** Trades on the disk of the tab that leads, whatever tab has written them. */
const tradesOnDisk = (page: Page, from: number, to: number): Promise<readonly string[]> =>
  page.evaluate(
    async (range) => {
      const text = await (await window.flowboard.exportCsv({ ...range, tables: ['trades'] })).text();
      const [head = '', ...rows] = text.trim().split(/\r?\n/);
      const at = head.split(',').indexOf('trade_id');
      return rows.map((row) => row.split(',')[at] ?? '');
    },
    { from, to },
  );

/** Everything the exchange traded since then is on disk, once. What was missed is fetched by REST first. */
async function expectWhole(page: Page, board: Board, since: number): Promise<void> {
  let until = since;
  let traded: readonly string[] = [];
  const count = async (): Promise<number> => {
    until = Date.now() - 1_000;
    traded = await tradedAt(board, since, until);
    return traded.length;
  };
  await expect.poll(count).toBeGreaterThan(100);
  await expect
    .poll(async () => {
      const kept = new Set(await tradesOnDisk(page, since, until));
      return traded.filter((id) => !kept.has(id)).length;
    })
    .toBe(0);
  const kept = await tradesOnDisk(page, since, until);
  expect(new Set(kept).size).toBe(kept.length);
}

const cdp = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page);

test('a second tab follows: its tape moves and a market opens with its ladder', async ({ page, board }) => {
  await openBoard(page, board);
  const follower = await openFollower(page, board);
  const before = await newestTrade(follower).textContent();
  await expect.poll(() => newestTrade(follower).textContent()).not.toBe(before);
  const ticker = await livelyMarket(follower, board);
  await goTo(follower, `?market=${ticker}`);
  const dialog = follower.getByRole('dialog');
  await expect(dialog.getByText('In sync')).toBeVisible();
  const ladder = dialog.getByRole('table', { name: /Order book/ });
  const levels = await ladder.textContent();
  await expect.poll(() => ladder.textContent(), { timeout: 30_000 }).not.toBe(levels);
});

test('a tab that follows answers what it can, and says where the rest is done', async ({ page, board }) => {
  await openBoard(page, board);
  const follower = await openFollower(page, board);
  const ticker = await livelyMarket(follower, board);
  const found = await follower.evaluate(async (asked) => {
    const refusal = await window.flowboard.exportCsv({}).catch((error: Error) => error.message);
    const book = await window.flowboard.watchBook(asked);
    return { refusal, isStale: book.stale };
  }, ticker);
  expect(found).toEqual({
    refusal: 'Another tab records: press "Lead from this tab" in this one first.',
    isStale: false,
  });
  const [ours, theirs] = [await stats(follower), await stats(page)];
  expect([ours.leader, theirs.leader]).toEqual([false, true]);
  expect(ours.tradesReceived).toBeGreaterThan(0);
  await follower.getByRole('button', { name: 'Settings' }).click();
  await expect(follower.getByRole('switch', { name: /REST/ })).toBeDisabled();
  await expect(follower.getByRole('button', { name: /Erase/ })).toBeDisabled();
  await expect(follower.getByText('Lead from this tab to change what follows')).toBeVisible();
});

/** Waits until `heir` records. Asked after it, `former` must never say that it leads as well. */
async function expectHandOver(former: Page, heir: Page): Promise<void> {
  let isOver = false;
  const doubles: boolean[] = [];
  const watching = (async () => {
    while (!isOver) {
      const isHeirLeading = await leads(heir);
      doubles.push(isHeirLeading && (await leads(former)));
    }
  })();
  await expectRecording(heir);
  await expect(following(former)).toBeVisible();
  isOver = true;
  await watching;
  expect(doubles).not.toContain(true);
}

test('the lead goes to the tab that asks and back, never to two, and nothing is lost', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const since = Date.now();
  // The second one waits in line before the third, and must not get the lead.
  const second = await openFollower(page, board);
  const third = await openFollower(page, board);
  await third.getByRole('button', { name: 'Lead from this tab' }).click();
  await expectHandOver(page, third);
  const before = await newestTrade(page).textContent();
  await expect.poll(() => newestTrade(page).textContent()).not.toBe(before);
  await page.getByRole('button', { name: 'Lead from this tab' }).click();
  await expectHandOver(third, page);
  await expect(following(second)).toBeVisible();
  await expectWhole(page, board, since);
});

test('when the tab that leads is closed another one takes over at once', async ({ page, board }) => {
  const leader = await page.context().newPage();
  await openBoard(leader, board);
  const since = Date.now();
  const follower = await openFollower(leader, board);
  await expect.poll(async () => (await stats(leader)).tradesStored).toBeGreaterThan(60);
  await leader.close();
  const closedAt = Date.now();
  await expect.poll(() => leads(follower), { intervals: [20] }).toBe(true);
  // Sooner than a lead that is asked for and not answered: that takes three seconds.
  expect(Date.now() - closedAt).toBeLessThan(2_500);
  await expectRecording(follower);
  await expectWhole(follower, board, since);
});

test('when the renderer of the tab that leads is killed another one takes over', async ({ page, board }) => {
  const leader = await page.context().newPage();
  await openBoard(leader, board);
  const since = Date.now();
  const follower = await openFollower(leader, board);
  await expect.poll(async () => (await stats(leader)).tradesStored).toBeGreaterThan(60);
  const crashed = leader.waitForEvent('crash');
  // Never answered: the one who would is gone.
  void (await cdp(leader)).send('Page.crash').catch(() => undefined);
  await crashed;
  await expectRecording(follower);
  await expectWhole(follower, board, since);
});

interface Run {
  /** Number of the writer that wrote it last. */
  readonly term: number;
  readonly trades: number;
}

/** All rows of a table of the store, oldest first. */
const stored = <T>(page: Page, table: string): Promise<readonly T[]> =>
  page.evaluate(
    (name) =>
      new Promise<readonly T[]>((resolve, reject) => {
        const opening = indexedDB.open('flowboard-sim');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const asked = opening.result.transaction(name).objectStore(name).getAll();
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result as T[]);
          };
        };
      }),
    table,
  );

const runsOf = (page: Page): Promise<readonly Run[]> => stored(page, 'sessions');

test('a tab that hangs loses the lead, writes nothing more, and follows when it is itself again', async ({
  page,
  board,
}) => {
  await openBoard(page, board);
  const since = Date.now();
  const follower = await openFollower(page, board);
  // Its page stands still. Its workers do not: only the fence keeps them from writing.
  const session = await cdp(page);
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  await expect(follower.getByText(/The tab that records does not answer/)).toBeVisible();
  await follower.getByRole('button', { name: 'Lead from this tab' }).click();
  await expect(follower.getByRole('button', { name: 'Taking over…' })).toBeDisabled();
  await expectRecording(follower);
  expect(page.workers()).toHaveLength(2);
  // The recording goes on in the same run, now with the new writer's number; the old one would write its own.
  const [{ trades } = { trades: 0 }] = await runsOf(follower);
  expect(trades).toBeGreaterThan(0);
  await expect.poll(async () => (await runsOf(follower))[0]?.trades).toBeGreaterThan(trades + 40);
  expect((await runsOf(follower)).map(({ term }) => term)).toEqual([2]);

  await session.send('Debugger.resume');
  await expect(following(page)).toBeVisible();
  await expect.poll(() => page.workers().length).toBe(0);
  const before = await newestTrade(page).textContent();
  await expect.poll(() => newestTrade(page).textContent()).not.toBe(before);
  expect(await leads(follower)).toBe(true);
  await expectWhole(follower, board, since);
});

interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly channel: string;
  readonly reason: string;
}

const gapsOf = (page: Page): Promise<readonly Gap[]> => stored(page, 'gaps');

test('a hand-over is told as one: trades are fetched, and books are missed from the last to the next', async ({
  page,
  board,
}) => {
  test.setTimeout(180_000);
  await openBoard(page, board);
  const bookRows = (of: Page) =>
    of.evaluate(async () => (await window.flowboard.diagnostics()).store?.bookRows ?? 0);
  // A pinned one is recorded before and after, whatever else becomes active.
  const ticker = await livelyMarket(page, board);
  await goTo(page, `?market=${ticker}`);
  await page.getByRole('dialog').getByRole('button', { name: /^Pin / }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Unpin / })).toBeVisible();
  await page.keyboard.press('Escape');
  const rows = await bookRows(page);
  await expect.poll(() => bookRows(page), { timeout: 20_000 }).toBeGreaterThan(rows + 200);
  const heir = await openFollower(page, board);
  await heir.getByRole('button', { name: 'Lead from this tab' }).click();
  await expectHandOver(page, heir);

  const told = async () => {
    const rows = await gapsOf(heir);
    return {
      trades: rows.filter(({ channel }) => channel === 'trade').map(({ reason }) => reason),
      books: rows
        .filter((row) => row.channel !== 'trade' && row.toMs > row.fromMs)
        .map(({ reason }) => reason),
    };
  };
  await expect.poll(told).toEqual({ trades: ['handover', 'handover-filled'], books: ['handover'] });
  const gap = (await gapsOf(heir)).find((row) => row.channel !== 'trade' && row.toMs > row.fromMs);
  expect((gap?.toMs ?? Infinity) - (gap?.fromMs ?? 0)).toBeLessThan(10_000);
  await expect(heir.getByRole('contentinfo', { name: 'Status' })).toContainText('1 gap since start');
  await heir.getByRole('button', { name: 'Data' }).click();
  await expect(
    heir
      .getByRole('dialog')
      .getByText(/, 1 gap/)
      .first(),
  ).toBeVisible();
  await heir.keyboard.press('Escape');

  // The picture of a book that was recorded before and after says the same.
  await goTo(heir, `?view=market&market=${ticker}`);
  await expect(heir.getByText('In sync')).toBeVisible();
  const stage = heir.getByRole('application', { name: /^Liquidity of/ });
  await heir.getByRole('radio', { name: '5 minutes', exact: true }).click();
  await expect.poll(() => storyOf(heir, stage), { timeout: 60_000 }).toEqual(['book', 'hand-over', 'book']);
});

/** What the picture tells, newest first: its last three states, of the last two minutes. */
async function storyOf(page: Page, stage: Locator): Promise<readonly string[]> {
  const box = await stage.boundingBox();
  if (box === null) return [];
  const story: string[] = [];
  const right = box.x + box.width - 130;
  // Nothing is left of what was read before.
  await page.mouse.move(box.x + box.width / 2, box.y - 40);
  await expect(stage.locator('.liq-tip')).toBeHidden();
  for (let x = right; x > right - 400 && story.length < 3; x -= 1) {
    await page.mouse.move(x, box.y + box.height / 2);
    const text = (await stage.textContent()) ?? '';
    const state = /Hand-over:/.test(text)
      ? 'hand-over'
      : /Gap:/.test(text)
        ? 'gap'
        : /Not recorded/.test(text)
          ? 'not recorded'
          : /Nothing is known/.test(text)
            ? 'unread'
            : 'book';
    if (story.at(-1) !== state) story.push(state);
  }
  return story;
}
