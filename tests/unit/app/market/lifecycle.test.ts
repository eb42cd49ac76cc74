import { describe, expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { createClock } from '../../../../app/format/time.ts';
import { lifecycleOf, phaseOf } from '../../../../app/views/market/page/lifecycle.ts';

const NOW = Date.parse('2026-05-13T19:57:31Z');
const HOUR = 3_600_000;
const UTC = createClock('UTC');
const LIFE = {
  openAt: (NOW - HOUR) as UnixMs,
  closeAt: (NOW + HOUR) as UnixMs,
  status: 'active',
  result: '',
};

describe('where a market stands', () => {
  test.each([
    [{}, 'trading'],
    [{ status: '' }, 'trading'],
    [{ status: 'inactive' }, 'paused'],
    [{ status: 'initialized', openAt: undefined }, 'unopened'],
    [{ openAt: (NOW + 1) as UnixMs }, 'unopened'],
    [{ status: 'closed' }, 'closed'],
    [{ status: 'determined' }, 'determined'],
    [{ status: 'disputed' }, 'determined'],
    [{ status: 'finalized' }, 'settled'],
  ] as const)('the exchange’s word is taken: %o is %s', (change, phase) => {
    expect(phaseOf({ ...LIFE, ...change }, NOW)).toBe(phase);
  });

  test('a close that has passed has passed, whatever the last word was', () => {
    expect(phaseOf({ ...LIFE, closeAt: NOW as UnixMs }, NOW)).toBe('closed');
    expect(phaseOf({ ...LIFE, status: 'inactive', closeAt: NOW as UnixMs }, NOW)).toBe('closed');
  });

  test('a market with a result is determined, also before its status says so', () => {
    expect(phaseOf({ ...LIFE, result: 'yes' }, NOW)).toBe('determined');
  });
});

test('a trading market has opened, trades, and will close', () => {
  expect(lifecycleOf(LIFE, NOW, UTC)).toEqual([
    { word: 'Opened', detail: '18:57', state: 'done' },
    { word: 'Trading', detail: '', state: 'now' },
    { word: 'Closes', detail: '20:57', state: 'next' },
    { word: 'Determined', detail: '', state: 'next' },
    { word: 'Settled', detail: '', state: 'next' },
  ]);
});

test('a settled market says how it ended; another day carries its date; what is unknown stays empty', () => {
  const life = {
    openAt: undefined,
    closeAt: (NOW - 25 * HOUR) as UnixMs,
    status: 'finalized',
    result: 'no',
  };
  expect(lifecycleOf(life, NOW, UTC)).toEqual([
    { word: 'Opened', detail: '', state: 'done' },
    { word: 'Traded', detail: '', state: 'done' },
    { word: 'Closed', detail: '12 May 18:57', state: 'done' },
    { word: 'Determined', detail: 'NO', state: 'done' },
    { word: 'Settled', detail: '', state: 'now' },
  ]);
});
