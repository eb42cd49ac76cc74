/**
 * What moves in a ladder whose book moves: figures flash where a size is another, a cell where nothing rests any more, and nothing
 * else. Prices stay in their places, and the browser counts no layout shift.
 */
import type { Page } from 'playwright/test';
import { expect, livelyMarket, openBoard, startBoard, test, type Board } from './board.ts';

/** What was seen in the ladder since `watchLadder`. */
interface Seen {
  /** Looks at the ladder after something in it had changed. */
  looks: number;
  /** Figures and empty cells that flashed. */
  figures: number;
  empties: number;
  /** Empty cells that flashed without a sign of it. */
  unseen: number;
  /** Each price as it is written, and where it stood on the whole ladder, px; more than one place is a jump. */
  places: Record<string, number[]>;
  /** What of the ladder was moved with no input to explain it. */
  shifts: string[];
}

declare global {
  interface Window {
    ladderSeen: Seen;
  }
}

/** Opens the page of a lively market: its spread is not in view from the top of the ladder. */
async function openLadder(page: Page, board: Board): Promise<void> {
  await openBoard(page, board);
  const ticker = await livelyMarket(page, board);
  await page.goto(`${new URL(board.address).origin}/?view=market&market=${ticker}`);
  const panel = page.getByRole('region', { name: 'Ladder', exact: true });
  await expect(panel.getByText('In sync')).toBeVisible();
  await expect(panel.locator('.rung[data-best="bid"]')).toBeInViewport();
}

/** Looks at the ladder after each change of it, before it is painted. */
const watchLadder = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const rungs = document.querySelector('.area-ladder .rungs');
    const body = rungs?.querySelector('.rungs-body');
    if (!rungs || !body) return;
    const seen: Seen = { looks: 0, figures: 0, empties: 0, unseen: 0, places: {}, shifts: [] };
    window.ladderSeen = seen;
    const look = (): void => {
      seen.looks++;
      seen.figures += body.querySelectorAll('.rung-size > [data-changed]').length;
      for (const cell of body.querySelectorAll('.rung-size:empty[data-changed]')) {
        seen.empties++;
        if (getComputedStyle(cell).backgroundColor === 'rgba(0, 0, 0, 0)') seen.unseen++;
      }
      for (const row of body.querySelectorAll('.rung')) {
        const price = row.querySelector('.rung-price')?.textContent ?? '';
        const place = Math.round(row.getBoundingClientRect().top - body.getBoundingClientRect().top);
        const places = (seen.places[price] ??= []);
        if (!places.includes(place)) places.push(place);
      }
    };
    new MutationObserver(look).observe(body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    new PerformanceObserver((list) => {
      // A figure with more digits begins further left: that is a shift to the browser, but of a box that stays where it is.
      const isMoved = ({ previousRect: a, currentRect: b }: ShiftSource): boolean =>
        [a.left - b.left, a.right - b.right, a.top - b.top, a.bottom - b.bottom].some(
          (by) => Math.abs(by) >= 1,
        );
      // Bars are no nodes of the document, and a node may be gone by now: those are known by where they are.
      const isOurs = ({ node, currentRect: { left, top } }: ShiftSource): boolean => {
        const box = rungs.getBoundingClientRect();
        const isInside = left >= box.left && left < box.right && top >= box.top && top < box.bottom;
        return node === null ? isInside : rungs.contains(node);
      };
      for (const { hadRecentInput, sources } of list.getEntries() as LayoutShift[])
        for (const source of hadRecentInput ? [] : sources)
          if (isMoved(source) && isOurs(source))
            seen.shifts.push(`${source.node?.nodeName} ${source.node?.textContent}`);
    }).observe({ type: 'layout-shift' });
  });

const seenIn = (page: Page): Promise<Seen> => page.evaluate(() => window.ladderSeen);

/** Of the Layout Instability API; the DOM's types leave it out. */
interface LayoutShift extends PerformanceEntry {
  readonly hadRecentInput: boolean;
  readonly sources: readonly ShiftSource[];
}

interface ShiftSource {
  readonly node: Node | null;
  readonly previousRect: DOMRectReadOnly;
  readonly currentRect: DOMRectReadOnly;
}

let board: Board;
test.beforeAll(async () => {
  // Busy, so that levels come and go in every book within seconds.
  board = await startBoard({ rate: 200 });
});
test.afterAll(() => board.stop());

test('a size that is another flashes, and so does the empty cell of a level that is gone', async ({
  page,
}) => {
  await openLadder(page, board);
  await watchLadder(page);
  await expect.poll(async () => (await seenIn(page)).figures, { timeout: 30_000 }).toBeGreaterThan(10);
  await expect.poll(async () => (await seenIn(page)).empties, { timeout: 30_000 }).toBeGreaterThan(0);
  expect((await seenIn(page)).unseen).toBe(0);
});

test('a flash has the colour of its side, no third one', async ({ page }) => {
  await openLadder(page, board);
  await expect(page.locator('.area-ladder .rung-size > span').first()).toBeVisible();
  const colours = await page.evaluate(() => {
    const probe = document.createElement('i');
    document.body.append(probe);
    const colourOf = (token: string): string => {
      probe.style.color = `color-mix(in srgb, var(${token}) 100%, transparent)`;
      return getComputedStyle(probe).color;
    };
    const sides = ['yes', 'no'].map((side) => {
      const cell = document.querySelector<HTMLElement>(`.area-ladder .rung-${side}:not(:empty) > span`);
      cell?.setAttribute('data-changed', 'true');
      return [side, cell === null ? 'none' : getComputedStyle(cell).color, colourOf(`--${side}`)] as const;
    });
    probe.remove();
    return sides;
  });
  for (const [side, flash, own] of colours) expect([side, flash]).toEqual([side, own]);
});

/** The longest run of flashes of one cell that begin within a second, and how many began at all. */
const flashesOf = (page: Page, ms: number): Promise<{ worst: number; all: number }> =>
  page.evaluate(async (span) => {
    const begun = new Map<string, number[]>();
    const was = new Map<string, boolean>();
    const isFlashing = (element: Element): boolean =>
      Number(getComputedStyle(element).getPropertyValue('--flash')) > 0;
    const count = (): number => [...begun.values()].flat().length;
    // On a busy machine until there were flashes to count.
    const begin = performance.now();
    const isOver = (after: number): boolean => performance.now() > begin + after;
    while (!isOver(span) || (count() <= 20 && !isOver(3 * span))) {
      const now = await new Promise(requestAnimationFrame);
      for (const row of document.querySelectorAll('.area-ladder .rungs-body .rung')) {
        const price = row.querySelector('.rung-price')?.textContent ?? '';
        for (const [place, cell] of [...row.querySelectorAll('.rung-size')].entries()) {
          const key = `${price} ${place}`;
          const is = isFlashing(cell.firstElementChild ?? cell);
          if (is && was.get(key) === false) begun.set(key, [...(begun.get(key) ?? []), now]);
          was.set(key, is);
        }
      }
    }
    const runs = [...begun.values()].map((times) =>
      Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 1_000).length)),
    );
    return { worst: Math.max(0, ...runs), all: count() };
  }, ms);

test('no cell flashes more than three times in any second, however busy its price', async ({ page }) => {
  await openLadder(page, board);
  const { worst, all } = await flashesOf(page, 12_000);
  expect(all).toBeGreaterThan(20);
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThanOrEqual(3);
});

test('who asks for less motion sees no flash at all, and the figures all the same', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openLadder(page, board);
  await watchLadder(page);
  await expect.poll(async () => (await seenIn(page)).figures, { timeout: 30_000 }).toBeGreaterThan(10);
  const { looks, tinted } = await page.evaluate(async () => {
    // A mixed colour is written as shares of one, another as bytes.
    const bytes = (element: Element): string => {
      const { color } = getComputedStyle(element);
      const parts = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
      return parts.map((part) => Math.round(color.startsWith('color(') ? part * 255 : part)).join(' ');
    };
    const tints = new Set<string>();
    let count = 0;
    // Some four seconds; on a busy machine until there was a change to see.
    const begin = performance.now();
    const isOver = (ms: number): boolean => performance.now() > begin + ms;
    while (!isOver(4_000) || (count === 0 && !isOver(30_000))) {
      await new Promise(requestAnimationFrame);
      for (const figure of document.querySelectorAll('.area-ladder .rung-size > [data-changed]')) {
        count++;
        // The text around it is grey while the book is not sure.
        const around = bytes(figure.parentElement ?? document.body);
        if (bytes(figure) !== around) tints.add(`${bytes(figure)} in ${around}`);
      }
    }
    return { looks: count, tinted: [...tints] };
  });
  expect(looks).toBeGreaterThan(0);
  expect(tinted).toEqual([]);
});

test('while the book moves, each price stays in its place and nothing shifts', async ({ page }) => {
  await openLadder(page, board);
  await watchLadder(page);
  await expect.poll(async () => (await seenIn(page)).looks, { timeout: 30_000 }).toBeGreaterThan(60);
  // As when the ladder follows a spread that has run away; it comes back by itself.
  await page.locator('.area-ladder .rungs').evaluate((rungs) => rungs.scrollBy(0, 300));
  const { looks } = await seenIn(page);
  await expect.poll(async () => (await seenIn(page)).looks, { timeout: 30_000 }).toBeGreaterThan(looks + 20);
  const { places, shifts } = await seenIn(page);
  expect(Object.keys(places).length).toBeGreaterThan(20);
  expect(Object.entries(places).filter(([, found]) => found.length > 1)).toEqual([]);
  expect(shifts).toEqual([]);
});

test('a click leaves nothing held: once the pointer is gone the ladder goes back to the spread', async ({
  page,
}) => {
  await openLadder(page, board);
  const rungs = page.locator('.area-ladder .rungs');
  const best = page.locator('.area-ladder .rung[data-best="bid"]');
  await rungs.click();
  await page.mouse.wheel(0, 900);
  await page.mouse.wheel(0, -1800);
  await expect(best).not.toBeInViewport();
  await page.mouse.move(300, 20);
  await expect(best).toBeInViewport();
});

test('who walks the ladder by keys is not taken back to the spread', async ({ page }) => {
  await openLadder(page, board);
  const rungs = page.locator('.area-ladder .rungs');
  const best = page.locator('.area-ladder .rung[data-best="bid"]');
  await rungs.focus();
  // The ladder may just be going to the spread for the first time.
  await expect(async () => {
    await page.keyboard.press('Home');
    await expect(best).not.toBeInViewport({ timeout: 1_000 });
  }).toPass();
  // The rows in view are far from the spread and seldom change: the facts under them tell that the book goes on.
  const facts = new Set<string | null>();
  await expect
    .poll(async () => facts.add(await page.locator('.rungs-facts').textContent()).size, { timeout: 45_000 })
    .toBeGreaterThan(5);
  await expect(best).not.toBeInViewport();
  // Nor when the panel becomes lower, as by a line more of facts.
  const height = (await rungs.boundingBox())?.height ?? 0;
  await page.setViewportSize({ width: 1440, height: 860 });
  await expect.poll(async () => (await rungs.boundingBox())?.height ?? 0).toBeLessThan(height);
  await expect(best).not.toBeInViewport();
  await page.keyboard.press('c');
  await expect(best).toBeInViewport();
});

test('the depth beside it says what the ladder says, in each picture that is painted', async ({ page }) => {
  await openLadder(page, board);
  await page.getByLabel('Cost to buy').fill('1');
  await page.keyboard.press('Enter');
  await page.mouse.move(300, 20);
  await expect(page.locator('.depth-words')).toContainText('YES bids');
  const seen = await page.evaluate(async () => {
    const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? '';
    const ladder = (): string =>
      [...document.querySelectorAll('.rungs-facts div')]
        .filter((fact) => /^(YES|NO) bids/.test(fact.textContent))
        .map((fact) => fact.textContent.replace(/(bids)\s*/, '$1 '))
        .join(', ');
    const depth = (): string =>
      [...document.querySelectorAll('.depth-words > span')]
        .map((side) => side.textContent.replace(', as asks', '').trim())
        .join(', ');
    const ask = (): string => textOf('.area-ladder .rung[data-best="ask"] .rung-price');
    const cost = (): string =>
      /mean (\S+),/.exec(textOf('.fill-cost dl div:first-child'))?.[1] ?? 'nothing is offered';
    const pictures = new Set<string>();
    const apart: string[] = [];
    // Some eight seconds; on a busy machine until there were pictures to compare.
    const begin = performance.now();
    const isOver = (ms: number): boolean => performance.now() > begin + ms;
    while (!isOver(8_000) || (pictures.size <= 5 && !isOver(30_000))) {
      await new Promise(requestAnimationFrame);
      // A row that is out of view is not drawn: a spread that has just run away is followed a moment later.
      if (ask() === '' && cost() !== 'nothing is offered') continue;
      const [left, right] = [`${ladder()}; ${ask()}`, `${depth()}; ${cost()}`];
      pictures.add(left);
      if (left !== right) apart.push(`${left} | ${right}`);
    }
    return { pictures: pictures.size, apart };
  });
  expect(seen.pictures).toBeGreaterThan(5);
  expect(seen.apart).toEqual([]);
});
