/** Ends a part of the browser as a crash would, by Chromium's own protocol. */
import type { Page } from 'playwright/test';

/** Ends the renderer as a crash would: nothing of the page runs any more. */
export async function crashRenderer(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  // Never answered: the one who would is gone.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
}

/** Makes an error in the worker of that name that nobody catches. */
export async function crashWorker(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const worker = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.url.includes(name)) resolve(sessionId);
    });
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  await session.send('Target.sendMessageToTarget', {
    sessionId: await worker,
    message: JSON.stringify({
      id: 1,
      method: 'Runtime.evaluate',
      params: { expression: "setTimeout(() => { throw new Error('killed by a test'); }, 0)" },
    }),
  });
}
