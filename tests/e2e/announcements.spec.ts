/** What a reader of the screen is told without asking: the connection and alerts, at most once in five seconds; never the tape. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTemporaryFolder, startScript } from '../support/processes.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { expect, freePort, openBoard, startBoard, test } from './board.ts';
import { exchangeBehind } from './exchange-lines.ts';

interface Said {
  /** ms of the page's clock. */
  readonly at: number;
  readonly text: string;
}

declare global {
  interface Window {
    said: Said[];
  }
}

test('a connection that flaps and alerts that fire are heard five seconds apart, and the tape not at all', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const port = await freePort();
    const key = ['--public-key', keyFile, '--key-id', 'browser-tests'];
    const exchange = await startScript('relay/simulator/main.ts', [
      ...['--port', String(port), '--rate', '200'],
      ...key,
    ]);
    const stream = await startTcpProxy(port);
    const board = await startBoard({ home, env: exchangeBehind(stream.port, port, privateKey) });
    await openBoard(page, board);
    await page.getByRole('button', { name: /^Alerts/ }).click();
    await page.getByRole('button', { name: /useful rules/ }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Connection: Live')).toBeAttached();

    await page.evaluate(() => {
      window.said = [];
      const tell = (text: string | null): void => {
        window.said.push({ at: performance.now(), text: text ?? '' });
      };
      const word = document.querySelector('.connection-word [aria-live]');
      const toasts = document.querySelector('section[aria-live]');
      if (word === null || toasts === null) return;
      new MutationObserver(() => tell(word.textContent)).observe(word, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      // A toast is said when it comes; that it moves up or goes is not.
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes) if (node instanceof HTMLLIElement) tell(node.textContent);
      }).observe(toasts, { childList: true, subtree: true });
    });
    const said = (): Promise<Said[]> => page.evaluate(() => window.said);
    // First states that hold just long enough to be said, then such that each has its turn.
    // What is seen, not what was said last.
    const word = page.locator('header .connection-word > :not(.sr-only)');
    for (const [index, holdMs] of [1_300, 1_300, 1_300, 1_300, 7_000, 7_000].entries()) {
      const isUp = index % 2 === 1;
      stream.setMode(isUp ? 'pass' : 'refuse');
      if (!isUp) stream.reset();
      await expect(word).toContainText(isUp ? /Live|Resyncing/ : 'Reconnecting', { timeout: 20_000 });
      const since = Date.now();
      await expect.poll(() => Date.now() - since, { intervals: [100] }).toBeGreaterThan(holdMs);
    }
    const ofConnection = (heard: readonly Said[]) =>
      heard.filter(({ text }) => text.startsWith('Connection: '));
    await expect.poll(async () => ofConnection(await said()).length).toBeGreaterThan(1);
    const heard = await said();
    const pauses = heard.slice(1).map(({ at }, i) => at - (heard[i]?.at ?? 0));
    // Counted from the saying, seen when it is drawn: on a busy machine the first may be drawn later than the second.
    expect(pauses.filter((pause) => pause < 4_500)).toEqual([]);

    // The tape has moved all the time: no live region is in it or around it.
    const tape = page.getByRole('region', { name: 'Tape' });
    const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"], output';
    await expect(tape.locator(live)).toHaveCount(0);
    expect(await tape.evaluate((element, regions) => element.closest(regions) === null, live)).toBe(true);
    await board.stop();
    await exchange.stop();
    await stream.close();
  });
});
