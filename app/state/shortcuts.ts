/**
 * Every key of the board that is one character: what it does, where it works, and which key it is at first. The reader may
 * change each, or turn all of them off (WCAG 2.1.4). Arrows, Enter, Escape, Page Up and Ctrl with K are not among them: they
 * stay. Pure.
 */

/** Where a key works: everywhere, on the front page, in any list of rows, or where the focus is; a replay's wherever nothing else has a use for it. */
export type ShortcutPlace = 'page' | 'front' | 'rows' | 'tape' | 'ladder' | 'picture' | 'replay';

export const SHORTCUT_PLACES: readonly (readonly [ShortcutPlace, string])[] = [
  ['page', 'Everywhere'],
  ['front', 'On the front page'],
  ['rows', 'In lists'],
  ['tape', 'In the tape'],
  ['ladder', 'In the ladder'],
  ['picture', 'In the liquidity picture'],
  ['replay', 'In a replay'],
];

interface Shortcut {
  readonly place: ShortcutPlace;
  readonly does: string;
  /** At first; as `shortcutKey` returns it. */
  readonly key: string;
}

export const SHORTCUTS = {
  find: { place: 'page', does: 'Find anything', key: '/' },
  help: { place: 'page', does: 'Help', key: '?' },
  goTo: { place: 'page', does: 'To a panel, with T, H, B or C after it', key: 'g' },
  lessWindow: { place: 'front', does: 'Shorter window', key: '[' },
  moreWindow: { place: 'front', does: 'Longer window', key: ']' },
  nextRow: { place: 'rows', does: 'Next row', key: 'j' },
  previousRow: { place: 'rows', does: 'Previous row', key: 'k' },
  pauseTape: { place: 'tape', does: 'Pause, and go on', key: 'Space' },
  newestTrade: { place: 'tape', does: 'Back to the newest trade', key: '.' },
  filterTape: { place: 'tape', does: 'Filter', key: 'f' },
  centreLadder: { place: 'ladder', does: 'Spread to the middle', key: 'c' },
  swapLadder: { place: 'ladder', does: 'YES or NO first', key: 'n' },
  nearer: { place: 'picture', does: 'Nearer in price', key: '+' },
  further: { place: 'picture', does: 'Further in price', key: '-' },
  lessTime: { place: 'picture', does: 'Less time', key: '[' },
  moreTime: { place: 'picture', does: 'More time', key: ']' },
  play: { place: 'replay', does: 'Play, and pause', key: 'Space' },
  stepBack: { place: 'replay', does: 'Step back', key: ',' },
  stepOn: { place: 'replay', does: 'Step on', key: '.' },
  speed1: { place: 'replay', does: 'Speed ¼×', key: '1' },
  speed2: { place: 'replay', does: 'Speed 1×', key: '2' },
  speed3: { place: 'replay', does: 'Speed 4×', key: '3' },
  speed4: { place: 'replay', does: 'Speed 10×', key: '4' },
  speed5: { place: 'replay', does: 'Speed 25×', key: '5' },
  speed6: { place: 'replay', does: 'Speed 100×', key: '6' },
  endReplay: { place: 'replay', does: 'Back to the live feed', key: 'l' },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type ShortcutName = keyof typeof SHORTCUTS;
/** The key of each. */
export type Shortcuts = Readonly<Record<ShortcutName, string>>;
/** Only what the reader has changed. */
export type ShortcutChanges = Readonly<Partial<Record<ShortcutName, string>>>;

export const SHORTCUT_NAMES = Object.keys(SHORTCUTS).filter(isShortcutName);

/** Signs that share a key on most keyboards, with Shift or without: whoever wants the one may press the other. */
const SAME: Readonly<Record<string, string>> = { '=': '+', _: '-', ' ': 'Space' };
/** Of `event.key`, a character is one; an arrow or F5 has a name of several. */
const ONE_CHARACTER = /^[^\p{C}\p{Z}]$/u;

/** Returns how the key that makes `pressed` (`event.key`, or one written here) is written here: "j", "+", "Space"; `undefined` where it is no character. */
export function shortcutKey(pressed: string): string | undefined {
  const key = pressed === 'Space' ? pressed : (SAME[pressed] ?? pressed.toLowerCase());
  return key === 'Space' || ONE_CHARACTER.test(key) ? key : undefined;
}

/** Returns how `key` is shown: "J", "−". */
export function shortcutWord(key: string): string {
  return key === '-' ? '−' : key === 'Space' ? key : key.toUpperCase();
}

/** Returns the key of each, as changed. */
export function shortcutsWith(changes: ShortcutChanges): Shortcuts {
  const key = (name: ShortcutName): string => changes[name] ?? SHORTCUTS[name].key;
  return Object.fromEntries(SHORTCUT_NAMES.map((name) => [name, key(name)])) as Shortcuts;
}

/** Returns what else `key` already does where `name` works, or `undefined`. */
export function shortcutClash(
  shortcuts: Shortcuts,
  name: ShortcutName,
  key: string,
): ShortcutName | undefined {
  return SHORTCUT_NAMES.find(
    (other) => other !== name && shortcuts[other] === key && areTogether(name, other),
  );
}

/** Returns `changes` with `key` for `name`; a key that is as at first is no change. */
export function changeShortcut(changes: ShortcutChanges, name: ShortcutName, key: string): ShortcutChanges {
  const { [name]: _, ...others } = changes;
  return key === SHORTCUTS[name].key ? others : { ...others, [name]: key };
}

export type ShortcutsRead =
  | { readonly ok: true; readonly changes: ShortcutChanges }
  /** The first field that is wrong; `field` is empty where it is the whole. */
  | { readonly ok: false; readonly field: string; readonly found: unknown; readonly expected: string };

/** Returns the changes in `value`, whatever it is, or what is wrong with it. */
export function readShortcuts(value: unknown): ShortcutsRead {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, field: '', found: value, expected: 'a record of keys' };
  let changes: ShortcutChanges = {};
  for (const [field, key] of Object.entries(value)) {
    if (!isShortcutName(field))
      return { ok: false, field, found: key, expected: `only ${SHORTCUT_NAMES.join(', ')}` };
    if (typeof key !== 'string' || shortcutKey(key) !== key)
      return {
        ok: false,
        field,
        found: key,
        expected: 'one character without Shift, as “j”, or “Space”',
      };
    changes = changeShortcut(changes, field, key);
  }
  const shortcuts = shortcutsWith(changes);
  for (const name of SHORTCUT_NAMES) {
    const other = shortcutClash(shortcuts, name, shortcuts[name]);
    if (other !== undefined)
      return {
        ok: false,
        field: name,
        found: shortcuts[name],
        expected: `another key than that of ${other}`,
      };
  }
  return { ok: true, changes };
}

/** Places whose keys work at the same time: the tape is a list, and both are on the front page, where a replay is seen too. */
const TOGETHER: readonly (readonly ShortcutPlace[])[] = [
  ['rows', 'tape'],
  ['front', 'rows'],
  ['front', 'tape'],
  ['front', 'replay'],
];

/** A key that works everywhere works in every place. Elsewhere the focus decides which one is meant. */
function areTogether(one: ShortcutName, other: ShortcutName): boolean {
  const places: readonly ShortcutPlace[] = [SHORTCUTS[one].place, SHORTCUTS[other].place];
  return (
    places[0] === places[1] ||
    places.includes('page') ||
    TOGETHER.some((pair) => pair.every((place) => places.includes(place)))
  );
}

function isShortcutName(name: string): name is ShortcutName {
  return Object.hasOwn(SHORTCUTS, name);
}
