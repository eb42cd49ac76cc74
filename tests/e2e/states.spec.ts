/**
 * Every state a person can meet, brought about by the real relay and the simulated exchange: what is said, what can be done, and
 * that nothing that may be old looks as if it were not. Each is looked at by axe in both themes. A newer version needs another
 * build: pwa.spec.ts.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { inTemporaryFolder, startScript } from '../support/processes.ts';
import { stillOf } from '../support/still.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { EVERY_LOOK, faultsIn, THEMES } from './axe-faults.ts';
import { expect, freePort, openBoard, startBoard, stats, test } from './board.ts';
import { exchangeBehind } from './exchange-lines.ts';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** With the tones of all others among them: these are looked at in every palette. */
const COLOURFUL = ['second tab', 'replay', 'reconnecting', 'refused'];

const word = (page: Page) => page.locator('header .connection-word');
const trouble = (page: Page) => page.locator('.trouble');
const retry = (page: Page) => trouble(page).getByRole('button', { name: 'Retry now' });

/** What of the page says how old its figures are. */
interface Honesty {
  /** Panels whose figures look like those of now, and the others. */
  readonly current: number;
  readonly old: number;
  /** Of the panels whose figures look old: those whose header does not say why. */
  readonly unsaid: readonly string[];
  readonly recording: string;
}

const honesty = (page: Page): Promise<Honesty> =>
  page.evaluate(() => {
    const bodies = [...document.querySelectorAll('.panel-body:not(:has(> .panel-empty, > .skeleton))')];
    const old = bodies.filter((body) => body.matches('[data-dimmed]'));
    return {
      current: bodies.length - old.length,
      old: old.length,
      unsaid: old
        .map((body) => body.parentElement)
        .filter((panel) => panel?.querySelector('.panel-header .state-chip') === null)
        .map((panel) => panel?.querySelector('h2')?.textContent ?? ''),
      recording: document.querySelector('.topbar-recording > .font-semibold')?.textContent ?? '',
    };
  });

/** What of the words for the state in the header is cut off; a detail may be left out, but whole. */
const cutWords = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const chip = document.querySelector('.connection-word > .state-chip');
    const box = chip?.getBoundingClientRect();
    if (chip === null || box === undefined) return [];
    return [...chip.children].flatMap((part) => {
      const { top, right } = part.getBoundingClientRect();
      const isLeftOut = top >= box.bottom - 1;
      const isWhole = part.scrollWidth <= part.clientWidth + 1 && right <= box.right + 1;
      return isLeftOut || isWhole ? [] : [part.textContent];
    });
  });

test('every state says what it is, marks what may be old, and is readable in every look', async ({
  page,
}) => {
  // Some fifty pages are looked at by axe: two to three minutes by itself, more where another test runs beside it.
  test.setTimeout(600_000);
  const [ours, theirs] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, ours.publicKey.export({ type: 'spki', format: 'pem' }));
    const exchangePort = await freePort();
    const startExchange = (rate: number) =>
      startScript('relay/simulator/main.ts', [
        ...['--port', String(exchangePort), '--rate', String(rate)],
        ...['--public-key', keyFile, '--key-id', 'browser-tests'],
      ]);
    let exchange = await startExchange(60);
    const [stream, rest] = [await startTcpProxy(exchangePort), await startTcpProxy(exchangePort)];
    const port = await freePort();
    const start = (key: KeyObject) =>
      startBoard({ port, home, env: exchangeBehind(stream.port, rest.port, key) });
    let board = await start(ours.privateKey);
    const stills = new Map<string, string>();
    /** Keeps the page as it looks now, on a desk and on a phone. */
    const keep = async (state: string, of: Page = page): Promise<void> => {
      stills.set(state, await stillOf(of));
      await of.setViewportSize(PHONE);
      await expect(of.getByRole('tablist')).toBeVisible();
      stills.set(`${state}, phone`, await stillOf(of));
      await expect.poll(() => cutWords(of), { message: state }).toEqual([]);
      await of.setViewportSize(DESK);
      await expect(of.getByRole('tablist')).toBeHidden();
    };
    /** Everything on the page is marked as old, and nothing is said to be recorded. */
    const expectOld = async (recording: RegExp): Promise<void> => {
      // Of one moment: a panel that is still empty is neither old nor current, and what is recorded is said by another one.
      await expect
        .poll(async () => {
          const { old, ...seen } = await honesty(page);
          return { ...seen, isEnough: old >= 4 };
        })
        .toEqual({
          current: 0,
          isEnough: true,
          unsaid: [],
          recording: expect.stringMatching(recording),
        });
      // What was taken since nobody heard it is not nought.
      await expect(page.locator('.recent-sides')).toHaveText('––last 10 s');
      await expect(page.getByRole('img', { name: 'Taken in the last 10 seconds: not known' })).toBeVisible();
    };
    const expectCurrent = async (): Promise<void> => {
      // At once of one moment: a panel that is still empty is neither old nor current.
      await expect
        .poll(async () => {
          const { current, old } = await honesty(page);
          return old === 0 && current >= 4;
        })
        .toBe(true);
      await expect(trouble(page)).toBeHidden();
    };

    await page.addInitScript(() => {
      localStorage.setItem('flowboard.display', '{"isWelcomed":true,"theme":"dark"}');
    });
    await openBoard(page, board);
    await expect.poll(() => page.locator('.heat-tile').count()).toBeGreaterThan(5);

    await test.step('live', async () => {
      await expect(word(page)).toHaveText(/^Live[\d.]+ s/, { timeout: 30_000 });
      await expectCurrent();
      await expect.poll(async () => (await honesty(page)).recording).toBe('Recording');
      await keep('live');
    });

    await test.step('second tab', async () => {
      const other = await page.context().newPage();
      await other.goto(new URL(board.address).origin);
      await expect(other.getByText('Following: another tab records')).toBeVisible();
      await expect(other.getByRole('button', { name: 'Lead from this tab' })).toBeEnabled();
      await expect.poll(() => other.locator('.heat-tile').count()).toBeGreaterThan(5);
      await keep('second tab', other);
      await other.close();
    });

    await test.step('replay', async () => {
      await page.bringToFront();
      await page.evaluate(() => window.flowboard.replay());
      await expect(page.getByRole('region', { name: 'Replay', exact: true })).toContainText('· not live');
      await expect(page.getByText('Live', { exact: true })).toHaveCount(0);
      await expect(page).toHaveTitle(/^Replay · /);
      await expect.poll(() => page.locator('.heat-tile').count()).toBeGreaterThan(5);
      await keep('replay');
      await page.getByRole('button', { name: 'Back to live' }).click();
      await expect(word(page)).toContainText('Live');
    });

    await test.step('storage pressure', async () => {
      const session = await page.context().newCDPSession(page);
      const { origin } = new URL(board.address);
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
      await expect
        .poll(async () => (await honesty(page)).recording, { timeout: 30_000 })
        .toBe('Not recording');
      await expect(trouble(page)).toContainText(/no room/i);
      await expect(trouble(page).getByRole('button', { name: 'Storage' })).toBeVisible();
      // Trades come all the same: they are shown, not kept.
      await expect(word(page)).toContainText('Live');
      await keep('storage pressure');
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      await expect.poll(async () => (await honesty(page)).recording, { timeout: 60_000 }).toBe('Recording');
    });

    await test.step('reconnecting', async () => {
      rest.setMode('swallow');
      await exchange.stop();
      await expect(word(page)).toHaveText(/^Reconnecting/);
      await expect(trouble(page)).toContainText(/^Connection lost at \d\d:\d\d:\d\d \S+\. /);
      await expectOld(/^Waiting$/);
      await keep('reconnecting');
      const countdown = (least: number) => async (): Promise<boolean> =>
        Number(/Next try in (\d+) s/.exec(await trouble(page).innerText())?.[1]) >= least;
      await expect.poll(countdown(3), { intervals: [100], timeout: 60_000 }).toBe(true);
      const said = await trouble(page).innerText();
      await expect.poll(() => trouble(page).innerText(), { intervals: [100] }).not.toBe(said);
      // From here on nothing is traded: a minute later it is quiet.
      stream.setMode('refuse');
      exchange = await startExchange(0);
      await expect.poll(countdown(4), { intervals: [100], timeout: 60_000 }).toBe(true);
      stream.setMode('pass');
      await retry(page).click();
      // Left alone it would go on counting for as long.
      await expect(trouble(page)).not.toContainText(/Next try in/, { timeout: 2_000 });
    });

    await test.step('resyncing', async () => {
      // REST is asked for what was missed, and does not answer yet.
      await expect(word(page)).toHaveText(/^Resyncing/);
      await expect(trouble(page)).toHaveText('Some trades were missed. They are being fetched.');
      await expectOld(/^Recording$/);
      await keep('resyncing');
      rest.setMode('pass');
      rest.reset();
      await expect(word(page)).toContainText('Live', { timeout: 30_000 });
      await expectCurrent();
    });

    await test.step('stale', async () => {
      // It lasts three seconds: where a busy machine looks for longer, it is brought about anew.
      await expect(async () => {
        stream.setMode('swallow');
        await expect(word(page)).toHaveText(/^Stale/);
        await expect(trouble(page)).toContainText(
          /^Nothing heard from the exchange for [\d.]+ s\. What you see may be old\./,
        );
        await expect(retry(page)).toBeVisible();
        await expectOld(/^Recording$/);
        await keep('stale');
        const last = await word(page).textContent();
        stream.setMode('pass');
        await expect(word(page)).toContainText('Live', { timeout: 30_000 });
        expect(last, 'what was kept is of one state').toMatch(/^Stale/);
      }).toPass({ timeout: 180_000 });
    });

    await test.step('offline', async () => {
      await board.stop();
      await expect(word(page)).toHaveText(/^Offline/, { timeout: 30_000 });
      await expect(trouble(page)).toContainText(
        /^Offline, showing saved data to \d\d:\d\d:\d\d \S+\. The relay does not answer: start it with \.\/init\.sh\./,
      );
      await expectOld(/^Not recording$/);
      await keep('offline');
    });

    await test.step('refused key', async () => {
      board = await start(theirs.privateKey);
      await expect(word(page)).toHaveText(/^Refused/, { timeout: 30_000 });
      await expect(trouble(page)).toContainText(/refused the key/);
      await expectOld(/^Not recording$/);
      await keep('refused');
      // It stays refused: nothing is tried again until somebody says so.
      await board.stop();
      board = await start(ours.privateKey);
      await expect(word(page)).toHaveText(/^Refused/);
      await retry(page).click();
      await expect(word(page)).toContainText(/Live|Resyncing|Quiet/, { timeout: 30_000 });
    });

    await test.step('quiet', async () => {
      await expect(word(page)).toHaveText(/^Quiet\d+ m/, { timeout: 90_000 });
      await expectCurrent();
      expect((await stats(page)).connection.state).toBe('quiet');
      await expect(page.getByRole('region', { name: 'Tape' })).not.toContainText('Stale');
      await keep('quiet');
    });

    await board.stop();
    await exchange.stop();
    await stream.close();
    await rest.close();

    const found: string[] = [];
    const look = await page.context().newPage();
    // It would go on trying to reach what is gone.
    await page.close();
    for (const [state, still] of stills) {
      await look.setViewportSize(state.endsWith('phone') ? PHONE : DESK);
      await look.setContent(still);
      for (const fault of await faultsIn(look, COLOURFUL.includes(state) ? EVERY_LOOK : THEMES))
        found.push(`${state}: ${fault}`);
    }
    expect(stills.size).toBe(20);
    expect(found).toEqual([]);
  });
});
