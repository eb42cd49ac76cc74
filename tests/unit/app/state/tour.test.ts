/** The round for newcomers: unasked once, then only for who asks. */
import { afterEach, expect, test, vi } from 'vitest';
import { display, updateDisplay } from '../../../../app/state/display.ts';
import { endTour, nextStop, shownTour, startTour, tour } from '../../../../app/state/tour.ts';
import { countWords, stopWords } from '../../../../app/views/tour/tour-words.ts';

vi.stubGlobal('localStorage', { setItem: () => undefined });

afterEach(() => {
  endTour();
  updateDisplay({ isWelcomed: false });
});

test('whoever is here for the first time meets it, whoever was here does not', () => {
  expect(shownTour(undefined, false)).toEqual({ stop: 'tape', isAsked: false });
  expect(shownTour(undefined, true)).toBeUndefined();
});

test('it leads over three marks to the card for the key, and is never begun again by itself', () => {
  const seen: string[] = [];
  for (let now = shownTour(undefined, false); now !== undefined && seen.length < 9;) {
    seen.push(now.stop);
    nextStop(now, true);
    now = tour.getSnapshot();
  }
  expect(seen).toEqual(['tape', 'heat', 'freshness', 'key']);
  expect(display.getSnapshot().isWelcomed).toBe(true);
});

test('on a real exchange nobody is told how to come to one', () => {
  nextStop({ stop: 'freshness', isAsked: false }, false);
  expect(tour.getSnapshot()).toBeUndefined();
  expect(display.getSnapshot().isWelcomed).toBe(true);
});

test('whoever asks gets it again', () => {
  updateDisplay({ isWelcomed: true });
  startTour();
  expect(shownTour(tour.getSnapshot(), true)).toEqual({ stop: 'tape', isAsked: true });
});

test('only the marks are counted, and only a simulated exchange says that it is one', () => {
  expect(['tape', 'heat', 'freshness', 'key'].map((stop) => countWords(stop as 'tape'))).toEqual([
    '1 of 3',
    '2 of 3',
    '3 of 3',
    '',
  ]);
  expect(stopWords('tape', true).text).toContain('no real money');
  expect(stopWords('tape', false).text).not.toContain('simulated');
});
