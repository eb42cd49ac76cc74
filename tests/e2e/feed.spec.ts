/** The connection goes, comes back, is refused, or carries rubbish: the page says so and nothing good is lost. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { inTemporaryFolder, startScript } from '../support/processes.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import type { Page } from 'playwright/test';
import { expect, freePort, goTo, livelyMarket, openBoard, startBoard, stats, test } from './board.ts';
import { exchangeAt, exchangeBehind, tradesOf } from './exchange-lines.ts';

test('when the relay goes the page says so, and when it is back the page is live again', async ({ page }) => {
  const port = await freePort();
  const first = await startBoard({ port });
  await openBoard(page, first);
  await expect.poll(async () => (await stats(page)).connection.state).toBe('live');
  await first.stop();
  await expect(page.getByText(/Reconnecting|Offline/).first()).toBeVisible();
  await expect(page.getByText(/^(Waiting|Not recording)$/)).toBeVisible();
  const second = await startBoard({ port });
  const before = (await stats(page)).tradesReceived;
  await expect.poll(async () => (await stats(page)).connection.state, { timeout: 30_000 }).toBe('live');
  // Spoken soon after it is true: a word that holds for a second waits at most five more for the one before it.
  await expect(page.getByText('Connection: Live')).toBeAttached();
  await expect(page.getByText('Recording', { exact: true })).toBeVisible();
  await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(before);
  await second.stop();
});

test('trades missed while the relay was away are fetched: nothing missing, nothing twice', async ({
  page,
}) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const key = ['--public-key', keyFile, '--key-id', 'browser-tests'];
    const exchange = await startScript('relay/simulator/main.ts', ['--port', '0', '--rate', '40', ...key]);
    const options = { port: await freePort(), home, env: exchangeAt(exchange.port, privateKey) };
    const first = await startBoard(options);
    await openBoard(page, first);
    const since = Date.now();
    await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(30);
    const wentAt = Date.now();
    await first.stop();
    await expect.poll(async () => (await stats(page)).connection.state).not.toBe('live');
    await page.waitForTimeout(3_000);
    const backAt = Date.now();
    const second = await startBoard(options);
    await expect.poll(async () => (await stats(page)).connection.state, { timeout: 30_000 }).toBe('live');
    const until = Date.now();

    const made = await tradesOf(exchange.port, since, until);
    expect(made.filter(({ at }) => at > wentAt && at < backAt).length).toBeGreaterThan(20);
    const idsSeen = () =>
      page.evaluate(async () =>
        (await window.flowboard.recentTrades({ limit: 100_000 })).map(({ trade_id }) => trade_id),
      );
    await expect
      .poll(async () => {
        const seen = new Set(await idsSeen());
        return made.filter(({ id }) => !seen.has(id));
      })
      .toEqual([]);
    const seen = await idsSeen();
    expect(new Set(seen).size).toBe(seen.length);
    await second.stop();
    await exchange.stop();
  });
});

test('a line that brings everything four seconds late is said to be, everywhere, until it keeps up again', async ({
  page,
}) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const key = ['--public-key', keyFile, '--key-id', 'browser-tests'];
    const exchange = await startScript('relay/simulator/main.ts', ['--port', '0', '--rate', '40', ...key]);
    const stream = await startTcpProxy(exchange.port);
    const env = exchangeBehind(stream.port, exchange.port, privateKey);
    const board = await startBoard({ home, env });
    await openBoard(page, board);
    const header = page.locator('header .connection-word');
    await expect(header).toContainText('Live', { timeout: 30_000 });
    const { tradesReceived } = await stats(page);
    // What is usual on this line is known.
    await expect.poll(async () => (await stats(page)).tradesReceived).toBeGreaterThan(tradesReceived + 200);
    stream.setDelay(4_000);
    await expect(header).toContainText(/Stale[34]\.\d s behind/, { timeout: 40_000 });
    await expect(page.locator('.trouble')).toContainText(
      /^What you see is [34] s behind the exchange: this computer or its line does not keep up\.$/,
    );
    await expect(page.locator('.area-tape .state-chip')).toContainText('behind');
    stream.setDelay(0);
    await expect(header).toContainText('Live', { timeout: 40_000 });
    await expect(page.locator('.trouble')).toBeHidden();
    // Late is not lost.
    expect((await stats(page)).gaps).toBe(0);
    await board.stop();
    await stream.close();
    await exchange.stop();
  });
});

test('a line that was four seconds late before its first trade is said to be, and is live once it keeps up', async ({
  page,
}) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const key = ['--public-key', keyFile, '--key-id', 'browser-tests'];
    const exchange = await startScript('relay/simulator/main.ts', ['--port', '0', '--rate', '40', ...key]);
    const stream = await startTcpProxy(exchange.port);
    stream.setDelay(4_000);
    // REST is not held up: its dates tell that the clock is right.
    const board = await startBoard({ home, env: exchangeBehind(stream.port, exchange.port, privateKey) });
    await openBoard(page, board);
    const header = page.locator('header .connection-word');
    await expect(header).toContainText(/Stale[34]\.\d s behind/, { timeout: 40_000 });
    await expect(page.locator('.trouble')).toContainText(/^What you see is [34] s behind the exchange/);
    await expect(page.locator('.area-tape .state-chip')).toContainText('behind');
    const { market } = await page.evaluate(() => window.flowboard.diagnostics());
    expect(market?.clock.aheadMs).toBe(0);
    expect(market?.clock.behindMs).toBeGreaterThan(2_000);
    stream.setDelay(0);
    await expect(header).toContainText('Live', { timeout: 40_000 });
    await expect(page.locator('.trouble')).toBeHidden();
    await board.stop();
    await stream.close();
    await exchange.stop();
  });
});

test('an exchange that falls silent on an open line is stale after seven seconds, counted from its last word', async ({
  page,
}) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const key = ['--public-key', keyFile, '--key-id', 'browser-tests'];
    // Counted from the start of the exchange: a busy machine starts relay and page before it.
    const trouble = ['--faults', 'stall@30:60'];
    const args = ['--port', '0', '--rate', '40', ...key, ...trouble];
    const exchange = await startScript('relay/simulator/main.ts', args);
    const board = await startBoard({ home, env: exchangeAt(exchange.port, privateKey) });
    await openBoard(page, board);
    const header = page.locator('header .connection-word');
    await expect(header).toContainText('Live', { timeout: 30_000 });
    // It lasts three seconds, and what is said and how late it is belong to one moment: waited for and read in the page.
    const { said, word, readAt, lastAt } = await page.evaluate(async () => {
      const words = () => document.querySelector('.trouble')?.textContent ?? '';
      const end = performance.now() + 60_000;
      while (!words().startsWith('Nothing heard from the exchange for') && performance.now() < end)
        await new Promise(requestAnimationFrame);
      const [said, readAt] = [words(), Date.now()];
      const word = document.querySelector('header .connection-word')?.textContent;
      const [last] = await window.flowboard.recentTrades({ limit: 1 });
      return { said, word, readAt, lastAt: last?.ts_ms ?? 0 };
    });
    expect(word).toContain('Stale');
    const silentMs = readAt - lastAt;
    const saidMs = Number(/for ([\d.]+) s/.exec(said)?.[1]) * 1_000;
    expect(silentMs).toBeGreaterThan(7_000);
    expect(Math.abs(saidMs - silentMs)).toBeLessThan(2_000);
    // The exchange holds the old line still: only another one brings the page back.
    await expect(header).toContainText('Live', { timeout: 20_000 });
    await board.stop();
    await exchange.stop();
  });
});

test('while nothing comes the sentence about it is whole, covers nothing and clips no button', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await inTemporaryFolder(async (home) => {
    const keyFile = join(home, 'public.pem');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const key = ['--public-key', keyFile, '--key-id', 'browser-tests'];
    const exchange = await startScript('relay/simulator/main.ts', ['--port', '0', '--rate', '40', ...key]);
    const board = await startBoard({ home, env: exchangeAt(exchange.port, privateKey) });
    await openBoard(page, board);
    const ticker = await livelyMarket(page, board);
    const places = {
      front: '?',
      market: `?view=market&market=${ticker}`,
      event: `?view=event&event=${ticker.replace(/-[^-]*$/, '')}`,
    };
    await goTo(page, places.event);
    await expect(page.locator('.event-state').first()).toHaveText('in sync');
    await goTo(page, places.market);
    await expect(page.locator('.area-ladder').getByText('In sync')).toBeVisible();
    await exchange.stop();
    await expect(page.locator('.trouble')).toContainText('Connection lost');
    await expect(page.locator('.liq-note')).toHaveText(/^(Reconnecting|Offline): the book is not followed$/);
    const found = await faultsEverywhere(page, places);
    await board.stop();
    await expect(page.locator('.trouble')).toContainText('Offline, showing saved data', { timeout: 30_000 });
    expect([...found, ...(await faultsEverywhere(page, places))]).toEqual([]);
  });
});

/** Looks at each place at three widths while there is trouble; returns what is wrong with the layout. */
async function faultsEverywhere(page: Page, places: Readonly<Record<string, string>>): Promise<string[]> {
  const found: string[] = [];
  for (const [width, height] of [
    [1440, 900],
    [1024, 800],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const [name, address] of Object.entries(places)) {
      await goTo(page, address);
      await expect(page.locator('.trouble')).toBeVisible();
      await expect(page.locator('.panel-header .state-chip.tone-warn').first()).toBeVisible();
      if (name === 'event')
        await expect(page.locator('.event-state').first()).toHaveText(/^(last known|unknown)$/);
      // A page that has just been widened is laid out in a frame or two: what is wrong stays wrong.
      let faults: string[] = [];
      await expect
        .poll(async () => (faults = await layoutFaults(page)).length, { timeout: 10_000 })
        .toBe(0)
        .catch(() => undefined);
      found.push(...faults.map((fault) => `${name} at ${width}: ${fault}`));
    }
  }
  return found;
}

/** What of the bar with the sentence, and of the panels' headers, is cut off or lies over something else. */
const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    const nameOf = (element: Element): string => `${element.className} ${element.textContent?.slice(0, 40)}`;
    const shown = (elements: Iterable<Element>): Element[] =>
      [...elements].filter((element) => element.getBoundingClientRect().width > 0);
    const isInside = (inner: DOMRect, outer: DOMRect): boolean =>
      inner.left >= outer.left - 1 &&
      inner.right <= outer.right + 1 &&
      inner.top >= outer.top - 1 &&
      inner.bottom <= outer.bottom + 1;
    const check = (bar: Element): void => {
      const parts = shown(bar.children);
      parts.forEach((part, i) => {
        const box = part.getBoundingClientRect();
        if (!isInside(box, bar.getBoundingClientRect())) faults.push(`cut off: ${nameOf(part)}`);
        for (const other of parts.slice(i + 1)) {
          const { left, right, top, bottom } = other.getBoundingClientRect();
          if (box.right > left + 1 && box.left < right - 1 && box.bottom > top + 1 && box.top < bottom - 1)
            faults.push(`covered: ${nameOf(part)} by ${nameOf(other)}`);
        }
      });
    };
    for (const bar of shown(document.querySelectorAll('.subbar, .market-head, .panel-header'))) check(bar);
    for (const text of document.querySelectorAll('.trouble-text')) {
      const words = document.createRange();
      words.selectNodeContents(text);
      const box = text.closest('.trouble')?.getBoundingClientRect();
      const isWhole = text.scrollHeight <= text.clientHeight + 1 && text.scrollWidth <= text.clientWidth + 1;
      if (!isWhole || box === undefined || !isInside(words.getBoundingClientRect(), box))
        faults.push(`not whole: ${text.textContent}`);
    }
    return faults;
  });

test('a refused key stops the tries and says what to do', async ({ page }) => {
  const exchange = createServer((_request, response) => response.writeHead(401).end());
  exchange.on('upgrade', (_request, socket) =>
    socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'),
  );
  await new Promise<void>((resolve) => exchange.listen(0, '127.0.0.1', resolve));
  const { port } = exchange.address() as AddressInfo;
  const board = await startBoard({ env: exchangeAt(port) });
  await page.goto(board.address);
  await expect.poll(async () => (await stats(page).catch(() => undefined))?.connection.state).toBe('refused');
  await expect(page.getByText(/refused the key/i).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /again|retry/i }).first()).toBeVisible();
  await board.stop();
  exchange.close();
});

test('rubbish among the frames is counted, costs no good frame and never becomes markup', async ({
  page,
}) => {
  const attack = '<img src=x onerror="window.pwned=1">';
  const good = (n: number): string =>
    JSON.stringify({
      type: 'trade',
      sid: 1,
      seq: n,
      msg: {
        trade_id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        market_ticker: 'KXGOOD-26NOV20-A',
        yes_price_dollars: '0.4200',
        count_fp: '1.00',
        taker_outcome_side: 'yes',
        ts_ms: Date.now(),
      },
    });
  const bad = [
    '{"type":"trade","sid":1,"msg":',
    'null',
    '[]',
    '{"type":"trade","msg":{"__proto__":{"polluted":1},"market_ticker":"KXBAD"}}',
    `{"type":"trade","msg":{"market_ticker":${JSON.stringify(attack)},"yes_price_dollars":"0.5","count_fp":"1","taker_side":"yes","ts":1}}`,
    '{"type":"trade","msg":{"market_ticker":"KXBAD","yes_price_dollars":NaN}}',
    '{"type":"trade","msg":{"market_ticker":"KXBAD","yes_price_dollars":"1e400","count_fp":"1","taker_side":"yes","ts":1}}',
    `{"type":"${'x'.repeat(100_000)}"}`,
  ];
  const exchange = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        markets: [{ ticker: 'KXGOOD-26NOV20-A', title: attack, yes_sub_title: attack }],
        events: [{ title: attack }],
        trades: attack,
      }),
    );
  });
  const sockets = new WebSocketServer({ server: exchange });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { id, params } = JSON.parse((data as Buffer).toString()) as {
        id: number;
        params: { channels?: string[] };
      };
      for (const channel of params.channels ?? [])
        socket.send(
          JSON.stringify({ id, type: 'subscribed', msg: { channel, sid: channel === 'trade' ? 1 : 2 } }),
        );
      if (params.channels?.includes('trade') !== true) return;
      for (let n = 1; n <= 40; n++) {
        socket.send(good(n));
        socket.send(bad[n % bad.length] ?? '');
      }
    });
  });
  await new Promise<void>((resolve) => exchange.listen(0, '127.0.0.1', resolve));
  const board = await startBoard({ env: exchangeAt((exchange.address() as AddressInfo).port) });
  await openBoard(page, board);
  await expect.poll(async () => (await stats(page)).tradesReceived).toBe(40);
  // Seven of the eight kinds are refused; the last is a type we do not know, which is no fault. Some comes after the last trade.
  await expect.poll(async () => (await stats(page)).rejected).toBe(35);
  expect((await stats(page)).gaps).toBe(0);
  await expect(page.getByRole('grid', { name: /Trades/ })).toContainText('<img', { timeout: 20_000 });
  expect(await page.evaluate(() => ({ pwned: 'pwned' in window, polluted: 'polluted' in {} }))).toEqual({
    pwned: false,
    polluted: false,
  });
  await page.getByRole('button', { name: 'Help and diagnostics' }).click();
  await page.getByRole('button', { name: 'Diagnostics' }).click();
  await expect(page.getByRole('dialog')).toContainText(/not-json|bad-price/);
  await board.stop();
  for (const socket of sockets.clients) socket.terminate();
  exchange.close();
});

test('a page without the code says how to pair', async ({ page, board }) => {
  await page.goto(`http://127.0.0.1:${board.port}/`);
  await expect(page.getByText(/Enter/).first()).toBeVisible();
  await expect(page.getByText(/pair/i).first()).toBeVisible();
});
