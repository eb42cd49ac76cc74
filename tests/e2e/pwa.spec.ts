/**
 * The board as an installed program: the browser would install it, it starts without a relay and has everything then, a newer
 * build waits to be let in, and a file opens in it.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright/test';
import { chromiumPath } from '../support/chromium-path.ts';
import { LATELY, madeRecording } from '../support/made-recording.ts';
import { exportFrom, hasSqlite } from '../support/page-storage.ts';
import { THEMES, faultsIn } from './axe-faults.ts';
import { expect, freePort, livelyMarket, openBoard, startBoard, stats, test, type Board } from './board.ts';

const temporary = (): string => mkdtempSync(join(tmpdir(), 'flowboard-pwa-'));

/** Waits until the page is served by its service worker, with everything in the cache. */
async function cached(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

const originOf = (board: Board): string => new URL(board.address).origin;

const data = (page: Page) => page.getByRole('dialog', { name: 'Data' });

async function openDataTab(page: Page, name: string): Promise<void> {
  if (await data(page).isHidden()) await page.getByRole('button', { name: 'Data', exact: true }).click();
  await data(page).getByRole('tab', { name }).click();
}

test.describe('installing', () => {
  let folder: string;
  let board: Board;
  test.beforeAll(async () => {
    folder = temporary();
    cpSync('dist', folder, { recursive: true });
    board = await startBoard({ page: folder });
  });
  test.afterAll(async () => {
    await board.stop();
    rmSync(folder, { recursive: true });
  });

  /** A profile on disk: a browser that forgets everything never installs anything. */
  async function inProfile(look: (page: Page) => Promise<void>): Promise<void> {
    const profile = temporary();
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: chromiumPath(),
      args: ['--no-sandbox'],
    });
    await look(await context.newPage());
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }

  async function judged(page: Page): Promise<{ errors: unknown[]; obstacles: string[] }> {
    const session = await page.context().newCDPSession(page);
    const { errors } = await session.send('Page.getAppManifest');
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    return { errors, obstacles: installabilityErrors.map(({ errorId }) => errorId) };
  }

  test('the browser finds nothing that speaks against it, and Settings offer it; no banner does', async () => {
    await inProfile(async (page) => {
      await openBoard(page, board);
      expect(await judged(page)).toEqual({ errors: [], obstacles: [] });
      await expect(page.getByText('Install app')).toHaveCount(0);
      await page.getByRole('button', { name: 'Settings' }).click();
      await expect(page.getByRole('button', { name: 'Install app' })).toBeVisible();
    });
  });

  test('without icons it would not be installed', async () => {
    const path = join(folder, 'manifest.webmanifest');
    const whole = readFileSync(path, 'utf8');
    const { icons: _, ...bare } = JSON.parse(whole) as { icons: unknown };
    writeFileSync(path, JSON.stringify(bare));
    for (const form of ['.br', '.gz']) rmSync(path + form);
    await inProfile(async (page) => {
      await openBoard(page, board);
      expect((await judged(page)).obstacles).toContain('manifest-missing-suitable-icon');
      await page.getByRole('button', { name: 'Settings' }).click();
      await expect(page.getByText('Erase recordings…')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Install app' })).toHaveCount(0);
    });
    writeFileSync(path, whole);
  });
});

test.describe('without a relay', () => {
  test('it starts from its cache, says how old the data is, exports it, opens every part, and is live again by itself', async ({
    page: first,
  }) => {
    test.skip(!hasSqlite, 'no sqlite3 command on this machine');
    // Two starts of the relay and eight of the page.
    test.setTimeout(180_000);
    const [port, home] = [await freePort(), temporary()];
    const board = await startBoard({ port, home, rate: 200 });
    await openBoard(first, board);
    await cached(first);
    await expect.poll(async () => (await stats(first)).tradesStored).toBeGreaterThan(400);
    await expect
      .poll(async () => (await first.evaluate(() => window.flowboard.diagnostics())).store?.bookRows ?? 0)
      .toBeGreaterThan(20);
    const ticker = await livelyMarket(first, board);
    const { tradesStored } = await stats(first);
    await board.stop();
    const context = first.context();
    await first.close();

    // Another tab, with nothing in the browser's own cache: what is there comes from the service worker.
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.clearBrowserCache');
    const response = await page.goto(`${originOf(board)}/?market=${ticker}`);
    expect([response?.status(), response?.fromServiceWorker()]).toEqual([200, true]);
    await expect(page.getByText(/Offline, showing saved data to \d\d:\d\d:\d\d/)).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText('SIMULATED', { exact: true })).toBeVisible();
    await expect(
      page
        .getByRole('grid', { name: /Trades/ })
        .getByRole('gridcell')
        .first(),
    ).toBeVisible();

    const file = await exportFrom(page);
    const [row] = file.ask<{ n: number }>('SELECT count(*) AS n FROM trades');
    expect(row?.n).toBeGreaterThanOrEqual(tradesStored);
    file.close();

    // The drawer is there, its market has a page with the drawing worker, and its event one too.
    const drawer = page.getByRole('dialog', { name: `Market ${ticker}` });
    await expect(drawer).toBeVisible();
    await page.goto(`${originOf(board)}/?view=market&market=${ticker}`);
    await expect(page.getByRole('application', { name: /^Liquidity of/ })).toBeVisible();
    await page.goto(`${originOf(board)}/?view=event&event=${ticker.replace(/-[^-]*$/, '')}`);
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.getByText(/could not be drawn/)).toHaveCount(0);

    // Questions in SQL run in the worker with SQLite inside.
    await page.goto(originOf(board));
    await openDataTab(page, 'SQL');
    await data(page).getByRole('textbox', { name: 'Question in SQL' }).fill('SELECT 42 AS answer');
    await data(page).getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(data(page).getByRole('cell', { name: '42' })).toBeVisible();
    await page.keyboard.press('Escape');
    for (const [button, name] of [
      ['Settings', 'Settings'],
      ['Help and diagnostics', 'Help'],
    ] as const) {
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      await page.keyboard.press('Escape');
    }

    await openDataTab(page, 'Recordings');
    await data(page)
      .getByRole('button', { name: /^Replay / })
      .first()
      .click();
    await expect(page.getByRole('region', { name: 'Replay', exact: true })).toBeVisible();
    await expect(page.getByRole('slider', { name: 'Place in the recording' })).toBeVisible();
    await page.getByRole('button', { name: 'Back to live' }).click();

    const again = await startBoard({ port, home });
    const since = (await stats(page)).tradesReceived;
    // The hour before may still be on its way by REST.
    await expect
      .poll(async () => (await stats(page)).connection.state, { timeout: 30_000 })
      .toMatch(/^(live|resyncing)$/);
    await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(since);
    await expect(page.getByText(/Offline, showing/)).toHaveCount(0);
    await again.stop();
    rmSync(home, { recursive: true, force: true });
  });
});

test.describe('a newer build', () => {
  const NEXT = 'the next version';
  let site: string;
  let next: string;
  let board: Board;
  test.beforeAll(async () => {
    // A whole build: seconds here, a minute on a machine that is busy.
    test.setTimeout(180_000);
    [site, next] = [temporary(), temporary()];
    cpSync('dist', site, { recursive: true });
    execFileSync(process.execPath, ['--import', 'tsx', 'tests/support/build-page.ts', next, NEXT], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
      stdio: 'inherit',
    });
    board = await startBoard({ page: site, rate: 400 });
  });
  test.afterAll(async () => {
    await board.stop();
    for (const folder of [site, next]) rmSync(folder, { recursive: true });
  });

  const toast = (page: Page) => page.getByRole('listitem').filter({ hasText: 'New version ready' });
  const buildOf = (page: Page): Promise<string> =>
    // While a page is loaded anew it has none.
    page.evaluate(async () =>
      'flowboard' in window ? ((await window.flowboard.diagnostics()).build ?? '') : '',
    );
  const shelves = (page: Page): Promise<number> => page.evaluate(async () => (await caches.keys()).length);

  /** Ids of the newest trades, whether they are written or not. */
  const newest = (page: Page): Promise<string[]> =>
    page.evaluate(async () =>
      (await window.flowboard.recentTrades({ limit: 500 })).map(({ trade_id }) => trade_id),
    );
  const onDisk = (page: Page): Promise<string[]> =>
    page.evaluate(async () => {
      const text = await (await window.flowboard.exportCsv({ tables: ['trades'] })).text();
      const [head = '', ...rows] = text.trim().split(/\r?\n/);
      const at = head.split(',').indexOf('trade_id');
      return rows.map((row) => row.split(',')[at] ?? '');
    });

  async function follower(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(originOf(board));
    await expect(page.getByText('Following: another tab records')).toBeVisible();
    return page;
  }

  test('waits to be let in, loses nothing that was received, and does the tab of the old one no harm', async ({
    page,
  }) => {
    // A machine that is busy installs the newer build, and changes over to it, in half a minute.
    test.setTimeout(180_000);
    await openBoard(page, board);
    await cached(page);
    // With REST off nothing that is lost can come back by itself.
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('switch', { name: /REST/ }).click();
    await page.keyboard.press('Escape');
    const old = await follower(page.context());
    const before = await buildOf(page);
    const entry = (await page.locator('script[type=module]').getAttribute('src')) ?? '';

    // As `npm run build` does it, while the relay runs.
    rmSync(site, { recursive: true });
    cpSync(next, site, { recursive: true });
    await page.bringToFront();
    await page.evaluate(() => {
      Object.assign(window, { isTheSamePage: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect(toast(page)).toBeVisible({ timeout: 60_000 });
    await expect(toast(old)).toBeVisible();
    expect([await buildOf(page), await buildOf(old)]).toEqual([before, before]);
    expect(await faultsIn(page, THEMES)).toEqual([]);

    await page.evaluate(() => window.flowboard.replay());
    await expect(toast(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'Back to live' }).click();
    await expect(toast(page)).toBeVisible();
    expect(await page.evaluate(() => 'isTheSamePage' in window)).toBe(true);

    await expect.poll(async () => (await newest(page)).length).toBeGreaterThan(100);
    const received = await newest(page);
    await toast(page).getByRole('button', { name: 'Update' }).click();
    await page.waitForFunction(() => !('isTheSamePage' in window), undefined, { timeout: 60_000 });
    await expect.poll(() => buildOf(page)).toBe(NEXT);
    // It leads again, past the tab that waited in line.
    await expect.poll(async () => (await stats(page)).leader).toBe(true);
    await expect.poll(async () => (await stats(page)).tradesStored).toBeGreaterThan(0);
    const kept = await onDisk(page);
    expect(new Set(kept).size).toBe(kept.length);
    expect(received.filter((id) => !kept.includes(id))).toEqual([]);

    // The old tab says what is the matter, and still finds the files that the relay has no more.
    await expect(old.getByText('Another tab records with another version of Flowboard.')).toBeVisible();
    await expect(old.getByText('Flowboard was updated in another tab')).toBeVisible();
    expect(await faultsIn(old, THEMES)).toEqual([]);
    expect(await buildOf(old)).toBe(before);
    expect(await old.evaluate(async (path) => (await fetch(path)).status, entry)).toBe(200);
    expect((await fetch(originOf(board) + entry)).status).toBe(404);
    expect(await shelves(page)).toBe(2);

    await old.getByRole('button', { name: 'Reload' }).click();
    await expect(old.getByText('Following: another tab records')).toBeVisible();
    await expect.poll(() => buildOf(old)).toBe(NEXT);
    await expect(old.getByText('another version of Flowboard')).toHaveCount(0);
    await expect(
      old
        .getByRole('grid', { name: /Trades/ })
        .getByRole('gridcell')
        .first(),
    ).toBeVisible();
    await old.close();
    await page.reload();
    await expect.poll(() => shelves(page)).toBe(1);
  });
});

test.describe('a file that opens the program', () => {
  const made = madeRecording(37, { frames: 600, startMs: LATELY });
  const text = `${made.lines.join('\n')}\n`;

  /** The browser hands files over by a queue that only an installed program has; one that comes before its reader waits in it. */
  async function withQueue(page: Page): Promise<void> {
    await page.addInitScript(() => {
      const waiting: object[] = [];
      let consume = (launch: object): void => {
        waiting.push(launch);
      };
      const setConsumer = (consumer: typeof consume): void => {
        consume = consumer;
        for (const launch of waiting.splice(0)) consume(launch);
      };
      Object.defineProperty(window, 'launchQueue', { value: { setConsumer } });
      window.addEventListener('launch-with', (event) => {
        const { name, content } = (event as CustomEvent<{ name: string; content: string }>).detail;
        const getFile = (): Promise<File> => Promise.resolve(new File([content], name));
        consume({ targetURL: location.href, files: [{ getFile }] });
      });
    });
  }

  const launch = (page: Page, name: string): Promise<boolean> =>
    page.evaluate((detail) => window.dispatchEvent(new CustomEvent('launch-with', { detail })), {
      name,
      content: text,
    });

  test('comes in by the Import tab as soon as the recorder runs; a tab that follows says why not there', async ({
    page,
    board,
  }) => {
    await withQueue(page);
    await page.goto(board.address);
    await launch(page, 'made.jsonl');
    const tab = data(page).getByRole('tabpanel', { name: 'Import' });
    await expect(tab).toContainText(`made.jsonl${made.trades} trades`);

    const other = await page.context().newPage();
    await withQueue(other);
    await other.goto(originOf(board));
    await expect(other.getByText('Following: another tab records')).toBeVisible();
    await launch(other, 'again.jsonl');
    await expect(data(other).getByRole('tabpanel', { name: 'Import' })).toContainText(
      'again.jsonl was not imported, and nothing was changed. Another tab records',
    );
  });

  test('the shortcut opens the Data dialog, and its wish leaves the address', async ({ page, board }) => {
    await page.goto(board.address.replace('/#', '/?open=data#'));
    await expect(data(page)).toBeVisible();
    await expect.poll(() => new URL(page.url()).search).toBe('');
  });
});
