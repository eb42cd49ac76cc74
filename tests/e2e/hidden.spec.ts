/** A tab that nobody looks at for minutes: the browser slows its timers down and draws nothing, and nothing is lost. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBareChromium, type BarePage } from '../support/bare-chromium.ts';
import { inTemporaryFolder, startScript, wait } from '../support/processes.ts';
import { expect, startBoard, test, type Board } from './board.ts';
import { exchangeAt, tradesOf } from './exchange-lines.ts';

/** Two of the minutes of which a long hidden page gets one turn each; more by FLOWBOARD_HIDDEN_SECONDS. */
const HIDDEN_MS = 1_000 * Number(process.env['FLOWBOARD_HIDDEN_SECONDS'] ?? 130);
/** One turn a minute begins after ten seconds here, not after five minutes. */
const SLOW_SOON = '--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10';
/** A trade heard by a worker that sleeps would be up to a minute late, as the tab is slow; a busy machine is late by seconds. */
const MAX_LATE_MS = 5_000;

test.describe.configure({ timeout: HIDDEN_MS + 120_000 });

interface State {
  readonly visibility: string;
  readonly turns: number;
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly gaps: number;
  readonly state: string;
  readonly attempts: number;
}

const stateOf = (page: BarePage): Promise<State> =>
  page.evaluate(`(async () => {
    const stats = await flowboard.stats();
    const { tradesReceived: received, tradesStored: stored, duplicates, gaps, connection } = stats;
    const { visibilityState: visibility } = document;
    return { visibility, turns: window.turns, received, stored, duplicates, gaps, ...connection };
  })()`);

/** Opens the board as somebody who has been here before, and counts the turns of a timer of ten a second. */
async function openCounted(chromium: Awaited<ReturnType<typeof startBareChromium>>, board: Board) {
  const page = await chromium.open(board.address);
  // While it loads there is a moment in which nothing can be asked.
  const isThere = () => page.evaluate<boolean>(`'flowboard' in window`).catch(() => false);
  await expect.poll(isThere).toBe(true);
  await page.evaluate(`window.turns = 0, setInterval(() => { window.turns++; }, 100), 0`);
  await expect.poll(async () => (await stateOf(page)).stored, { timeout: 30_000 }).toBeGreaterThan(100);
  return page;
}

test('a tab hidden for minutes hears and records every trade as it comes, and is live at once when it is shown', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const key = ['--public-key', keyFile, '--key-id', 'browser-tests'];
    const exchange = await startScript('relay/simulator/main.ts', ['--port', '0', '--rate', '100', ...key]);
    const board = await startBoard({ home, env: exchangeAt(exchange.port, privateKey) });
    const chromium = await startBareChromium([SLOW_SOON]);
    try {
      const page = await openCounted(chromium, board);

      const before = await stateOf(page);
      expect(before.visibility).toBe('visible');
      const since = Date.now();
      const other = await chromium.open('about:blank');
      await other.show();
      await expect.poll(async () => (await stateOf(page)).visibility).toBe('hidden');
      const turnsBefore = (await stateOf(page)).turns;
      await wait(HIDDEN_MS);

      const hidden = await stateOf(page);
      // It was truly slowed down, from ten turns a second to one at most.
      expect(hidden.turns - turnsBefore).toBeLessThan(HIDDEN_MS / 500);
      expect(hidden).toMatchObject({ visibility: 'hidden', state: 'live', attempts: before.attempts });
      expect([hidden.gaps, hidden.duplicates]).toEqual([before.gaps, before.duplicates]);

      await page.show();
      const shownAt = Date.now();
      const drawn = `document.querySelector('header .connection-word').textContent`;
      await expect.poll(() => page.evaluate<string>(drawn), { timeout: 3_000 }).toContain('Live');
      await expect
        .poll(() => page.evaluate<number>(`document.querySelectorAll('[role=grid] [role=row]').length`))
        .toBeGreaterThan(10);

      const made = await tradesOf(exchange.port, since, shownAt - MAX_LATE_MS);
      expect(made.length).toBeGreaterThan(HIDDEN_MS / 100);
      const heard = await page.evaluate<
        readonly { trade_id: string; ts_ms: number; received_at_ms: number }[]
      >(`flowboard.recentTrades({ limit: 100000 })`);
      const late = new Map(heard.map((trade) => [trade.trade_id, trade.received_at_ms - trade.ts_ms]));
      expect(made.filter(({ id }) => !late.has(id))).toEqual([]);
      expect(new Set(heard.map(({ trade_id }) => trade_id)).size).toBe(heard.length);
      expect(Math.max(...made.map(({ id }) => late.get(id) ?? Infinity))).toBeLessThan(MAX_LATE_MS);
      const file = await page.evaluate<string>(`flowboard.exportCsv({}).then((file) => file.text())`);
      const onDisk = new Set(file.match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g));
      expect(made.filter(({ id }) => !onDisk.has(id))).toEqual([]);
    } finally {
      await chromium.stop();
      await board.stop();
      await exchange.stop();
    }
  });
});
