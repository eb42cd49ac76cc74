/** What fires, when, how often, and what does not. */
import { describe, expect, test } from 'vitest';
import { isQuietAt, type AlertRule } from '#core/market/alerts/rule.ts';
import type { Money } from '#core/units/money.ts';
import type { Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { aRule, AlertWorld, MIDNIGHT, type SaidTrade } from '../../../../support/alerts.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const dollars = (amount: number) => (amount * 1_000_000) as Money;
const large = { by: 'value', atLeast: dollars(500) } as const;
/** A thousand contracts at 50 cents: 500 dollars. */
const BIG: SaidTrade = { contracts: 1_000 };

describe('a large trade', () => {
  test('fires from its dollars on, by what the taker paid, and says how late', () => {
    const world = new AlertWorld(aRule('large-trade', large));
    expect(world.trade({ contracts: 999 })).toEqual([]);
    expect(world.trade({ cents: 20, contracts: 1_000, taker: 'yes' })).toEqual([]);
    const [firing] = world.trade({ cents: 20, contracts: 1_000, taker: 'no', lateMs: 300 });
    expect(firing).toEqual({
      ruleId: 'large-trade',
      kind: 'large-trade',
      ticker: 'KXA-1',
      atMs: world.now - 300,
      firedAtMs: world.now,
      lateMs: 300,
      isQuiet: false,
      sound: true,
      notify: true,
      facts: { value: dollars(800), quantity: 100_000, price: 8_000, isYes: false, median: 0 },
    });
  });

  test('against the median: not before enough trades are known, then from so many times it', () => {
    const rule = aRule('large-trade', { by: 'median', times: 10, minutes: 5, minTrades: 4 });
    const world = new AlertWorld(rule);
    for (const contracts of [1, 3, 2]) world.trade({ contracts });
    expect(world.trade({ contracts: 100 })).toEqual([]);
    // 1, 2, 3 and 100 contracts: the lower of the two in the middle is 2.
    expect(world.trade({ contracts: 19 })).toEqual([]);
    const [firing] = world.trade({ contracts: 30 });
    expect(firing?.facts).toMatchObject({ value: dollars(15), median: dollars(1.5) });
  });

  test('against the median: trades that were read back count, those outside the window do not', () => {
    const rule = aRule('large-trade', { by: 'median', times: 10, minutes: 5, minTrades: 3 });
    const world = new AlertWorld(rule);
    for (let i = 0; i < 3; i++) world.past({ lateMs: 4 * MINUTE });
    expect(world.trade({ contracts: 10, lateMs: 1 })).toHaveLength(1);
    world.pass(6 * MINUTE);
    expect(world.trade({ contracts: 5_000 })).toEqual([]);
  });

  test('of another market than those listed is none of its business', () => {
    const listed = { of: 'tickers', tickers: ['KXB-1' as Ticker] } as const;
    const world = new AlertWorld(aRule('large-trade', large, { scope: listed }));
    expect(world.trade(BIG)).toEqual([]);
    expect(world.trade({ ...BIG, ticker: 'KXB-1' })).toHaveLength(1);
  });

  test('of an event: by the spelling, until the exchange says which event it is', () => {
    const scope = { of: 'event', event: 'KXA' } as const;
    const world = new AlertWorld(aRule('large-trade', large, { scope, coolDownMs: SECOND }));
    expect(world.trade({ ...BIG, ticker: 'KXA-1' })).toHaveLength(1);
    expect(world.trade({ ...BIG, ticker: 'KXB-1' })).toEqual([]);
    world.closes('KXA-1', undefined, 'KXOTHER');
    world.closes('KXB-1', undefined, 'KXA');
    world.pass(2 * SECOND);
    expect(world.trade({ ...BIG, ticker: 'KXA-1' })).toEqual([]);
    expect(world.trade({ ...BIG, ticker: 'KXB-1' })).toHaveLength(1);
  });

  test('everywhere leaves combos out; a list may name one', () => {
    const combo = { ...BIG, ticker: 'KXMVEA-1' };
    expect(new AlertWorld(aRule('large-trade', large)).trade(combo)).toEqual([]);
    const scope = { of: 'tickers', tickers: ['KXMVEA-1' as Ticker] } as const;
    expect(new AlertWorld(aRule('large-trade', large, { scope })).trade(combo)).toHaveLength(1);
  });

  test('that was an hour old when it came is no alert', () => {
    const world = new AlertWorld(aRule('large-trade', large));
    expect(world.trade({ ...BIG, lateMs: 60 * MINUTE })).toEqual([]);
    expect(world.trade({ ...BIG, lateMs: 60 * MINUTE - 1 })).toHaveLength(1);
  });
});

describe('a price that is crossed', () => {
  const cross = (direction: 'up' | 'down' | 'either') =>
    aRule('price-cross', { level: 6_000 as Price, direction }, { coolDownMs: SECOND });
  /** Trades at these cents, two seconds apart; returns the prices at which the rule fired. */
  const firedAt = (direction: 'up' | 'down' | 'either', ...cents: readonly number[]) => {
    const world = new AlertWorld(cross(direction));
    return cents.filter((price) => {
      world.pass(2 * SECOND);
      return world.trade({ cents: price }).length > 0;
    });
  };

  test('never fires on first sight, wherever the price is', () => {
    expect(firedAt('either', 70)).toEqual([]);
    expect(firedAt('either', 60)).toEqual([]);
    expect(firedAt('either', 50)).toEqual([]);
  });

  test('fires where the level is reached or jumped over, in the direction asked for', () => {
    expect(firedAt('up', 50, 59, 60)).toEqual([60]);
    expect(firedAt('up', 50, 72)).toEqual([72]);
    expect(firedAt('up', 70, 50)).toEqual([]);
    expect(firedAt('down', 70, 61, 60)).toEqual([60]);
    expect(firedAt('down', 50, 70)).toEqual([]);
    expect(firedAt('either', 50, 70, 50)).toEqual([70, 50]);
  });

  test('is armed again only a cent away from the level: prices that tremble there fire once', () => {
    expect(firedAt('up', 59.5, 60, 59.5, 60, 59.5, 60)).toEqual([60]);
    expect(firedAt('up', 59.5, 60, 59, 61)).toEqual([60, 61]);
    expect(firedAt('either', 59.5, 60, 59.5, 60.5, 59.5)).toEqual([60]);
  });

  test('while it is silent a crossing is used up, not kept for later', () => {
    const muted = { ...cross('up'), mutedUntilMs: (MIDNIGHT + MINUTE) as UnixMs };
    const world = new AlertWorld(muted);
    world.trade({ cents: 50 });
    expect(world.trade({ cents: 70 })).toEqual([]);
    world.pass(2 * MINUTE);
    expect(world.trade({ cents: 71 })).toEqual([]);
    world.trade({ cents: 50 });
    const [firing] = world.trade({ cents: 70 });
    expect(firing?.facts).toEqual({ yesPrice: 7_000, level: 6_000, isUp: true });
  });

  test('a trade that came behind a later one does not move the price back', () => {
    const world = new AlertWorld(cross('down'));
    world.trade({ cents: 70 });
    expect(world.trade({ cents: 50, lateMs: 500 })).toEqual([]);
  });

  test('one stamp from the far future does not make all that comes after it old', () => {
    const world = new AlertWorld(cross('either'));
    world.trade({ cents: 50 });
    const [firing] = world.trade({ cents: 70, lateMs: -1_000 * DAY });
    expect(firing).toMatchObject({ atMs: world.now, lateMs: 0 });
    world.pass(2 * SECOND);
    expect(world.trade({ cents: 50 })).toHaveLength(1);
  });
});

describe('a move', () => {
  const points = { by: 'points', amount: 1_000, minutes: 5, direction: 'either' } as const;

  test('is measured against the last price before the window, in points or percent of it', () => {
    const world = new AlertWorld(aRule('move', points));
    world.trade({ cents: 40 });
    world.pass(6 * MINUTE);
    expect(world.trade({ cents: 49 })).toEqual([]);
    expect(world.trade({ cents: 50 })[0]?.facts).toEqual({ yesPrice: 5_000, fromPrice: 4_000, minutes: 5 });
    const percent = new AlertWorld(aRule('move', { ...points, by: 'percent', amount: 2_500 }));
    percent.trade({ cents: 40 });
    expect(percent.trade({ cents: 49.99 })).toEqual([]);
    expect(percent.trade({ cents: 50 })).toHaveLength(1);
  });

  test('fires again only when it was half undone, and at once the other way', () => {
    const world = new AlertWorld(aRule('move', { ...points, minutes: 60 }, { coolDownMs: SECOND }));
    const fires = (cents: number) => {
      world.pass(2 * SECOND);
      return world.trade({ cents }).length;
    };
    expect([50, 60, 65, 55.01, 61].map(fires)).toEqual([0, 1, 0, 0, 0]);
    expect([54, 60, 39].map(fires)).toEqual([0, 1, 1]);
  });

  test('that happens while the rule is silent is told afterwards, if the price is still there', () => {
    const world = new AlertWorld(aRule('move', { ...points, minutes: 60 }));
    world.trade({ cents: 50 });
    expect(world.trade({ cents: 60 })).toHaveLength(1);
    expect(world.trade({ cents: 30 })).toEqual([]);
    world.pass(6 * MINUTE);
    expect(world.trade({ cents: 30 })).toHaveLength(1);
  });

  test('only in the direction asked for', () => {
    const world = new AlertWorld(aRule('move', { ...points, direction: 'down' }));
    world.trade({ cents: 50 });
    expect(world.trade({ cents: 70 })).toEqual([]);
    expect(world.trade({ cents: 40 })).toHaveLength(1);
  });
});

test('a burst is what the ring on a tile says', () => {
  const world = new AlertWorld(aRule('burst', { minutes: 5 }));
  for (let i = 0; i < 60; i++) {
    world.pass(5 * SECOND);
    expect(world.trade({})).toEqual([]);
  }
  const fired: boolean[] = [];
  const rings: (boolean | undefined)[] = [];
  for (let i = 0; i < 6; i++) {
    fired.push(world.trade({ contracts: 20 }).length > 0);
    rings.push(world.market.market('KXA-1' as Ticker, 5)?.isBurst);
  }
  expect(rings).toContain(true);
  expect(fired.indexOf(true)).toBe(rings.indexOf(true));
});

describe('after a hole in the stream', () => {
  /** Five minutes of a market that trades evenly, then four of which nothing is known. */
  function afterHole(rule: AlertRule) {
    const world = new AlertWorld(rule);
    for (let i = 0; i < 60; i++) {
      world.pass(5 * SECOND);
      world.trade({ cents: 50 });
    }
    world.miss(4 * MINUTE);
    return world;
  }

  test('a market that goes on at its pace does not burst, and one that does is told once two minutes are known', () => {
    const world = afterHole(aRule('burst', { minutes: 5 }));
    const fired: number[] = [];
    for (let i = 0; i < 60; i++) {
      world.pass(5 * SECOND);
      fired.push(world.trade({}).length, world.trade({}).length);
    }
    expect(fired.filter((count) => count > 0)).toEqual([]);
    expect(world.trade({ contracts: 50 })).toHaveLength(1);
  });

  test('a price from before is no beginning of a move, one from after is', () => {
    const world = afterHole(aRule('move', { by: 'percent', amount: 1_000, minutes: 1, direction: 'either' }));
    world.pass(30 * SECOND);
    expect(world.trade({ cents: 70 })).toEqual([]);
    world.pass(40 * SECOND);
    expect(world.trade({ cents: 71 })).toEqual([]);
    world.pass(25 * SECOND);
    const [firing] = world.trade({ cents: 80 });
    expect(firing?.facts).toEqual({ yesPrice: 8_000, fromPrice: 7_000, minutes: 1 });
  });

  test('that was filled all is as if there had been none', () => {
    const world = afterHole(aRule('move', { by: 'percent', amount: 1_000, minutes: 1, direction: 'either' }));
    world.past({ cents: 50, lateMs: 2 * MINUTE });
    world.holes.length = 0;
    expect(world.trade({ cents: 70 })).toHaveLength(1);
  });
});

describe('a market that closes', () => {
  const soon = aRule('closing-soon', { minutes: 10 });

  test('is told once, when it is time, and again when its close is moved', () => {
    const world = new AlertWorld(soon);
    world.closes('KXA-1', 11);
    expect(world.pass(30 * SECOND)).toEqual([]);
    const [firing] = world.pass(30 * SECOND + 400);
    expect(firing).toMatchObject({ ticker: 'KXA-1', lateMs: 400, atMs: MIDNIGHT + MINUTE });
    expect(world.pass(MINUTE)).toEqual([]);
    world.closes('KXA-1', 30);
    expect(world.pass(19 * MINUTE)).toEqual([]);
    expect(world.pass(2 * MINUTE)).toHaveLength(1);
  });

  test('that is near already when it becomes known is not called late for that', () => {
    const world = new AlertWorld(soon);
    world.pass(5 * SECOND);
    world.closes('KXA-1', 3);
    expect(world.pass(200)[0]).toMatchObject({ lateMs: 200 });
  });

  test('and is past is no news', () => {
    const world = new AlertWorld(soon);
    world.closes('KXA-1', 1);
    world.now = (world.now + 2 * MINUTE) as UnixMs;
    expect(world.pass(0)).toEqual([]);
  });
});

describe('a silent feed', () => {
  const stale = aRule('feed-stale', { seconds: 10 }, { coolDownMs: SECOND });

  test('is told once, by when the silence was long enough, and again after it was heard', () => {
    const world = new AlertWorld(stale);
    world.lastHeardAt = world.now;
    expect(world.pass(9_999)).toEqual([]);
    const [firing] = world.pass(501);
    expect(firing).toMatchObject({ kind: 'feed-stale', lateMs: 500, atMs: MIDNIGHT + 10_000 });
    expect(firing).not.toHaveProperty('ticker');
    expect(world.pass(60_000)).toEqual([]);
    world.lastHeardAt = world.now;
    expect(world.pass(0)).toEqual([]);
    expect(world.pass(11_000)).toHaveLength(1);
  });

  test('that is heard only just in time is not told again and again', () => {
    const world = new AlertWorld(stale);
    world.lastHeardAt = world.now;
    expect(world.pass(11_000)).toHaveLength(1);
    world.lastHeardAt = (world.now - 4_000) as UnixMs;
    world.pass(5_000);
    expect(world.pass(2_000)).toEqual([]);
  });

  test('of which nothing is expected is not stale', () => {
    expect(new AlertWorld(stale).pass(60_000)).toEqual([]);
  });
});

describe('a rule', () => {
  test('fires for one market once, then is silent for its cool-down; other markets and rules go on', () => {
    const world = new AlertWorld(aRule('large-trade', large), aRule('large-trade', large, { id: 'other' }));
    expect(world.trade(BIG).map(({ ruleId }) => ruleId)).toEqual(['large-trade', 'other']);
    expect(world.trade(BIG)).toEqual([]);
    expect(world.trade({ ...BIG, ticker: 'KXB-1' })).toHaveLength(2);
    world.pass(5 * MINUTE - 1);
    expect(world.trade(BIG)).toEqual([]);
    world.pass(1);
    expect(world.trade(BIG)).toHaveLength(2);
  });

  test('does not fire while it is off, muted, or after its end', () => {
    const world = new AlertWorld(aRule('large-trade', large, { isOn: false }));
    expect(world.trade(BIG)).toEqual([]);
    world.setRules(aRule('large-trade', large, { mutedUntilMs: (MIDNIGHT + MINUTE) as UnixMs }));
    expect(world.trade(BIG)).toEqual([]);
    world.pass(MINUTE);
    expect(world.trade(BIG)).toHaveLength(1);
    const end = (world.now + 10 * MINUTE) as UnixMs;
    world.setRules(aRule('large-trade', large, { expiresAtMs: end }));
    world.pass(10 * MINUTE - 1);
    expect(world.trade(BIG)).toHaveLength(1);
    world.pass(6 * MINUTE);
    expect(world.trade(BIG)).toEqual([]);
  });

  test('keeps what it has seen when it is renamed or muted, and begins anew when it looks for something else', () => {
    const world = new AlertWorld(aRule('large-trade', large));
    world.trade(BIG);
    world.setRules(aRule('large-trade', large, { name: 'Whales' }));
    expect(world.trade(BIG)).toEqual([]);
    world.setRules(aRule('large-trade', { ...large, atLeast: dollars(400) }));
    expect(world.trade(BIG)).toHaveLength(1);
  });

  test('is silent after a reload for what it told before', () => {
    const rules = [
      aRule('large-trade', large),
      aRule('closing-soon', { minutes: 10 }),
      aRule('feed-stale', { seconds: 10 }),
    ];
    const before = new AlertWorld(...rules);
    before.lastHeardAt = before.now;
    before.closes('KXA-1', 5);
    const told = [...before.trade(BIG), ...before.pass(12 * SECOND)];
    expect(told).toHaveLength(3);
    const world = new AlertWorld(...rules);
    world.now = before.now;
    world.alerts.remember(told);
    world.alerts.market(
      { ticker: 'KXA-1' as Ticker, event: '', closeAtMs: (MIDNIGHT + 5 * MINUTE) as UnixMs },
      world.now,
    );
    world.lastHeardAt = before.lastHeardAt;
    expect([...world.trade(BIG), ...world.pass(SECOND)]).toEqual([]);
    expect(world.trade({ ...BIG, ticker: 'KXB-1' })).toHaveLength(1);
  });

  test('in quiet hours fires for the history alone', () => {
    const world = new AlertWorld(aRule('large-trade', large));
    world.quiet = { fromMinute: 23 * 60, toMinute: 7 * 60 };
    expect(world.trade(BIG)[0]).toMatchObject({ isQuiet: true, sound: false, notify: false });
    world.pass(7 * 60 * MINUTE);
    expect(world.trade(BIG)[0]).toMatchObject({ isQuiet: false, sound: true, notify: true });
  });

  test('does not mind a clock that is set back', () => {
    const world = new AlertWorld(aRule('large-trade', large));
    world.pass(60 * MINUTE);
    world.trade(BIG);
    world.pass(-30 * MINUTE);
    expect(world.trade(BIG)).toHaveLength(1);
  });

  test('keeps a market that trades while twenty thousand others come, and forgets the one silent for longest', () => {
    const world = new AlertWorld(aRule('price-cross', { level: 6_000 as Price, direction: 'up' }));
    world.trade({ ticker: 'KXBUSY-1' });
    for (let i = 1; i < 20_000; i++) world.trade({ ticker: `KXA-${i}` });
    world.pass(SECOND);
    world.trade({ ticker: 'KXBUSY-1' });
    world.trade({ ticker: 'KXNEW-1' });
    expect(world.trade({ ticker: 'KXBUSY-1', cents: 70 })).toHaveLength(1);
    expect(world.trade({ ticker: 'KXA-2', cents: 70 })).toHaveLength(1);
    expect(world.trade({ ticker: 'KXA-1', cents: 70 })).toEqual([]);
  });

  test('of everywhere keeps its markets however many combos trade', () => {
    const world = new AlertWorld(aRule('price-cross', { level: 6_000 as Price, direction: 'up' }));
    world.trade({});
    for (let i = 0; i < 20_000; i++) world.trade({ ticker: `KXMVEA-${i}` });
    expect(world.trade({ cents: 70 })).toHaveLength(1);
  });

  test('forgets a market after two silent hours: its row is another one’s', () => {
    const cross = aRule('price-cross', { level: 6_000 as Price, direction: 'up' });
    const world = new AlertWorld(cross);
    world.trade({ cents: 50 });
    world.pass(3 * 60 * MINUTE);
    expect(world.trade({ cents: 70, ticker: 'KXB-1' })).toEqual([]);
    expect(world.trade({ cents: 70 })).toEqual([]);
  });
});

test('quiet hours may span midnight, and end where they say', () => {
  const night = { fromMinute: 1_320, toMinute: 420 };
  expect([1_319, 1_320, 1_439, 0, 419, 420].map((minute) => isQuietAt(minute, night))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
  const noon = { fromMinute: 720, toMinute: 780 };
  expect([719, 720, 779, 780].map((minute) => isQuietAt(minute, noon))).toEqual([false, true, true, false]);
  expect(isQuietAt(0, { fromMinute: 60, toMinute: 60 })).toBe(true);
  expect(isQuietAt(0, undefined)).toBe(false);
});
