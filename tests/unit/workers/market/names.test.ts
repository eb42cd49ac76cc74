import { expect, test } from 'vitest';
import { nameOf } from '../../../../workers/market/names.ts';

test.each([
  ['At least $98,234.6', 'Bitcoin', '≥ $98,234.6 · Bitcoin'],
  ['6,800 or above', 'Index', '≥ 6,800 · Index'],
  ['69° or below', 'New York', '≤ 69° · New York'],
  ['72° to 73°', 'New York', '72°–73° · New York'],
  ['Above 3.0%', 'CPI', '> 3.0% · CPI'],
  ['Phoenix', 'Detroit at Phoenix', 'Phoenix · Detroit at Phoenix'],
  ['Down to the wire', 'A film', 'Down to the wire · A film'],
])('the outcome %j of %j is named %j', (outcome, event, name) => {
  expect(nameOf(outcome, event)).toBe(name);
});

test('a name does without the part that is missing or says the same', () => {
  expect(nameOf('', 'Rain in New York')).toBe('Rain in New York');
  expect(nameOf('Phoenix', '')).toBe('Phoenix');
  expect(nameOf('Rain', 'Rain')).toBe('Rain');
});

test('a long name is cut with an ellipsis', () => {
  const name = nameOf('x'.repeat(300), 'y'.repeat(300));
  expect(name).toHaveLength(60);
  expect(name.endsWith('…')).toBe(true);
});

test('a long name is not cut in the middle of a character', () => {
  // The 59th and the 60th unit are one rocket.
  const name = nameOf('', `${'x'.repeat(58)}🚀🚀`);
  expect(name).toBe(`${'x'.repeat(58)}…`);
  expect(() => encodeURIComponent(name)).not.toThrow();
});
