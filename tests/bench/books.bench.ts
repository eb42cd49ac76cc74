/** Order books: what many of them cost in memory, and how soon the first one is on the screen. */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { inTemporaryFolder, wait } from '../support/processes.ts';
import { openBoard, startBoard, startSimulatedBoard, stats, until } from './board.ts';
import { startChromium } from './chromium.ts';
import { percentile } from './harness.ts';
import { deltasOf } from './screen.bench.ts';
import type { Bench } from './targets.ts';

const BOOKS = 50;
const DELTAS = 5_000;
/** Enough that every market becomes known; the same with books and without. */
const TRADES = 500;
const SECONDS = 60;
/** The last samples count: by then both pages have settled. */
const SAMPLES = 20;
const MARKETS = 40;

interface Memory {
  /** MB: median of the last samples, and the most of all. */
  readonly settled: number;
  readonly most: number;
  readonly deltas: number;
}

export const booksBench: Bench = {
  names: ['book.memory'],
  run: async () => {
    const without = await memoryWith(0);
    const watched = await memoryWith(BOOKS);
    const { settled, most, deltas } = watched;
    return [
      {
        name: 'book.memory',
        value: settled - without.settled,
        note:
          `${BOOKS} books, ${deltas.toFixed(0)} changes/s applied for ${SECONDS} s: ${settled.toFixed(0)} MB (${most.toFixed(0)} at most) ` +
          `against ${without.settled.toFixed(0)} (${without.most.toFixed(0)}) without; load ${loadavg()[0]?.toFixed(1)}`,
      },
    ];
  },
};

async function memoryWith(books: number): Promise<Memory> {
  return inTemporaryFolder(async (folder) => {
    const board = await startBoard(folder, ['--rate', `${TRADES}`, '--deltas', `${DELTAS}`]);
    const chromium = await startChromium(board.profile);
    try {
      const { page } = chromium;
      await openBoard(page, board);
      await recordNoBooks(page);
      const tickers = await until(
        () => hotTickers(page),
        ({ length }) => length >= BOOKS,
        30,
      );
      for (const ticker of tickers.slice(0, books))
        await page.evaluate((asked) => window.flowboard.watchBook(asked), ticker);
      const [before, since] = [await deltasOf(page), performance.now()];
      const samples: number[] = [];
      for (let second = 0; second < SECONDS; second++) {
        await wait(1_000);
        samples.push(await chromium.rendererPss());
      }
      const deltas = ((await deltasOf(page)) - before) / ((performance.now() - since) / 1000);
      const kept = await stats(page);
      if (kept.books !== books) throw new Error(`Expected ${books} books, but ${kept.books} are kept.`);
      return { settled: percentile(samples.slice(-SAMPLES), 0.5), most: Math.max(...samples), deltas };
    } finally {
      await chromium.kill();
      await board.stop();
    }
  });
}

const hotTickers = (page: Page): Promise<string[]> =>
  page.evaluate(async (limit) => {
    const markets = await window.flowboard.hotMarkets({ limit });
    return markets.map((market) => market.market_ticker);
  }, BOOKS);

/** The rule takes the most active markets by default: a book that is there already would be no first one. */
async function recordNoBooks(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const rule = page.getByRole('spinbutton', { name: 'Record the books of the' });
  await rule.fill('0');
  await rule.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Data' }).waitFor({ state: 'hidden' });
  const left = await until(
    () => stats(page),
    ({ books }) => books === 0,
    30,
  );
  if (left.books > 0) throw new Error(`Expected no books, but ${left.books} are kept.`);
}

export const firstFrameBench: Bench = {
  names: ['book.first-frame'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const board = await startSimulatedBoard(folder, { HOT_MARKETS_LIMIT: `${MARKETS + 4}` });
      const chromium = await startChromium(join(folder, 'profile'));
      try {
        const { page } = chromium;
        await page.goto(board.address);
        const openings = await openBooks(page);
        if (openings.length < MARKETS)
          throw new Error(`Expected ${MARKETS} markets, but met ${openings.length}.`);
        const shown = openings.map((opening) => opening.shown);
        const painted = openings.map((opening) => opening.painted);
        const ofAll = (times: readonly number[]): string =>
          `median ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`;
        return [
          {
            name: 'book.first-frame',
            value: percentile(shown, 0.95),
            note:
              `${openings.length} markets: ${ofAll(shown)}, the first with the drawer's code ${shown[0]?.toFixed(0)} ms; ` +
              `painted: ${ofAll(painted)}; load ${loadavg()[0]?.toFixed(1)}`,
          },
        ];
      } finally {
        await chromium.kill();
        await board.stop();
      }
    }),
};

/** ms from a click, a key's included. */
interface Opening {
  /** Until levels of the book stand in the drawer. */
  readonly shown: number;
  /** Until they have been painted. */
  readonly painted: number;
}

/** Opens one market after the other from its card, by mouse and by Enter in turn. */
async function openBooks(page: Page): Promise<readonly Opening[]> {
  const cards = page.getByRole('region', { name: 'Hot now' }).locator('.hot-card');
  await until(
    () => cards.count(),
    (count) => count >= MARKETS,
    120,
  );
  await recordNoBooks(page);
  const openings = new Map<string, Opening>();
  // The order of the cards waits while one has the focus, so each is another market.
  for (let index = 0; index < (await cards.count()) && openings.size < MARKETS; index++) {
    const card = cards.nth(index);
    await card.focus();
    await page.evaluate(timeNextLadder);
    await (index % 2 === 0 ? card.click() : page.keyboard.press('Enter'));
    const opening = await page.evaluate(() => window.ladderOpening);
    const ticker = (await page.getByRole('dialog').getAttribute('aria-label')) ?? '';
    if (opening !== undefined && !openings.has(ticker)) openings.set(ticker, opening);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await wait(300);
  }
  return [...openings.values()];
}

declare global {
  interface Window {
    /** `undefined`: the market has ended, there is no book to wait for. */
    ladderOpening: Promise<Opening | undefined>;
  }
}

/** Runs in the page: times the next click. */
function timeNextLadder(): void {
  window.ladderOpening = new Promise((resolve, reject) => {
    const clicked = ({ timeStamp: start }: Event): void => {
      const observer = new MutationObserver(() => {
        if (document.querySelector('dialog')?.textContent.includes('it has no book') === true) {
          observer.disconnect();
          clearTimeout(limit);
          resolve(undefined);
          return;
        }
        const prices = [...document.querySelectorAll('dialog .ladder .ladder-price')];
        if (!prices.some((price) => price.textContent !== '')) return;
        observer.disconnect();
        clearTimeout(limit);
        const shown = performance.now() - start;
        // A message sent in an animation frame is heard after that frame has been painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            port1.close();
            resolve({ shown, painted: performance.now() - start });
          };
          port2.postMessage(undefined);
        });
      });
      const limit = setTimeout(() => {
        observer.disconnect();
        reject(new Error(`Expected a book within 30 s, but there was none at ${location.href}.`));
      }, 30_000);
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    };
    document.addEventListener('click', clicked, { capture: true, once: true });
  });
}
