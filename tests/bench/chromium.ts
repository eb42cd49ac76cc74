/**
 * A Chromium that we start ourselves, in a process group of its own, so that it can be killed as a whole and looked at
 * from outside. Playwright only drives it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from 'playwright';
import { chromiumPath } from '../support/chromium-path.ts';
import { wait } from '../support/processes.ts';
import { proportionalMb, residentMb } from './harness.ts';

export interface OwnChromium {
  readonly page: Page;
  /** Its debugging line, ws://127.0.0.1:PORT/... */
  readonly endpoint: string;
  /** Resident memory of the largest renderer, MB: that of the page under test. */
  rendererMb(): Promise<number>;
  /** The same, with what it shares with other processes divided among them. */
  rendererPss(): Promise<number>;
  /** Playwright lets go of it, so that nobody else looks on; then only `kill` is of use. */
  release(): Promise<void>;
  /** SIGKILL to the whole group: nothing is flushed, nothing is told. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as a person would. */
  close(): Promise<void>;
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--window-size=1440,900',
  '--remote-debugging-port=0',
];

/** Starts Chromium on `profile`, which may hold what an earlier one left, with one blank page; the marks of a first visit are behind it. */
export async function startChromium(profile: string): Promise<OwnChromium> {
  const child = spawn(chromiumPath(), [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // One that could not be started never exits.
  const gone = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  const killGroup = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', killGroup);
  const kill = async (): Promise<void> => {
    killGroup();
    await gone;
    process.off('exit', killGroup);
  };
  try {
    const endpoint = await endpointOf(child);
    const browser = await chromium.connectOverCDP(endpoint);
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('Expected Chromium to have a context, but it has none.');
    const page = context.pages()[0] ?? (await context.newPage());
    // tsx names inner functions by a helper, which the ones handed to a page then miss there.
    await page.addInitScript({ content: 'globalThis.__name ??= (named) => named;' });
    await page.addInitScript(() => {
      if (location.protocol === 'http:') localStorage.setItem('flowboard.display', '{"isWelcomed":true}');
    });
    return {
      page,
      endpoint,
      rendererMb: () => largestRenderer(browser, residentMb),
      rendererPss: () => largestRenderer(browser, proportionalMb),
      release: () => browser.close(),
      kill,
      close: async () => {
        const session = await browser.newBrowserCDPSession();
        await session.send('Browser.close').catch(() => undefined);
        await Promise.race([gone, wait(15_000)]);
        await kill();
      },
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`Expected Chromium to start, but it ended with code ${code}.`)),
    );
    if (child.stderr === null) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      const endpoint = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    });
  });
}

async function largestRenderer(browser: Browser, mbOf: (pid: number) => number): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return Math.max(0, ...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => mbOf(id)));
}
