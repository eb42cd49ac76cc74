/**
 * The board as a person meets it: the relay's own entry with the simulated exchange, on ports of its own, paired by a
 * fixed token. One per worker; each test gets a fresh browser profile, so storage starts empty.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, expect, type BrowserContext, type Page } from 'playwright/test';
import { isCombo, type Ticker } from '#core/units/ticker.ts';

/** Opens only relays that this file starts. */
const TOKEN = 'browser-tests-token-that-opens-nothing-else-01';

export interface BoardOptions {
  readonly rate?: number | undefined;
  readonly seed?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** A fixed port, for a relay that goes away and comes back. */
  readonly port?: number | undefined;
  readonly home?: string | undefined;
  /** The folder of the built page; dist/ unless told otherwise. */
  readonly page?: string | undefined;
}

export interface Board {
  readonly port: number;
  /** The address that pairs a page. */
  readonly address: string;
  readonly home: string;
  stop(): Promise<void>;
}

/** Starts `relay/main.ts` and waits until it prints its address. */
export async function startBoard(options: BoardOptions = {}): Promise<Board> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'flowboard-e2e-'));
  const folder = options.page === undefined ? [] : [`--page=${options.page}`];
  const child = spawn(process.execPath, ['--import', 'tsx', 'relay/main.ts', ...folder], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(options.port ?? 0),
      SIM_PORT: '0',
      SIM_SEED: String(options.seed ?? 7),
      SIM_RATE: String(options.rate ?? 40),
      FLOWBOARD_TOKEN: TOKEN,
      FLOWBOARD_HOME: home,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child);
  return {
    port,
    home,
    address: `http://127.0.0.1:${port}/#pair=${TOKEN}`,
    async stop() {
      await end(child);
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`Expected the relay to start, but it ended with code ${code}.`)),
    );
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      const port = /http:\/\/127\.0\.0\.1:(\d+)\/#pair=/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** A free port that stays the same over a restart: another port would be another origin with other storage. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Stats {
  readonly leader: boolean;
  readonly tradesReceived: number;
  readonly tradesStored: number;
  readonly duplicates: number;
  readonly gaps: number;
  readonly rejected: number;
  readonly books: number;
  readonly connection: { readonly state: string };
  readonly replay: { readonly at: number } | null;
}

interface BookShown {
  readonly sequence: number;
  readonly stale: boolean;
  readonly yesBids: readonly (readonly [string, string])[];
  readonly noBids: readonly (readonly [string, string])[];
  readonly yesAsks: readonly (readonly [string, string])[];
  readonly mid: string | null;
}

interface Buckets {
  readonly buckets: readonly { readonly trades: number }[];
  readonly totals: { readonly volume: string; readonly trades: number };
}

declare global {
  interface Window {
    flowboard: {
      stats(): Promise<Stats>;
      hotMarkets(query: object): Promise<
        {
          market_ticker: string;
          last_yes_price: string;
          volume_window: string;
          trade_count_window: number;
        }[]
      >;
      recentTrades(
        query: object,
      ): Promise<
        { market_ticker: string; trade_id: string; count: string; ts_ms: number; received_at_ms: number }[]
      >;
      analytics(): Promise<Record<'hour' | 'day', Buckets>>;
      exportSqlite(options: object): Promise<Blob>;
      exportCsv(options: object): Promise<Blob>;
      watchBook(ticker: string): Promise<BookShown>;
      book(ticker: string): Promise<BookShown>;
      importRecording(file: Blob): Promise<{ session: string; trades: number; bookRows: number }>;
      replay(query?: object): Promise<{ id: string; name: string }>;
      diagnostics(): Promise<{
        build?: string;
        store?: { state: string; tradesOnDisk: number; bookRows: number };
        market?: {
          books: Readonly<Record<string, number>>;
          clock: { aheadMs: number; behindMs: number };
          log: readonly { text: string }[];
        };
      }>;
    };
  }
}

export const stats = (page: Page): Promise<Stats> => page.evaluate(() => window.flowboard.stats());

/** Opens the board, paired, and waits until trades are stored. */
export async function openBoard(page: Page, board: Board, path = ''): Promise<void> {
  await page.goto(board.address.replace('/#', `/${path}#`));
  await expect.poll(async () => (await stats(page)).tradesStored, { timeout: 40_000 }).toBeGreaterThan(0);
}

/** Prices, in dollars, of a market that nobody is sure of: its book has two sides, and each best price has rows above and below. */
const UNDECIDED = [0.2, 0.5] as const;
/** No market that closes sooner is looked at by a test: a book that ends moves no more. */
const OPEN_FOR_MS = 5 * 60_000;
/** Traded so often in the window, or the past hour has not come yet, and who is the liveliest nobody knows. */
const LIVELY_TRADES = 15;

/**
 * Returns the market that traded most often of those that are undecided, single and not about to close; of those that `isWanted`
 * takes. The hottest of all may owe its contracts to one trade, be certain, or close while it is looked at: that depends on the
 * time of day.
 */
export async function livelyMarket(
  page: Page,
  board: Board,
  isWanted: (ticker: string, all: readonly string[]) => boolean = () => true,
): Promise<string> {
  const find = async (): Promise<string> => {
    const hot = await page.evaluate(() => window.flowboard.hotMarkets({ limit: 60 }));
    const undecided = hot.filter(({ market_ticker, last_yes_price }) => {
      const price = Number(last_yes_price);
      return !isCombo(market_ticker as Ticker) && price >= UNDECIDED[0] && price <= UNDECIDED[1];
    });
    const all = undecided.map(({ market_ticker }) => market_ticker);
    const open = await openAWhile(board, all);
    const found = undecided
      .filter(({ trade_count_window }) => trade_count_window >= LIVELY_TRADES)
      .filter(({ market_ticker }) => open.has(market_ticker) && isWanted(market_ticker, all))
      .sort((a, b) => b.trade_count_window - a.trade_count_window);
    return found[0]?.market_ticker ?? '';
  };
  let ticker = '';
  await expect
    .poll(async () => (ticker = await find()), { message: 'a lively market', timeout: 60_000 })
    .not.toBe('');
  return ticker;
}

/** Goes to an address of the page as a link in it does, without a new start: `?view=market&market=…`. */
export const goTo = (page: Page, address: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);

/** Which of `tickers` do not close within five minutes, by the exchange's own word. */
export async function openAWhile(board: Board, tickers: readonly string[]): Promise<ReadonlySet<string>> {
  if (tickers.length === 0) return new Set();
  const { origin } = new URL(board.address);
  const headers = { authorization: `Bearer ${TOKEN}` };
  const query = `limit=1000&tickers=${tickers.join(',')}`;
  const answer = await fetch(`${origin}/api/markets?${query}`, { headers });
  if (!answer.ok) return new Set();
  const { markets } = (await answer.json()) as { markets: { ticker: string; close_time: string }[] };
  const open = markets.filter(({ close_time }) => Date.parse(close_time) > Date.now() + OPEN_FOR_MS);
  return new Set(open.map(({ ticker }) => ticker));
}

/** Whoever has been here: the round for newcomers does not come. What a test has chosen before stays. */
const welcomed = (context: BrowserContext): Promise<void> =>
  context
    .addInitScript(() => {
      const key = 'flowboard.display';
      if (localStorage.getItem(key) === null) localStorage.setItem(key, '{"isWelcomed":true}');
    })
    .then(() => undefined);

interface Visitor {
  /** Is here for the first time, and meets the round. */
  readonly isNewcomer: boolean;
}

export const test = base.extend<Visitor, { board: Board }>({
  isNewcomer: [false, { option: true }],
  context: async ({ context, isNewcomer }, use) => {
    if (!isNewcomer) await welcomed(context);
    await use(context);
  },
  board: [
    // eslint's no-empty-pattern does not know Playwright's way of saying "needs no other fixture"
    async ({ browserName: _ }, use) => {
      const board = await startBoard();
      await use(board);
      await board.stop();
    },
    { scope: 'worker' },
  ],
});

export { expect };
