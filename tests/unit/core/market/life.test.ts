import { describe, expect, test } from 'vitest';
import { overPhaseOf, phaseOf } from '#core/market/life.ts';
import type { UnixMs } from '#core/units/time.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
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
    [{ status: 'unknown' }, 'gone'],
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

test.each([
  [{ status: 'initialized' }, undefined],
  [{}, undefined],
  [{ status: 'inactive' }, undefined],
  [{ closeAt: NOW as UnixMs }, 'closed'],
  [{ result: 'no' }, 'determined'],
  [{ status: 'finalized' }, 'settled'],
  [{ status: 'unknown' }, 'gone'],
] as const)('a market that may still trade is not over: %o is %s', (change, phase) => {
  expect(overPhaseOf({ ...LIFE, ...change }, NOW)).toBe(phase);
});
