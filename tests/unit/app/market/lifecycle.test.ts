import { expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { createClock } from '../../../../app/format/time.ts';
import { lifecycleOf } from '../../../../app/views/market/page/lifecycle.ts';

const NOW = Date.parse('2026-05-13T19:57:31Z');
const HOUR = 3_600_000;
const UTC = createClock('UTC');
const LIFE = {
  openAt: (NOW - HOUR) as UnixMs,
  closeAt: (NOW + HOUR) as UnixMs,
  status: 'active',
  result: '',
};

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
