import { expect, test } from 'vitest';
import { DISPLAY_DEFAULTS, parseDisplay } from '../../../../app/state/display.ts';

test('choices that were remembered come back', () => {
  const chosen = {
    theme: 'light',
    palette: 'mono',
    density: 'compact',
    priceForm: 'american',
    outcome: 'no',
    zone: 'new-york',
    hotBy: 'flow',
    mergeTape: false,
    isWelcomed: true,
    hasShortcuts: false,
    shortcuts: { help: 'h', nextRow: 'n' },
    layout: { tape: 480, heat: 700 },
  };
  expect(parseDisplay(JSON.stringify(chosen))).toEqual(chosen);
});

test('what was remembered before a choice existed is kept, and the new choice is the default', () => {
  expect(parseDisplay('{"theme":"dark","mergeTape":false,"isWelcomed":true}')).toEqual({
    ...DISPLAY_DEFAULTS,
    theme: 'dark',
    mergeTape: false,
    isWelcomed: true,
  });
});

test('two keys that were swapped come back', () => {
  const shortcuts = { nextRow: 'k', previousRow: 'j' };
  expect(parseDisplay(JSON.stringify({ shortcuts })).shortcuts).toEqual(shortcuts);
});

test('of keys and sizes what another build has remembered is left out, and the rest is kept', () => {
  const text = '{"shortcuts":{"fly":"f","help":"h","nextRow":7},"layout":{"tape":480,"wing":3,"heat":-1}}';
  expect(parseDisplay(text)).toMatchObject({ shortcuts: { help: 'h' }, layout: { tape: 480 } });
});

test.each([
  null,
  '',
  '{',
  'null',
  '[]',
  '7',
  '"cents"',
  '{"theme":"pink","mergeTape":"no","isWelcomed":1}',
  '{"palette":["mono"],"density":null,"priceForm":"toString","outcome":true,"zone":"Europe/Berlin","hotBy":"price"}',
  '{"__proto__":{"theme":"dark","outcome":"no"}}',
  '{"shortcuts":{"nextRow":"k"},"hasShortcuts":"no"}',
  '{"layout":{"tape":-1}}',
  '{"priceForm":"constructor","zone":"__proto__"}',
])('what cannot be read (%s) is the default', (text) => {
  expect(parseDisplay(text)).toEqual(DISPLAY_DEFAULTS);
});
