/** Small windows and large text: no page scrolls sideways, and no button is cut off (WCAG 1.4.4, 1.4.10). */
import type { Page } from 'playwright/test';
import { expect, goTo, livelyMarket, openBoard, test } from './board.ts';

const SIZES = [
  ['a small phone', 360, 740],
  ['the narrowest page that must work', 320, 640],
  ['a laptop at 200 %', 720, 450],
  ['a very large screen', 3840, 2160],
] as const;

interface Harm {
  /** px the page can be scrolled sideways. */
  readonly sideways: number;
  /** Buttons, links, fields and tabs that are cut off by what they stand in or by the window, with how. */
  readonly cut: readonly string[];
}

/** What is wrong with the page as it stands. What can be scrolled into view is not cut off. */
const harmOf = (page: Page): Promise<Harm> =>
  page.evaluate(() => {
    const SLACK = 1;
    const cut: string[] = [];
    const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
    for (const element of document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, [role=tab], [role=switch]',
    )) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const isSeen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!isSeen || box.width < 2 || box.height < 2 || style.clipPath !== 'none') continue;
      const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
      let { left, right, top, bottom } = box;
      let inX = true;
      let inY = true;
      for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) {
        const look = getComputedStyle(outer);
        if (look.clipPath !== 'none') inX = inY = false;
        const room = outer.getBoundingClientRect();
        // What scrolls on one axis is within reach on it; from here on its own box counts.
        if (scrolls(look.overflowX) && outer.scrollWidth > outer.clientWidth)
          [left, right] = [room.left, room.right];
        else if (
          inX &&
          look.overflowX !== 'visible' &&
          (left < room.left - SLACK || right > room.right + SLACK)
        )
          cut.push(`${name}: sideways by ${outer.className || outer.tagName}`);
        if (scrolls(look.overflowY) && outer.scrollHeight > outer.clientHeight)
          [top, bottom] = [room.top, room.bottom];
        else if (
          inY &&
          look.overflowY !== 'visible' &&
          (top < room.top - SLACK || bottom > room.bottom + SLACK)
        )
          cut.push(`${name}: in height by ${outer.className || outer.tagName}`);
        if (look.position === 'fixed') break;
      }
      if (left < -SLACK || right > innerWidth + SLACK) cut.push(`${name}: outside the window`);
    }
    return {
      sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      cut: [...new Set(cut)],
    };
  });

async function expectWhole(page: Page, where: string): Promise<void> {
  await expect.poll(() => harmOf(page), { message: where }).toEqual({ sideways: 0, cut: [] });
}

for (const [name, width, height] of SIZES)
  test(`${name}, ${width} by ${height}: pages, drawer and dialogs are whole`, async ({ page, board }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height });
    await openBoard(page, board);
    await expectWhole(page, 'front page');
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expectWhole(page, `front page, ${await tab.textContent()}`);
    }
    for (const dialog of [/^Find /, /^Data$/, /^Alerts/, /^Settings$/, /^Help and diagnostics$/]) {
      await page.getByRole('button', { name: dialog }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectWhole(page, String(dialog));
      for (const tab of await page.getByRole('dialog').getByRole('tab').all()) {
        await tab.click();
        await expectWhole(page, `${dialog}, ${await tab.textContent()}`);
      }
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    const ticker = await livelyMarket(page, board);
    await goTo(page, `?market=${ticker}`);
    await expect(page.locator('.drawer')).toBeVisible();
    await expectWhole(page, 'drawer');
    await goTo(page, `?view=market&market=${ticker}`);
    await expect(page.locator('.market-page')).toBeVisible();
    await expectWhole(page, 'market page');
    // Where the event has a long name its link is as long.
    const link = page.locator('.market-path a');
    await link.evaluate((element) => (element.textContent = 'Presidential election winner '.repeat(3)));
    await expectWhole(page, 'market page, a long name');
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expectWhole(page, `market page, ${await tab.textContent()}`);
    }
    await goTo(page, `?view=event&event=${ticker.replace(/-[^-]+$/, '')}`);
    await expect(page.locator('.event-page')).toBeVisible();
    await expectWhole(page, 'event page');
  });
