/** From the exchange to the disk and back: a recorded book is, at each moment, what the screen showed then. */
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import { createRng } from '#core/lib/rng.ts';
import type { Book } from '#core/market/book/book.ts';
import { BookCursor } from '#core/market/book/book-cursor.ts';
import { Books } from '#core/market/book/books.ts';
import { ladder } from '#core/market/book/ladder.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus, type UnixMs } from '#core/units/time.ts';
import { parseFaults } from '../../relay/simulator/faults.ts';
import { systemClock } from '../../workers/lib/clock.ts';
import { ReplaySession } from '../../workers/market/replay.ts';
import { FakePort } from '../support/fake-port.ts';
import { Exchange, Page } from '../support/market-harness.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const TIMEOUT = { timeout: 90_000 };
const RECORDED = 5;

function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  return vi.waitFor(
    async () => {
      if (!(await isTrue())) throw new Error(`Still waiting for ${what}.`);
    },
    { timeout: 30_000, interval: 20 },
  );
}

/** Both sides as text, or the state of a book that is not exact. */
function words(book: Book | undefined): string {
  if (book?.state !== 'exact') return book?.state ?? 'waiting';
  const levels = (outcome: 'yes' | 'no') => {
    const { price, quantity } = ladder(book, outcome).bids;
    return Array.from(price, (each, i) => `${each}x${quantity[i]}`).join(' ');
  };
  return `${levels('yes')} | ${levels('no')}`;
}

interface Look {
  readonly at: UnixMs;
  readonly ticker: Ticker;
  readonly words: string;
}

async function rowsOnDisk(name: string): Promise<number> {
  const reader = await openReader(name);
  const sessions = await reader.sessions();
  reader.close();
  return sessions.reduce((sum, { bookRows }) => sum + bookRows, 0);
}

/** Records the most active books for a while and looks at each of them now and then. */
async function record(name: string, faults = '') {
  const parsed = parseFaults(faults);
  if (!parsed.ok) throw new Error(parsed.reason);
  const exchange = await Exchange.start({ seed: 5, rate: 120, faults: parsed.value });
  closers.push(() => exchange.close());
  const page = new Page(exchange, name, { recording: { tickers: [], mostActive: RECORDED } });
  await page.start();
  await until(() => page.session.engine.hot(10, RECORDED, false).length === RECORDED, 'markets');
  page.session.setRecording({ tickers: [], mostActive: RECORDED });
  const recorded = () => page.session.recordedBooks().filter(({ state }) => state === 'exact');
  await until(() => recorded().length === RECORDED, 'books');
  // They are whole on the page; the recording of them begins a little later.
  const before = await rowsOnDisk(name);
  await until(async () => (await rowsOnDisk(name)) > before, 'a batch of all of them');
  const tickers = recorded().map(({ ticker }) => ticker as Ticker);
  const looks: Look[] = [];
  const look = async () => {
    const found = tickers.map((ticker) => ({ ticker, words: words(page.session.book(ticker)) }));
    const at = Date.now() as UnixMs;
    // What is received within this millisecond has the same stamp: the next one is another moment.
    while (Date.now() <= at) await new Promise((resolve) => setTimeout(resolve, 1));
    const isStill = tickers.every((ticker, i) => words(page.session.book(ticker)) === found[i]?.words);
    // Known on disk is only what lies between two frames that came soon after one another.
    await oneMoreFrame(page);
    const isHeard = Date.now() - at < 1_000;
    if (isStill && isHeard) looks.push(...found.map((each) => ({ ...each, at })));
  };
  return { exchange, page, tickers, looks, look };
}

/** A recording ends with the last frame heard: it knows nothing of what came after. */
async function oneMoreFrame(page: Page): Promise<void> {
  const heard = page.session.status().messages;
  await until(() => page.session.status().messages > heard, 'another frame');
}

/** Returns what a reader of the disk sees of `ticker` at `at`. */
async function seenAt(name: string, { ticker, at }: Look): Promise<string> {
  const reader = await openReader(name);
  const cursor = new BookCursor();
  const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
  for await (const batch of reader.books({ from: at, to: plus(at, 60_000) }, [ticker])) cursor.push(batch);
  cursor.playUntil(at, (event) => {
    if (event.kind === 'snapshot') {
      books.watch(event.ticker, FINEST_GRID);
      books.snapshot(event, event.seq, event.receivedAt);
    } else if (event.kind === 'delta') books.delta(event, event.seq, event.receivedAt);
    else if (event.kind === 'stale') books.doubt(event.ticker, event.reason, event.receivedAt);
    else books.unwatch(event.ticker);
  });
  reader.close();
  return words(books.get(ticker));
}

describe('recorded books', () => {
  test('are at each moment what the page held then, and a replay shows them', TIMEOUT, async () => {
    const name = 'recorded-exact';
    const { page, tickers, looks, look } = await record(name);
    // A look counts where no book moved meanwhile: on a busy machine that takes more of them.
    for (let i = 0; i < 40 || looks.length <= 20 * RECORDED; i++) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await page.close();
    expect(looks.length).toBeGreaterThan(20 * RECORDED);
    for (const [index, each] of looks.entries())
      if (index % 11 === 0)
        expect(await seenAt(name, each), `look ${index} of ${looks.length}`).toBe(each.words);

    const [first, last] = [looks[0], looks.at(-1)];
    if (first === undefined || last === undefined) throw new Error('Expected looks.');
    const app = new FakePort<FramePortMessage, FramePortMessage>();
    const replay = new ReplaySession({ exchangeId: name, name, from: first.at, to: last.at }, 10, {
      clock: systemClock(),
      rng: createRng(1),
      reader: await openReader(name),
      app,
    });
    await replay.start();
    await replay.seek(last.at);
    for (const [index, ticker] of tickers.entries()) {
      app.receive({
        kind: 'frame-request',
        id: index + 1,
        windowMinutes: 10,
        includeCombos: true,
        book: { ticker },
      });
      const frame = app.sent.at(-1);
      const book = frame?.kind === 'frame' ? frame.book : undefined;
      const { price, quantity } = book?.bids ?? { price: [], quantity: [] };
      const bids = Array.from(price, (each, i) => `${each}x${quantity[i]}`).join(' ');
      expect(bids).toBe(looks.findLast((each) => each.ticker === ticker)?.words.split(' | ')[0]);
    }
    await replay.stop();
  });

  test('say that they are not known where something was missed, and since when', TIMEOUT, async () => {
    const name = 'recorded-gap';
    const { page, tickers } = await record(name, 'disconnect@8');
    await until(() => page.session.status().connection.state !== 'live', 'the line to break');
    await until(() => tickers.every((ticker) => page.session.book(ticker)?.state === 'exact'), 'whole books');
    await oneMoreFrame(page);
    await page.close();
    const reader = await openReader(name);
    const gaps = (await reader.gaps({})).filter(({ channel }) => channel === 'orderbook_delta');
    expect(gaps).toHaveLength(1);
    const [gap] = gaps;
    if (gap === undefined) throw new Error('Expected a gap.');
    expect(gap.reason).toBe('disconnect');
    const [ticker] = tickers;
    if (ticker === undefined) throw new Error('Expected a market.');
    // The last of them to be whole again. The gap may reach back to before the doubt was noticed and recorded.
    const justBefore = plus(gap.toMs, -1);
    const seen = await Promise.all(
      tickers.map((each) => seenAt(name, { ticker: each, at: justBefore, words: '' })),
    );
    expect(seen).toContain('stale');
    expect(await seenAt(name, { ticker, at: plus(gap.fromMs, -50), words: '' })).toContain('|');
    expect(await seenAt(name, { ticker, at: gap.toMs, words: '' })).toContain('|');
    reader.close();
  });

  test('end where the page ended: the time between two pages was not recorded', TIMEOUT, async () => {
    const name = 'recorded-end';
    const { page, tickers } = await record(name);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // On a busy machine the last frame may have been heard a while ago.
    await oneMoreFrame(page);
    const at = Date.now() as UnixMs;
    await page.close();
    const [ticker] = tickers;
    if (ticker === undefined) throw new Error('Expected a market.');
    expect(await seenAt(name, { ticker, at: plus(at, -200), words: '' })).toContain('|');
    expect(await seenAt(name, { ticker, at: plus(at, 30_000), words: '' })).toBe('waiting');
  });
});
