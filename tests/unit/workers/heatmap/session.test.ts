import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HeatmapAnswer, HeatmapRequest } from '#contract/heatmap.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import { BookColumnsBuilder } from '#core/market/book/book-columns.ts';
import { BookLog } from '#core/market/liquidity/book-log.ts';
import { GAP } from '#core/market/liquidity/liquidity-columns.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { DurationMs, UnixMs } from '#core/units/time.ts';
import { HeatmapSession } from '../../../../workers/heatmap/session.ts';
import { FakeCanvas } from '../../../support/fake-canvas.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { HEAT_TICKER } from '../../../support/heatmap-page/told.ts';
import { HEAT_VIEW } from '../../../support/heat-view.ts';
import { HEAT_START, heatStory } from '../../../support/liquidity.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

vi.stubGlobal('OffscreenCanvas', FakeCanvas);

const closers: (() => void)[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) close();
});

const END = HEAT_START + 290_000;

/** A clock on which each look takes a while. */
class SlowClock extends ManualClock {
  tick = 0;

  override monotonic(): number {
    if (this.tick > 0) this.advance(this.tick);
    return super.monotonic();
  }
}

function setUp() {
  const clock = new SlowClock(HEAT_START);
  const page = new FakePort<HeatmapAnswer, HeatmapRequest>();
  const frames: (() => void)[] = [];
  const canvas = new OffscreenCanvas(1, 1);
  const onFrame = (run: () => void) => frames.push(run);
  const session = new HeatmapSession(page, { canvas, view: HEAT_VIEW }, { clock, onFrame });
  closers.push(() => {
    session.take({ kind: 'close' });
  });
  /** Gives the session a river; resolves its other end. */
  const follow = () => {
    const { port1, port2 } = new MessageChannel();
    closers.push(() => {
      port2.close();
    });
    const heard: RiverAnswer[] = [];
    port2.onmessage = ({ data }: MessageEvent<RiverAnswer>) => heard.push(data);
    session.take({ kind: 'river', river: port1 });
    const { onmessage } = port1;
    return {
      heard,
      /** Delivers a message that was on its way when the port was closed. */
      late: (message: RiverMessage) => {
        onmessage?.call(port1, new MessageEvent('message', { data: message }));
      },
      /** Resolves when the session has heard all that was said. */
      say: async (...messages: readonly RiverMessage[]) => {
        for (const message of messages) port2.postMessage(message);
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      },
    };
  };
  /** Runs frames until none is asked for; returns how many that were. */
  const drain = (most = 100): number => {
    let count = 0;
    for (let frame = frames.shift(); frame !== undefined && count < most; frame = frames.shift()) {
      frame();
      count++;
    }
    return count;
  };
  const count = (kind: HeatmapAnswer['kind']) => page.sent.filter((answer) => answer.kind === kind).length;
  return { clock, page, session, follow, drain, frames, count };
}

const begin: RiverMessage = {
  kind: 'begin',
  ticker: HEAT_TICKER,
  exchangeId: 'heat-test',
  at: HEAT_START as UnixMs,
  now: HEAT_START as UnixMs,
  isReplay: true,
  recordedFrom: HEAT_START as UnixMs,
};
const time = (now: number, rate = 0): RiverMessage => ({ kind: 'clock', now: now as UnixMs, rate });

function books(size = 500): RiverMessage {
  const { events } = heatStory([
    { wait: 0, kind: 'snapshot', side: 'yes', price: 4_000, size, cuts: false },
    { wait: 280_000, kind: 'add', side: 'no', price: 3_000, size, cuts: false },
  ]);
  const builder = new BookColumnsBuilder();
  for (const event of events) builder.add(event);
  return { kind: 'books', columns: builder.take(HEAT_START as UnixMs, END as UnixMs) };
}

describe('a river that falls silent', () => {
  test('is told to the page after three seconds, and again every three', () => {
    const { clock, follow, count } = setUp();
    follow();
    clock.advance(2_999);
    expect(count('silent')).toBe(0);
    clock.advance(1);
    expect(count('silent')).toBe(1);
    clock.advance(2_999);
    expect(count('silent')).toBe(1);
    clock.advance(1);
    expect(count('silent')).toBe(2);
  });

  test('is not one that tells the time, paused or not', async () => {
    const { clock, follow, count } = setUp();
    const { say } = follow();
    await say(begin);
    for (let i = 0; i < 5; i++) {
      clock.advance(2_000);
      await say(time(HEAT_START));
    }
    expect(count('silent')).toBe(0);
  });

  test('is given as long again where another one takes its place', () => {
    const { clock, follow, count } = setUp();
    follow();
    clock.advance(2_500);
    follow();
    clock.advance(2_500);
    expect(count('silent')).toBe(0);
  });

  test('is nobody’s matter once the page has gone', () => {
    const { clock, session, follow, count } = setUp();
    follow();
    session.take({ kind: 'close' });
    clock.advance(60_000);
    expect(count('silent')).toBe(0);
    expect(clock.pending).toBe(0);
  });
});

describe('the heatmap', () => {
  test('draws what the river says in one frame, and rests when time stands', async () => {
    const { follow, drain, count, page } = setUp();
    const { say } = follow();
    await say(begin, books(), time(END));
    expect(drain()).toBe(1);
    expect(count('drawn')).toBe(1);
    expect(page.sent.find(({ kind }) => kind === 'drawn')).toMatchObject({ phase: 'live', now: END });
  });

  test('draws anew what a doubt reaches back over', async () => {
    const { clock, follow, drain, page } = setUp();
    const { say } = follow();
    await say(begin, books(), time(END));
    drain();
    const drawnAnew = () => {
      const last = page.sent.findLast((answer) => answer.kind === 'drawn');
      return { phase: last?.phase, columns: last?.columns ?? 0 };
    };
    const all = drawnAnew();
    expect(all.phase).toBe('live');
    const builder = new BookColumnsBuilder();
    const heldUntil = (END - 5_000) as UnixMs;
    builder.add({ kind: 'stale', ticker: HEAT_TICKER, receivedAt: heldUntil, reason: 'disconnect' });
    await say({ kind: 'books', columns: builder.take(END as UnixMs, END as UnixMs) }, time(END));
    clock.advance(67);
    drain();
    const again = drawnAnew();
    expect(again.phase).toBe('gap');
    // Five seconds of 300.
    expect(again.columns).toBeGreaterThanOrEqual(Math.floor(all.columns / 60));
  });

  test('draws nothing while the page is hidden, and all of it when it is seen again', async () => {
    const { session, follow, drain, count } = setUp();
    session.take({ kind: 'visible', isVisible: false });
    const { say } = follow();
    await say(begin, books(), time(END));
    expect(drain()).toBe(0);
    session.take({ kind: 'visible', isVisible: true });
    drain();
    expect(count('drawn')).toBe(1);
  });

  test('draws events at most every 66 ms, and what a person does at once', async () => {
    const { clock, session, follow, frames, drain, count } = setUp();
    const { say } = follow();
    await say(begin, books(), time(END));
    drain();
    await say(time(END));
    frames.shift()?.();
    expect(count('drawn')).toBe(1);
    session.take({ kind: 'view', view: { ...HEAT_VIEW, column: 'max' } });
    frames.shift()?.();
    expect(count('drawn')).toBe(2);
    await say(time(END));
    clock.advance(67);
    frames.shift()?.();
    expect(count('drawn')).toBe(3);
  });

  test('spreads what takes long over frames: none folds for longer than its budget', async () => {
    const { clock, follow, drain, count } = setUp();
    const { say } = follow();
    await say(begin, books(), time(END));
    clock.tick = 11;
    expect(drain()).toBeGreaterThan(3);
    expect(count('drawn')).toBeGreaterThan(3);
  });

  test('leaves a river for another, and hears the old one no more', async () => {
    const { follow, drain, count } = setUp();
    const old = follow();
    await old.say(begin, books(), time(END));
    drain();
    const { say } = follow();
    await say();
    expect(old.heard).toEqual([{ kind: 'close' }]);
    old.late(begin);
    expect(drain()).toBe(0);
    expect(count('drawn')).toBe(1);
  });

  test('waits four seconds for a book before it says that there is none', async () => {
    const { clock, follow, drain, page } = setUp();
    const { say } = follow();
    const phases = () => page.sent.flatMap((answer) => (answer.kind === 'drawn' ? [answer.phase] : []));
    await say(begin, time(END));
    drain();
    expect(phases()).toEqual(['waiting']);
    clock.advance(3_900);
    await say(time(END));
    drain();
    clock.advance(101);
    await say(time(END));
    drain();
    expect(phases()).toEqual(['waiting', 'waiting', 'empty']);
  });

  test('moves sideways without painting a column twice', async () => {
    const { session, follow, drain, page } = setUp();
    const { say } = follow();
    await say(begin, books(), time(END));
    drain();
    const painted = () => page.sent.flatMap((answer) => (answer.kind === 'drawn' ? [answer.columns] : []));
    expect(painted().at(-1)).toBeGreaterThan(100);
    // The first step leaves the end, whose columns are not finished.
    for (const back of [2_000, 4_000]) {
      session.take({ kind: 'view', view: { ...HEAT_VIEW, end: (END - back) as UnixMs } });
      drain();
    }
    expect(painted().at(-1)).toBeLessThan(10);
  });

  test('keeps a scale that is held over the beginning of another stretch', async () => {
    const { session, follow, drain, page } = setUp();
    const highs = () => page.sent.flatMap((answer) => (answer.kind === 'legend' ? [answer.legend.high] : []));
    const { say } = follow();
    await say(begin, books(900_000), time(END));
    drain();
    const held = highs().at(-1);
    session.take({ kind: 'view', view: { ...HEAT_VIEW, isScalePinned: true } });
    await say(begin, books(40_000), time(END));
    drain();
    expect(highs().at(-1)).toBe(held);
    session.take({ kind: 'view', view: HEAT_VIEW });
    await say(begin, books(40_000), time(END));
    drain();
    expect(highs().at(-1)).not.toBe(held);
  });

  test('stands still on a frozen page, but where the reader looks elsewhere, and catches up when it goes on', async () => {
    const { clock, session, follow, drain, count } = setUp();
    const { say } = follow();
    await say(begin, books(), time(END));
    drain();
    const frozen = { ...HEAT_VIEW, end: END as UnixMs, isFrozen: true };
    session.take({ kind: 'view', view: frozen });
    drain();
    const drawn = count('drawn');
    clock.advance(1_000);
    await say(books(900_000), time(END + 1_000, 1));
    drain();
    expect(count('drawn')).toBe(drawn);
    session.take({ kind: 'view', view: { ...frozen, end: (END - 60_000) as UnixMs } });
    drain();
    expect(count('drawn')).toBe(drawn + 1);
    session.take({ kind: 'view', view: HEAT_VIEW });
    drain(3);
    expect(count('drawn')).toBeGreaterThan(drawn + 1);
  });

  test('lets go of what is far away also while the page is hidden', async () => {
    const trim = vi.spyOn(BookLog.prototype, 'trim');
    const { session, follow } = setUp();
    session.take({ kind: 'visible', isVisible: false });
    const { say } = follow();
    await say(begin, books(), time(END));
    expect(trim).toHaveBeenCalled();
    expect(trim.mock.lastCall?.[0].to).toBeGreaterThanOrEqual(END);
  });
});

describe('the rows of numbers', () => {
  const ask = async () => {
    const told = setUp();
    const { say } = told.follow();
    await say(begin, books(), time(END));
    told.drain();
    const table = () => {
      told.session.take({ kind: 'table' });
      const answer = told.page.sent.findLast((each) => each.kind === 'table');
      if (answer === undefined) throw new Error('Expected an answer with rows, but none came.');
      return answer.table;
    };
    return { ...told, say, table };
  };

  test('are those of the view, as of the clock, and come when they are asked for', async () => {
    const { session, count, table } = await ask();
    expect(count('table')).toBe(0);
    const now = table();
    expect(count('table')).toBe(1);
    expect(now).toMatchObject({ now: END, stepMs: 10_000, count: 30, from: HEAT_START - 10_000 });
    expect([now.bid.at(-1), now.ask.at(-1), now.ask.at(-2)]).toEqual([4_000, 7_000, Number.NaN]);
    session.take({ kind: 'view', view: { ...HEAT_VIEW, end: (END - 100_000) as UnixMs } });
    const before = table();
    // The row that begins at its very end is in view too.
    expect(before.from + before.count * before.stepMs).toBe(HEAT_START + 200_000);
    session.take({ kind: 'view', view: { ...HEAT_VIEW, span: 900_000 as DurationMs } });
    expect(table().stepMs).toBe(20_000);
  });

  test('are none before there is a river', () => {
    const { session, count } = setUp();
    session.take({ kind: 'table' });
    expect(count('table')).toBe(0);
  });

  test('are renewed by a trade that comes later than what was read', async () => {
    const { say, table } = await ask();
    expect(table().trades.at(-2)).toBe(0);
    const builder = new TradeColumnsBuilder();
    const trade = aTrade({ ticker: HEAT_TICKER, at: END - 15_000, quantity: 700 as Quantity });
    builder.append(trade, trade.venueAt);
    await say({ kind: 'trades', columns: builder.take() });
    const rows = table();
    expect([rows.trades.at(-2), rows.yesTraded.at(-2)]).toEqual([1, 700]);
  });

  test('are renewed by a doubt that reaches back over them', async () => {
    const { say, table } = await ask();
    expect(table().bid.at(-2)).toBe(4_000);
    const builder = new BookColumnsBuilder();
    const heldUntil = (END - 25_000) as UnixMs;
    builder.add({ kind: 'stale', ticker: HEAT_TICKER, receivedAt: heldUntil, reason: 'disconnect' });
    await say({ kind: 'books', columns: builder.take(END as UnixMs, END as UnixMs) }, time(END));
    const rows = table();
    expect(rows.bid.at(-1)).toBe(Number.NaN);
    expect((rows.flags.at(-1) ?? 0) & GAP).toBe(GAP);
    expect(rows.reasons.at(-1)).toBe('disconnect');
  });
});
