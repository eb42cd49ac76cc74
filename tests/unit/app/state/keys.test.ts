import { afterEach, describe, expect, test } from 'vitest';
import { display, DISPLAY_DEFAULTS } from '../../../../app/state/display.ts';
import { rowStepOf, shortcutOf } from '../../../../app/state/keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false },
  ...held,
});

afterEach(() => display.set(DISPLAY_DEFAULTS));

describe('a key that is pressed', () => {
  test('is meant for one of those that are listened to', () => {
    expect(shortcutOf(press('?'), ['find', 'help'])).toBe('help');
    expect(shortcutOf(press('?'), ['find'])).toBeUndefined();
    expect(shortcutOf(press('C'), ['centreLadder'])).toBe('centreLadder');
  });

  test('with Ctrl, Alt or ⌘ is the browser’s', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const)
      expect(shortcutOf(press('j', { [held]: true }), ['nextRow']), held).toBeUndefined();
  });

  test('is the one the reader has chosen, and no longer the first one', () => {
    display.set({ ...DISPLAY_DEFAULTS, shortcuts: { help: 'h' } });
    expect(shortcutOf(press('h'), ['help'])).toBe('help');
    expect(shortcutOf(press('?'), ['help'])).toBeUndefined();
  });

  test('does nothing while such keys are turned off', () => {
    display.set({ ...DISPLAY_DEFAULTS, hasShortcuts: false });
    expect(shortcutOf(press('?'), ['help'])).toBeUndefined();
  });
});

test('rows are walked by the reader’s keys, and by the arrows also when those are off', () => {
  expect([rowStepOf(press('j')), rowStepOf(press('k')), rowStepOf(press('x'))]).toEqual([1, -1, undefined]);
  display.set({ ...DISPLAY_DEFAULTS, hasShortcuts: false });
  expect([rowStepOf(press('j')), rowStepOf(press('ArrowDown')), rowStepOf(press('ArrowUp'))]).toEqual([
    undefined,
    1,
    -1,
  ]);
  expect(rowStepOf(press('ArrowDown', { altKey: true }))).toBeUndefined();
});
