import { expect, test } from 'vitest';
import { must } from '#core/lib/assert.ts';
import { parseTicker } from '#core/units/ticker.ts';
import type { Settings } from '../../../../app/boot/flowboard.ts';
import { DEFAULT_SETTINGS } from '../../../../app/boot/settings.ts';
import { pinsIn, setPin, withoutPin, withPin } from '../../../../app/state/pins.ts';
import { createStore } from '../../../../app/state/store.ts';

const A = must(parseTicker('KXA-26NOV21-A'), 'a ticker');
const B = must(parseTicker('KXB-26NOV21-B'), 'a ticker');
const NONE = { tickers: [], mostActive: 7 };

test('pins keep their order, and pinning twice is pinning once', () => {
  const both = withPin(withPin(NONE, B), A);
  expect(pinsIn(both)).toEqual([B, A]);
  expect(withPin(both, B)).toBe(both);
});

test('taking a pin away leaves the others and the rest of the recording choice', () => {
  expect(withoutPin(withPin(withPin(NONE, B), A), B)).toEqual({ tickers: [A], mostActive: 7 });
  expect(withoutPin(NONE, A)).toEqual(NONE);
});

test('two pins before the screen is drawn again are two pins', () => {
  const session = createStore<{ settings: Settings }>({ settings: { ...DEFAULT_SETTINGS, recording: NONE } });
  const updateSettings = (change: Partial<Settings>): Promise<void> => {
    session.update((now) => ({ settings: { ...now.settings, ...change } }));
    return Promise.resolve();
  };
  for (const ticker of [A, B]) setPin({ session, updateSettings }, ticker, true);
  expect(session.getSnapshot().settings.recording.tickers).toEqual([A, B]);
  setPin({ session, updateSettings }, A, false);
  expect(session.getSnapshot().settings.recording.tickers).toEqual([B]);
});

test('what no ticker can look like is no pin', () => {
  expect(pinsIn({ tickers: ['<b>', A, '..'], mostActive: 0 })).toEqual([A]);
});
