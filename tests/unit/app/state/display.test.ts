import { expect, test } from 'vitest';
import { parseDisplay } from '../../../../app/state/display.ts';

const DEFAULTS = { theme: 'system', mergeTape: true, isWelcomed: false };

test('choices that were remembered come back', () => {
  const chosen = { theme: 'light', mergeTape: false, isWelcomed: true };
  expect(parseDisplay(JSON.stringify(chosen))).toEqual(chosen);
});

test.each([null, '', '{', 'null', '[]', '7', '{"theme":"pink","mergeTape":"no","isWelcomed":1}'])(
  'what cannot be read (%s) is the default',
  (text) => {
    expect(parseDisplay(text)).toEqual(DEFAULTS);
  },
);
