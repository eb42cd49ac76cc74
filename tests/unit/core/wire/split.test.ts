import { expect, test } from 'vitest';
import { FRAME_SEPARATOR, splitFrames } from '#core/wire/split.ts';

test('the heartbeat holds no frame', () => {
  expect(splitFrames('')).toEqual([]);
});

test('a single frame stays as it is', () => {
  expect(splitFrames('{"a":1}\n')).toEqual(['{"a":1}\n']);
});

test('joined frames come apart in order, untouched', () => {
  expect(splitFrames(['{"a":1}', 'broken {', '{"b":2}\n'].join(FRAME_SEPARATOR))).toEqual([
    '{"a":1}',
    'broken {',
    '{"b":2}\n',
  ]);
});

test('nothing between two separators is no frame', () => {
  expect(splitFrames('\u001e\u001ea\u001e\u001eb\u001e')).toEqual(['a', 'b']);
  expect(splitFrames('\u001e')).toEqual([]);
});
