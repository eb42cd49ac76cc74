import { afterEach, expect, test, vi } from 'vitest';
import { watchPixelRatio } from '../../../../app/charts/use-pixel-ratio.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Screens one after another: a query tells when its own ratio is left, as browsers do. */
function screens() {
  const queries = new Map<string, EventTarget>();
  const moveTo = (ratio: number): void => {
    const left = queries.get(`(resolution: ${devicePixelRatio}dppx)`);
    vi.stubGlobal('devicePixelRatio', ratio);
    left?.dispatchEvent(new Event('change'));
  };
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('matchMedia', (query: string) => {
    const found = queries.get(query) ?? new EventTarget();
    queries.set(query, found);
    return found;
  });
  return moveTo;
}

test('every change of the pixel ratio is told, not the first alone, until it is stopped', () => {
  const moveTo = screens();
  const heard: number[] = [];
  const stop = watchPixelRatio(() => heard.push(devicePixelRatio));
  moveTo(2);
  moveTo(1.5);
  moveTo(1);
  expect(heard).toEqual([2, 1.5, 1]);
  stop();
  moveTo(3);
  expect(heard).toEqual([2, 1.5, 1]);
});
