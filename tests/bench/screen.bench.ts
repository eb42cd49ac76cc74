/** Frames a second with everything on: trades and book changes in, a page on the screen, all of it recorded to disk. */
import type { Page } from 'playwright';
import { loadavg } from 'node:os';
import { inTemporaryFolder, wait } from '../support/processes.ts';
import { openBoard, startBoard, stats, until, type Board } from './board.ts';
import { startChromium } from './chromium.ts';
import { watchFrames, type Watched } from './page-frames.ts';
import type { Bench } from './targets.ts';

/** Of trades, and of book changes, a second. */
const RATE = 5_000;
const SECONDS = 60;
/** From the first stored trade until all panels have drawn and the page's code is warm. */
const WARM_MS = 10_000;
/** A page that shows less a second stands still, however quick its frames are. */
const LEAST_DRAWN = 4;
/** The flood outlasts the measure. */
const SPARE_SECONDS = 40;

interface Screen {
  readonly watched: Watched;
  /** Renderer, MB, before and after. */
  readonly memory: readonly [number, number];
  /** Book changes that were applied a second, in the measured time. */
  readonly deltas: number;
  /** Why the number does not count; empty when it does. */
  readonly fault: string;
  readonly books: number;
  readonly load: number;
}

export const screenBench: Bench = {
  names: ['ui.fps', 'ui.long-tasks'],
  run: async () => {
    const front = await look(openFront);
    const market = await look(openMarket);
    const isSound = front.fault === '' && market.fault === '';
    return [
      {
        name: 'ui.fps',
        // Frames of a page that shows or keeps something else than what was sent are no frames.
        value: isSound ? Math.min(front.watched.median, market.watched.median) : 0,
        note: `front page: ${words(front)}; market page with ladder and heatmap: ${words(market)}`,
      },
      {
        name: 'ui.long-tasks',
        value: isSound
          ? (Math.max(front.watched.longTasks, market.watched.longTasks) * 60) / SECONDS
          : Number.NaN,
        note: `in the same ${SECONDS} s: front page ${front.watched.longTasks}, market page ${market.watched.longTasks}`,
      },
    ];
  },
};

/** Runs the whole product and watches the page that `open` leaves on the screen; `open` returns a market whose book is kept. */
async function look(open: (page: Page, board: Board) => Promise<string>): Promise<Screen> {
  return inTemporaryFolder(async (folder) => {
    const total = RATE * (SECONDS + SPARE_SECONDS);
    const rates = ['--rate', `${RATE}`, '--deltas', `${RATE}`, '--total', `${total}`];
    const board = await startBoard(folder, [...rates, '--ids', 'random']);
    const chromium = await startChromium(board.profile);
    try {
      const { page } = chromium;
      await openBoard(page, board);
      const ticker = await open(page, board);
      await wait(WARM_MS);
      const memory = await chromium.rendererPss();
      const [deltas, since] = [await deltasOf(page), performance.now()];
      const watched = await watchFrames(page, SECONDS);
      const rate = ((await deltasOf(page)) - deltas) / ((performance.now() - since) / 1000);
      const grown = await chromium.rendererPss();
      const isCut = (board.exchange.latest()['sent'] ?? 0) >= total;
      const { books } = await stats(page);
      const fault = isCut
        ? 'the flood ended before the measure'
        : watched.drawn < LEAST_DRAWN
          ? `only ${watched.drawn.toFixed(1)} frames/s were drawn anew`
          : await faultOf(page, board, ticker, total);
      return { watched, memory: [memory, grown], deltas: rate, fault, books, load: loadavg()[0] ?? 0 };
    } finally {
      await chromium.kill();
      await board.stop();
    }
  });
}

/** The books are those that the recording rule takes by itself. */
async function openFront(page: Page): Promise<string> {
  const kept = await until(
    () => stats(page),
    ({ books }) => books > 0,
    30,
  );
  if (kept.books === 0) throw new Error('Expected the board to record books within 30 s, but it has none.');
  return hottest(page);
}

async function openMarket(page: Page, board: Board): Promise<string> {
  await openFront(page);
  await page.getByRole('region', { name: 'Hot now' }).getByRole('list').getByRole('button').first().click();
  await page.getByRole('dialog').getByText('In sync').waitFor();
  await page.waitForURL(/market=/);
  const ticker = new URL(page.url()).searchParams.get('market') ?? '';
  await page.keyboard.press('Enter');
  await page.getByRole('main', { name: `Market ${ticker}` }).waitFor();
  await page.getByRole('table', { name: /Order book of every price/ }).waitFor();
  await page.locator('.liq-stage canvas').waitFor();
  if (ticker === '') throw new Error(`Expected a market of ${board.exchangeId}, but none was opened.`);
  return ticker;
}

const hottest = (page: Page): Promise<string> =>
  page.evaluate(async () => (await window.flowboard.hotMarkets({ limit: 1 }))[0]?.market_ticker ?? '');

/** Book changes that were applied since the start. */
export const deltasOf = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { market } = (await window.flowboard.diagnostics()) as {
      readonly market?: { readonly books: Readonly<Record<string, number>> };
    };
    return market?.books['deltas'] ?? 0;
  });

/** Waits for the end of the flood and compares what came with what was sent; empty when nothing is amiss. */
async function faultOf(page: Page, board: Board, ticker: string, total: number): Promise<string> {
  const last = await until(
    () => stats(page),
    ({ tradesStored }) => tradesStored >= total,
    SPARE_SECONDS + 30,
  );
  const { tradesReceived, tradesStored, gaps, duplicates } = last;
  if (tradesReceived !== total || tradesStored !== total || gaps !== 0 || duplicates !== 0)
    return `sent ${total}, received ${tradesReceived}, stored ${tradesStored}, gaps ${gaps}, duplicates ${duplicates}`;
  await wait(1_000);
  const shown = await page.evaluate((asked) => window.flowboard.book(asked), ticker);
  const sent = (await (await fetch(`http://127.0.0.1:${board.exchange.port}/book/${ticker}`)).json()) as {
    yes_dollars: unknown[];
    no_dollars: unknown[];
  };
  const isEqual =
    !shown.stale &&
    JSON.stringify([shown.yesBids, shown.noBids]) ===
      JSON.stringify([sent.yes_dollars.reverse(), sent.no_dollars.reverse()]);
  return isEqual ? '' : `the book of ${ticker} is not the exchange's`;
}

function words({ watched, memory, deltas, fault, books, load }: Screen): string {
  const { median, worst, drawn, longestFrame, longestPause, busy, script, layout } = watched;
  const share = (part: number): string => `${Math.round(part * 100)} %`;
  return (
    `${median} frames/s, worst second ${worst}, ${drawn.toFixed(1)} of them drawn anew, longest frame ${longestFrame.toFixed(0)} ms (pause ` +
    `${longestPause.toFixed(0)} ms), main thread busy ${share(busy)} (script ${share(script)}, layout and style ` +
    `${share(layout)}), renderer ${memory[0].toFixed(0)} to ${memory[1].toFixed(0)} MB, ${books} books, ` +
    `${deltas.toFixed(0)} deltas/s applied, load ${load.toFixed(1)}${fault === '' ? '' : `, DOES NOT COUNT: ${fault}`}`
  );
}
