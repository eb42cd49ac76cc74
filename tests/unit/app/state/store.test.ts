import { expect, test } from 'vitest';
import { createStore } from '../../../../app/state/store.ts';

test('a store tells everybody once for each new value', () => {
  const store = createStore(1);
  const seen: number[] = [];
  const stop = store.subscribe(() => seen.push(store.getSnapshot()));
  store.set(2);
  store.update((value) => value + 1);
  stop();
  store.set(4);
  expect(seen).toEqual([2, 3]);
});

test('an equal value tells nobody', () => {
  const store = createStore({ a: 1 });
  const value = store.getSnapshot();
  let told = 0;
  store.subscribe(() => told++);
  store.set(value);
  expect(told).toBe(0);
});

test('a listener that leaves while it is told does not silence the next', () => {
  const store = createStore(0);
  const seen: string[] = [];
  const stop = store.subscribe(() => {
    seen.push('first');
    stop();
  });
  store.subscribe(() => seen.push('second'));
  store.set(1);
  expect(seen).toEqual(['first', 'second']);
});
