import { describe, expect, test } from 'vitest';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Level } from '#core/wire/messages.ts';

/** A batch from `from` to `until`; words are `KIND TICKER AT`. */
function batch(from: number, until: number, isKey: boolean, ...words: readonly string[]) {
  const rows = new BookColumnsBuilder();
  for (const word of words) {
    const [kind, name, at] = word.split(' ');
    const of = { ticker: name as Ticker, receivedAt: Number(at) as UnixMs };
    const level: Level = [4_000 as Price, 100 as Quantity];
    if (kind === 'snapshot') rows.add({ kind, ...of, seq: undefined, yes: [level], no: [level] });
    else if (kind === 'stale') rows.add({ kind, ...of, reason: 'sequence' });
    else if (kind === 'end') rows.add({ kind, ...of });
    else {
      const [price, change] = [4_000 as Price, 1 as Quantity];
      rows.add({ kind: 'delta', ...of, seq: undefined, venueAt: undefined, side: 'yes', price, change });
    }
  }
  return { columns: rows.take(from as UnixMs, until as UnixMs), isKey };
}

function setUp() {
  const cursor = new BookCursor();
  const play = (at: number) => {
    const words: string[] = [];
    cursor.playUntil(at, ({ kind, ticker, receivedAt }) => words.push(`${kind} ${ticker} ${receivedAt}`));
    return words;
  };
  return { cursor, play };
}

describe('recorded books, played', () => {
  test('come up to the time asked for, each once, in order', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100', 'delta A 150', 'delta A 160'));
    expect(play(99)).toEqual([]);
    expect(play(155)).toEqual(['snapshot A 100', 'delta A 150']);
    expect(cursor.nextAt).toBe(160);
    expect(play(155)).toEqual([]);
    expect(play(200)).toEqual(['delta A 160']);
    expect(cursor.nextAt).toBe(Infinity);
  });

  test('go on from one batch to the next', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100'));
    cursor.push(batch(200, 300, false, 'delta A 250'));
    expect(play(300)).toEqual(['snapshot A 100', 'delta A 250']);
    expect(cursor.until).toBe(300);
  });

  test('end where a run of recording ended, as soon as that is certain', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100'));
    cursor.push(batch(9_000, 9_100, true, 'snapshot A 9000'));
    expect(play(200)).toEqual(['snapshot A 100']);
    expect(play(201)).toEqual(['end A 200']);
    expect(play(9_100)).toEqual(['snapshot A 9000']);
  });

  test('end where a run of recording ended, also when another began right after: nobody looked in between', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100'));
    cursor.push(batch(700, 800, true, 'snapshot A 700'));
    expect(play(200)).toEqual(['snapshot A 100']);
    expect(play(699)).toEqual(['end A 200']);
    expect(play(800)).toEqual(['snapshot A 700']);
  });

  test('end two seconds after the last batch, where no other is in hand that says when', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100'));
    expect(play(2_200)).toEqual(['snapshot A 100']);
    expect(play(2_201)).toEqual(['end A 200']);
  });

  test('end at a run’s end also when time jumps over the hole', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100', 'snapshot B 100'));
    cursor.push(batch(9_000, 9_100, true, 'snapshot A 9000'));
    expect(play(9_050)).toEqual([
      'snapshot A 100',
      'snapshot B 100',
      'end A 200',
      'end B 200',
      'snapshot A 9000',
    ]);
  });

  test('end where a fresh beginning leaves a book out, though it became known again further on in the same chunk', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100', 'snapshot B 100'));
    cursor.push(batch(200, 9_000, true, 'snapshot B 200', 'snapshot A 5000'));
    expect(play(200)).toEqual(['snapshot A 100', 'snapshot B 100', 'end A 200', 'snapshot B 200']);
    expect(play(9_000)).toEqual(['snapshot A 5000']);
  });

  test('end where a fresh beginning leaves a book out', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100', 'snapshot B 100', 'snapshot C 100'));
    cursor.push(batch(200, 300, true, 'snapshot A 200', 'stale C 200'));
    expect(play(300).slice(3)).toEqual(['end B 200', 'snapshot A 200', 'stale C 200']);
  });

  test('an ended book is not ended twice', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100', 'end A 150'));
    expect(play(200)).toEqual(['snapshot A 100', 'end A 150']);
    expect(play(9_000)).toEqual([]);
  });

  test('take a run that began after the clock was set back as the end of the run before', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100', 'snapshot B 100', 'delta A 150'));
    cursor.push(batch(120, 180, true, 'snapshot A 120', 'delta A 170'));
    cursor.push(batch(180, 300, false, 'delta A 190', 'delta A 250'));
    expect(cursor.until).toBe(300);
    expect(play(199)).toEqual(['snapshot A 100', 'snapshot B 100', 'delta A 150']);
    expect(cursor.nextAt).toBe(200);
    expect(play(300)).toEqual(['end B 200', 'snapshot A 200', 'delta A 200', 'delta A 200', 'delta A 250']);
  });

  test('hold what came while time stood still', () => {
    const { cursor, play } = setUp();
    cursor.push(batch(100, 200, true, 'snapshot A 100'));
    cursor.push(batch(200, 200, false, 'delta A 200'));
    cursor.push(batch(200, 200, true, 'snapshot A 200'));
    expect(play(200)).toEqual(['snapshot A 100', 'delta A 200', 'snapshot A 200']);
  });
});
