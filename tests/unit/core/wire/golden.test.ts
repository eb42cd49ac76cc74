import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Decoder } from '#core/wire/decode.ts';

/** One frame as the exchange sends it and what it must mean; numbers are the house's integers. */
interface Golden {
  readonly shape: string;
  readonly frame: object;
  readonly decoded: object;
}

const DIRECTORY = path.resolve(import.meta.dirname, '../../../fixtures/frames');

describe.each(readdirSync(DIRECTORY))('golden frames in %s', (file) => {
  const goldens = JSON.parse(readFileSync(path.join(DIRECTORY, file), 'utf8')) as readonly Golden[];

  test.each(goldens)('$shape', ({ frame, decoded }) => {
    const decoder = new Decoder();
    expect(decoder.decode(JSON.stringify(frame))).toEqual(decoded);
    expect(decoder.rejected).toBe(0);
  });

  test.each(goldens)('with a line break at its end and its keys reversed: $shape', ({ frame, decoded }) => {
    const reversed: object = Object.fromEntries(Object.entries(frame).reverse());
    expect(new Decoder().decode(`${JSON.stringify(reversed)}\n`)).toEqual(decoded);
  });
});
