import { describe, expect, test } from 'vitest';
import type { EventFrame, EventMarket } from '#contract/frames.ts';
import {
  closeWords,
  eventOrder,
  eventSortBy,
  eventSums,
  nameWithin,
  overDollar,
  stateWord,
} from '../../../../app/views/event/event-model.ts';
import type { UnixMs } from '#core/units/time.ts';
import { eventLines, legendWords, lineRow, lineWords } from '../../../../app/views/event/event-lines.ts';
import { anEvent, anEventMarket } from '../../../support/event-frame.ts';
import { CENTS, NO_CENTS, UTC } from '../../../support/reading.ts';

const askSumWords = (frame: EventFrame) => eventSums(frame, CENTS).asks.words;
const bidSumWords = (frame: EventFrame) => eventSums(frame, CENTS).bids.words;
const names = (order: readonly string[]) => order.join(' ');

describe('the head of an event', () => {
  const NOW = Date.UTC(2026, 10, 22, 12) as UnixMs;
  const HOUR = 3_600_000;
  const closing = (...hours: readonly (number | undefined)[]) =>
    anEvent({
      markets: hours.map((hour, i) => {
        const market = anEventMarket(String(i));
        const closeAt = hour === undefined ? undefined : ((NOW + hour * HOUR) as UnixMs);
        return { ...market, label: { ...market.label, closeAt } };
      }),
    });

  test('says when it closes, for another event may have its title', () => {
    expect(closeWords(closing(6, 6), NOW, UTC)).toBe('closes 18:00 UTC');
    expect(closeWords(closing(30, 30), NOW, UTC)).toBe('closes 23 Nov 18:00 UTC');
    expect(closeWords(closing(-2), NOW, UTC)).toBe('closed 10:00 UTC');
  });

  test('says of markets that were over before their time only that they are', () => {
    const over = anEvent({
      markets: closing(6, 6).markets.map((market) => ({
        ...market,
        label: { ...market.label, status: 'finalized', result: 'yes' },
      })),
    });
    expect(closeWords(over, NOW, UTC)).toBe('closed');
  });

  test('says nothing where its markets close one by one, or nobody has said when', () => {
    expect(closeWords(closing(6, 7), NOW, UTC)).toBe('');
    expect(closeWords(closing(6, undefined), NOW, UTC)).toBe('');
    expect(closeWords(closing(undefined), NOW, UTC)).toBe('');
    expect(closeWords(closing(), NOW, UTC)).toBe('');
  });
});

describe('the sum of all YES asks', () => {
  test('is told with both of its conditions', () => {
    const words = askSumWords(anEvent({ askSum: 10_320, isExclusive: true }));
    expect(words.value).toBe('103.2¢');
    expect(words.meaning).toContain('Buying YES in both markets costs 103.2¢ before fees.');
    expect(words.meaning).toContain('only if the markets exclude each other and cover every outcome');
    expect(words.meaning).toContain('whether they cover every outcome it does not say');
  });

  test('says so when the exchange does not promise that the markets exclude each other', () => {
    const meaning = (isExclusive: boolean | undefined) =>
      askSumWords(anEvent({ askSum: 9_000, isExclusive })).meaning;
    expect(meaning(false)).toContain('several may pay, or none');
    expect(meaning(undefined)).toContain('has not said');
  });

  test('is a dash with its reason where a part is missing', () => {
    const why = (change: object) => {
      const { value, meaning } = askSumWords(anEvent({ askSum: undefined, ...change }));
      expect(value).toBe('–');
      return meaning;
    };
    const [fine, inexact] = [anEventMarket('A'), anEventMarket('B', { state: 'stale' })];
    expect(why({ markets: [fine, anEventMarket('B', { ask: undefined })] })).toBe(
      'Not added up: nobody offers YES in 1 of 2 markets.',
    );
    expect(why({ markets: [fine, inexact] })).toBe('Not added up: 1 of 2 books is not exact now.');
    expect(why({ markets: [inexact, inexact] })).toBe('Not added up: 2 of 2 books are not exact now.');
    expect(why({ isComplete: false })).toContain('is not known');
    expect(why({ leftOut: 3 })).toContain('3 markets of this event are not shown');
    expect(why({ markets: [] })).toContain('No market of this event is known');
  });

  test('of the bids speaks of selling', () => {
    expect(bidSumWords(anEvent({ bidSum: 9_950 })).meaning).toContain(
      'Selling YES in both markets brings 99.5¢',
    );
    const noBid = [anEventMarket('A', { bid: undefined }), anEventMarket('B')];
    expect(bidSumWords(anEvent({ bidSum: undefined, markets: noBid })).meaning).toBe(
      'Not added up: nobody bids for YES in 1 of 2 markets.',
    );
  });

  test('stands beside the dollar', () => {
    expect([10_320, 9_950, 10_000, undefined].map((sum) => overDollar(sum, CENTS))).toEqual([
      '3.2¢ over $1',
      '0.5¢ under $1',
      'exactly $1',
      '',
    ]);
  });
});

describe('an event that has one market', () => {
  const one = (change: Partial<EventMarket> = {}, event: Partial<EventFrame> = {}) =>
    eventSums(
      anEvent({ markets: [anEventMarket('A', change)], askSum: 4_200, bidSum: 4_000, ...event }),
      CENTS,
    );

  test('adds its two sides, and says nothing of exactly one of many', () => {
    const { title, asks, bids } = one();
    expect([title, asks.headName, bids.headName]).toEqual([
      ...['Both sides together', 'YES and NO ask', 'YES and NO bid'],
    ]);
    expect([asks.sum, bids.sum]).toEqual([10_200, 9_800]);
    expect(asks.words.meaning).toContain('Buying YES at 42¢ and NO at 60¢ costs 102¢ before fees.');
    expect(bids.words.meaning).toContain('Selling YES at 40¢ and NO at 58¢ brings 98¢ before fees.');
    for (const { words } of [asks, bids]) {
      expect(words.meaning).toContain('its YES and NO pay $1 together');
      expect(words.meaning).not.toContain('Exactly one');
    }
  });

  test('adds nothing where a side is missing or the book is not exact', () => {
    const why: readonly [Partial<EventMarket>, string][] = [
      [{ bid: undefined }, 'nobody bids for YES now'],
      [{ ask: undefined }, 'nobody offers YES now'],
      [{ bid: undefined, ask: undefined }, 'the book of the market is empty'],
      [{ state: 'stale' }, 'the book of the market is not exact now'],
    ];
    for (const [change, words] of why) {
      const { asks, bids } = one(change);
      expect([asks.sum, bids.sum, asks.words.value]).toEqual([undefined, undefined, '–']);
      expect([asks.words.meaning, bids.words.meaning]).toEqual(Array(2).fill(`Not added up: ${words}.`));
    }
  });

  test('is one only where no other market is left out or not known yet', () => {
    expect(one({}, { isComplete: false, askSum: undefined }).title).toBe('All markets together');
    expect(one({}, { leftOut: 2, askSum: undefined }).title).toBe('All markets together');
  });
});

describe('the order of the rows', () => {
  const market = (ticker: string, change: Partial<EventMarket>, name = ticker) =>
    anEventMarket(ticker, change, name);

  test('by name goes by strike, open ends outside', () => {
    const strikes = ['≥ 44.0%', '9–10', '< 9', '10–44.0', '$1,000–$2,000'];
    const markets = strikes.map((name, i) => market(`T${i}`, {}, name));
    expect(names(eventOrder(markets, { column: 'name', isAscending: true }))).toBe('T2 T1 T3 T0 T4');
  });

  test('what is unknown comes last, either way', () => {
    const markets = [
      market('A', { ask: undefined }),
      market('B', { ask: 5 as never }),
      market('C', { ask: 9 as never }),
    ];
    expect(names(eventOrder(markets, { column: 'ask', isAscending: true }))).toBe('B C A');
    expect(names(eventOrder(markets, { column: 'ask', isAscending: false }))).toBe('C B A');
  });

  test('equals stand by ticker', () => {
    const markets = [market('B', {}), market('A', {})];
    expect(names(eventOrder(markets, { column: 'volume', isAscending: false }))).toBe('A B');
  });

  test('a second click turns it round; numbers begin with the largest, names with the first', () => {
    const byName = { column: 'name', isAscending: true } as const;
    expect(eventSortBy(byName, 'name')).toEqual({ column: 'name', isAscending: false });
    expect(eventSortBy(byName, 'volume')).toEqual({ column: 'volume', isAscending: false });
    expect(eventSortBy({ column: 'volume', isAscending: false }, 'name')).toEqual(byName);
  });
});

test('inside its event a market goes without the event’s name', () => {
  expect(nameWithin('40%–41% · Approval', 'Approval')).toBe('40%–41%');
  expect(nameWithin('Approval', 'Approval')).toBe('Approval');
  expect(nameWithin('40% · ', '')).toBe('40% · ');
});

test('the word of a book says what is done about it, and cut off from the exchange that nothing is', () => {
  const wordsOf = (isCutOff: boolean) =>
    (['waiting', 'exact', 'stale', 'none'] as const).map((state) => stateWord(state, isCutOff));
  expect(wordsOf(false)).toEqual(['asking', 'in sync', 'rebuilding', 'no book']);
  expect(wordsOf(true)).toEqual(['unknown', 'last known', 'last known', 'no book']);
});

describe('the lines', () => {
  const points = (...pairs: [number, number][]) => ({
    at: Float64Array.from(pairs, ([at]) => at),
    yesPrice: Uint16Array.from(pairs, ([, price]) => price),
  });

  test('a price holds from its trade on, and nothing is drawn before the first', () => {
    const event = anEvent({
      markets: [anEventMarket('A', { last: 60 as never, points: points([50, 4_000], [90, 6_000]) })],
    });
    const { times, lines } = eventLines(event, 0, 120, CENTS);
    const prices = lines[0]?.prices ?? [];
    expect(times).toHaveLength(121);
    expect([prices[49], prices[50], prices[89], prices[90], prices[120]]).toEqual([
      null,
      4_000,
      4_000,
      6_000,
      6_000,
    ]);
    expect(lineWords(eventLines(event, 0, 120, CENTS), 90, '19:57', CENTS)).toBe('19:57: A 60¢');
    expect(lineWords(eventLines(event, 0, 120, CENTS), 3, '19:57', CENTS)).toBe('19:57: no trade known');
    expect(lineRow(eventLines(event, 0, 120, CENTS), 90, UTC, CENTS).cells).toEqual(['60¢']);
    expect(lineRow(eventLines(event, 0, 120, CENTS), 3, UTC, CENTS).cells).toBe('no trade known');
  });

  test('of NO prices are the other way up, and the dearest are others', () => {
    const path = points([50, 4_000], [70, 0], [90, 10_000]);
    const markets = [
      anEventMarket('A', { last: 6_000 as never, points: path }),
      anEventMarket('B', { last: 1_000 as never, points: points([50, 1_000]) }),
    ];
    const { lines } = eventLines(anEvent({ markets }), 0, 120, NO_CENTS);
    expect(lines.map(({ ticker }) => ticker)).toEqual(['B', 'A']);
    // A price of nothing is a price; a gap is none.
    const prices = lines[1]?.prices ?? [];
    expect([prices[50], prices[70], prices[90]]).toEqual([6_000, null, 0]);
  });

  test('a price is not held over a gap, only from the next trade on', () => {
    const event = anEvent({
      markets: [anEventMarket('A', { points: points([10, 4_000], [50, 0], [90, 6_000]) })],
    });
    const lines = eventLines(event, 0, 120, CENTS);
    const prices = lines.lines[0]?.prices ?? [];
    expect([prices[49], prices[50], prices[89], prices[90]]).toEqual([4_000, null, null, 6_000]);
    expect(lineWords(lines, 60, '19:57', CENTS)).toBe('19:57: no trade known');
  });

  test('a line ends exactly where a gap begins, be it shorter than a step, and goes on with the next trade', () => {
    const gaps = [{ from: 50.25 as never, to: 50.5 as never }];
    const markets = [anEventMarket('A', { points: points([10, 4_000], [50.25, 0], [50.75, 6_000]) })];
    const { times, lines } = eventLines(anEvent({ markets, gaps }), 0, 120, CENTS);
    const prices = lines[0]?.prices ?? [];
    const around = times.flatMap((time, i) => (time >= 50 && time <= 51 ? [[time, prices[i]]] : []));
    expect(around).toEqual([
      [50, 4_000],
      [50.25, null],
      [50.5, null],
      [51, 6_000],
    ]);
  });

  test('a market without trades in the range has a dashed line at its last known price, up to the first gap', () => {
    const markets = [
      anEventMarket('A', { last: 6_000 as never, points: points([110, 6_000]) }),
      anEventMarket('B', { last: 2_000 as never, points: points([40, 2_000]) }),
      anEventMarket('C', { last: 1_000 as never, points: points([40, 1_000], [160, 0]) }),
      // Its price from before may not be its last one any more where the range begins.
      anEventMarket('D', { last: 900 as never, points: points([40, 900], [50, 0]) }),
      anEventMarket('F'),
    ];
    const event = eventLines(anEvent({ markets }), 100, 220, CENTS);
    expect(event.lines.map(({ ticker, isFromBefore }) => [ticker, isFromBefore])).toEqual([
      ['A', false],
      ['B', true],
      ['C', true],
    ]);
    const [, b, c] = event.lines.map(({ prices }) => [prices[0], prices[59], prices[60], prices[120]]);
    expect(b).toEqual([2_000, 2_000, 2_000, 2_000]);
    expect(c).toEqual([1_000, 1_000, null, null]);
    expect(event.silent).toEqual(['D', 'F']);
    expect(legendWords(event, true)).toBe(
      'Each line is the last price of a market. Where a line breaks, trades may be missing. ' +
        'Dashed: no trades in this range, the last known price from before. No trades in this range: D, F.',
    );
  });

  test('the legend of an event in which nothing is known says who has not traded', () => {
    const event = eventLines(anEvent(), 0, 120, CENTS);
    expect(legendWords(event, false)).toBe('No trades in this range: A, B.');
  });

  test('a ticker in words goes without those of its event', () => {
    const label = {
      ...anEventMarket('KXINXU-26NOV23-T6840').label,
      name: 'INXU 26NOV23 T6840',
      event: 'KXINXU-26NOV23',
    };
    const market = anEventMarket('KXINXU-26NOV23-T6840', { label, points: points([1, 5_000]) });
    const { lines } = eventLines(anEvent({ markets: [market], eventTitle: '' }), 0, 10, CENTS);
    expect(lines[0]?.name).toBe('T6840');
  });

  test('two markets of one name are told apart by their tickers', () => {
    const named = (ticker: string) =>
      anEventMarket(ticker, { points: points([1, 5_000]) }, 'Republican · Race');
    const markets = [
      named('KXR-26-GOPA'),
      named('KXR-26-GOPB'),
      anEventMarket('KXR-26-D', {}, 'Democratic · Race'),
    ];
    const { lines, silent } = eventLines(anEvent({ markets, eventTitle: 'Race' }), 0, 10, CENTS);
    expect(lines.map(({ name }) => name)).toEqual(['Republican (GOPA)', 'Republican (GOPB)']);
    expect(silent).toEqual(['Democratic']);
  });

  test('the dearest twelve have a line; the others are counted, the silent ones not', () => {
    const markets = Array.from({ length: 15 }, (_, i) =>
      anEventMarket(`M${i}`, {
        last: (i * 100) as never,
        points: points(...(i === 0 ? [] : [[1, i * 100] as [number, number]])),
      }),
    );
    const { lines, others } = eventLines(anEvent({ markets }), 0, 10, CENTS);
    expect(lines).toHaveLength(12);
    expect(lines[0]?.ticker).toBe('M14');
    expect(others).toBe(2);
  });
});
