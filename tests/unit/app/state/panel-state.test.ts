import { describe, expect, test } from 'vitest';
import type { ConnectionState, ConnectionStatus } from '#contract/frames.ts';
import type { UnixMs } from '#core/units/time.ts';
import { pairedStateOf, panelStateOf } from '../../../../app/state/panel-state.ts';

const NOW = 1_000_000;
const WELL = { isFrozen: false, isSilent: false, isReplay: false };

function connection(state: ConnectionState, change: Partial<ConnectionStatus> = {}): ConnectionStatus {
  return {
    state,
    attempts: 0,
    nextTryAt: undefined,
    lastMessageAt: (NOW - 300) as UnixMs,
    lastTradeAt: (NOW - 720_000) as UnixMs,
    reason: '',
    ...change,
  };
}
const words = (state: ConnectionState, change?: Partial<ConnectionStatus>) => {
  const { word, detail } = panelStateOf(connection(state, change), NOW, WELL);
  return `${word} ${detail}`.trim();
};

test('every state has its word, and its detail where one helps', () => {
  expect(words('live')).toBe('Live 0.3 s');
  expect(words('quiet')).toBe('Quiet last trade 12 m ago');
  expect(words('quiet', { lastTradeAt: undefined })).toBe('Quiet no trade yet');
  expect(words('connecting')).toBe('Connecting');
  expect(words('stale', { lastMessageAt: (NOW - 18_000) as UnixMs })).toBe('Stale 18 s');
  expect(words('reconnecting', { attempts: 2 })).toBe('Reconnecting try 2');
  expect(words('offline', { lastMessageAt: undefined })).toBe('Offline');
  expect(words('refused')).toBe('Refused');
});

describe('what may be old', () => {
  test.each(['stale', 'reconnecting', 'resyncing', 'offline', 'refused', 'connecting'] as const)(
    'is dimmed while %s',
    (state) => {
      expect(panelStateOf(connection(state), NOW, WELL).isDimmed).toBe(true);
    },
  );

  test.each(['live', 'quiet'] as const)('is not dimmed while %s', (state) => {
    expect(panelStateOf(connection(state), NOW, WELL).isDimmed).toBe(false);
  });

  test('is called stale when the worker does not answer, whatever it said last', () => {
    expect(
      panelStateOf(connection('live'), NOW, { isFrozen: false, isSilent: true, isReplay: false }).kind,
    ).toBe('stale');
  });

  test('says how far behind the exchange it is, where that is why', () => {
    const behind = { ...connection('stale'), behindMs: 4_200 };
    expect(panelStateOf(behind, NOW, WELL)).toMatchObject({
      word: 'Stale',
      detail: '4.2 s behind',
      isDimmed: true,
    });
  });

  test('is not hidden by a freeze', () => {
    const frozen = { isFrozen: true, isSilent: false, isReplay: false };
    expect(panelStateOf(connection('live'), NOW, frozen).kind).toBe('frozen');
    expect(panelStateOf(connection('offline'), NOW, frozen).kind).toBe('offline');
  });
});

test('a page the relay does not know is not paired, in any connection and before the first frame', () => {
  const offline = panelStateOf(connection('offline'), NOW, WELL);
  expect(pairedStateOf(offline, 'unpaired')).toMatchObject({ word: 'Not paired', isDimmed: true });
  expect(pairedStateOf(undefined, 'unpaired')?.word).toBe('Not paired');
  expect(pairedStateOf(offline, 'paired')).toBe(offline);
});

test('a recording that is played says so, in whatever state the page is', () => {
  const replayed = panelStateOf(connection('live'), NOW, { ...WELL, isReplay: true });
  expect([replayed.kind, replayed.word, replayed.isDimmed]).toEqual(['replay', 'Replay', false]);
  const frozen = panelStateOf(connection('live'), NOW, { ...WELL, isReplay: true, isFrozen: true });
  expect([frozen.kind, frozen.word]).toEqual(['replay', 'Frozen']);
  expect(pairedStateOf(replayed, 'unpaired')).toBe(replayed);
});
