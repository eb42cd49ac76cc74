/** In the colours of the system: sides, states, what is chosen and where the keyboard is are seen without ours. */
import type { Locator, Page } from 'playwright/test';
import { expect, livelyMarket, openBoard, test } from './board.ts';

/** The ring of what has the focus: its own, or that of the part drawn over it; with the ground it lies on. */
const ringOf = (place: Locator) =>
  place.evaluate((element) => {
    const isDrawn = (style: CSSStyleDeclaration, of: 'outline' | 'border'): boolean =>
      style.getPropertyValue(`${of}-style`.replace('border-', 'border-top-')) === 'solid' &&
      Number.parseFloat(style.getPropertyValue(of === 'outline' ? 'outline-width' : 'border-top-width')) >= 2;
    const [own, after] = [getComputedStyle(element), getComputedStyle(element, '::after')];
    const colour = isDrawn(own, 'outline')
      ? own.outlineColor
      : after.content !== 'none' && isDrawn(after, 'border')
        ? after.borderTopColor
        : 'none';
    return { colour, ground: getComputedStyle(document.body).backgroundColor };
  });

test('sides, states and the focus are seen in the colours of the system', async ({ page, board }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await openBoard(page, board);
  await expect.poll(() => page.locator('.heat-tile').count()).toBeGreaterThan(5);

  // A side is a word and a glyph: YES is a filled square, NO a hollow one.
  const sides = page.locator('.tape-rows .side');
  for (const word of ['YES', 'NO']) await expect(sides.filter({ hasText: word }).first()).toBeVisible();
  // Held still: which card is the first one changes while a ring is looked for.
  await page.getByRole('button', { name: 'Freeze' }).click();
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  const glyphs = await page.locator('.tape-rows .side').evaluateAll((sides) =>
    sides.map((side) => {
      const glyph = side.querySelector('svg, .side-glyph');
      const style = getComputedStyle(glyph?.firstElementChild ?? glyph ?? side);
      return {
        word: side.textContent,
        look: `${style.fill} ${style.backgroundColor}`,
        colour: getComputedStyle(side).color,
      };
    }),
  );
  const looks = (word: string) =>
    new Set(glyphs.filter((glyph) => glyph.word === word).map(({ look }) => look));
  expect([...looks('YES')]).toHaveLength(1);
  expect([...looks('NO')]).toHaveLength(1);
  expect([...looks('YES')]).not.toEqual([...looks('NO')]);

  // Bars of both sides: one is full, the other has a dashed edge.
  const bar = page.locator('.pulse-sides .sides-bar');
  const styleOf = (place: Locator, name: string) =>
    place.evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
  expect(await styleOf(bar.locator('.sides-bar-yes'), 'background-color')).not.toBe(
    await styleOf(page.locator('body'), 'background-color'),
  );
  expect(await styleOf(bar.locator('.sides-bar-no'), 'border-top-style')).toBe('dashed');

  // The state is an icon and a word.
  const icon = page.locator('header .connection-word .state-icon');
  await expect(icon).toBeVisible();
  expect(await styleOf(icon, 'color')).not.toBe(await styleOf(page.locator('body'), 'background-color'));

  const expectRing = async (place: Locator): Promise<void> => {
    await place.focus();
    // A key was the last input: the ring is shown.
    await page.keyboard.press('Shift');
    const { colour, ground } = await ringOf(place);
    expect(colour, await place.evaluate((element) => element.outerHTML.slice(0, 120))).not.toBe('none');
    expect(colour).not.toBe(ground);
  };
  await page.keyboard.press('Tab');
  for (const place of [
    page.getByRole('grid', { name: /Trades/ }),
    page.locator('.heat-tile[tabindex="0"]'),
    page.locator('.hot-card').first(),
    page.getByRole('slider', { name: /^Contracts taken/ }),
    page.getByRole('button', { name: 'Settings' }),
    page.getByRole('radio', { name: 'Trades' }).first(),
  ])
    await expectRing(place);

  const ticker = await livelyMarket(page, board);
  await page.goto(`${new URL(board.address).origin}/?view=market&market=${ticker}`);
  await expect(page.getByText('In sync').first()).toBeVisible();
  await page.keyboard.press('Tab');
  for (const place of [
    page.getByRole('application', { name: /^Liquidity of/ }),
    page.getByRole('table', { name: /^Order book/ }),
    page.getByRole('slider', { name: /^Contracts bid/ }),
  ])
    await expectRing(place);
  // Asked again where the best price has gone to another row meanwhile.
  await expect(page.locator('.rung-best-yes, .rung-best-no').first()).toHaveCSS('outline-style', 'solid');
});

/** What cannot be seen: words in the colour of the ground that the browser lays under them, and swatches with nothing in them. */
const unseenIn = (page: Page) =>
  page.evaluate(() => {
    const colourOf = (name: string): string => {
      const probe = document.createElement('i');
      probe.style.color = name;
      document.body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    };
    const ground = colourOf('Canvas');
    const hasWords = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    const isDrawn = (element: Element): boolean => element.getBoundingClientRect().width > 2;
    const places = [...document.querySelectorAll('body *')].filter(isDrawn);
    const words = places
      .filter(hasWords)
      .filter((element) => {
        const { color, backgroundColor, forcedColorAdjust } = getComputedStyle(element);
        return forcedColorAdjust === 'none' ? color === backgroundColor : color === ground;
      })
      .map((element) => `${element.className}: ${element.textContent}`);
    const swatches = [...document.querySelectorAll('.liq-bar, .liq-hatch')]
      .filter((element) => {
        const { backgroundImage, forcedColorAdjust } = getComputedStyle(element);
        return backgroundImage === 'none' || forcedColorAdjust !== 'none';
      })
      .map(({ className }) => className);
    return [...words, ...swatches];
  });

for (const colorScheme of ['dark', 'light'] as const)
  test(`no word and no swatch is lost in the colours of a ${colorScheme} system`, async ({ page, board }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme, reducedMotion: 'reduce' });
    await openBoard(page, board);
    await expect.poll(() => page.locator('.heat-tile').count()).toBeGreaterThan(5);
    // The bell's number, without waiting for an alert.
    await page.locator('.alert-bell').evaluate((bell) => {
      const count = document.createElement('span');
      count.className = 'alert-count';
      count.textContent = '3';
      bell.append(count);
    });
    expect(await unseenIn(page)).toEqual([]);
    // The seven steps of the scale are five edges: how far is how wide, and which way is solid or dashed.
    await expect(page.locator('.heat-step')).toHaveCount(7);
    const edges = await page.locator('.heat-step').evaluateAll((steps) =>
      steps.map((step) => {
        const { borderTopStyle, borderTopWidth } = getComputedStyle(step);
        return `${borderTopWidth} ${borderTopStyle}`;
      }),
    );
    expect(edges).toHaveLength(7);
    expect(new Set(edges).size).toBe(6);

    const ticker = await livelyMarket(page, board);
    await page.goto(`${new URL(board.address).origin}/?view=market&market=${ticker}`);
    await expect(page.getByText('In sync').first()).toBeVisible();
    await expect(page.locator('.rung-best-yes').first()).toBeVisible();
    expect(await unseenIn(page)).toEqual([]);
  });
