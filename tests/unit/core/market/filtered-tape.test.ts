import { describe, expect, test } from 'vitest';
import { MarketEngine } from '#core/market/engine.ts';
import type { TapeTest } from '#core/market/filtered-tape.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aTrade } from '../../../support/oracle-market.ts';

const NOW = 1_789_984_830_000;

type Fields = Partial<Parameters<typeof aTrade>[0]>;

function setUp() {
  const engine = new MarketEngine({ windows: [5] });
  engine.advance(NOW as UnixMs);
  /** `ago`: ms before now. */
  const trade = (ago: number, fields: Fields = {}) => {
    engine.apply(aTrade({ venueAt: NOW - ago, ...fields }), NOW as UnixMs);
  };
  return { engine, trade };
}

function only(change: Partial<TapeTest> = {}): TapeTest {
  const all = { merge: true, includeCombos: true, minQuantity: 0, names: 0, passes: () => true, ...change };
  const { merge, includeCombos, minQuantity } = all;
  return { key: JSON.stringify([merge, includeCombos, minQuantity, change.key]), ...all };
}

const sizes = (engine: MarketEngine, tape: TapeTest, limit = 100) =>
  engine.filteredTape(tape, limit).rows.map(({ quantity, prints }) => [quantity, prints]);

describe('a filtered tape', () => {
  test('holds what has passed before it was asked for, and what passes after', () => {
    const { engine, trade } = setUp();
    trade(9_000, { ticker: 'KXA-1', quantity: 1 });
    trade(8_000, { ticker: 'KXB-1', quantity: 2 });
    const onlyA = only({ passes: (ticker) => ticker === 'KXA-1' });
    expect(sizes(engine, onlyA)).toEqual([[1, 1]]);
    trade(7_000, { ticker: 'KXA-1', quantity: 4 });
    trade(6_000, { ticker: 'KXB-1', quantity: 8 });
    expect(sizes(engine, onlyA)).toEqual([
      [4, 1],
      [1, 1],
    ]);
  });

  test('the least size is that of a whole sweep: it appears with the print that makes it large enough', () => {
    const { engine, trade } = setUp();
    const large = only({ minQuantity: 500 });
    expect(sizes(engine, large)).toEqual([]);
    trade(1_000, { quantity: 200 });
    trade(950, { quantity: 200 });
    expect(sizes(engine, large)).toEqual([]);
    trade(900, { quantity: 200 });
    expect(sizes(engine, large)).toEqual([[600, 3]]);
    trade(850, { quantity: 1 });
    expect(engine.filteredTape(large, 9).rows).toMatchObject([{ quantity: 601, prints: 4, at: NOW - 850 }]);
    expect(sizes(engine, only({ minQuantity: 200, merge: false }))).toEqual([
      [200, 1],
      [200, 1],
      [200, 1],
    ]);
    expect(sizes(engine, only({ minQuantity: 201, merge: false }))).toEqual([]);
  });

  test('a block trade is measured alone, although it falls into a sweep', () => {
    const { engine, trade } = setUp();
    trade(1_000, { quantity: 300 });
    trade(990, { quantity: 300, isBlock: true });
    trade(980, { quantity: 100 });
    expect(sizes(engine, only({ minQuantity: 400 }))).toEqual([[400, 2]]);
    trade(970, { quantity: 450, isBlock: true });
    expect(sizes(engine, only({ minQuantity: 400 }))).toEqual([
      [450, 1],
      [400, 2],
    ]);
  });

  test('a sweep that grows moves to where its newest print stands', () => {
    const { engine, trade } = setUp();
    const all = only();
    sizes(engine, all);
    trade(100, { ticker: 'KXA-1', quantity: 1 });
    trade(80, { ticker: 'KXB-1', quantity: 2 });
    expect(sizes(engine, all)).toEqual([
      [2, 1],
      [1, 1],
    ]);
    trade(60, { ticker: 'KXA-1', quantity: 4 });
    expect(sizes(engine, all)).toEqual([
      [5, 2],
      [2, 1],
    ]);
  });

  test('leaves combos out unless they are asked for', () => {
    const { engine, trade } = setUp();
    trade(100, { ticker: 'KXMVE-1' });
    expect(sizes(engine, only({ includeCombos: false }))).toEqual([]);
    expect(sizes(engine, only())).toHaveLength(1);
  });

  test('asks once for each market, and again only when names have changed', () => {
    const { engine, trade } = setUp();
    const asked: Ticker[] = [];
    const called = new Set(['KXA-1']);
    const passes = (ticker: Ticker) => {
      asked.push(ticker);
      return called.has(ticker);
    };
    trade(400, { ticker: 'KXA-1' });
    trade(300, { ticker: 'KXB-1' });
    sizes(engine, only({ passes }));
    trade(200, { ticker: 'KXA-1' });
    expect(sizes(engine, only({ passes }))).toHaveLength(2);
    expect(asked.sort()).toEqual(['KXA-1', 'KXB-1']);
    called.add('KXB-1');
    expect(sizes(engine, only({ passes }))).toHaveLength(2);
    expect(sizes(engine, only({ passes, names: 1 }))).toHaveLength(3);
  });

  test('counts the rows that trades have brought, not those of before, and a sweep once', () => {
    const { engine, trade } = setUp();
    const large = only({ minQuantity: 100 });
    trade(9_000, { quantity: 100 });
    const before = engine.filteredTape(large, 9);
    expect(before).toMatchObject({ entered: 0, isWhole: true });
    trade(5_000, { quantity: 60 });
    trade(4_990, { quantity: 60 });
    trade(4_980, { quantity: 60 });
    trade(3_000, { quantity: 99 });
    expect(engine.filteredTape(large, 9)).toMatchObject({ entered: 1, epoch: before.epoch });
  });

  test('counts on where a late trade has made it look through the past anew', () => {
    const { engine, trade } = setUp();
    const all = only();
    trade(9_000);
    expect(engine.filteredTape(all, 9).entered).toBe(0);
    // Before the row it may belong to; then two more, before anybody asks.
    trade(9_050);
    trade(5_000);
    trade(4_000, { ticker: 'KXB-1' });
    expect(engine.filteredTape(all, 9)).toMatchObject({ entered: 2, rows: { length: 3 } });
    trade(3_000);
    expect(engine.filteredTape(all, 9).entered).toBe(3);
  });

  test('a long past is looked through slice by slice, and says so until it is whole', () => {
    const { engine, trade } = setUp();
    trade(60_000, { ticker: 'KXRARE-1', quantity: 7 });
    for (let i = 0; i < 25_000; i++) trade(50_000 - i, { ticker: 'KXB-1' });
    const rare = only({ passes: (ticker) => ticker === 'KXRARE-1' });
    expect(engine.filteredTape(rare, 9)).toMatchObject({ rows: [], isWhole: false });
    // What comes meanwhile is there at once.
    trade(0, { ticker: 'KXRARE-1', quantity: 1 });
    // What comes late lies on the way back, and is met there, once.
    trade(55_000, { ticker: 'KXRARE-1', quantity: 3 });
    expect(engine.filteredTape(rare, 9)).toMatchObject({ rows: [{ quantity: 1 }], isWhole: false });
    expect(engine.filteredTape(rare, 9)).toMatchObject({
      rows: [{ quantity: 1 }, { quantity: 3 }, { quantity: 7 }],
      isWhole: true,
    });
  });

  test('a late trade takes its place, and joins what it belongs between', () => {
    const { engine, trade } = setUp();
    const all = only();
    trade(1_000, { quantity: 1 });
    trade(850, { quantity: 2 });
    expect(sizes(engine, all)).toHaveLength(2);
    trade(920, { quantity: 4 });
    expect(sizes(engine, all)).toEqual([[7, 3]]);
  });

  test('holds the newest five thousand rows, whether they were there before or came after', () => {
    const { engine, trade } = setUp();
    const single = only({ merge: false });
    for (let i = 0; i < 6_000; i++) trade(9_000 - i, { quantity: i + 1 });
    const quantities = () => engine.filteredTape(single, 9_999).rows.map(({ quantity }) => quantity);
    expect([quantities().length, quantities()[0], quantities().at(-1)]).toEqual([5_000, 6_000, 1_001]);
    for (let i = 6_000; i < 8_000; i++) trade(9_000 - i, { quantity: i + 1 });
    expect([quantities().length, quantities()[0], quantities().at(-1)]).toEqual([5_000, 8_000, 3_001]);
  });

  test('trades that the engine has let go are gone from it too', () => {
    const { engine, trade } = setUp();
    const all = only({ merge: false });
    sizes(engine, all);
    for (let i = 0; i < 1_500; i++) trade(1_500 - i);
    expect(sizes(engine, all, 9_999)).toHaveLength(1_500);
    engine.advance((NOW + 2 * 3_600_000) as UnixMs);
    expect(sizes(engine, all, 9_999)).toHaveLength(1_000);
    expect(engine.recent(9_999)).toHaveLength(1_000);
  });

  test('a filter that nobody asks for any more is let go, and set anew when somebody does', () => {
    const { engine, trade } = setUp();
    const all = only();
    const { epoch } = engine.filteredTape(all, 9);
    for (let i = 0; i < 50_000; i++) trade(0);
    expect(engine.filteredTape(all, 9).epoch).toBe(epoch);
    for (let i = 0; i < 50_001; i++) trade(0);
    expect(engine.filteredTape(all, 9).epoch).not.toBe(epoch);
  });

  test('each of a few tabs has a filter of its own; the one asked for longest ago makes room', () => {
    const { engine } = setUp();
    const filters = [1, 2, 3, 4].map((minQuantity) => only({ minQuantity }));
    const epochs = () => filters.map((filter) => engine.filteredTape(filter, 9).epoch);
    const first = epochs();
    expect(epochs()).toEqual(first);
    engine.filteredTape(only({ minQuantity: 5 }), 9);
    const [forgotten, ...kept] = filters
      .toReversed()
      .map((filter) => engine.filteredTape(filter, 9).epoch)
      .toReversed();
    expect(kept).toEqual(first.slice(1));
    expect(forgotten).not.toBe(first[0]);
  });
});
