import { describe, expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { parseTicker } from '#core/units/ticker.ts';
import type { Flowboard, TabRole } from '../../../../app/boot/flowboard.ts';
import { DEFAULT_SETTINGS } from '../../../../app/boot/settings.ts';
import { boardFilter } from '../../../../app/state/board-filter.ts';
import { DISPLAY_DEFAULTS } from '../../../../app/state/display.ts';
import {
  categoryCommands,
  commandsOf,
  matching,
  type CommandFacts,
} from '../../../../app/views/palette/commands.ts';

/** Nothing is run here. */
const flowboard = {} as Flowboard;

function commands(change: Partial<CommandFacts> = {}, role: TabRole = 'leader') {
  const session = { role, replay: undefined, settings: DEFAULT_SETTINGS };
  const facts = {
    flowboard,
    session,
    display: DISPLAY_DEFAULTS,
    filter: boardFilter.getSnapshot(),
    isFrozen: false,
    windows: [10, 60],
    panels: [],
    canInstall: false,
    market: undefined,
  };
  return commandsOf({ ...facts, ...change });
}
const names = (question: string, all = commands()) => matching(all, question, 20).map(({ name }) => name);

describe('what the palette can do', () => {
  test('no two things are called the same', () => {
    const all = commands().map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
  });

  test('a setting is found by its name or its choice, and says which choice is made', () => {
    expect(names('theme dark')).toEqual(['Theme: Dark']);
    expect(names('odds')).toEqual(['Price as: Decimal odds', 'Price as: American odds']);
    const [dark] = matching(commands({ display: { ...DISPLAY_DEFAULTS, theme: 'dark' } }), 'theme dark', 1);
    expect(dark?.isChosen).toBe(true);
  });

  test('"settings" finds them, and each of them', () => {
    const found = names('settings');
    expect(found[0]).toBe('Settings');
    expect(found.length).toBeGreaterThan(15);
    expect(found).toContain('Theme: Dark');
  });

  test('a place comes before a switch that acts at once', () => {
    for (const question of ['keys', 'shortcuts', 'settings keys'])
      expect(names(question)[0], question).toBe('Settings: keys');
    expect(names('all settings')[0]).toBe('Settings');
  });

  test('what else somebody would do is found by its common word', () => {
    const market = must(parseTicker('KXA-26NOV21-A'), 'a ticker');
    const all = commands({ canInstall: true, market });
    for (const [question, first] of [
      ['import settings', 'Settings: export or import a file'],
      ['reset layout', 'Reset the layout'],
      ['reset', 'Settings: reset'],
      ['install', 'Install app'],
      ['shortcuts off', 'Settings: keys of one character: turn off'],
      ['pin', 'Pin this market'],
      ['alert me', 'Alert me about this market'],
    ] as const)
      expect(names(question, all), question).toContain(first);
    const recording = { tickers: [market], mostActive: 0 };
    const session = {
      role: 'leader' as const,
      replay: undefined,
      settings: { ...DEFAULT_SETTINGS, recording },
    };
    expect(names('pin this', commands({ market, session }))).toEqual(['Unpin this market']);
    expect(names('install')).toEqual([]);
    expect(names('this market')).toEqual([]);
  });

  test('a picture can be taken of each panel on the screen', () => {
    let taken = '';
    const panels = ['Tape', 'Heat'].map((title) => ({ title, take: () => (taken = title) }));
    const found = matching(commands({ panels }), 'screenshot', 9);
    expect(found.map(({ name }) => name)).toEqual(['Picture of Tape', 'Picture of Heat']);
    found[1]?.run();
    expect(taken).toBe('Heat');
    expect(names('screenshot')).toEqual([]);
  });

  test('what is frozen can be gone on with, and what runs can be frozen', () => {
    expect(names('freeze')).toContain('Freeze the page');
    expect(names('unfreeze', commands({ isFrozen: true }))).toEqual(['Go on']);
  });

  test('a tab that follows can lead, and does not switch REST', () => {
    expect(names('lead')).toEqual([]);
    const follower = commands({}, 'follower');
    expect(names('lead', follower)).toEqual(['Lead from this tab']);
    expect(names('rest names', follower)).toEqual([]);
    expect(names('rest names')).toHaveLength(1);
  });

  test('the filter can be cleared while there is one', () => {
    expect(names('clear filter')).toEqual([]);
    const filter = { category: undefined, text: 'btc', minContracts: 0 };
    expect(names('clear filter', commands({ filter }))).toEqual(['Clear the filter']);
  });

  test('the hot list is sorted by each of its keys, and says by which it is', () => {
    expect(names('sort hot')).toHaveLength(5);
    const [move] = matching(commands({ display: { ...DISPLAY_DEFAULTS, hotBy: 'move' } }), 'sort move', 1);
    expect(move).toMatchObject({ name: 'Sort the hot list by: move', isChosen: true });
  });
});

describe('a category', () => {
  test('is found by its name, and says when it is shown alone', () => {
    const all = categoryCommands(['Politics', 'Climate and Weather'], { category: 'Politics' });
    expect(matching(all, 'weather', 9).map(({ name }) => name)).toEqual(['Climate and Weather']);
    expect(all.map(({ isChosen }) => isChosen)).toEqual([true, false]);
  });
});
