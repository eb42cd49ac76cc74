import { describe, expect, test } from 'vitest';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { createClock } from '../../../../app/format/time.ts';
import { lifecycleOf, unheardWords } from '../../../../app/views/market/page/lifecycle.ts';
import { labelOf } from '../../../../workers/market/market-rows.ts';
import { aHotMarket } from '../../../support/hot-market.ts';

const NOW = Date.parse('2026-05-13T19:57:31Z');
const HOUR = 3_600_000;
const UTC = createClock('UTC');
const PRICES = new Uint16Array(0);
const LIFE = {
  openAt: (NOW - HOUR) as UnixMs,
  closeAt: (NOW + HOUR) as UnixMs,
  status: 'active',
  result: '',
};

test('a trading market has opened, trades, and will close', () => {
  expect(lifecycleOf(LIFE, NOW, UTC)).toEqual([
    { word: 'Opened', detail: '18:57 UTC', state: 'done' },
    { word: 'Trading', detail: '', state: 'now' },
    { word: 'Closes', detail: '20:57 UTC', state: 'next' },
    { word: 'Determined', detail: '', state: 'next' },
    { word: 'Settled', detail: '', state: 'next' },
  ]);
});

test('a market that closed before its time names no time that is still to come', () => {
  const [, , closed] = lifecycleOf({ ...LIFE, status: 'closed' }, NOW, UTC);
  expect(closed).toEqual({ word: 'Closed', detail: '', state: 'now' });
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
    { word: 'Closed', detail: '12 May 18:57 UTC', state: 'done' },
    { word: 'Determined', detail: 'NO', state: 'done' },
    { word: 'Settled', detail: '', state: 'now' },
  ]);
});

describe('a market of which nothing is known', () => {
  const label = { ...labelOf('NOSUCH-26MAY13-X' as Ticker, undefined) };
  const LIVE = { hasRest: true, isReplay: false };
  const NO_REST = { hasRest: false, isReplay: false };
  const none = new Float64Array(0);
  const bars = {
    barMs: 10_000,
    startMs: none,
    yesVolume: none,
    noVolume: none,
    notional: none,
    open: PRICES,
    high: PRICES,
    low: PRICES,
    close: PRICES,
  };
  const unheard = { label, market: undefined, trades: [], bars };

  test('has no life: nothing is said of it until the exchange says that there is no book', () => {
    expect(unheardWords(unheard, undefined, LIVE)).toBe('');
    expect(unheardWords(unheard, 'waiting', LIVE)).toBe('');
    expect(unheardWords(unheard, 'none', LIVE)).toBe('Unknown to the exchange');
    expect(unheardWords(unheard, 'none', NO_REST)).toBe('Not known without REST');
  });

  test('is not said to be unknown to the exchange by a recording', () => {
    const replayed = { hasRest: true, isReplay: true };
    expect(unheardWords(unheard, 'none', replayed)).toBe('Nothing of it is recorded up to here');
    expect(unheardWords(unheard, 'none', { ...replayed, isGap: true })).toBe('The recording has a gap here');
  });

  test.each([
    ['its status', { label: { ...label, status: 'active' } }],
    ['its close', { label: { ...label, closeAt: NOW as UnixMs } }],
    ['its opening', { label: { ...label, openAt: NOW as UnixMs } }],
    ['its result', { label: { ...label, result: 'yes' } }],
  ])('is another as soon as %s is known', (_what, change) => {
    expect(unheardWords({ ...unheard, ...change }, 'none', LIVE)).toBeUndefined();
  });

  test('is said of a market that the exchange does not list any more, whatever else is known of it', () => {
    const gone = { ...label, title: 'Will it?', status: 'unknown' };
    expect(unheardWords({ ...unheard, label: gone }, 'exact', LIVE)).toBe(
      'Not listed by the exchange any more',
    );
  });

  test.each([
    ['its title', { label: { ...label, title: 'Will it?' } }, 'waiting'],
    ['a trade in the window', { market: aHotMarket({}) }, 'waiting'],
    ['a bar', { bars: { ...bars, startMs: Float64Array.of(NOW) } }, 'waiting'],
    ['a book', {}, 'exact'],
    ['a book that was', {}, 'stale'],
  ] as const)('but %s is not said to be trading: its life is not known', (_what, change, book) => {
    const frame = { ...unheard, ...change };
    const isListed = frame.label.title !== '';
    const never = { ...frame, label: { ...frame.label, status: 'never-listed' } };
    expect(unheardWords(frame, book, NO_REST)).toBe('Life not known without REST');
    expect(unheardWords(never, book, LIVE)).toBe('Life not known: not listed');
    // Until REST has answered nothing is said.
    expect(unheardWords(frame, book, LIVE)).toBe(isListed ? 'Life not known' : '');
    expect(unheardWords(frame, book, { hasRest: true, isReplay: true })).toBe('Life not recorded');
  });

  test('is unknown to the exchange as soon as REST says so', () => {
    const never = { ...unheard, label: { ...label, status: 'never-listed' } };
    expect(unheardWords(never, 'none', LIVE)).toBe('Unknown to the exchange');
  });
});
