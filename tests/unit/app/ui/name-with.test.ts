/** Names that hold what is drawn. */
import { expect, test } from 'vitest';
import { nameWith } from '../../../../app/ui/name-with.ts';

test.each([
  ['Minutes · 60', 'Minutes of the last hour', 'Minutes · 60: Minutes of the last hour'],
  ['5 m', '5 minutes', '5 minutes'],
  ['Large', 'Step to the next large trade', 'Step to the next large trade'],
  ['±10¢', 'Ten cents around the middle', '±10¢: Ten cents around the middle'],
])('drawn as "%s" and meaning "%s" it is named "%s"', (drawn, meaning, name) => {
  expect(nameWith(drawn, meaning)).toBe(name);
});
