import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { display, DISPLAY_DEFAULTS } from '../../../../app/state/display.ts';
import { isCharacterKey, rowStepOf, shortcutOf } from '../../../../app/state/keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
  getModifierState: (_name: string) => false,
});

/** What AltGr makes of a key: on Windows it is said to be Ctrl and Alt, like a plain Ctrl+Alt. */
const altGr = (key: string, isAltGr = true) => ({
  ...press(key, { ctrlKey: true, altKey: true }),
  getModifierState: (name: string) => isAltGr && name === 'AltGraph',
});

const on = (platform: string) => vi.stubGlobal('navigator', { platform });

beforeEach(() => on('Win32'));
afterEach(() => {
  vi.unstubAllGlobals();
  display.set(DISPLAY_DEFAULTS);
});

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

  test('that needs AltGr is a character like any other; Ctrl+Alt alone makes none', () => {
    expect(shortcutOf(altGr('['), ['lessTime'])).toBe('lessTime');
    expect(isCharacterKey(altGr('µ'))).toBe(true);
    expect(shortcutOf(altGr('[', false), ['lessTime'])).toBeUndefined();
    // Some browsers say AltGr of every Ctrl+Alt: what the key makes by itself was not made by it.
    for (const key of ['j', 'J', '1', ' ']) expect(isCharacterKey(altGr(key)), key).toBe(false);
    expect(isCharacterKey({ ...altGr('['), metaKey: true })).toBe(false);
  });

  test('with Option on a Mac is one where it makes a sign, on other systems never', () => {
    const option = (key: string) => press(key, { altKey: true });
    expect(isCharacterKey(option('['))).toBe(false);
    on('MacIntel');
    expect(shortcutOf(option('['), ['lessTime'])).toBe('lessTime');
    for (const key of ['j', 'å', '5', ' ', '\u00a0']) expect(isCharacterKey(option(key)), key).toBe(false);
    expect(isCharacterKey(press('[', { altKey: true, ctrlKey: true }))).toBe(false);
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
