import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../app/boot/settings.ts';
import { DISPLAY_DEFAULTS, type Display } from '../../../../app/state/display.ts';
import { LONGEST_FILE, readSettingsFile, settingsFileText } from '../../../../app/state/settings-file.ts';
import type { Settings } from '../../../../app/boot/flowboard.ts';
import { aRule } from '../../../support/alerts.ts';

const WINDOWS = [5, 10, 30, 60];
const LOOK: Display = {
  ...DISPLAY_DEFAULTS,
  theme: 'dark',
  palette: 'contrast',
  density: 'compact',
  priceForm: 'decimal',
  outcome: 'no',
  zone: 'utc',
  mergeTape: false,
  hotBy: 'move',
  hasShortcuts: false,
  shortcuts: { help: 'h' },
  layout: { hot: 320 },
};
const BOARD: Settings = {
  ...DEFAULT_SETTINGS,
  windowMinutes: 30,
  includeCombos: true,
  restEnabled: false,
  retention: { days: 7, bytes: 5_000_000 },
  recording: { tickers: ['KXBTC-26MAY13-T1', 'KXETH-26MAY13-T2'], mostActive: 3 },
  alerts: {
    rules: [aRule('burst', { minutes: 5 }), aRule('closing-soon', { minutes: 30 })],
    quiet: { fromMinute: 1_380, toMinute: 420 },
    isSoundOn: true,
  },
};
const TEXT = settingsFileText(LOOK, BOARD, Date.UTC(2026, 4, 13));
const read = (text: string, windows: readonly number[] | undefined = WINDOWS) =>
  readSettingsFile(text, DEFAULT_SETTINGS, windows);
const file = (change: object) => JSON.stringify({ format: 'flowboard-settings', version: 1, ...change });
const problemOf = (change: object): string => {
  const answer = read(file(change));
  return answer.ok ? 'no problem' : answer.problem;
};

test('what is written is read back whole', () => {
  const { isWelcomed: _, ...look } = LOOK;
  const { windowMinutes, includeCombos, restEnabled, retention, recording, alerts } = BOARD;
  expect(read(TEXT)).toEqual({
    ok: true,
    change: {
      display: look,
      board: { windowMinutes, includeCombos, restEnabled, retention, recording, alerts },
    },
  });
});

test.each([
  [{ alerts: [] }, 'board.alerts: found []'],
  [
    { alerts: { rules: {}, isSoundOn: true } },
    'board.alerts.rules: found {}, expected a list of at most 200 rules',
  ],
  [{ alerts: { rules: [], isSoundOn: 1 } }, 'board.alerts.isSoundOn: found 1, expected true or false'],
  [
    { alerts: { rules: [{ ...aRule('burst', { minutes: 5 }), isOn: 'yes' }], isSoundOn: true } },
    'board.alerts.rules[0].isOn: found',
  ],
  [
    { alerts: { rules: BOARD.alerts.rules.map((rule) => ({ ...rule, id: 'x' })), isSoundOn: true } },
    'board.alerts.rules: found two rules of one id',
  ],
  [
    { alerts: { rules: [], quiet: { fromMinute: 1_440, toMinute: 0 }, isSoundOn: true } },
    'board.alerts.quiet.fromMinute: found 1440, expected a minute of the day',
  ],
])('alerts that are none are said with their place: %#', (board, words) => {
  expect(problemOf({ board })).toContain(words);
});

test('a file holds no token, no key and nothing that was not listed', () => {
  const board: object = { ...BOARD, token: 'secret-token', hotMarketsLimit: 99 };
  const text = settingsFileText({ ...LOOK, isWelcomed: true }, board as Settings, 0);
  expect(text).not.toMatch(/secret-token|token|key|isWelcomed|hotMarketsLimit/i);
});

test('a setting that is not in the file stays as it is', () => {
  expect(read(file({ display: { zone: 'utc' } }))).toEqual({
    ok: true,
    change: { display: { zone: 'utc' }, board: {} },
  });
  expect(read(file({ board: { pins: ['A-B'] } }))).toMatchObject({
    change: { board: { recording: { tickers: ['A-B'], mostActive: 10 } } },
  });
  expect(read(file({ board: { mostActive: 0 } }))).toMatchObject({
    change: { board: { recording: { tickers: [], mostActive: 0 } } },
  });
});

test('a market that is pinned twice is pinned once', () => {
  expect(read(file({ board: { pins: ['A-B', 'C-D', 'A-B'] } }))).toMatchObject({
    change: { board: { recording: { tickers: ['A-B', 'C-D'] } } },
  });
});

describe('a file that is wrong says which field, what was found and what was expected', () => {
  test.each([
    [{ format: 'other' }, 'format: found "other", expected "flowboard-settings".'],
    [{ version: 2 }, 'version: found 2, expected 1.'],
    [{ version: undefined }, 'version: found nothing, expected 1.'],
    [
      { display: { palette: 'neon' } },
      'display.palette: found "neon", expected one of default, contrast, classic, mono.',
    ],
    [{ display: { outcome: null } }, 'display.outcome: found null, expected one of yes, no.'],
    [{ display: { zone: ['utc'] } }, 'display.zone: found ["utc"], expected one of local, new-york, utc.'],
    [{ display: { mergeTape: 'yes' } }, 'display.mergeTape: found "yes", expected true or false.'],
    [{ display: { hasShortcuts: 1 } }, 'display.hasShortcuts: found 1, expected true or false.'],
    [{ display: { shortcuts: 'j' } }, 'display.shortcuts: found "j", expected a record of keys.'],
    [
      { display: { shortcuts: { help: 'F1' } } },
      'display.shortcuts.help: found "F1", expected one character without Shift',
    ],
    [
      { display: { shortcuts: { nextRow: 'k' } } },
      'display.shortcuts.nextRow: found "k", expected another key than that of previousRow.',
    ],
    [
      { display: { layout: { tape: 1.5 } } },
      'display.layout.tape: found 1.5, expected a whole number from 1 to 20000.',
    ],
    [{ display: { layout: { tpae: 300 } } }, 'display.layout.tpae: found 300, expected only tape, hot,'],
    [{ display: [] }, 'display: found [], expected a record with'],
    [{ display: { pallete: 'mono' } }, 'display: found the field “pallete”, expected only theme, palette,'],
    [{ display: { isWelcomed: true } }, 'display: found the field “isWelcomed”'],
    [
      { token: 'x' },
      'The file: found the field “token”, expected only format, version, saved, display, board.',
    ],
    [{ board: { windowMinutes: 7 } }, 'board.windowMinutes: found 7, expected one of 5, 10, 30, 60.'],
    [{ board: { windowMinutes: '10' } }, 'board.windowMinutes: found "10", expected one of 5, 10, 30, 60.'],
    [{ board: { restEnabled: 1 } }, 'board.restEnabled: found 1, expected true or false.'],
    [{ board: { mostActive: -1 } }, 'board.mostActive: found -1, expected a whole number from 0 to 500.'],
    [{ board: { mostActive: 2.5 } }, 'board.mostActive: found 2.5, expected a whole number from 0 to 500.'],
    [
      { board: { retention: { days: 0, bytes: 0 } } },
      'board.retention.days: found 0, expected a whole number from 1 to 3650.',
    ],
    [
      { board: { retention: { days: 3 } } },
      'board.retention.bytes: found nothing, expected a whole number of bytes',
    ],
    [{ board: { retention: { days: 3, bytes: 1e300 } } }, 'board.retention.bytes: found 1e+300,'],
    [{ board: { pins: 'A-B' } }, 'board.pins: found "A-B", expected a list of at most 500 market tickers.'],
    [
      { board: { pins: ['A-B', '<img src=x>'] } },
      'board.pins[1]: found "<img src=x>", expected a market ticker.',
    ],
    [{ board: { pins: Array.from({ length: 501 }, (_, i) => `A-${i}`) } }, 'expected a list of at most 500'],
    [{}, 'The file: found none, expected at least one setting'],
    [{ display: {}, board: {} }, 'The file: found none, expected at least one setting'],
  ])('%j', (change, problem) => {
    expect(problemOf(change)).toContain(problem);
  });

  test.each([
    ['', 'The file is no JSON'],
    ['{', 'The file is no JSON'],
    ['null', 'The file: found null, expected a record'],
    ['[1]', 'The file: found [1], expected a record'],
    ['"x"', 'The file: found "x", expected a record'],
    [' '.repeat(LONGEST_FILE + 1), `expected a settings file of at most ${LONGEST_FILE}`],
    ['{"__proto__":{"version":1},"format":"flowboard-settings"}', 'found the field “__proto__”'],
  ])('%j', (text, problem) => {
    const answer = read(text);
    expect(answer.ok ? '' : answer.problem).toContain(problem);
  });

  test('and does not repeat a whole novel', () => {
    expect(problemOf({ display: { theme: 'x'.repeat(5_000) } }).length).toBeLessThan(200);
  });
});

test('while nobody has said which windows there are, any that could be is taken', () => {
  expect(readSettingsFile(file({ board: { windowMinutes: 7 } }), DEFAULT_SETTINGS, undefined).ok).toBe(true);
  expect(readSettingsFile(file({ board: { windowMinutes: 61 } }), DEFAULT_SETTINGS, undefined).ok).toBe(
    false,
  );
});

test('whatever JSON comes, it is read or refused with a sentence; nothing is thrown', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (whole, display, board) => {
      for (const text of [JSON.stringify(whole), file({ display, board })]) {
        const answer = read(text);
        if (!answer.ok) expect(answer.problem).toMatch(/expected/);
      }
    }),
  );
});
