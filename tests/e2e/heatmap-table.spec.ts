/**
 * The heatmap as a table: the same book in rows of numbers, live as the picture, still while it is read. Worker, canvas and panel
 * are the product's own; only the river is ours.
 */
import type { BookEvent } from '#core/market/book/book-event.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { UnixMs } from '#core/units/time.ts';
import { expect, type Page } from 'playwright/test';
import { test } from '../support/heatmap-page/site.ts';
import { HEAT_TICKER } from '../support/heatmap-page/told.ts';
import { HEAT_START } from '../support/liquidity.ts';
import { aTrade } from '../support/trades.ts';
import { faultsIn, THEMES } from './axe-faults.ts';

const NOW = 240;
const at = (second: number): UnixMs => (HEAT_START + 1_000 * second) as UnixMs;

/** Seven bids of 100 contracts from 40 cents down, and one offer at 60 of more than a 32-bit float can count. */
const snapshot = (second: number): BookEvent => ({
  kind: 'snapshot',
  ticker: HEAT_TICKER,
  receivedAt: at(second),
  seq: undefined,
  yes: Array.from({ length: 7 }, (_, i) => [(3_400 + 100 * i) as Price, 10_000 as Quantity] as const),
  no: [[4_000 as Price, 1_234_567_801 as Quantity]],
});

/** Nobody watched for a minute, a book, a gap of 20 s, a book, a minute nobody watched, a book. */
const STORY: readonly BookEvent[] = [
  snapshot(60),
  { kind: 'stale', ticker: HEAT_TICKER, receivedAt: at(100), reason: 'disconnect' },
  snapshot(120),
  { kind: 'end', ticker: HEAT_TICKER, receivedAt: at(150) },
  snapshot(210),
];

const trade = (second: number, contracts: number) =>
  aTrade({ ticker: HEAT_TICKER, at: at(second), quantity: (100 * contracts) as Quantity });

async function openTable(page: Page, site: string, { isReplay = false } = {}): Promise<void> {
  await page.goto(site);
  await page.waitForFunction(() => 'heatmap' in window);
  await page.getByRole('radio', { name: '5 minutes', exact: true }).click();
  await page.evaluate(
    ([events, start, now, trades, isRecording]) => {
      window.heatmap.begin(start, { isReplay: isRecording });
      window.heatmap.clock(now);
      window.heatmap.books({ from: start, until: now, events });
      window.heatmap.trades(trades);
      window.heatmap.past(start);
    },
    [STORY, at(0), at(NOW), [trade(235, 70)], isReplay] as const,
  );
  await expect(page.locator('.liq-note')).toBeHidden();
  const button = page.getByRole('button', { name: 'View as table' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(row(page, 0)).toBeVisible();
}

const row = (page: Page, place: number) => page.getByRole('table').locator('tbody tr').nth(place);
const cells = (page: Page, place: number) => row(page, place).locator('td');
/** The clock stands at `second`, and a trade came at it. */
const goOn = (page: Page, second: number): Promise<void> =>
  page.evaluate(
    ([from, until, one]) => {
      window.heatmap.clock(until);
      window.heatmap.books({ from, until, events: [] });
      window.heatmap.trades([one]);
    },
    [at(NOW), at(second), trade(second - 1, 3)] as const,
  );

test('every row has the book at its end in exact numbers, what was traded, and what is known', async ({
  page,
  site,
}) => {
  await openTable(page, site);
  await expect(page.getByRole('application')).toBeHidden();
  const table = page.getByRole('table', { name: /^Liquidity of .*one row for every 10 s, newest first/ });
  await expect(table.getByRole('columnheader')).toHaveText([
    /^Time /,
    ...['YES bid', 'YES ask', 'Spread', 'YES bids, best 5', 'NO bids, best 5'],
    ...['Trades', 'YES taken', 'NO taken', 'Book'],
  ]);
  expect(await table.locator('tbody tr').count()).toBeLessThanOrEqual(50);
  await expect(cells(page, 0)).toHaveText([
    ...['40¢', '60¢', '20¢', '500', '12,345,678.01', '1', '70', '0', 'Known'],
  ]);
  await expect(cells(page, 1)).toContainText(['40¢', '60¢', '20¢', '500', '12,345,678.01', '0', '0', '0']);
  const book = (second: number) => cells(page, (NOW - second) / 10 - 1).last();
  await expect(book(200)).toHaveText('Not recorded');
  await expect(book(150)).toHaveText('Known in part. Not recorded');
  await expect(book(110)).toHaveText('Gap: the connection was lost');
  await expect(book(100)).toHaveText('Known in part. Gap: the connection was lost');
  await expect(cells(page, (NOW - 110) / 10 - 1).first()).toHaveText('–');

  await page.getByRole('button', { name: 'View as chart' }).click();
  await expect(page.getByRole('application')).toBeVisible();
});

test('the rows go on with the clock, but for while the focus is in the table, which says so', async ({
  page,
  site,
}) => {
  await openTable(page, site);
  await goOn(page, NOW + 4);
  await expect(row(page, 0).getByRole('rowheader')).toHaveText(/ so far$/);
  await expect(cells(page, 0).nth(5)).toHaveText('1');

  await page.getByRole('region', { name: /one row for every 10 s/ }).focus();
  const note = page.locator('.liq-table-note');
  await expect(note).toContainText('Held while the focus is in the table');
  const held = await row(page, 0).textContent();
  await goOn(page, NOW + 8);
  // Two of the seconds in which it would have been asked for.
  const asked = Date.now();
  await expect.poll(() => Date.now() - asked, { timeout: 5_000 }).toBeGreaterThan(2_200);
  expect(await row(page, 0).textContent()).toBe(held);

  await page.getByRole('button', { name: 'View as chart' }).focus();
  await expect(note).not.toContainText('Held');
  await expect(cells(page, 0).nth(5)).toHaveText('2');
});

test('earlier rows are reached by keys, and so is the way back; a recording has both too', async ({
  page,
  site,
}) => {
  for (const isReplay of [false, true]) {
    await openTable(page, site, { isReplay });
    const newest = await row(page, 0).getByRole('rowheader').textContent();
    await expect(page.getByRole('button', { name: 'Later', exact: true })).toBeDisabled();
    await page.getByRole('button', { name: 'Earlier', exact: true }).press('Enter');
    await expect(row(page, 0).getByRole('rowheader')).not.toHaveText(newest ?? '');
    await page.getByRole('button', { name: 'Back to now' }).press('Enter');
    await expect(row(page, 0).getByRole('rowheader')).toHaveText(newest ?? '');
  }
});

test('axe finds no fault in the table, in both themes and on a phone, where it scrolls beside its times', async ({
  page,
  site,
}) => {
  await openTable(page, site);
  expect(await faultsIn(page, THEMES)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await openTable(page, `${site}?width=374&height=600`);
  expect(await faultsIn(page, THEMES)).toEqual([]);
  const left = () =>
    row(page, 0)
      .getByRole('rowheader')
      .evaluate((head) => head.getBoundingClientRect().left);
  const before = await left();
  const region = page.getByRole('region', { name: /one row for every 10 s/ });
  await region.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => region.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  expect(await left()).toBe(before);
});
