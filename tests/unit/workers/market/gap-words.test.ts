import { expect, test } from 'vitest';
import { gapWords } from '../../../../workers/market/gap-words.ts';

test('a reason that nobody knows, as a file may bring it, is left out', () => {
  expect(gapWords('audit')).toBe('The recording has a gap here: the exchange said otherwise by REST.');
  expect(gapWords('sleep')).toBe('The recording has a gap here: the computer was asleep.');
  for (const reason of ['', 'constructor', '__proto__', 'left-out'])
    expect(gapWords(reason)).toBe('The recording has a gap here.');
});
