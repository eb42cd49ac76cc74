import { describe, expect, test } from 'vitest';
import { contentHash, Duplicates, textHash } from '#core/market/duplicates.ts';
import { formatUuid, parseUuid, UUID_WORDS } from '#core/market/trade-id.ts';

const HOUR = 3_600_000;

function uuid(number: number): string {
  const hex = Math.imul(number, 0x9e3779b1) >>> 0;
  return `${hex.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

function observe(seen: Duplicates, id: string, content = 1) {
  const words = new Uint32Array(UUID_WORDS);
  return parseUuid(id, words) ? seen.observeUuid(words, content) : seen.observeText(id, content);
}

describe('trade ids', () => {
  test('a lower-case UUID is read and written back the same', () => {
    const words = new Uint32Array(UUID_WORDS);
    const text = '0fedcba9-8765-4321-8fff-00000000000a';
    expect(parseUuid(text, words)).toBe(true);
    expect(formatUuid(words, 0)).toBe(text);
  });

  test.each([
    ['upper case', '0FEDCBA9-8765-4321-8FFF-00000000000A'],
    ['a hyphen missing', '0fedcba9a8765-4321-8fff-00000000000a'],
    ['another letter', '0fedcbag-8765-4321-8fff-00000000000a'],
    ['a letter past the table', '0fedcba\u00e9-8765-4321-8fff-00000000000a'],
    ['too short', '0fedcba9-8765-4321-8fff-00000000000'],
    ['nothing', ''],
  ])('%s is no UUID', (_, text) => {
    expect(parseUuid(text, new Uint32Array(UUID_WORDS))).toBe(false);
  });
});

describe('repeated ids', () => {
  test('are found among thousands, in both spellings', () => {
    const seen = new Duplicates(50_000);
    for (let i = 0; i < 10_000; i++) expect(observe(seen, uuid(i))).toBe('new');
    for (let i = 0; i < 10_000; i++) expect(observe(seen, uuid(i))).toBe('same');
    for (let i = 0; i < 100; i++) expect(observe(seen, `id-${i}`)).toBe('new');
    for (let i = 0; i < 100; i++) expect(observe(seen, `id-${i}`)).toBe('same');
    expect(seen.size).toBe(10_100);
  });

  test('UUIDs that differ in one word are different', () => {
    const seen = new Duplicates(100);
    const words = Uint32Array.of(1, 1, 1, 1);
    expect(seen.observeUuid(words, 1)).toBe('new');
    for (let i = 0; i < UUID_WORDS; i++) {
      words.fill(1);
      words[i] = 2;
      expect(seen.observeUuid(words, 1)).toBe('new');
    }
  });

  test('with other content are a conflict, again and again', () => {
    const seen = new Duplicates(100);
    for (const id of [uuid(1), 'id']) {
      observe(seen, id, 5);
      expect(observe(seen, id, 6)).toBe('conflict');
      expect(observe(seen, id, 5)).toBe('same');
    }
  });

  test.each([
    ['UUIDs', uuid],
    ['other ids', (number: number) => `id-${number}`],
  ])('%s stay known for an hour and are forgotten after two', (_, idOf) => {
    const seen = new Duplicates(100);
    seen.advance(0);
    observe(seen, idOf(1));
    seen.advance(HOUR);
    expect(observe(seen, idOf(1))).toBe('same');
    seen.advance(HOUR + 1);
    expect(observe(seen, idOf(1))).toBe('same');
    seen.advance(2 * HOUR + 2);
    expect(observe(seen, idOf(1))).toBe('new');
  });

  test.each([
    ['UUIDs', uuid],
    ['other ids', (number: number) => `id-${number}`],
  ])('%s are held within twice the limit, the latest ones surely', (_, idOf) => {
    const seen = new Duplicates(1_000);
    for (let i = 0; i < 10_000; i++) observe(seen, idOf(i));
    expect(seen.size).toBeLessThanOrEqual(2_000);
    for (let i = 9_000; i < 10_000; i++) expect(observe(seen, idOf(i))).toBe('same');
    expect(observe(seen, idOf(1))).toBe('new');
  });

  test('a clock set back does not forget early', () => {
    const seen = new Duplicates(100);
    seen.advance(10 * HOUR);
    observe(seen, uuid(1));
    seen.advance(5 * HOUR);
    seen.advance(6 * HOUR);
    expect(observe(seen, uuid(1))).toBe('same');
  });

  test('content is market, price, quantity and side', () => {
    const name = textHash('KXA-1');
    const base = contentHash(name, 5_000, 100, true);
    expect(contentHash(name, 5_000, 100, true)).toBe(base);
    expect(contentHash(textHash('KXA-2'), 5_000, 100, true)).not.toBe(base);
    expect(contentHash(name, 5_001, 100, true)).not.toBe(base);
    expect(contentHash(name, 5_000, 101, true)).not.toBe(base);
    expect(contentHash(name, 5_000, 100 + 2 ** 32, true)).not.toBe(base);
    expect(contentHash(name, 5_000, 100, false)).not.toBe(base);
  });
});
