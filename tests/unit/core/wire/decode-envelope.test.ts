import { describe, expect, test } from 'vitest';
import { Decoder } from '#core/wire/decode.ts';
import { OTHER_TYPES } from '#core/wire/rejects.ts';

const GOOD =
  '{"type":"trade","sid":1,"seq":2,"msg":{"market_ticker":"A-1","yes_price":36,"count":1,"taker_side":"no","ts":5}}';

describe('what is no frame', () => {
  test.each([
    ['', 'not-json'],
    [' ', 'not-json'],
    ['{', 'not-json'],
    [GOOD.slice(0, -1), 'not-json'],
    [`${GOOD}${GOOD}`, 'not-json'],
    ['<html>', 'not-json'],
    ['NaN', 'not-json'],
    ['{"type":"trade","sid":NaN}', 'not-json'],
    ['null', 'not-an-object'],
    ['7', 'not-an-object'],
    ['"trade"', 'not-an-object'],
    ['[{"type":"trade"}]', 'not-an-object'],
    ['{}', 'no-type'],
    ['{"type":null}', 'no-type'],
    ['{"type":""}', 'no-type'],
    ['{"type":["trade"]}', 'no-type'],
    ['{"__proto__":{"type":"ok"}}', 'no-type'],
    ['{"type":"ok","sid":"one"}', 'bad-envelope'],
    ['{"type":"ok","sid":0}', 'bad-envelope'],
    ['{"type":"ok","sid":1.5}', 'bad-envelope'],
    ['{"type":"ok","sid":[1]}', 'bad-envelope'],
    ['{"type":"ok","seq":-1}', 'bad-envelope'],
    ['{"type":"ok","seq":1e300}', 'bad-envelope'],
    ['{"type":"ok","seq":1125899906842625}', 'bad-envelope'],
    ['{"type":"ok","id":{}}', 'bad-envelope'],
  ])('%j is refused: %s', (text, reason) => {
    const decoder = new Decoder();
    expect(decoder.decode(text)).toMatchObject({ kind: 'rejected', reason });
    expect([...decoder.rejects]).toEqual([[reason, 1]]);
    expect(decoder.samples).toEqual([{ reason, text }]);
  });

  test('a frame past the limit is refused unread', () => {
    const decoder = new Decoder({ maxLength: GOOD.length });
    expect(decoder.decode(GOOD).kind).toBe('trade');
    expect(decoder.decode(`${GOOD} `)).toEqual({ kind: 'rejected', reason: 'too-long' });
  });

  test('eight million characters are the limit unless another is said', () => {
    const decoder = new Decoder();
    expect(decoder.decode(GOOD + ' '.repeat(8 * 1024 * 1024 - GOOD.length)).kind).toBe('trade');
    expect(decoder.decode(GOOD + ' '.repeat(8 * 1024 * 1024 - GOOD.length + 1))).toMatchObject({
      reason: 'too-long',
    });
  });

  test('nesting without end does no harm', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const decoder = new Decoder();
    expect(decoder.decode(deep).kind).toBe('rejected');
    expect(decoder.decode(`{"type":"trade","msg":${deep}}`)).toMatchObject({ reason: 'bad-message' });
    expect(decoder.decode(GOOD).kind).toBe('trade');
  });
});

describe('the place in the stream', () => {
  test('is told by a refused frame too', () => {
    expect(new Decoder().decode('{"type":"trade","sid":3,"seq":8,"msg":{}}')).toEqual({
      kind: 'rejected',
      reason: 'bad-ticker',
      sid: 3,
      seq: 8,
    });
    expect(new Decoder().decode('{"sid":3,"seq":8}')).toMatchObject({ reason: 'no-type', sid: 3, seq: 8 });
  });

  test('is told as far as it can be read', () => {
    const decoded = new Decoder().decode('{"type":"ok","sid":3,"seq":"x"}');
    expect(decoded).toEqual({ kind: 'rejected', reason: 'bad-envelope', sid: 3, seq: undefined });
  });

  test('may be written in digits, and null is nothing', () => {
    expect(new Decoder().decode('{"type":"ok","sid":"3","seq":"8","id":null}')).toMatchObject({
      kind: 'ok',
      sid: 3,
      seq: 8,
      id: undefined,
    });
  });
});

describe('the counts', () => {
  test('add up by reason and in all', () => {
    const decoder = new Decoder();
    for (const text of ['{', '{', 'null', GOOD]) decoder.decode(text);
    expect([...decoder.rejects]).toEqual([
      ['not-json', 2],
      ['not-an-object', 1],
    ]);
    expect(decoder.rejected).toBe(3);
  });

  test('a good frame beside bad ones is not harmed and leaves no sample', () => {
    const decoder = new Decoder();
    expect(['x', GOOD, '{}'].map((text) => decoder.decode(text).kind)).toEqual([
      'rejected',
      'trade',
      'rejected',
    ]);
    expect(decoder.samples).toHaveLength(2);
  });

  test('samples are the latest hundred, oldest first, cut to 500 characters', () => {
    const decoder = new Decoder();
    for (let index = 0; index < 250; index++) decoder.decode(`${index} ${'x'.repeat(1_000)}`);
    expect(decoder.samples).toHaveLength(100);
    expect(decoder.samples.map(({ text }) => Number.parseInt(text, 10))).toEqual(
      Array.from({ length: 100 }, (_, index) => 150 + index),
    );
    expect(decoder.samples.every(({ text }) => text.length === 500)).toBe(true);
  });

  test('unknown types are counted by name, the first fifty of them', () => {
    const decoder = new Decoder();
    for (let index = 0; index < 60; index++) decoder.decode(`{"type":"new-${index}"}`);
    decoder.decode('{"type":"new-0"}');
    expect(decoder.ignored.size).toBe(51);
    expect(decoder.ignored.get('new-0')).toBe(2);
    expect(decoder.ignored.get(OTHER_TYPES)).toBe(10);
    expect(decoder.rejected).toBe(0);
  });

  test('the name of an unknown type is cut, and inherited names are only names', () => {
    const decoder = new Decoder();
    expect(decoder.decode(`{"type":"${'t'.repeat(1_000)}"}`)).toMatchObject({ type: 't'.repeat(64) });
    for (const type of ['__proto__', 'constructor', 'toString']) {
      expect(decoder.decode(JSON.stringify({ type })).kind).toBe('ignored');
    }
    expect(decoder.ignored.get('__proto__')).toBe(1);
  });
});
