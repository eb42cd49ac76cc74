/**
 * The settings as a file: how the page looks and reads, what counts, what is recorded, what is told. Never a token, a key or anything that was
 * recorded. A file is checked whole before anything is taken from it; what is wrong is said with its field, what was found
 * there and what was expected. A setting that is not in a file stays as it is. Pure.
 */
import { parseAlertRule } from '#core/market/alerts/parse-rule.ts';
import { MAX_RULES, type AlertRule, type AlertSettings } from '#core/market/alerts/rule.ts';
import { parseTicker } from '#core/units/ticker.ts';
import type { Settings } from '../boot/flowboard.ts';
import { MAX_BOOKS, MAX_DAYS, MAX_WINDOW_MINUTES } from '../boot/settings.ts';
import { DISPLAY_CHOICES, type Display } from './display.ts';
import { readLayout } from './layout.ts';
import { readShortcuts } from './shortcuts.ts';

const FORMAT = 'flowboard-settings';
const VERSION = 1;
/** Characters; ours have a few hundred. Two hundred rules of a hundred long tickers each are some 1,200,000. */
export const LONGEST_FILE = 4_000_000;
/** Of what was found, so much is said. */
const LONGEST_FOUND = 60;

/** What a file may change. */
export interface SettingsChange {
  readonly display: Partial<Omit<Display, 'isWelcomed'>>;
  readonly board: Partial<
    Pick<Settings, 'windowMinutes' | 'includeCombos' | 'restEnabled' | 'retention' | 'recording' | 'alerts'>
  >;
}

export type SettingsRead =
  | { readonly ok: true; readonly change: SettingsChange }
  /** A sentence with the field. */
  | { readonly ok: false; readonly problem: string };

/** Returns the text of a settings file; `savedAt` is the time of day, ms. */
export function settingsFileText(display: Display, settings: Settings, savedAt: number): string {
  const { isWelcomed: _, ...look } = display;
  const { windowMinutes, includeCombos, restEnabled, retention, recording, alerts } = settings;
  const file = {
    format: FORMAT,
    version: VERSION,
    saved: new Date(savedAt).toISOString(),
    display: look,
    board: {
      windowMinutes,
      includeCombos,
      restEnabled,
      retention: { days: retention.days, bytes: retention.bytes },
      pins: recording.tickers,
      mostActive: recording.mostActive,
      alerts: { rules: alerts.rules, quiet: alerts.quiet ?? null, isSoundOn: alerts.isSoundOn },
    },
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Returns what `text` changes of `current`, or what is wrong with it. `windows` are those the board can show, in minutes. */
export function readSettingsFile(
  text: string,
  current: Settings,
  windows: readonly number[] | undefined,
): SettingsRead {
  if (text.length > LONGEST_FILE)
    return wrong(
      `The file has ${text.length} characters; expected a settings file of at most ${LONGEST_FILE}.`,
    );
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return wrong('The file is no JSON; expected a settings file that Flowboard exported.');
  }
  try {
    return { ok: true, change: changeIn(file, current, windows) };
  } catch (error) {
    if (error instanceof Unexpected) return wrong(error.message);
    throw error;
  }
}

/** A field that is not what it should be. */
class Unexpected extends Error {
  /** `found` in words. */
  constructor(path: string, found: string, expected: string) {
    super(`${path}: found ${found}, expected ${expected}.`);
  }
}

type Fields = ReadonlyMap<string, unknown>;

function changeIn(file: unknown, current: Settings, windows: readonly number[] | undefined): SettingsChange {
  const whole = fieldsOf(file, 'The file', ['format', 'version', 'saved', 'display', 'board']);
  take(whole, '', 'format', `"${FORMAT}"`, (value) => value === FORMAT, true);
  take(whole, '', 'version', String(VERSION), (value) => value === VERSION, true);
  const display = displayIn(whole.get('display'));
  const board = boardIn(whole.get('board'), current, windows);
  if (Object.keys(display).length + Object.keys(board).length === 0)
    throw new Unexpected('The file', 'none', 'at least one setting in “display” or “board”');
  return { display, board };
}

function displayIn(value: unknown): SettingsChange['display'] {
  if (value === undefined) return {};
  const names = ['theme', 'palette', 'density', 'priceForm', 'outcome', 'zone', 'hotBy'] as const;
  const switches = ['mergeTape', 'hasShortcuts'] as const;
  const fields = fieldsOf(value, 'display', [...names, ...switches, 'shortcuts', 'layout']);
  for (const name of names) {
    const known: readonly unknown[] = DISPLAY_CHOICES[name];
    take(fields, 'display.', name, `one of ${known.join(', ')}`, (found) => known.includes(found));
  }
  for (const name of switches) take(fields, 'display.', name, 'true or false', isBoolean);
  const { shortcuts, layout, ...plain } = Object.fromEntries(fields);
  return {
    ...plain,
    ...(shortcuts === undefined ? {} : { shortcuts: shortcutsIn(shortcuts) }),
    ...(layout === undefined ? {} : { layout: layoutIn(layout) }),
  };
}

function shortcutsIn(value: unknown): Display['shortcuts'] {
  const read = readShortcuts(value);
  if (read.ok) return read.changes;
  throw new Unexpected(pathOf('display.shortcuts', read.field), jsonOf(read.found), read.expected);
}

function layoutIn(value: unknown): Display['layout'] {
  const read = readLayout(value);
  if (read.ok) return read.layout;
  throw new Unexpected(pathOf('display.layout', read.field), jsonOf(read.found), read.expected);
}

function pathOf(record: string, field: string): string {
  return field === '' ? record : `${record}.${short(field)}`;
}

function boardIn(
  value: unknown,
  { recording }: Settings,
  windows: readonly number[] | undefined,
): SettingsChange['board'] {
  if (value === undefined) return {};
  const fields = fieldsOf(value, 'board', [
    'windowMinutes',
    'includeCombos',
    'restEnabled',
    'retention',
    'pins',
    'mostActive',
    'alerts',
  ]);
  const isWindow = (found: unknown): boolean =>
    windows === undefined ? isCount(1, MAX_WINDOW_MINUTES)(found) : windows.some((each) => each === found);
  const windowWords =
    windows === undefined ? `a whole number from 1 to ${MAX_WINDOW_MINUTES}` : `one of ${windows.join(', ')}`;
  take(fields, 'board.', 'windowMinutes', windowWords, isWindow);
  take(fields, 'board.', 'includeCombos', 'true or false', isBoolean);
  take(fields, 'board.', 'restEnabled', 'true or false', isBoolean);
  take(fields, 'board.', 'mostActive', `a whole number from 0 to ${MAX_BOOKS}`, isCount(0, MAX_BOOKS));
  const { pins, mostActive, retention, alerts, ...plain } = Object.fromEntries(fields);
  return {
    ...plain,
    ...(alerts === undefined ? {} : { alerts: alertsIn(alerts) }),
    ...(retention === undefined ? {} : { retention: retentionIn(retention) }),
    ...(pins === undefined && mostActive === undefined
      ? {}
      : {
          recording: {
            tickers: pins === undefined ? recording.tickers : pinsIn(pins),
            mostActive: typeof mostActive === 'number' ? mostActive : recording.mostActive,
          },
        }),
  };
}

function retentionIn(value: unknown): Settings['retention'] {
  const fields = fieldsOf(value, 'board.retention', ['days', 'bytes']);
  const path = 'board.retention.';
  take(fields, path, 'days', `a whole number from 1 to ${MAX_DAYS}`, isCount(1, MAX_DAYS), true);
  take(
    fields,
    path,
    'bytes',
    'a whole number of bytes, 0 for no limit',
    isCount(0, Number.MAX_SAFE_INTEGER),
    true,
  );
  return { days: Number(fields.get('days')), bytes: Number(fields.get('bytes')) };
}

function alertsIn(value: unknown): AlertSettings {
  const fields = fieldsOf(value, 'board.alerts', ['rules', 'quiet', 'isSoundOn']);
  take(fields, 'board.alerts.', 'isSoundOn', 'true or false', isBoolean, true);
  const quiet = fields.get('quiet');
  return {
    rules: rulesIn(fields.get('rules')),
    quiet: quiet === null || quiet === undefined ? undefined : quietIn(quiet),
    isSoundOn: fields.get('isSoundOn') === true,
  };
}

function rulesIn(value: unknown): readonly AlertRule[] {
  if (!Array.isArray(value) || value.length > MAX_RULES)
    throw new Unexpected('board.alerts.rules', jsonOf(value), `a list of at most ${MAX_RULES} rules`);
  const rules = value.map((each: unknown, index) => {
    const read = parseAlertRule(each);
    if (read.ok) return read.value;
    const { field, found, expected } = read.reason;
    throw new Unexpected(pathOf(`board.alerts.rules[${index}]`, field), found, expected);
  });
  if (new Set(rules.map(({ id }) => id)).size < rules.length)
    throw new Unexpected('board.alerts.rules', 'two rules of one id', 'an id of its own for each');
  return rules;
}

function quietIn(value: unknown): NonNullable<AlertSettings['quiet']> {
  const fields = fieldsOf(value, 'board.alerts.quiet', ['fromMinute', 'toMinute']);
  for (const name of ['fromMinute', 'toMinute'])
    take(fields, 'board.alerts.quiet.', name, 'a minute of the day, 0 to 1439', isCount(0, 1_439), true);
  return { fromMinute: Number(fields.get('fromMinute')), toMinute: Number(fields.get('toMinute')) };
}

function pinsIn(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_BOOKS)
    throw new Unexpected('board.pins', jsonOf(value), `a list of at most ${MAX_BOOKS} market tickers`);
  const tickers = value.map((each: unknown, index) => {
    const ticker = typeof each === 'string' ? parseTicker(each) : undefined;
    if (ticker === undefined) throw new Unexpected(`board.pins[${index}]`, jsonOf(each), 'a market ticker');
    return ticker;
  });
  return [...new Set(tickers)];
}

/** Returns the own fields of a record; one that nobody knows may be a slip of the pen, so it is said too. */
function fieldsOf(value: unknown, path: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unexpected(path, jsonOf(value), `a record with ${known.join(', ')}`);
  const fields = new Map<string, unknown>(Object.entries(value));
  for (const name of fields.keys())
    if (!known.includes(name))
      throw new Unexpected(path, `the field “${short(name)}”`, `only ${known.join(', ')}`);
  return fields;
}

function take(
  fields: Fields,
  path: string,
  name: string,
  expected: string,
  isRight: (value: unknown) => boolean,
  isNeeded = false,
): void {
  const value = fields.get(name);
  if (value === undefined && !isNeeded) return;
  if (!isRight(value)) throw new Unexpected(`${path}${name}`, jsonOf(value), expected);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isCount(least: number, most: number): (value: unknown) => boolean {
  return (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

function jsonOf(value: unknown): string {
  return value === undefined ? 'nothing' : short(JSON.stringify(value));
}

function short(text: string): string {
  return text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND)}…` : text;
}

function wrong(problem: string): SettingsRead {
  return { ok: false, problem };
}
