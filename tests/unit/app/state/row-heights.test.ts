/** The heights that are computed with and those that the browser lays out are the same numbers. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROW_HEIGHTS, TOUCH_ROW } from '../../../../app/state/row-heights.ts';

const CSS = readFileSync(new URL('../../../../app/styles/density.css', import.meta.url), 'utf8');
const NAMES = { row: '--row', rung: '--rung', trade: '--trade-row' } as const;

function blockOf(selector: string): string {
  const begin = CSS.indexOf(`${selector} {`);
  return begin < 0 ? '' : CSS.slice(begin, CSS.indexOf('}', begin));
}

test.each(['compact', 'default', 'comfortable'] as const)('rows of density %s', (density) => {
  const block = blockOf(density === 'default' ? ':root' : `:root[data-density='${density}']`);
  for (const [kind, token] of Object.entries(NAMES)) {
    const found = new RegExp(`${token}: (\\d+)px`).exec(block)?.[1];
    expect([kind, Number(found)]).toEqual([kind, ROW_HEIGHTS[density][kind as keyof typeof NAMES]]);
  }
});

test('where a finger presses, no row that opens something is lower than 24', () => {
  const touch = CSS.slice(CSS.indexOf('(pointer: coarse)'));
  expect(TOUCH_ROW).toBe(24);
  const low = Object.entries(ROW_HEIGHTS).filter(([, { row }]) => row < TOUCH_ROW);
  expect(low.map(([density]) => density)).toEqual(['compact']);
  expect(touch).toMatch(/data-density='compact'\] \{\s+--row: 24px/);
});
