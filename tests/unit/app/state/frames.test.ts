import { afterEach, describe, expect, test, vi } from 'vitest';
import { FramePuller, pageLoop, type FrameLoop, type FramePort } from '../../../../app/state/frames.ts';
import type {
  BookFrame,
  EventFrame,
  Frame,
  FramePortMessage,
  FrameRequest,
  HotFrame,
  MarketFrame,
  StatusFrame,
} from '#contract/frames.ts';
import { must } from '#core/lib/assert.ts';
import type { HotSort } from '#core/market/views.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';

/** A clock turned by hand, 60 steps a second. */
class HandLoop implements FrameLoop {
  #now = 0;
  /** How often. */
  woken = 0;
  #next: { readonly at: number; readonly run: () => void } | undefined;
  now = () => this.#now;
  after = (ms: number, run: () => void) => {
    const next = { at: this.#now + Math.max(ms, 1), run };
    this.#next = next;
    return () => {
      if (this.#next === next) this.#next = undefined;
    };
  };
  /** How long the page takes to draw what it was given. */
  drawMs = 0;
  #painted: { readonly at: number; readonly run: () => void } | undefined;
  afterPaint = (run: () => void) => {
    this.#painted = { at: this.#now + this.drawMs, run };
    return () => {
      this.#painted = undefined;
    };
  };
  turn(ms: number): void {
    for (const end = this.#now + ms; this.#now < end;) {
      this.#now += 16;
      const next = this.#next;
      if (next !== undefined && next.at <= this.#now) {
        this.#next = undefined;
        this.woken++;
        next.run();
      }
      const painted = this.#painted;
      if (painted === undefined || painted.at > this.#now) continue;
      this.#painted = undefined;
      painted.run();
    }
  }
}

function setUp() {
  const loop = new HandLoop();
  const puller = new FramePuller(loop, 10);
  const sent: FrameRequest[] = [];
  const port: FramePort = {
    onmessage: null,
    postMessage: (message: FramePortMessage) => {
      if (message.kind === 'frame-request') sent.push(message);
    },
  };
  const answer = (parts: Partial<Frame> = {}) => {
    const { id } = must(sent.at(-1), 'a request');
    const frame: Frame = { kind: 'frame', id, at: 1 as UnixMs, status: {} as StatusFrame, ...parts };
    port.onmessage?.(new MessageEvent('message', { data: frame }));
  };
  /** Turns the loop and answers everything at once. */
  const live = (ms: number) => {
    for (let left = ms; left > 0; left -= 16) {
      const before = sent.length;
      loop.turn(16);
      if (sent.length > before) answer();
    }
  };
  puller.attach(port);
  return { loop, puller, sent, answer, live, port };
}

describe('asking', () => {
  test('the status alone is asked for twice a second when no panel wants anything', () => {
    const { live, sent } = setUp();
    live(10_000);
    expect(sent.length).toBeGreaterThanOrEqual(19);
    expect(sent.length).toBeLessThanOrEqual(22);
    expect(sent.every(({ tape, hot, heat }) => (tape ?? hot ?? heat) === undefined)).toBe(true);
  });

  test('each part comes at its own pace', () => {
    const { puller, live, sent } = setUp();
    puller.want('tape', { limit: 100, merge: true });
    puller.want('hot', { limit: 12 });
    puller.want('heat', { limit: 60 });
    live(10_000);
    const count = (part: 'tape' | 'hot' | 'heat') => sent.filter((request) => request[part]).length;
    expect(count('tape')).toBeGreaterThan(85);
    expect(count('tape')).toBeLessThan(110);
    expect(count('hot')).toBeGreaterThan(35);
    expect(count('hot')).toBeLessThan(52);
    expect(count('heat')).toBeGreaterThan(8);
    expect(count('heat')).toBeLessThan(12);
  });

  test('nothing is asked while an answer is owed', () => {
    const { puller, loop, sent, answer } = setUp();
    puller.want('tape', { limit: 1, merge: true });
    loop.turn(5_000);
    expect(sent).toHaveLength(1);
    answer();
    loop.turn(200);
    expect(sent).toHaveLength(2);
  });

  test('a wish that is there already changes nothing', () => {
    const { puller, loop, sent, answer } = setUp();
    puller.want('book', { ticker: 'A' as Ticker });
    answer({ book: { ticker: 'A', state: 'exact' } as Partial<BookFrame> as BookFrame });
    const off = puller.want('book', { ticker: 'A' as Ticker });
    loop.turn(32);
    off();
    expect(puller.getSnapshot().book).toBeDefined();
    expect(sent).toHaveLength(1);
  });

  test('treemap and analytics never come in one answer, and neither has to wait for more than one', () => {
    const { puller, live, sent } = setUp();
    puller.want('heat', { limit: 60 });
    puller.want('analytics', {});
    live(10_000);
    expect(sent.some(({ heat, analytics }) => heat !== undefined && analytics === true)).toBe(false);
    const count = (part: 'heat' | 'analytics') =>
      sent.filter((request) => request[part] !== undefined).length;
    expect([count('heat'), count('analytics')].every((asked) => asked >= 9 && asked <= 11)).toBe(true);
  });

  test('the page is woken only when something is due', () => {
    const { puller, loop, live } = setUp();
    puller.want('tape', { limit: 1, merge: true });
    live(10_000);
    // Ten a second for the tape, one for each answer owed, and some that came a little early.
    expect(loop.woken).toBeLessThan(150);
  });

  test('a page that draws for long is asked for less, so that two thirds of its time are left', () => {
    const { puller, loop, live, sent } = setUp();
    puller.want('tape', { limit: 1, merge: true });
    loop.drawMs = 80;
    live(10_000);
    // 80 ms of drawing and 160 of rest, each up to the next step of the clock.
    expect(sent.length).toBeGreaterThan(34);
    expect(sent.length).toBeLessThan(43);
  });

  test('a page that is never painted is asked all the same, once a second', () => {
    const { puller, loop, live, sent } = setUp();
    puller.want('tape', { limit: 1, merge: true });
    loop.drawMs = Infinity;
    live(10_000);
    expect(sent.length).toBeGreaterThan(8);
    expect(sent.length).toBeLessThan(12);
  });

  test('a book that a click opens is asked for while the page rests', () => {
    const { puller, loop, live, sent } = setUp();
    puller.want('tape', { limit: 1, merge: true });
    loop.drawMs = 400;
    live(16);
    puller.want('book', { ticker: 'A' as Ticker });
    expect(sent.at(-1)?.book?.ticker).toBe('A');
  });

  test('another window, and another span of a market, are asked for while the page rests', () => {
    const { puller, loop, live, sent } = setUp();
    const market = { ticker: 'A' as Ticker, trades: 20 };
    puller.want('market', { ...market, span: '30m' });
    loop.drawMs = 400;
    live(100);
    puller.want('market', { ...market, span: '60m' });
    live(32);
    expect(sent.at(-1)?.market?.span).toBe('60m');
    puller.setWindow(60);
    live(32);
    expect(sent.at(-1)?.windowMinutes).toBe(60);
  });

  test('of two wants the larger limit counts, and a want taken back is asked no more', () => {
    const { puller, live, sent } = setUp();
    const off = puller.want('tape', { limit: 500, merge: true });
    puller.want('tape', { limit: 50, merge: true });
    live(200);
    expect(sent.at(-1)?.tape?.limit).toBe(500);
    off();
    live(200);
    expect(sent.findLast(({ tape }) => tape !== undefined)?.tape?.limit).toBe(50);
  });

  test('a new window is asked for at once', () => {
    const { puller, live, sent } = setUp();
    puller.want('heat', { limit: 60 });
    live(100);
    const before = sent.length;
    puller.setWindow(60);
    live(32);
    expect(sent.slice(before)).toMatchObject([{ windowMinutes: 60, heat: { limit: 60 } }]);
  });
});

describe('keeping', () => {
  const tape = { rows: [] };

  test('a part keeps its identity until it is renewed', () => {
    const { puller, loop, sent, answer } = setUp();
    puller.want('tape', { limit: 1, merge: true });
    loop.turn(16);
    answer({ tape });
    const part = puller.getSnapshot().tape;
    expect(part?.value).toBe(tape);
    loop.turn(600);
    expect(sent.length).toBeGreaterThan(1);
    answer();
    expect(puller.getSnapshot().tape).toBe(part);
  });

  test('frozen, parts stand still and the status still moves', () => {
    const { puller, loop, answer, sent } = setUp();
    puller.want('tape', { limit: 1, merge: true });
    loop.turn(16);
    answer({ tape });
    puller.freeze(true);
    loop.turn(64);
    const status = {} as StatusFrame;
    answer({ status, tape: { rows: [] } });
    expect(sent.at(-1)?.tape).toBeUndefined();
    expect(puller.getSnapshot().tape?.value).toBe(tape);
    expect(puller.getSnapshot().status?.value).toBe(status);
  });

  test('an answer for another window is not shown', () => {
    const { puller, loop, answer } = setUp();
    puller.want('tape', { limit: 1, merge: true });
    loop.turn(16);
    puller.setWindow(60);
    answer({ tape });
    expect(puller.getSnapshot().tape).toBeUndefined();
  });

  test('another market drops the one before', () => {
    const { puller, loop, answer } = setUp();
    const market = (ticker: string) =>
      ({ span: '30m', label: { ticker } }) as Partial<MarketFrame> as MarketFrame;
    const off = puller.want('market', { ticker: 'A' as Ticker, span: '30m', trades: 1 });
    loop.turn(16);
    answer({ market: market('A') });
    expect(puller.getSnapshot().market).toBeDefined();
    off();
    puller.want('market', { ticker: 'B' as Ticker, span: '30m', trades: 1 });
    expect(puller.getSnapshot().market).toBeUndefined();
  });

  test('a book is taken while the past is read back, and only of the market that is wanted', () => {
    const { puller, loop, sent, answer } = setUp();
    const book = (ticker: string) => ({ ticker }) as Partial<BookFrame> as BookFrame;
    const status = { isRestoring: true } as StatusFrame;
    const off = puller.want('book', { ticker: 'A' as Ticker });
    loop.turn(16);
    expect(sent.at(-1)?.book).toEqual({ ticker: 'A' });
    answer({ status, book: book('B') });
    expect(puller.getSnapshot().book).toBeUndefined();
    loop.turn(112);
    answer({ status, book: book('A') });
    expect(puller.getSnapshot().book?.value.ticker).toBe('A');
    off();
    expect(puller.getSnapshot().book).toBeUndefined();
  });

  test('a book just opened is asked for at once, and sixty times a second until it has levels, for a second at most', () => {
    const { puller, loop, sent, answer } = setUp();
    const book = (state: BookFrame['state']) => ({ ticker: 'A', state }) as Partial<BookFrame> as BookFrame;
    const asked = (ms: number, state: BookFrame['state']): number => {
      const before = sent.filter((request) => request.book !== undefined).length;
      for (let left = ms; left > 0; left -= 16) {
        const { length } = sent;
        loop.turn(16);
        if (sent.length > length) answer({ book: book(state) });
      }
      return sent.filter((request) => request.book !== undefined).length - before;
    };
    const open = (): void => {
      puller.want('book', { ticker: 'A' as Ticker });
      expect(sent.at(-1)?.book).toEqual({ ticker: 'A' });
      answer({ book: book('waiting') });
    };
    open();
    expect(asked(160, 'waiting')).toBe(10);
    expect(asked(16, 'exact')).toBe(1);
    expect(asked(320, 'exact')).toBeLessThanOrEqual(4);
    open();
    asked(1_100, 'waiting');
    expect(asked(320, 'waiting')).toBeLessThanOrEqual(4);
  });

  test('a book just opened comes before everything else', () => {
    const { puller, loop, sent, answer } = setUp();
    const book = (state: BookFrame['state']) => ({ ticker: 'A', state }) as Partial<BookFrame> as BookFrame;
    puller.want('tape', { limit: 5, merge: true });
    puller.want('book', { ticker: 'A' as Ticker });
    expect(sent.at(-1)).toMatchObject({ book: { ticker: 'A' }, tape: undefined });
    answer({ book: book('waiting') });
    loop.turn(16);
    expect(sent.at(-1)).toMatchObject({ book: { ticker: 'A' }, tape: undefined });
    answer({ book: book('exact') });
    loop.turn(64);
    expect(sent.at(-1)?.tape).toBeUndefined();
    // Its levels have been painted.
    loop.turn(64);
    expect(sent.at(-1)?.tape).toEqual({ limit: 5, merge: true });
  });

  test('what was under way when a book was opened is not drawn before it, and asked for again right after', () => {
    const { puller, loop, sent, answer } = setUp();
    puller.want('hot', { limit: 12 });
    loop.turn(16);
    expect(sent.at(-1)?.hot).toEqual({ limit: 12 });
    puller.want('book', { ticker: 'A' as Ticker });
    answer({ hot: { by: 'volume', markets: [] } });
    expect(puller.getSnapshot().hot).toBeUndefined();
    loop.turn(16);
    answer({ book: { ticker: 'A', state: 'exact' } as Partial<BookFrame> as BookFrame });
    loop.turn(128);
    expect(sent.at(-1)?.hot).toEqual({ limit: 12 });
  });

  test('an event is taken only while it is the one that is wanted', () => {
    const { puller, sent, answer, loop } = setUp();
    const event = (name: string) => ({ event: name }) as Partial<EventFrame> as EventFrame;
    const off = puller.want('event', { event: 'A' });
    loop.turn(16);
    expect(sent.at(-1)?.event).toEqual({ event: 'A' });
    answer({ event: event('B') });
    expect(puller.getSnapshot().event).toBeUndefined();
    loop.turn(600);
    answer({ event: event('A') });
    expect(puller.getSnapshot().event?.value.event).toBe('A');
    off();
    expect(puller.getSnapshot().event).toBeUndefined();
  });

  test('another filter or order ends the freeze, the same one or a longer list does not', () => {
    const { puller, live } = setUp();
    let off = puller.want('hot', { limit: 5, by: 'volume' });
    puller.want('tape', { limit: 5, merge: true });
    live(100);
    puller.freeze(true);
    off();
    off = puller.want('hot', { limit: 9, by: 'volume' });
    expect(puller.getSnapshot().isFrozen).toBe(true);
    off();
    puller.want('hot', { limit: 9, by: 'trades' });
    expect(puller.getSnapshot().isFrozen).toBe(false);
    // Nor does a market that was pinned on the page that stands still.
    off = puller.want('heat', { limit: 9, pins: [] });
    puller.freeze(true);
    off();
    puller.want('heat', { limit: 9, pins: ['KXA-26NOV21-A' as Ticker] });
    expect(puller.getSnapshot().isFrozen).toBe(true);
    puller.want('tape', { limit: 5, merge: true, filter: { text: 'a', minQuantity: 0 as Quantity } });
    expect(puller.getSnapshot().isFrozen).toBe(false);
  });

  test('another span of the market on the page ends the freeze, another market does not', () => {
    const { puller, live } = setUp();
    const wish = { ticker: 'KXA-26NOV21-A' as Ticker, span: '30m' as const, trades: 200 };
    const off = puller.want('market', wish);
    live(100);
    puller.freeze(true);
    const offOther = puller.want('market', { ...wish, ticker: 'KXA-26NOV21-B' as Ticker, span: '60m' });
    expect(puller.getSnapshot().isFrozen).toBe(true);
    offOther();
    off();
    puller.want('market', wish);
    expect(puller.getSnapshot().isFrozen).toBe(true);
    puller.want('market', { ...wish, span: '60m' });
    expect(puller.getSnapshot().isFrozen).toBe(false);
  });

  test('an answer to the filter or order before is not shown', () => {
    const { puller, loop, answer } = setUp();
    const hot = (by: HotSort) => ({ by, markets: [] });
    const off = puller.want('hot', { limit: 5, by: 'volume', category: 'Sports' });
    loop.turn(16);
    off();
    puller.want('hot', { limit: 5, by: 'volume' });
    answer({ hot: { ...hot('volume'), category: 'Sports' } });
    expect(puller.getSnapshot().hot).toBeUndefined();
    loop.turn(100);
    answer({ hot: hot('volume') });
    expect(puller.getSnapshot().hot?.value).toEqual(hot('volume'));
  });

  test('another window or other combos end the freeze: what stands there is of the old ones', () => {
    const { puller } = setUp();
    puller.freeze(true);
    puller.setWindow(60);
    expect(puller.getSnapshot().isFrozen).toBe(false);
    puller.freeze(true);
    puller.setIncludeCombos(true);
    expect(puller.getSnapshot().isFrozen).toBe(false);
  });

  test('a frozen board takes no book', () => {
    const { puller, loop, answer } = setUp();
    puller.want('book', { ticker: 'A' as Ticker });
    loop.turn(16);
    puller.freeze(true);
    answer({ book: { ticker: 'A' } as Partial<BookFrame> as BookFrame });
    expect(puller.getSnapshot().book).toBeUndefined();
  });

  test('a worker that has not answered for three seconds is silent, until it answers', () => {
    const { puller, loop, answer } = setUp();
    loop.turn(2_900);
    expect(puller.getSnapshot().isSilent).toBe(false);
    loop.turn(300);
    expect(puller.getSnapshot().isSilent).toBe(true);
    answer();
    expect(puller.getSnapshot().isSilent).toBe(false);
  });

  test('a new port takes over from one whose worker died owing an answer', () => {
    const { puller, loop, sent, port } = setUp();
    loop.turn(1_000);
    expect(sent).toHaveLength(1);
    puller.attach(port);
    loop.turn(32);
    expect(sent).toHaveLength(2);
  });
});

describe('what is not shown', () => {
  const hot: HotFrame = { by: 'volume', markets: [] };

  test('sums over a past that is still being read back: the panels wait', () => {
    const { loop, puller, answer } = setUp();
    puller.want('hot', { limit: 12 });
    loop.turn(16);
    answer({ status: { isRestoring: true } as StatusFrame, hot });
    expect(puller.getSnapshot().hot).toBeUndefined();
    expect(puller.getSnapshot().status?.value.isRestoring).toBe(true);
    loop.turn(300);
    answer({ status: { isRestoring: false } as StatusFrame, hot });
    expect(puller.getSnapshot().hot?.value).toBe(hot);
  });

  test('anything of what was erased: all parts are gone at once, and a freeze with them', () => {
    const { loop, puller, answer, port, sent } = setUp();
    puller.want('hot', { limit: 12 });
    loop.turn(16);
    answer({ hot });
    puller.freeze(true);
    puller.clear();
    expect(puller.getSnapshot()).toMatchObject({ hot: undefined, status: undefined, isFrozen: false });
    puller.attach(port);
    loop.turn(16);
    expect(sent.at(-1)?.hot).toEqual({ limit: 12 });
  });
});

describe('the page’s clock', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function setUpPage() {
    vi.useFakeTimers();
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('document', page);
    const show = (state: 'visible' | 'hidden'): void => {
      page.visibilityState = state;
      page.dispatchEvent(new Event('visibilitychange'));
    };
    return { loop: pageLoop(), show };
  }

  test('stands while the tab is hidden, and goes on when it is shown', () => {
    const { loop, show } = setUpPage();
    const run = vi.fn();
    loop.after(100, run);
    show('hidden');
    vi.advanceTimersByTime(10_000);
    expect(run).not.toHaveBeenCalled();
    show('visible');
    expect(run).toHaveBeenCalledTimes(1);
    show('hidden');
    show('visible');
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('what is called off is not run, neither on time nor when the tab is shown', () => {
    const { loop, show } = setUpPage();
    const run = vi.fn();
    loop.after(100, run)();
    vi.advanceTimersByTime(1_000);
    show('hidden');
    const off = loop.after(100, run);
    vi.advanceTimersByTime(1_000);
    off();
    show('visible');
    expect(run).not.toHaveBeenCalled();
  });
});
