import { describe, expect, test } from 'vitest';
import { createRng } from '#core/lib/rng.ts';
import { CENT_GRID } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { Decoder } from '#core/wire/decode.ts';
import { BookFeed, nextSocketPace } from '../../../../workers/market/book-feed.ts';
import { BookWatches } from '../../../../workers/market/book-watches.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const A = 'KXA-1' as Ticker;
const B = 'KXB-1' as Ticker;
const SID = 3;

const wholeBook = (ticker: Ticker) => ({
  type: 'orderbook_snapshot',
  sid: SID,
  seq: 2,
  msg: { market_ticker: ticker, yes_dollars_fp: [['0.4000', '5.00']], no_dollars_fp: [] },
});

interface Sent {
  readonly id: number;
  readonly cmd: string;
  readonly params: {
    readonly action?: string;
    readonly market_tickers?: readonly string[];
    readonly use_yes_price?: boolean;
    readonly sids?: readonly number[];
  };
}

function setUp() {
  const clock = new ManualClock();
  const sent: Sent[] = [];
  const reconnects: string[] = [];
  const log: string[] = [];
  const silent: Ticker[] = [];
  let id = 10;
  const stale: { ticker: Ticker; at: number }[] = [];
  const events: string[] = [];
  const feed = new BookFeed({
    onEvent: ({ kind, ticker, receivedAt }) => {
      events.push(kind);
      if (kind === 'stale') stale.push({ ticker, at: receivedAt });
    },
    onSilent: (ticker) => silent.push(ticker),
    clock,
    rng: createRng(5),
    nextId: () => id++,
    send: (command) => sent.push(JSON.parse(command) as Sent),
    grid: () => CENT_GRID,
    reconnect: (reason) => reconnects.push(reason),
    log: (_level, text) => log.push(text),
  });
  const decoder = new Decoder();
  const take = (frame: object, isGap = false) => {
    feed.take(decoder.decode(JSON.stringify(frame)), isGap, clock.now());
  };
  /** The newest command, said in short. */
  const last = () => {
    const { cmd, params } = sent.at(-1) ?? { cmd: 'nothing', params: {} };
    return [params.action ?? cmd, ...(params.market_tickers ?? [])].join(' ');
  };
  const idOfLast = () => sent.at(-1)?.id ?? 0;
  const agree = (sid = SID) => {
    take({ id: idOfLast(), type: 'subscribed', msg: { channel: 'orderbook_delta', sid } });
  };
  const accept = () => {
    take({ id: idOfLast(), type: 'ok', sid: SID, seq: 1, msg: {} });
  };
  const snapshot = (ticker: string, answers?: number) => {
    const msg = { market_ticker: ticker, yes_dollars_fp: [['0.4000', '5.00']], no_dollars_fp: [] };
    take({ type: 'orderbook_snapshot', sid: SID, seq: 2, id: answers, msg });
  };
  const delta = (ticker: string, change: string, isGap = false) => {
    const msg = { market_ticker: ticker, price_dollars: '0.4000', delta_fp: change, side: 'yes', ts_ms: 5 };
    take({ type: 'orderbook_delta', sid: SID, seq: 3, msg }, isGap);
  };
  const stateOf = (ticker: Ticker) => feed.books.get(ticker)?.state;
  /** Watching both, both exact. */
  const watching = () => {
    feed.opened();
    feed.want(A, 'x');
    feed.want(B, 'x');
    clock.advance(20);
    agree();
    snapshot(A);
    snapshot(B);
    clock.advance(3_100);
  };
  const tools = { clock, sent, reconnects, log, feed, take, last, idOfLast, agree, accept, snapshot };
  return { ...tools, delta, stateOf, watching, stale, silent, events };
}

describe('the subscription to order books', () => {
  test('is one command for all wishes that come together, with the price scale said', () => {
    const { feed, clock, sent, agree, snapshot, stateOf } = setUp();
    feed.want(A, 'x');
    feed.want(B, 'x');
    feed.opened();
    clock.advance(20);
    expect(sent).toMatchObject([
      { cmd: 'subscribe', params: { market_tickers: [A, B], use_yes_price: false } },
    ]);
    expect(stateOf(A)).toBe('waiting');
    agree();
    snapshot(A);
    expect([stateOf(A), stateOf(B)]).toEqual(['exact', 'waiting']);
    expect(feed.sid).toBe(SID);
  });

  test('is known by its books where the answer to it was lost: a hole is noticed', () => {
    const { feed, clock, snapshot, delta, stateOf, last, accept } = setUp();
    feed.opened();
    feed.want(A, 'x');
    feed.want(B, 'x');
    clock.advance(20);
    snapshot(A);
    snapshot(B);
    delta(A, '1.00', true);
    expect([stateOf(A), stateOf(B)]).toEqual(['stale', 'stale']);
    // Not answered in time: what it asked for is asked for again, on the sid that is known by then.
    clock.advance(3_100);
    expect(last()).toBe(`add_markets ${A} ${B}`);
    accept();
    clock.advance(3_100);
    expect(last()).toBe(`get_snapshot ${A} ${B}`);
  });

  test('reads every book again when the scale of the NO side turns out to be another', () => {
    const { feed, clock, take, watching, stateOf, last, log } = setUp();
    watching();
    // NO bids up to 55 cents, on the YES scale: from 45 cents up.
    const sides = {
      yes_dollars_fp: [['0.4200', '5.00']],
      no_dollars_fp: [
        ['0.4500', '5.00'],
        ['0.9900', '5.00'],
      ],
    };
    for (const ticker of ['KXC-1', 'KXD-1', A])
      take({ type: 'orderbook_snapshot', sid: SID, seq: 4, msg: { market_ticker: ticker, ...sides } });
    expect([stateOf(A), stateOf(B)]).toEqual(['exact', 'stale']);
    expect(feed.books.get(A)?.no.priceAt(1)).toBe(5_500);
    expect(log.at(-1)).toContain('YES scale');
    clock.advance(20);
    expect(last()).toBe(`get_snapshot ${B}`);
  });

  test('takes five hundred books at once, in commands that are not too long, on one number', () => {
    const { feed, clock, sent, agree, accept, snapshot, stateOf } = setUp();
    const many = Array.from({ length: 500 }, (_, index) => `KXMANY-${index}` as Ticker);
    for (const ticker of many) feed.want(ticker, 'x');
    feed.opened();
    clock.advance(20);
    for (const done of [agree, accept, accept]) {
      done();
      for (const ticker of sent.at(-1)?.params.market_tickers ?? []) snapshot(ticker);
      clock.advance(100);
    }
    expect(sent.map(({ cmd, params }) => [cmd, params.market_tickers?.length])).toEqual([
      ['subscribe', 200],
      ['update_subscription', 200],
      ['update_subscription', 100],
    ]);
    expect(sent.every((command) => JSON.stringify(command).length < 10_000)).toBe(true);
    expect(many.filter((ticker) => stateOf(ticker) !== 'exact')).toEqual([]);
  });

  test('grows and shrinks with the wishes, one command at a time, and ends with the last', () => {
    const { feed, clock, sent, last, accept, take, idOfLast, watching } = setUp();
    watching();
    const C = 'KXC-1' as Ticker;
    feed.want(C, 'x');
    feed.unwant(A, 'x');
    clock.advance(20);
    expect(last()).toBe(`add_markets ${C}`);
    clock.advance(50);
    expect(sent).toHaveLength(2);
    accept();
    clock.advance(20);
    expect(last()).toBe(`delete_markets ${A}`);
    accept();
    feed.unwant(B, 'x');
    feed.unwant(C, 'x');
    clock.advance(20);
    expect(sent.at(-1)).toMatchObject({ cmd: 'unsubscribe', params: { sids: [SID] } });
    take({ id: idOfLast(), type: 'unsubscribed', sid: SID, seq: 9 });
    clock.advance(60_000);
    expect([feed.sid, feed.books.size, sent.length]).toEqual([undefined, 0, 4]);
  });

  test('a book stays while one of two still wants it', () => {
    const { feed, clock, sent, watching, stateOf } = setUp();
    watching();
    feed.want(A, 'y');
    feed.unwant(A, 'x');
    feed.unwant(A, 'nobody');
    clock.advance(100);
    expect([stateOf(A), sent.length]).toEqual(['exact', 1]);
  });

  test('nothing is sent while there is no socket; a fresh one is asked for everything', () => {
    const { feed, clock, sent, last, agree, snapshot, stateOf, watching } = setUp();
    watching();
    feed.closed(clock.now());
    expect([stateOf(A), feed.books.get(A)?.reason, feed.sid]).toEqual(['stale', 'disconnect', undefined]);
    clock.advance(60_000);
    expect(sent).toHaveLength(1);
    feed.opened();
    clock.advance(20);
    expect(last()).toBe(`subscribe ${A} ${B}`);
    agree();
    snapshot(A);
    expect(stateOf(A)).toBe('exact');
  });

  test('a market that is wanted again is asked for anew where nobody knows whether it was left out', () => {
    const { feed, clock, last, accept, watching } = setUp();
    watching();
    feed.unwant(A, 'x');
    clock.advance(20);
    expect(last()).toBe(`delete_markets ${A}`);
    clock.advance(2_500);
    feed.want(A, 'x');
    clock.advance(1_000);
    expect(last()).toBe(`add_markets ${A}`);
    // It was there all along: the exchange sends no book by itself.
    accept();
    clock.advance(3_100);
    expect(last()).toBe(`get_snapshot ${A}`);
  });

  test('what another subscription says, or none, is not applied', () => {
    const { feed, clock, take, watching } = setUp();
    watching();
    const total = feed.books.get(A)?.yes.total;
    const msg = { market_ticker: A, price_dollars: '0.4000', delta_fp: '1.00', side: 'yes' };
    take({ type: 'orderbook_delta', sid: SID + 1, seq: 3, msg });
    take({ type: 'orderbook_delta', msg });
    clock.advance(20);
    expect([feed.books.get(A)?.yes.total, feed.books.get(A)?.state, feed.stats.strays]).toEqual([
      total,
      'exact',
      2,
    ]);
    take({ type: 'orderbook_delta', sid: SID, seq: 3, msg });
    expect(feed.books.get(A)?.yes.total).toBe((total ?? 0) + 100);
  });
});

describe('a doubtful book', () => {
  test('after a gap every book is stale at that very frame, and asked for in one command', () => {
    const { delta, clock, last, idOfLast, snapshot, stateOf, watching, feed } = setUp();
    watching();
    delta(A, '1.00', true);
    expect([stateOf(A), stateOf(B)]).toEqual(['stale', 'stale']);
    expect(feed.books.get(A)?.yes.total).toBe(500);
    clock.advance(20);
    expect(last()).toBe(`get_snapshot ${A} ${B}`);
    snapshot(A, idOfLast());
    snapshot(B, idOfLast());
    expect([stateOf(A), stateOf(B)]).toEqual(['exact', 'exact']);
    expect(feed.stats).toMatchObject({ wanted: 2, snapshots: 4, deltas: 0, stale: 2, early: 1 });
  });

  test('a frame that cannot be read may be of any of them: all are asked for again', () => {
    const { delta, clock, last, stateOf, watching } = setUp();
    watching();
    delta(A, '-300.005');
    expect([stateOf(A), stateOf(B)]).toEqual(['stale', 'stale']);
    clock.advance(20);
    expect(last()).toBe(`get_snapshot ${A} ${B}`);
  });

  test('is doubtful from its last number, not from what was heard last, nor from when it was found out', () => {
    const { delta, clock, stale, watching, feed, take } = setUp();
    watching();
    delta(A, '1.00');
    const lastOurs = clock.now();
    clock.advance(5_000);
    take({ type: 'trade', sid: 99, seq: 5, msg: {} });
    delta(A, '1.00', true);
    expect(stale.map(({ at }) => at)).toEqual([lastOurs, lastOurs]);
    for (const ticker of [A, B]) take(wholeBook(ticker));
    const lastNumber = clock.now();
    clock.advance(5_000);
    take({ type: 'trade', sid: 99, seq: 6, msg: {} });
    // Neither counts: one has no number, the other one that has been.
    take({ type: 'error', sid: SID, msg: { code: 9, msg: 'no' } });
    take({ type: 'ok', id: 77, sid: SID, seq: 1, market_tickers: [] });
    clock.advance(10_000);
    feed.closed(clock.now());
    expect(stale.slice(2).map(({ at }) => at)).toEqual([lastNumber, lastNumber]);
  });

  test('is proven by a number that is asked for where all are quiet while others are heard', () => {
    const { clock, watching, feed, take, sent, last, idOfLast, snapshot, events, delta } = setUp();
    watching();
    delta(B, '1.00');
    const before = sent.length;
    clock.advance(1_900);
    take({ type: 'trade', sid: 99, seq: 1, msg: {} });
    feed.expire(clock.now());
    clock.advance(0);
    expect([sent.length, feed.unprovenMs(clock.now())]).toEqual([before, 1_900]);
    clock.advance(100);
    feed.alive(clock.now());
    feed.expire(clock.now());
    clock.advance(0);
    expect([sent.length, last()]).toEqual([before + 1, `get_snapshot ${A}`]);
    feed.expire(clock.now());
    clock.advance(0);
    expect(sent.length).toBe(before + 1);
    const told = events.length;
    snapshot(A, idOfLast());
    expect([feed.unprovenMs(clock.now()), events.length]).toEqual([0, told]);
    // Where nothing else is heard either there is nothing to prove.
    clock.advance(5_000);
    feed.expire(clock.now());
    clock.advance(0);
    expect(sent.length).toBe(before + 1);
  });

  test('goes without a proof where the exchange refuses one: the subscription is left alone', () => {
    const { clock, watching, feed, take, sent, idOfLast, stale } = setUp();
    watching();
    const lives = (): void => {
      clock.advance(2_000);
      feed.alive(clock.now());
      feed.expire(clock.now());
      clock.advance(0);
    };
    lives();
    const asked = sent.length;
    take({ type: 'error', id: idOfLast(), sid: SID, msg: { code: 12, msg: 'Unknown action' } });
    for (let i = 0; i < 5; i++) lives();
    expect([sent.length, stale, feed.problem]).toEqual([asked, [], '']);
    expect(feed.unprovenMs(clock.now())).toBe(0);
  });

  test('does not forget what was wished for while a proof was refused', () => {
    const { clock, watching, feed, take, last, idOfLast } = setUp();
    watching();
    clock.advance(2_000);
    feed.alive(clock.now());
    feed.expire(clock.now());
    clock.advance(0);
    const asked = idOfLast();
    feed.want('KXC-1' as Ticker, 'x');
    clock.advance(100);
    take({ type: 'error', id: asked, sid: SID, msg: { code: 12, msg: 'Unknown action' } });
    clock.advance(0);
    expect(last()).toBe('add_markets KXC-1');
  });

  test('is subscribed to anew where the proof does not come', () => {
    const { clock, watching, feed, sent } = setUp();
    watching();
    for (let second = 0; second < 14; second++) {
      clock.advance(1_000);
      feed.alive(clock.now());
      feed.expire(clock.now());
      clock.advance(0);
    }
    expect(sent.slice(-4).map(({ cmd }) => cmd)).toContain('unsubscribe');
  });

  test('is not proven by a number ahead of a clock that was set back', () => {
    const { clock, watching, feed, delta } = setUp();
    watching();
    delta(A, '1.00');
    clock.sleep(-60_000);
    feed.alive(clock.now());
    clock.advance(5_000);
    feed.alive(clock.now());
    expect(feed.unprovenMs(clock.now())).toBe(5_000);
  });

  test('has been silent since the last frame of any kind; a line that is down is not silent but down', () => {
    const { clock, feed, watching, take } = setUp();
    expect(feed.silentMs(clock.now())).toBe(0);
    watching();
    clock.advance(3_000);
    expect(feed.silentMs(clock.now())).toBeGreaterThanOrEqual(3_000);
    take({ type: 'trade', sid: 99, seq: 5, msg: {} });
    expect(feed.silentMs(clock.now())).toBe(0);
    clock.advance(8_000);
    expect(feed.silentMs(clock.now())).toBe(8_000);
    feed.closed(clock.now());
    expect(feed.silentMs(clock.now())).toBe(0);
  });

  test('waits for its pace alone: a new wish is asked for at once', () => {
    const { feed, delta, clock, last, idOfLast, snapshot, watching } = setUp();
    watching();
    for (let round = 0; round < 6; round++) {
      delta(A, '-9.00');
      clock.advance(10_000);
      snapshot(A, idOfLast());
    }
    for (let round = 0; round < 5; round++) {
      delta(A, '-9.00');
      clock.advance(25);
      snapshot(A, idOfLast());
    }
    delta(A, '-9.00');
    clock.advance(25);
    feed.want('KXC-1' as Ticker, 'x');
    clock.advance(25);
    expect(last()).toBe('add_markets KXC-1');
  });

  test('a market that let its book go and was wished for again is asked for its book', () => {
    const { feed, clock, last, idOfLast, snapshot, stateOf, watching } = setUp();
    watching();
    feed.unwant(A, 'x');
    feed.want(A, 'x');
    expect(stateOf(A)).toBe('waiting');
    clock.advance(20);
    expect(last()).toBe(`get_snapshot ${A}`);
    snapshot(A, idOfLast());
    expect(stateOf(A)).toBe('exact');
  });

  test('is over when the exchange says so of its sid, whatever command that answers', () => {
    const { take, feed, stateOf, watching } = setUp();
    watching();
    take({ id: 999, type: 'unsubscribed', sid: SID, seq: 4 });
    expect([feed.sid, stateOf(A)]).toEqual([undefined, 'stale']);
  });

  test('a gap of another subscription is none of ours', () => {
    const { take, stateOf, watching } = setUp();
    watching();
    take({ type: 'trade', sid: 99, seq: 5, msg: {} }, true);
    expect(stateOf(A)).toBe('exact');
  });

  test('one that keeps failing is asked for at a slower and slower pace', () => {
    const { delta, clock, sent, idOfLast, snapshot, watching } = setUp();
    watching();
    const before = sent.length;
    for (let ms = 0; ms < 60_000; ms += 10) {
      delta(A, '-9.00');
      clock.advance(10);
      if (sent.at(-1)?.params.action === 'get_snapshot') snapshot(A, idOfLast());
    }
    expect(sent.length - before).toBeGreaterThan(5);
    expect(sent.length - before).toBeLessThan(15);
  });

  test('without an answer the subscription is made anew, then the socket', () => {
    const { delta, clock, sent, reconnects, watching } = setUp();
    watching();
    delta(A, '1.00', true);
    clock.advance(30_000);
    expect(sent.slice(1).map(({ cmd, params }) => params.action ?? cmd)).toEqual([
      'get_snapshot',
      'get_snapshot',
      'get_snapshot',
      'unsubscribe',
    ]);
    expect(reconnects).toHaveLength(1);
  });

  test.each([10, 25])('error %i ends the subscription: all are stale, and it is asked for again', (code) => {
    const { take, clock, last, stateOf, feed, watching } = setUp();
    watching();
    take({ type: 'error', sid: SID, seq: 4, msg: { code, msg: 'ended' } });
    expect([stateOf(A), stateOf(B), feed.sid]).toEqual(['stale', 'stale', undefined]);
    clock.advance(500);
    expect(last()).toBe(`subscribe ${A} ${B}`);
  });

  test('is over when its end is told late, after the command was given up', () => {
    const { delta, clock, sent, take, stateOf, watching } = setUp();
    watching();
    delta(A, '1.00', true);
    clock.advance(11_500);
    const asked = sent.at(-1);
    expect(asked?.cmd).toBe('unsubscribe');
    const again = { type: 'orderbook_snapshot', sid: SID, seq: 7 };
    const msg = { market_ticker: B, yes_dollars_fp: [['0.4000', '5.00']], no_dollars_fp: [] };
    take({ ...again, msg });
    clock.advance(3_100);
    expect(stateOf(B)).toBe('exact');
    take({ id: asked?.id, type: 'unsubscribed', sid: SID, seq: 9 });
    expect(stateOf(B)).toBe('stale');
  });

  test('doubts a book that was wanted again while its delete was on its way, however whole it was made', () => {
    const { feed, clock, last, accept, snapshot, stateOf, watching } = setUp();
    watching();
    feed.unwant(A, 'x');
    clock.advance(20);
    expect(last()).toBe(`delete_markets ${A}`);
    feed.want(A, 'x');
    snapshot(A);
    expect(stateOf(A)).toBe('exact');
    accept();
    expect(stateOf(A)).toBe('stale');
    clock.advance(20);
    expect(last()).toBe(`add_markets ${A}`);
  });

  test('asks for silent markets again within a minute, however many fall silent meanwhile', () => {
    const { feed, clock, sent, take, agree } = setUp();
    feed.opened();
    feed.want(A, 'x');
    clock.advance(20);
    agree();
    let answered = sent.length;
    for (let at = 0; at < 300; at++) {
      if (at % 50 === 20) feed.want(`KXC-${at}` as Ticker, 'x');
      clock.advance(1_000);
      // Every command is carried out; no book ever comes.
      for (; answered < sent.length; answered++) {
        const { id, params } = sent[answered] ?? { id: 0, params: {} };
        if (params.action === 'add_markets') take({ id, type: 'ok', sid: SID, seq: answered, msg: {} });
      }
    }
    const asked = sent.filter(
      ({ params }) => params.action === 'get_snapshot' && params.market_tickers?.includes(A) === true,
    );
    expect(asked.length).toBeGreaterThan(9);
  });

  test('is known up to the exchange’s last sign of life, also where it says nothing', () => {
    const { feed, clock, watching } = setUp();
    feed.alive(clock.now());
    expect(feed.silentMs(clock.now())).toBe(0);
    watching();
    clock.advance(60_000);
    expect(feed.silentMs(clock.now())).toBeGreaterThan(60_000);
    feed.alive(clock.now());
    clock.advance(2_000);
    expect(feed.silentMs(clock.now())).toBe(2_000);
  });

  test('does not cost the trades their socket again and again where the exchange leaves books unanswered', () => {
    const { feed, clock, sent, reconnects, take } = setUp();
    feed.want(A, 'x');
    feed.opened();
    let answered = 0;
    const asked: number[] = [];
    for (let second = 0; second < 3600; second++) {
      // Subscriptions are answered, and nothing else ever is.
      for (; answered < sent.length; answered++) {
        const { id, cmd } = sent[answered] ?? { id: 0, cmd: '' };
        if (cmd === 'subscribe')
          take({ id, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: SID } });
      }
      if (second === 5) feed.want(B, 'x');
      clock.advance(1000);
      if (reconnects.length === asked.length) continue;
      asked.push(second);
      feed.closed(clock.now());
      feed.opened();
      // What was wanted together is asked for together: one more wish is needed for a command without an answer.
      feed.unwant(B, 'x');
      clock.advance(1000);
      feed.want(B, 'x');
    }
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.length).toBeLessThan(12);
    expect(Math.max(...pauses.slice(5))).toBeLessThan(640);
    expect(pauses.slice(0, 5).every((pause, index) => pause >= 25 * 2 ** index)).toBe(true);
    expect(feed.problem).toBe('The exchange does not answer for its order books.');
  });

  test('asks for further sockets ever more seldom, every ten minutes at last; after twenty without need it begins anew', () => {
    const paces = [0];
    for (let asked = 0; asked < 7; asked++) paces.push(nextSocketPace(paces.at(-1) ?? 0, 60_000));
    expect(paces.slice(1).map((ms) => ms / 1000)).toEqual([30, 60, 120, 240, 480, 600, 600]);
    expect(nextSocketPace(600_000, 1_200_000)).toBe(600_000);
    expect(nextSocketPace(600_000, 1_200_001)).toBe(30_000);
  });

  test('an exchange that cannot send snapshots is asked for the whole subscription', () => {
    const { delta, take, clock, last, idOfLast, stateOf, agree, snapshot, watching } = setUp();
    watching();
    delta(A, '1.00', true);
    clock.advance(20);
    take({ id: idOfLast(), type: 'error', sid: SID, seq: 4, msg: { code: 13, msg: 'Unsupported action' } });
    expect(last()).toBe('unsubscribe');
    take({ id: idOfLast(), type: 'unsubscribed', sid: SID, seq: 5 });
    // From here on nothing is heard.
    expect([stateOf(A), stateOf(B)]).toEqual(['stale', 'stale']);
    clock.advance(500);
    expect(last()).toBe(`subscribe ${A} ${B}`);
    agree();
    snapshot(A);
    expect(stateOf(A)).toBe('exact');
  });

  test('a subscription that the exchange has forgotten counts as ended', () => {
    const { feed, take, clock, last, idOfLast, watching, stateOf } = setUp();
    watching();
    const C = 'KXC-1' as Ticker;
    feed.want(C, 'x');
    clock.advance(20);
    take({ id: idOfLast(), type: 'error', msg: { code: 7, msg: 'Unknown subscription ID' } });
    take({ id: idOfLast(), type: 'error', msg: { code: 7, msg: 'Unknown subscription ID' } });
    expect([stateOf(A), stateOf(B)]).toEqual(['stale', 'stale']);
    clock.advance(2_000);
    expect(last()).toBe(`subscribe ${A} ${B} ${C}`);
  });
});

test('books in the legacy shape, in cents and whole contracts, are books', () => {
  const { feed, clock, agree, take } = setUp();
  feed.opened();
  feed.want(A, 'x');
  clock.advance(20);
  agree();
  const yes = [[40, 5]];
  take({ type: 'orderbook_snapshot', sid: SID, seq: 2, msg: { market_ticker: A, yes, no: [[55, 7]] } });
  take({
    type: 'orderbook_delta',
    sid: SID,
    seq: 3,
    msg: { market_ticker: A, price: 55, delta: -3, side: 'no' },
  });
  const book = feed.books.get(A);
  expect([book?.yes.best, book?.yes.total, book?.no.best, book?.no.total]).toEqual([4_000, 500, 5_500, 400]);
});

describe('what another subscription says', () => {
  test('ends none of ours: a terminal error counts for its own sid alone', () => {
    const { take, watching, clock, sent, stateOf } = setUp();
    watching();
    const before = sent.length;
    for (const code of [10, 25]) take({ type: 'error', sid: SID + 1, seq: 9, msg: { code, msg: 'over' } });
    clock.advance(20_000);
    expect([stateOf(A), stateOf(B), sent.length]).toEqual(['exact', 'exact', before]);
    take({ type: 'error', sid: SID, seq: 9, msg: { code: 10, msg: 'over' } });
    expect(stateOf(A)).toBe('stale');
  });
});

describe('a whole book that cannot be', () => {
  test('is not taken, and another is asked for', () => {
    const { take, watching, clock, sent, last, stateOf } = setUp();
    watching();
    clock.advance(20_000);
    const before = sent.length;
    const most = ['0.4000', '8999999999.00'];
    const msg = { market_ticker: A, yes_dollars_fp: [most, ['0.4100', '8999999999.00']], no_dollars_fp: [] };
    take({ type: 'orderbook_snapshot', sid: SID, seq: 9, msg });
    clock.advance(20);
    expect([stateOf(A), sent.length, last()]).toEqual(['stale', before + 1, `get_snapshot ${A}`]);
  });
});

describe('an answer that comes late', () => {
  test('to unsubscribe ends what was asked for since: it is asked for anew at once', () => {
    const { feed, take, watching, clock, idOfLast, last, agree, stateOf } = setUp();
    watching();
    feed.unwant(A, 'x');
    feed.unwant(B, 'x');
    clock.advance(20);
    expect(last()).toBe('unsubscribe');
    const late = idOfLast();
    clock.advance(2_900);
    feed.want(A, 'x');
    clock.advance(200);
    expect(last()).toBe(`delete_markets ${B}`);
    take({ id: late, type: 'unsubscribed', sid: SID, seq: 9 });
    expect([feed.sid, stateOf(A)]).toEqual([undefined, 'waiting']);
    clock.advance(300);
    expect(last()).toBe(`subscribe ${A}`);
    agree(SID + 1);
    take({
      type: 'orderbook_snapshot',
      sid: SID + 1,
      seq: 1,
      msg: { market_ticker: A, yes_dollars_fp: [], no_dollars_fp: [] },
    });
    expect(stateOf(A)).toBe('exact');
  });
});

describe('a market without a book', () => {
  test('is asked for three times, then left alone for a minute; the others do not suffer', () => {
    const { feed, clock, sent, agree, snapshot, stateOf, reconnects, silent } = setUp();
    feed.opened();
    feed.want(A, 'x');
    feed.want(B, 'x');
    clock.advance(20);
    agree();
    snapshot(A);
    clock.advance(30_000);
    expect(silent).toEqual([B]);
    const asked = () => sent.filter(({ params }) => params.action === 'get_snapshot').length;
    expect([asked(), feed.isSilent(B), feed.isSilent(A)]).toEqual([3, true, false]);
    expect([stateOf(A), stateOf(B), reconnects.length]).toEqual(['exact', 'waiting', 0]);
    // Tried again, it is no other market than before until its book is there.
    for (let second = 0; second < 120; second++) {
      clock.advance(1_000);
      expect(feed.isSilent(B)).toBe(true);
    }
    expect([asked() > 3, sent.some(({ cmd }) => cmd === 'unsubscribe')]).toEqual([true, false]);
    expect(silent.length).toBeGreaterThan(1);
    snapshot(B);
    expect([feed.isSilent(B), stateOf(B)]).toEqual([false, 'exact']);
  });

  test('is late from three seconds on, while it is asked for again', () => {
    const { feed, clock, agree, snapshot } = setUp();
    feed.opened();
    feed.want(A, 'x');
    feed.want(B, 'x');
    clock.advance(20);
    agree();
    snapshot(A);
    clock.advance(2_900);
    expect([feed.isLate(A), feed.isLate(B)]).toEqual([false, false]);
    for (let second = 0; second < 20; second++) {
      clock.advance(1_000);
      expect([feed.isLate(A), feed.isLate(B)]).toEqual([false, true]);
    }
    snapshot(B);
    expect(feed.isLate(B)).toBe(false);
  });

  test('is late where not even the subscription is answered', () => {
    const { feed, clock } = setUp();
    feed.opened();
    feed.want(A, 'x');
    clock.advance(2_900);
    expect(feed.isLate(A)).toBe(false);
    clock.advance(200);
    expect(feed.isLate(A)).toBe(true);
  });

  test('one that had a book costs the others one new subscription, not one after the other', () => {
    const { feed, clock, sent, take, watching, stateOf } = setUp();
    watching();
    feed.books.doubt(A, 'audit', clock.now());
    // The exchange does what it is asked, but says nothing of A any more.
    for (let ms = 0; ms < 600_000; ms += 10) {
      const before = sent.length;
      clock.advance(10);
      for (const { id, cmd, params } of sent.slice(before)) {
        if (cmd === 'subscribe')
          take({ id, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: SID } });
        if (cmd === 'unsubscribe') take({ id, type: 'unsubscribed', sid: SID, seq: 9 });
        if (params.action === 'add_markets') take({ id, type: 'ok', sid: SID, seq: 9, msg: {} });
        if (params.market_tickers?.includes(B) === true) take(wholeBook(B));
      }
    }
    expect(sent.filter(({ cmd }) => cmd === 'unsubscribe')).toHaveLength(1);
    expect([stateOf(A), stateOf(B)]).toEqual(['stale', 'exact']);
  });

  test('a refusal is told in words and not repeated at once', () => {
    const { feed, clock, sent, take, idOfLast } = setUp();
    feed.opened();
    feed.want(A, 'x');
    clock.advance(20);
    take({ id: idOfLast(), type: 'error', msg: { code: 9, msg: 'Authentication required' } });
    expect(feed.problem).toBe('The API key may not read this channel. (code 9)');
    clock.advance(30_000);
    expect([sent.length, feed.isSilent(A)]).toEqual([1, true]);
    clock.advance(60_000);
    expect(sent.length).toBeGreaterThan(1);
  });
});

describe('who looks at a book', () => {
  test('a screen’s wish ends five seconds after its last look, a script’s never', () => {
    const { feed, clock, stateOf } = setUp();
    const watches = new BookWatches(feed, clock);
    watches.look(A);
    watches.look(B);
    watches.keep(B);
    clock.advance(4_000);
    watches.look(A);
    watches.expire();
    clock.advance(4_000);
    watches.expire();
    expect([stateOf(A), stateOf(B)]).toEqual(['waiting', 'waiting']);
    clock.advance(1_000);
    watches.expire();
    expect([stateOf(A), stateOf(B)]).toEqual([undefined, 'waiting']);
    watches.look(A);
    expect(stateOf(A)).toBe('waiting');
  });
});
