import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changeShortcut,
  readShortcuts,
  SHORTCUT_NAMES,
  shortcutClash,
  shortcutKey,
  SHORTCUTS,
  shortcutsWith,
  shortcutWord,
} from '../../../../app/state/shortcuts.ts';

const FIRST = shortcutsWith({});

test('at first no two keys clash, and each is written as it is pressed', () => {
  for (const name of SHORTCUT_NAMES) {
    expect(shortcutClash(FIRST, name, FIRST[name]), name).toBeUndefined();
    expect(shortcutKey(FIRST[name]), name).toBe(FIRST[name]);
  }
});

test.each([
  ['j', 'j'],
  ['J', 'j'],
  [' ', 'Space'],
  ['=', '+'],
  ['_', '-'],
  ['é', 'é'],
  ['ж', 'ж'],
  ['Enter', undefined],
  ['ArrowUp', undefined],
  ['Dead', undefined],
  ['F5', undefined],
  ['', undefined],
  ['\u0000', undefined],
  ['\u00a0', undefined],
])('pressing %j is the key %j', (pressed, key) => {
  expect(shortcutKey(pressed)).toBe(key);
});

test('keys are shown as on the keyboard', () => {
  expect(['j', '-', 'Space', '/'].map(shortcutWord)).toEqual(['J', '−', 'Space', '/']);
});

test('a key may be used once where the places meet, and again where they do not', () => {
  expect(shortcutClash(FIRST, 'pauseTape', 'j')).toBe('nextRow');
  expect(shortcutClash(FIRST, 'centreLadder', '?')).toBe('help');
  expect(shortcutClash(FIRST, 'help', 'l')).toBe('endReplay');
  expect(shortcutClash(FIRST, 'play', ',')).toBe('stepBack');
  expect(shortcutClash(FIRST, 'centreLadder', 'j')).toBeUndefined();
  expect(shortcutClash(FIRST, 'newestTrade', ',')).toBeUndefined();
});

test('a key that is put back to what it was at first is no change', () => {
  const changed = changeShortcut({}, 'help', 'h');
  expect(changed).toEqual({ help: 'h' });
  expect(shortcutsWith(changed)).toEqual({ ...FIRST, help: 'h' });
  expect(changeShortcut(changed, 'help', '?')).toEqual({});
});

describe('what is read', () => {
  test('is taken, also where two keys have changed places', () => {
    const changes = { nextRow: 'k', previousRow: 'j', play: 'p' };
    expect(readShortcuts(changes)).toEqual({ ok: true, changes });
    expect(readShortcuts({})).toEqual({ ok: true, changes: {} });
    expect(readShortcuts({ help: '?' })).toEqual({ ok: true, changes: {} });
  });

  test.each([
    [null, { field: '', found: null }],
    [[], { field: '', found: [] }],
    ['j', { field: '', found: 'j' }],
    [{ helpp: 'h' }, { field: 'helpp', found: 'h' }],
    [{ toString: 'h' }, { field: 'toString', found: 'h' }],
    [{ help: 'F1' }, { field: 'help', found: 'F1' }],
    [{ help: 'H' }, { field: 'help', found: 'H' }],
    [{ help: 7 }, { field: 'help', found: 7 }],
    [{ help: ' ' }, { field: 'help', found: ' ' }],
    [{ nextRow: 'k' }, { field: 'nextRow', found: 'k', expected: 'another key than that of previousRow' }],
    [{ help: 'l' }, { field: 'help', found: 'l', expected: 'another key than that of endReplay' }],
  ])('is refused with its field where it is wrong: %j', (value, wrong) => {
    expect(readShortcuts(value)).toMatchObject({ ok: false, ...wrong });
  });

  test('never clashes, whatever it was', () => {
    const key = fc.constantFrom('j', 'k', 'Space', '.', '?', '/', 'x', 'l');
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...SHORTCUT_NAMES), key), (value) => {
        const read = readShortcuts(value);
        if (!read.ok) return;
        const shortcuts = shortcutsWith(read.changes);
        for (const name of SHORTCUT_NAMES)
          expect(shortcutClash(shortcuts, name, shortcuts[name])).toBeUndefined();
      }),
    );
  });
});

test('every key says where it works and what it does', () => {
  for (const { does, place } of Object.values(SHORTCUTS)) expect([does, place]).not.toContain('');
});
