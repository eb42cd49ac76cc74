import { describe, expect, test } from 'vitest';
import { createClock } from '../../../../app/format/time.ts';
import { pictureName, stampLines, stampWords, type StampFacts } from '../../../../app/ui/snapshot/stamp.ts';

const CLOCK = createClock('America/New_York');
const LIVE: StampFacts = {
  title: 'Tape',
  subject: [],
  at: Date.UTC(2026, 4, 13, 23, 57, 31),
  isReplay: false,
  isPaused: false,
  state: { kind: 'live', word: 'Live', detail: '0.3 s', tone: 'ok', isDimmed: false },
  mode: 'sim',
};
const words = (change: Partial<StampFacts> = {}) => stampWords({ ...LIVE, ...change }, CLOCK);

describe('the stamp', () => {
  test('says whose picture it is, when it was taken in the reader’s zone, how old the data is, and that it is simulated', () => {
    expect(words()).toEqual([
      'Tape',
      'All markets',
      'Wed 13 May 2026 19:57:31 EDT',
      'Live 0.3 s',
      'SIMULATED',
      'Flowboard',
    ]);
  });

  test('names the market', () => {
    const subject = ['Rain in Dallas', 'KXRAIN-1'];
    expect(words({ title: 'Ladder', subject }).slice(0, 3)).toEqual(['Ladder', ...subject]);
  });

  test('of a panel that stands still says so, and not that it is live', () => {
    expect(words({ isPaused: true })).toEqual([
      ...['Tape', 'All markets', 'Wed 13 May 2026 19:57:31 EDT', 'Paused', 'SIMULATED', 'Flowboard'],
    ]);
    const state = {
      kind: 'offline',
      word: 'Offline',
      detail: 'for 12 s',
      tone: 'warn',
      isDimmed: true,
    } as const;
    expect(words({ isPaused: true, state })).toContain('Offline for 12 s');
  });

  test('says since when nothing has come', () => {
    const state = { kind: 'stale', word: 'Stale', detail: '12 s', tone: 'warn', isDimmed: true } as const;
    expect(words({ state })).toContain('Stale 12 s');
    expect(words({ state: undefined })).toContain('No connection yet');
  });

  test('of a replay has the time of the recording and says that it is one, never that it is live', () => {
    const state = { kind: 'replay', word: 'Replay', detail: '', tone: 'accent', isDimmed: false } as const;
    const said = words({ isReplay: true, state });
    expect(said).toContain('REPLAY of Wed 13 May 2026 19:57:31 EDT');
    expect(said.join(' ')).not.toMatch(/live/i);
    const broken = {
      kind: 'resyncing',
      word: 'Resyncing',
      detail: '',
      tone: 'warn',
      isDimmed: true,
    } as const;
    expect(words({ isReplay: true, state: broken })).toContain('Resyncing');
  });

  test.each([
    ['prod', 'PRODUCTION'],
    ['demo', 'DEMO'],
    ['custom', 'CUSTOM'],
    [undefined, 'Unknown exchange'],
  ] as const)('of %s says %s', (mode, word) => {
    expect(words({ mode })).toContain(word);
  });
});

test('the stamp is broken into lines between its pieces', () => {
  const measure = (text: string): number => text.length;
  expect(stampLines(['aa', 'bb', 'cc'], 7, measure)).toEqual(['aa · bb', 'cc']);
  expect(stampLines(['aa', 'bb', 'cc'], 99, measure)).toEqual(['aa · bb · cc']);
  expect(stampLines(['a long piece', 'bb'], 6, measure)).toEqual(['a long', 'piece', 'bb']);
  expect(stampLines(['KXLONGTICKER', 'bb'], 5, measure)).toEqual(['KXLON', 'GTICK', 'ER', 'bb']);
  expect(stampLines(['aa', 'bb'], 0, measure)).toEqual(['a', 'a', 'b', 'b']);
  expect(stampLines([], 5, measure)).toEqual([]);
});

test('the file is named by panel and time', () => {
  expect(pictureName('Hot now', LIVE.at)).toBe('flowboard-hot-now-20260513T235731Z.png');
});
