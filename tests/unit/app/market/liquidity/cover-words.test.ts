import { describe, expect, test } from 'vitest';
import type { PanelState } from '../../../../../app/state/panel-state.ts';
import { coverWords } from '../../../../../app/views/market/liquidity/cover-words.ts';

const stateOf = (kind: PanelState['kind'], word: string): PanelState => ({
  kind,
  word,
  detail: '',
  tone: 'warn',
  isDimmed: true,
});

describe('over a heatmap stands', () => {
  test('nothing while its book is followed', () => {
    expect(coverWords('live', undefined)).toBe('');
    expect(coverWords('live', stateOf('offline', 'Offline'))).toBe('');
  });

  test('what is being done about a book that is not there', () => {
    const live = stateOf('live', 'Live');
    expect(coverWords('gap', live)).toBe('Rebuilding the book');
    expect(coverWords('gap', stateOf('resyncing', 'Resyncing'))).toBe('Rebuilding the book');
    expect(coverWords('waiting', undefined)).toBe('Waiting for the first book');
    expect(coverWords('empty', live)).toBe('No order book has come for this market');
  });

  test('of a recording only that its book is not known: no other one will come', () => {
    const replay = stateOf('replay', 'Replay');
    expect(coverWords('gap', replay)).toBe('The book is not known here');
    expect([coverWords('waiting', replay), coverWords('empty', replay)]).toEqual(['', '']);
  });

  test('that nothing is done while nothing can reach the page: nobody rebuilds a book offline', () => {
    expect(coverWords('gap', stateOf('offline', 'Offline'))).toBe('Offline: the book is not followed');
    expect(coverWords('gap', stateOf('offline', 'Not paired'))).toBe('Not paired: the book is not followed');
    expect(coverWords('gap', stateOf('refused', 'Refused'))).toBe('Refused: the book is not followed');
    expect(coverWords('waiting', stateOf('reconnecting', 'Reconnecting'))).toBe(
      'Reconnecting: no book can come',
    );
    expect(coverWords('empty', stateOf('offline', 'Offline'))).toBe('Offline: no book can come');
  });
});
