/**
 * Other pages in the same browser, and programs beside it, against the relay. The attacker is given the token wherever
 * a page could hold one, so that each guard stands alone; then each guard is taken out once, and its attack succeeds.
 */
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test, type Browser, type Page } from 'playwright/test';
import WebSocket, { WebSocketServer } from 'ws';
import { inTemporaryFolder, startScript } from '../support/processes.ts';

const TOKEN = 'guard-tests-token-that-opens-nothing-else-0123';
const SECRET = 'exchange-data-nobody-else-may-read';

interface Exchange {
  readonly port: number;
  /** REST calls and sockets that got through. */
  readonly reached: () => number;
  readonly close: () => void;
}

interface Attempt {
  readonly exchange: Exchange;
  readonly relayPort: number;
  readonly browser: Browser;
  /** A page of another origin: same machine, other port. */
  readonly otherPort: number;
}

/** Runs `attack` against a relay without the guards named in `without`. */
async function against<T>(without: readonly string[], attack: (attempt: Attempt) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (home) => {
    const exchange = await startExchange();
    const other = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Elsewhere</title>');
    });
    const otherPort = await listen(other);
    const relay = await startScript('tests/support/relay-process.ts', [home, ...without], {
      PORT: '0',
      KALSHI_ENV: 'custom',
      KALSHI_WS_URL: `ws://127.0.0.1:${exchange.port}/trade-api/ws/v2`,
      KALSHI_REST_URL: `http://127.0.0.1:${exchange.port}/trade-api/v2`,
      KALSHI_API_KEY: 'guards',
      FLOWBOARD_TOKEN: TOKEN,
      FLOWBOARD_HOME: home,
    });
    const browser = await chromium.launch({
      ...(process.env['CHROMIUM_PATH'] === undefined ? {} : { executablePath: process.env['CHROMIUM_PATH'] }),
      args: [
        '--no-sandbox',
        '--host-resolver-rules=MAP rebound.test 127.0.0.1,MAP elsewhere.test 127.0.0.1',
        // Chromium's own wall before loopback is a bonus other browsers lack: with it up, a missing guard would not show.
        '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
      ],
    });
    try {
      return await attack({ exchange, relayPort: relay.port, browser, otherPort });
    } finally {
      await browser.close();
      await relay.stop();
      other.close();
      exchange.close();
    }
  });
}

async function startExchange(): Promise<Exchange> {
  let reached = 0;
  const server = createServer((_request, response) => {
    reached++;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ secret: SECRET }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    reached++;
    socket.on('message', () => socket.send(JSON.stringify({ type: 'trade', secret: SECRET })));
  });
  const port = await listen(server);
  return {
    port,
    reached: () => reached,
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Opens a socket from the page and returns what it heard: the frame's text, or 'refused'. */
function listenFrom(page: Page, url: string, token: string): Promise<string> {
  return page.evaluate(
    ({ url, token }) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(url, ['flowboard.v1', `token.${token}`]);
        socket.onopen = () =>
          socket.send(JSON.stringify({ id: 1, cmd: 'subscribe', params: { channels: ['trade'] } }));
        socket.onmessage = ({ data }: { data: unknown }) => {
          if (typeof data === 'string' && data !== '') resolve(data);
        };
        socket.onerror = () => resolve('refused');
      }),
    { url, token },
  );
}

/** Reads a URL from the page; returns the body's text, or 'refused' with the reason. */
function readFrom(page: Page, url: string, init: RequestInit): Promise<string> {
  return page.evaluate(
    async ({ url, init }) => {
      try {
        const response = await fetch(url, init);
        return response.ok ? await response.text() : `refused ${response.status}`;
      } catch (error) {
        return `refused ${String(error)}`;
      }
    },
    { url, init },
  );
}

const BEARER: RequestInit = { headers: { authorization: `Bearer ${TOKEN}` } };
const PAIR: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ code: TOKEN }),
};

/** Everything a page of another origin can throw at a server without asking it first. */
async function throwEverything(page: Page, base: string): Promise<readonly string[]> {
  return page.evaluate(
    async ({ base, token }) => {
      const read: string[] = [];
      const paths = ['/api/config', '/api/balance', '/api/markets', '/pair', '/health', '/metrics', '/'];
      for (const path of paths) {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
          for (const mode of ['cors', 'no-cors'] as const) {
            for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
              const body = method === 'GET' ? null : JSON.stringify({ code: token });
              try {
                const headers = method === 'GET' ? {} : { 'content-type': type };
                const response = await fetch(base + path, {
                  method,
                  mode,
                  body,
                  headers,
                  credentials: 'include',
                });
                read.push(await response.text());
              } catch {
                // refused by the browser or the relay: nothing was read
              }
            }
          }
        }
        navigator.sendBeacon(base + path, JSON.stringify({ code: token }));
        await new Promise<void>((resolve) => {
          const image = new Image();
          image.onload = () => {
            read.push(`image ${path}`);
            resolve();
          };
          image.onerror = () => resolve();
          image.src = base + path;
        });
        await new Promise<void>((resolve) => {
          const source = new EventSource(base + path);
          source.onmessage = () => read.push(`stream ${path}`);
          source.onerror = () => {
            source.close();
            resolve();
          };
        });
        await new Promise<void>((resolve) => {
          const frame = document.createElement('iframe');
          frame.onload = () => {
            try {
              const text = frame.contentDocument?.body.textContent;
              if (text) read.push(text);
            } catch {
              // another origin's document cannot be read
            }
            frame.remove();
            resolve();
          };
          frame.src = base + path;
          document.body.append(frame);
        });
      }
      return read.filter((text) => text !== '');
    },
    { base, token: TOKEN },
  );
}

test.describe('a page of another origin', () => {
  for (const host of ['127.0.0.1', 'elsewhere.test']) {
    test(`at ${host} on another port reads nothing and reaches nothing`, async () => {
      await against([], async ({ browser, relayPort, otherPort, exchange }) => {
        const page = await browser.newPage();
        await page.goto(`http://${host}:${otherPort}/`);
        expect(await throwEverything(page, `http://127.0.0.1:${relayPort}`)).toEqual([]);
        expect(await readFrom(page, `http://127.0.0.1:${relayPort}/api/markets`, BEARER)).toContain(
          'refused',
        );
        expect(await readFrom(page, `http://127.0.0.1:${relayPort}/pair`, PAIR)).toContain('refused');
        expect(await listenFrom(page, `ws://127.0.0.1:${relayPort}/feed`, TOKEN)).toBe('refused');
        expect(exchange.reached()).toBe(0);
      });
    });
  }

  test('hears the feed once the Origin guard is out', async () => {
    await against(['origin'], async ({ browser, relayPort, otherPort }) => {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${otherPort}/`);
      expect(await listenFrom(page, `ws://127.0.0.1:${relayPort}/feed`, TOKEN)).toContain(SECRET);
    });
  });

  /** How often the relay has refused a request for the site it came from. */
  async function refusedBySite(relayPort: number): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${relayPort}/metrics`)).text();
    return Number(/guard_refused[^\n]*fetch-site[^\n]* (\d+)/.exec(text)?.[1] ?? 0);
  }

  for (const { without, refused } of [
    { without: [], refused: 1 },
    { without: ['fetch-site'], refused: 0 },
  ]) {
    test(`asking blindly for the status is refused ${refused} times without ${without.join() || 'nothing'}`, async () => {
      await against(without, async ({ browser, relayPort, otherPort }) => {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${otherPort}/`);
        const url = `http://127.0.0.1:${relayPort}/health`;
        await page.evaluate((address) => fetch(address, { mode: 'no-cors' }).catch(() => undefined), url);
        expect(await refusedBySite(relayPort)).toBe(refused);
      });
    });
  }
});

test.describe('a host name rebound to this machine', () => {
  /** The attacker's page came from its own server before the name was pointed here: same name, same port. */
  async function reboundPage({ browser, relayPort }: Attempt): Promise<{ page: Page; base: string }> {
    const page = await browser.newPage();
    const base = `http://rebound.test:${relayPort}`;
    await page.route(`${base}/attack`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Rebound</title>' }),
    );
    await page.goto(`${base}/attack`);
    return { page, base };
  }

  test('reads nothing and reaches nothing', async () => {
    await against([], async (attempt) => {
      const { page, base } = await reboundPage(attempt);
      for (const path of ['/api/config', '/api/markets', '/health', '/metrics', '/'])
        expect(await readFrom(page, base + path, BEARER)).toBe('refused 421');
      expect(await readFrom(page, `${base}/pair`, PAIR)).toBe('refused 421');
      expect(await listenFrom(page, `ws://rebound.test:${attempt.relayPort}/feed`, TOKEN)).toBe('refused');
      expect(attempt.exchange.reached()).toBe(0);
    });
  });

  test('reads the exchange once the Host guard is out', async () => {
    await against(['host'], async (attempt) => {
      const { page, base } = await reboundPage(attempt);
      expect(await readFrom(page, `${base}/api/markets`, BEARER)).toContain(SECRET);
    });
  });
});

test.describe('a request without an Origin', () => {
  /** What a program that is no browser sends. */
  function pairWithoutOrigin(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          port,
          host: '127.0.0.1',
          path: '/pair',
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      request.on('error', reject);
      request.end(JSON.stringify({ code: TOKEN }));
    });
  }

  function listenWithoutOrigin(port: number): Promise<string> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/feed`, ['flowboard.v1', `token.${TOKEN}`]);
      socket.on('open', () => {
        resolve('open');
        socket.terminate();
      });
      socket.on('unexpected-response', (_request, response) => resolve(`refused ${response.statusCode}`));
      socket.on('error', () => resolve('refused'));
    });
  }

  test('is refused for the socket and for every write', async () => {
    await against([], async ({ relayPort, exchange }) => {
      expect(await pairWithoutOrigin(relayPort)).toBe(403);
      expect(await listenWithoutOrigin(relayPort)).toBe('refused 403');
      expect(exchange.reached()).toBe(0);
    });
  });

  test('is served once the Origin guard is out', async () => {
    await against(['origin'], async ({ relayPort }) => {
      expect(await pairWithoutOrigin(relayPort)).toBe(200);
      expect(await listenWithoutOrigin(relayPort)).toBe('open');
    });
  });
});

test.describe('the board’s own origin with a wrong token', () => {
  async function ownPage({ browser, relayPort }: Attempt): Promise<{ page: Page; base: string }> {
    const page = await browser.newPage();
    const base = `http://127.0.0.1:${relayPort}`;
    await page.route(`${base}/attack`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Unpaired</title>' }),
    );
    await page.goto(`${base}/attack`);
    return { page, base };
  }
  const WRONG: RequestInit = { headers: { authorization: 'Bearer wrong' } };

  test('reads nothing and reaches nothing', async () => {
    await against([], async (attempt) => {
      const { page, base } = await ownPage(attempt);
      for (const init of [WRONG, {}]) {
        expect(await readFrom(page, `${base}/api/markets`, init)).toBe('refused 401');
        expect(await readFrom(page, `${base}/api/config`, init)).toBe('refused 401');
      }
      expect(await listenFrom(page, `ws://127.0.0.1:${attempt.relayPort}/feed`, 'wrong')).toBe('refused');
      expect(attempt.exchange.reached()).toBe(0);
    });
  });

  test('reads the exchange once the token guard is out', async () => {
    await against(['token'], async (attempt) => {
      const { page, base } = await ownPage(attempt);
      expect(await readFrom(page, `${base}/api/markets`, WRONG)).toContain(SECRET);
      expect(await listenFrom(page, `ws://127.0.0.1:${attempt.relayPort}/feed`, 'wrong')).toContain(SECRET);
    });
  });
});
