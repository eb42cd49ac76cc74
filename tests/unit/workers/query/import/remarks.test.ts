import { expect, test } from 'vitest';
import { Remarks } from '../../../../../workers/query/import/remarks.ts';

test('remarks count by reason, name the first places and keep the first word on each matter', () => {
  const remarks = new Remarks('line');
  for (let line = 3; line < 10; line++) remarks.reject('no frame', line);
  remarks.reject('no time', 12);
  remarks.note('gaps', 'First before line 4.');
  remarks.note('gaps', 'First before line 9.');
  expect(remarks.rejected).toBe(8);
  expect(remarks.sentences()).toEqual([
    'First before line 4.',
    '7 lines were left out: no frame (lines 3, 4, 5, 6, 7, …).',
    '1 line was left out: no time (line 12).',
  ]);
});

test('a file of a thousand troubles does not fill the page', () => {
  const remarks = new Remarks('line');
  for (let i = 0; i < 1_000; i++) {
    remarks.reject(`reason ${i} ${'x'.repeat(1_000)}`, i);
    remarks.note(`matter ${i}`, 'One.');
  }
  expect(remarks.sentences().length).toBeLessThanOrEqual(21);
  expect(remarks.sentences().join('').length).toBeLessThan(8_000);
  expect(remarks.rejected).toBe(1_000);
});
