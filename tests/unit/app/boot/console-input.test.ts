import { describe, expect, test } from 'vitest';
import {
  checkedExport,
  checkedFile,
  checkedQuery,
  checkedReplay,
  checkedTicker,
} from '../../../../app/boot/console-input.ts';

describe('what a script asks of window.flowboard', () => {
  test('is taken as it is when it is right', () => {
    expect(checkedQuery('hotMarkets')).toEqual({});
    expect(checkedQuery('hotMarkets', { windowMinutes: 7.5, limit: 0 })).toEqual({
      windowMinutes: 7.5,
      limit: 0,
    });
    expect(checkedTicker('trades', 'KXA-26NOV21-B0.5')).toBe('KXA-26NOV21-B0.5');
    const options = { from: 1, to: 1, tables: ['gaps'], onProgress: () => undefined };
    expect(checkedExport('exportCsv', options)).toBe(options);
    expect(checkedExport('exportCsv')).toEqual({});
  });

  test.each([
    [{ windowMinutes: 'x' }, 'windowMinutes as a number above 0 and up to 60, but found "x".'],
    [{ windowMinutes: 0 }, 'but found 0.'],
    [{ windowMinutes: 61 }, 'but found 61.'],
    [{ windowMinutes: Number.NaN }, 'but found NaN.'],
    [{ limit: -1 }, 'limit as a whole number from 0, but found -1.'],
    [{ limit: 1.5 }, 'but found 1.5.'],
    [{ limit: '5' }, 'but found "5".'],
    [5, 'hotMarkets expected an object of options, but found 5.'],
    [null, 'but found null.'],
  ])('the query %o is refused with what was found', (query, words) => {
    expect(() => checkedQuery('hotMarkets', query)).toThrow(words);
    expect(() => checkedQuery('hotMarkets', query)).toThrow(TypeError);
  });

  test.each([
    [undefined, 'undefined'],
    ['', '""'],
    ['<img>', '"<img>"'],
    [{}, '{}'],
    [() => 1, 'a function'],
  ])('the ticker %o is refused', (ticker, found) => {
    expect(() => checkedTicker('trades', ticker)).toThrow(`trades expected a market's ticker`);
    expect(() => checkedTicker('trades', ticker)).toThrow(`but found ${found}.`);
  });

  test.each([
    [{ from: '2026' }, 'from as milliseconds since 1970, like Date.now(), but found "2026".'],
    [{ to: Number.POSITIVE_INFINITY }, 'to as milliseconds since 1970, like Date.now(), but found Infinity.'],
    [{ from: 2, to: 1 }, 'from to be no later than to (1), but found 2.'],
    [
      { tables: ['nope'] },
      `tables as a list of 'trades', 'orderbook_snapshots', 'orderbook_deltas', 'markets', 'gaps', but found ["nope"].`,
    ],
    [{ tables: 'trades' }, 'but found "trades".'],
    [{ onProgress: 1 }, 'onProgress as a function, but found 1.'],
    [{ signal: {} }, 'signal as an AbortSignal, but found {}.'],
  ])('the export options %o are refused', (options, words) => {
    expect(() => checkedExport('exportSqlite', options)).toThrow(words);
  });

  test.each([
    [{ session: {} }, 'replay expected session as the number or name of a recording, but found {}.'],
    [{ speed: 0.1 }, 'speed as a number from 0.25 to 100, but found 0.1.'],
    [{ speed: 101 }, 'but found 101.'],
    [{ speed: '4' }, 'but found "4".'],
    [7, 'an object of options, but found 7.'],
  ])('the replay %o is refused', (query, words) => {
    expect(() => checkedReplay('replay', query)).toThrow(words);
    expect(checkedReplay('replay')).toEqual({});
    expect(checkedReplay('replay', { session: 3, speed: 0.25 })).toEqual({ session: 3, speed: 0.25 });
  });

  test('what is not a file is not imported', () => {
    expect(() => checkedFile('importRecording', 'trades.jsonl')).toThrow(
      'importRecording expected a File or a Blob, but found "trades.jsonl".',
    );
    const file = new Blob(['']);
    expect(checkedFile('importRecording', file)).toBe(file);
  });

  test('a huge wrong value is shown in part', () => {
    expect(() => checkedQuery('hotMarkets', 'x'.repeat(1_000_000))).toThrow(/^.{100,180}$/);
  });
});
