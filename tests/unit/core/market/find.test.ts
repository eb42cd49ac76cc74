import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scoreOf, searchable, wordsOf } from '#core/market/find.ts';

const score = (question: string, ...texts: string[]) => scoreOf(wordsOf(question), searchable(...texts));

describe('what answers a question', () => {
  test('holds each of its words somewhere, in any order, in small or capital letters', () => {
    expect(
      score('above bitcoin', 'KXBTCD-26NOV21-T97000', '$97,000 or above · Bitcoin price'),
    ).toBeGreaterThan(0);
    expect(score('bitcoin rain', '$97,000 or above · Bitcoin price')).toBe(0);
  });

  test('is better where words begin with what was typed than where they hold it', () => {
    expect(score('rain', 'Rain in Dallas')).toBeGreaterThan(score('rain', 'Ukraine by May'));
  });

  test('is best where it begins with the whole question: a ticker that was typed to its end', () => {
    const ticker = 'KXRAIN-26NOV21-A';
    expect(score(ticker, ticker, 'Rain')).toBeGreaterThan(
      score(ticker, `${ticker}2`, 'KXRAIN 26NOV21 A rain'),
    );
  });

  test('signs between words are no words: a ticker is found by its parts', () => {
    expect(score('kxbtcd t97000', 'KXBTCD-26NOV21-T97000')).toBeGreaterThan(0);
    expect(wordsOf(' -- ')).toEqual([]);
  });
});

test('any words of a text, cut anywhere at their end, find it', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat(), (words, pick, cut) => {
      const chosen = words[pick % words.length] ?? '';
      const typed = chosen.slice(0, 1 + (cut % chosen.length));
      expect(score(typed, words.join(' '))).toBeGreaterThanOrEqual(3);
    }),
  );
});
