/**
 * A replay shows what live showed, to the pixel column: the same story once as events that trickle in while it is drawn, once
 * as a recording in one batch. Worker, canvas and panel are the product's; only the river is ours.
 */
import { createRng } from '#core/lib/rng.ts';
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Trade } from '#core/wire/messages.ts';
import { expect, type Page } from 'playwright/test';
import { test } from '../support/heatmap-page/site.ts';
import { HEAT_TICKER, type ToldBatch } from '../support/heatmap-page/told.ts';
import { HEAT_START, heatStory, type HeatOp } from '../support/liquidity.ts';
import { aTrade } from '../support/trades.ts';

const SPAN_MS = 300_000;
const EVENTS = 500;
/** The one change that is left out where a difference must be seen: the only one at its price, and large. */
const MARKED = 300;
const MARKED_PRICE = 2_000;

const rng = createRng(11);
const ops = Array.from({ length: EVENTS }, (_, i): HeatOp => {
  const isMarked = i === MARKED;
  const cents = 1 + rng.integer(49);
  return {
    wait: 100 + rng.integer(700),
    // A snapshot before the marked one: the book is known there, whatever came before.
    kind:
      isMarked || i < 20
        ? 'add'
        : i === MARKED - 1
          ? 'snapshot'
          : rng.choice(['add', 'take', 'snapshot', 'stale', 'end'] as const, [60, 60, 2, 1, 1]),
    side: isMarked ? 'yes' : rng.choice(['yes', 'no'] as const),
    price: isMarked ? MARKED_PRICE : 100 * (cents === 20 ? 21 : cents),
    size: isMarked ? 900_000 : 100 + rng.integer(60_000),
    cuts: false,
  };
});
const { events, until: END } = heatStory(ops);
/**
 * From which size on trades are dots depends on what was seen before, but not where the usual one is 2.8 to 3.5 times a power of
 * ten: that is 200 contracts then, by whichever way it came about (workers/heatmap/trade-size.ts).
 */
const trades: readonly Trade[] = Array.from({ length: 60 }, () =>
  aTrade({
    ticker: HEAT_TICKER,
    at: HEAT_START + rng.integer(END - HEAT_START),
    yesPrice: (100 * (30 + rng.integer(40))) as Price,
    quantity: (28_000 + rng.integer(7_000)) as Quantity,
    taker: rng.choice(['yes', 'no'] as const),
  }),
).toSorted((a, b) => a.venueAt - b.venueAt);

interface Telling {
  readonly batch: ToldBatch;
  readonly trades: readonly Trade[];
}

/** The story in `parts` batches of one to several events. */
function tellings(told: readonly BookEvent[], parts: number): Telling[] {
  const size = Math.ceil(told.length / parts);
  let from: number = HEAT_START;
  return Array.from({ length: parts }, (_, i) => {
    const own = told.slice(i * size, (i + 1) * size);
    const until = i === parts - 1 ? END : Math.max(from, own.at(-1)?.receivedAt ?? from);
    const begin = from;
    from = until;
    return {
      batch: { from: begin, until, events: own },
      trades: trades.filter(({ venueAt }) => venueAt >= begin && (venueAt < until || until === END)),
    };
  });
}

/** Tells a river; time stands after each part, and the worker draws between them. */
const tell = (page: Page, parts: readonly Telling[], isReplay: boolean): Promise<void> =>
  page.evaluate(
    async ([all, start, isRecording]) => {
      window.heatmap.begin(start, { isReplay: isRecording });
      window.heatmap.past(start);
      for (const [i, part] of all.entries()) {
        window.heatmap.books(part.batch);
        if (part.trades.length > 0) window.heatmap.trades(part.trades);
        window.heatmap.clock(part.batch.until);
        if (i % 3 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    [parts, HEAT_START, isReplay] as const,
  );

/** The picture by columns of pixels, as text, without the last two: the newest is not over, and beside it stands the clock. */
const columnsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.liq-stage canvas');
    if (canvas === null) return [];
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d');
    context?.drawImage(canvas, 0, 0);
    // The plot of the worker's layout (workers/heatmap/layout.ts), with the volume above and the imbalance below it.
    const [left, width, height] = [12, canvas.width - 132 - 2, canvas.height - 24];
    const { data } = context?.getImageData(left, 0, width, height) ?? { data: new Uint8ClampedArray() };
    const pixels = new Uint32Array(data.buffer);
    return Array.from({ length: width }, (_, x) => {
      let hash = 0;
      for (let y = 0; y < height; y++) hash = (Math.imul(hash, 31) + (pixels[y * width + x] ?? 0)) | 0;
      return hash.toString(36);
    });
  });

/** Returns the first column in which two pictures differ, −1 where none does. */
const firstDifference = (a: readonly string[], b: readonly string[]): number =>
  a.length === b.length ? a.findIndex((column, i) => column !== b[i]) : 0;

test('a replay shows what live showed, to the pixel column; one change left out is seen where it was', async ({
  page,
  site,
}) => {
  test.slow();
  await page.goto(site);
  await page.waitForFunction(() => 'heatmap' in window);
  await page.getByRole('radio', { name: '5 minutes', exact: true }).click();
  // A scale that moves is a matter of when one looks, not of what is shown.
  await page.getByRole('button', { name: 'Pin' }).click();

  await tell(page, tellings(events, 250), false);
  await expect(page.locator('.liq-note')).toBeHidden();
  // From which size on trades are dots is looked at every two seconds: then two pictures are one.
  let live: string[] = [];
  await expect
    .poll(
      async () => {
        const before = live;
        live = await columnsOf(page);
        return live.length > 100 && new Set(live).size > 50 && firstDifference(before, live);
      },
      { intervals: [2_500] },
    )
    .toBe(-1);

  const wipe = async () => {
    await tell(page, [{ batch: { from: HEAT_START, until: END, events: [] }, trades: [] }], true);
    await expect.poll(async () => firstDifference(live, await columnsOf(page))).toBeGreaterThanOrEqual(0);
  };
  const differs = async () => firstDifference(live, await columnsOf(page));

  await wipe();
  await tell(page, tellings(events, 1), true);
  await expect.poll(differs).toBe(-1);

  const marked = events.findIndex((event) => event.kind === 'delta' && event.price === MARKED_PRICE);
  const without = events.filter((_, i) => i !== marked);
  await wipe();
  await tell(page, tellings(without, 1), true);
  const columnMs = Math.ceil(SPAN_MS / (live.length + 2));
  const first = Math.floor(END / columnMs) + 1 - (live.length + 2);
  const expected = Math.floor((events[marked]?.receivedAt ?? 0) / columnMs) - first;
  expect(marked).toBeGreaterThan(0);
  await expect.poll(differs).toBe(expected);
});
