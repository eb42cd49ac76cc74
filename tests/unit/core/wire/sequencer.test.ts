import { expect, test } from 'vitest';
import type { Seq, Sid } from '#core/wire/messages.ts';
import { Sequencer } from '#core/wire/sequencer.ts';

function observeAll(sequencer: Sequencer, sid: number, seqs: readonly number[]) {
  return seqs.map((seq) => sequencer.observe(sid as Sid, seq as Seq));
}

test('the first number of a sid is taken as it is, and each next one passes', () => {
  expect(observeAll(new Sequencer(), 1, [80_379, 80_380, 80_381])).toEqual(['pass', 'pass', 'pass']);
});

test('a number already passed is a duplicate and moves nothing', () => {
  expect(observeAll(new Sequencer(), 1, [5, 6, 6, 5, 1, 7])).toEqual([
    'pass',
    'pass',
    'duplicate',
    'duplicate',
    'duplicate',
    'pass',
  ]);
});

test('a count that begins anew is a gap at its third number, and goes on from there', () => {
  expect(observeAll(new Sequencer(), 1, [80, 81, 1, 2, 3, 4, 5])).toEqual([
    'pass',
    'pass',
    'duplicate',
    'duplicate',
    'gap',
    'pass',
    'pass',
  ]);
});

test('a number that was nonsense silences nothing for long', () => {
  const nonsense = Number.MAX_SAFE_INTEGER;
  expect(observeAll(new Sequencer(), 1, [1, 2, nonsense, 3, 4, 5, 6])).toEqual([
    'pass',
    'pass',
    'gap',
    'duplicate',
    'duplicate',
    'gap',
    'pass',
  ]);
});

test('frames that are all sent twice are no new count', () => {
  expect(observeAll(new Sequencer(), 1, [1, 1, 2, 2, 3, 3, 4, 4])).toEqual(
    Array.from({ length: 4 }, () => ['pass', 'duplicate']).flat(),
  );
});

test('a gap is said once, and counting goes on from there', () => {
  expect(observeAll(new Sequencer(), 1, [1, 3, 4])).toEqual(['pass', 'gap', 'pass']);
});

test('each sid counts for itself', () => {
  const sequencer = new Sequencer();
  expect(observeAll(sequencer, 1, [1, 2])).toEqual(['pass', 'pass']);
  expect(observeAll(sequencer, 2, [1, 2])).toEqual(['pass', 'pass']);
  expect(observeAll(sequencer, 1, [3])).toEqual(['pass']);
});

test('frames without sid or number pass', () => {
  const sequencer = new Sequencer();
  expect(sequencer.observe(1 as Sid, 5 as Seq)).toBe('pass');
  expect(sequencer.observe(1 as Sid, undefined)).toBe('pass');
  expect(sequencer.observe(undefined, 5 as Seq)).toBe('pass');
  expect(sequencer.observe(undefined, 5 as Seq)).toBe('pass');
  expect(sequencer.observe(1 as Sid, 6 as Seq)).toBe('pass');
});

test('a forgotten sid starts afresh and the others go on', () => {
  const sequencer = new Sequencer();
  observeAll(sequencer, 1, [7]);
  observeAll(sequencer, 2, [7]);
  sequencer.forget(1 as Sid);
  expect(observeAll(sequencer, 1, [1])).toEqual(['pass']);
  expect(observeAll(sequencer, 2, [1])).toEqual(['duplicate']);
});

test('a reset starts all afresh', () => {
  const sequencer = new Sequencer();
  observeAll(sequencer, 1, [7]);
  observeAll(sequencer, 2, [7]);
  sequencer.reset();
  expect([...observeAll(sequencer, 1, [1]), ...observeAll(sequencer, 2, [1])]).toEqual(['pass', 'pass']);
});

test('of more than a thousand sids the oldest is forgotten', () => {
  const sequencer = new Sequencer();
  for (let sid = 1; sid <= 1_001; sid++) observeAll(sequencer, sid, [9]);
  expect(observeAll(sequencer, 1_001, [1])).toEqual(['duplicate']);
  expect(observeAll(sequencer, 2, [1])).toEqual(['duplicate']);
  expect(observeAll(sequencer, 1, [1])).toEqual(['pass']);
});
