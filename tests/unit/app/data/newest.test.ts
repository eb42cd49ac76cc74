import { expect, test } from 'vitest';
import { Newest } from '../../../../app/views/data/newest.ts';
import { settle } from '../../../support/manual-clock.ts';

/** Work that ends when it is let go, or when it is called off. */
function setUp() {
  const newest = new Newest<string>();
  const began: string[] = [];
  const heard: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string): void =>
    newest.run(
      (signal) =>
        new Promise((resolve) => {
          began.push(name);
          ends.set(name, () => resolve(name));
          signal.addEventListener('abort', () => resolve(`${name} off`));
          if (signal.aborted) resolve(`${name} off`);
        }),
      (outcome) => heard.push(outcome),
    );
  return { newest, run, began, heard, ends };
}

test('a newer question calls off the one that loads, and its own answer is the one that is heard', async () => {
  const { run, began, heard, ends } = setUp();
  run('first');
  await settle();
  run('second');
  await settle();
  expect(began).toEqual(['first', 'second']);
  expect(heard).toEqual([]);
  ends.get('second')?.();
  await settle();
  expect(heard).toEqual(['second']);
});

test('a question that is ended by hand is heard to be so', async () => {
  const { newest, run, heard } = setUp();
  run('first');
  await settle();
  newest.cancel();
  await settle();
  expect(heard).toEqual(['first off']);
});
