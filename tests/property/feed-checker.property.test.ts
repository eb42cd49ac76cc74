/**
 * Ten thousand short lives of the subscription to books, over a line that drops, repeats and swaps frames, loses commands,
 * breaks, and falls quiet on a lost change: no store, no socket, virtual time. Whenever a book says that it is exact it is what
 * the exchange had at that number; in the end every book is exact. A seed that fails is named and can be run alone
 * (FLOWBOARD_FEED_SEED). The whole world is checked the same way, with fewer seeds, in integration/checker.test.ts.
 */
import { expect, test } from 'vitest';
import { createRng, type Rng } from '#core/lib/rng.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { Decoded } from '#core/wire/messages.ts';
import { BookAudit } from '../../workers/market/book-audit.ts';
import { BookFeed } from '../../workers/market/book-feed.ts';
import { Subscriptions } from '../../workers/market/subscriptions.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { MARKETS, TinyExchange } from '../support/tiny-exchange.ts';

const ONLY = process.env['FLOWBOARD_FEED_SEED'];
const SEEDS = 10_000;
const STEP_MS = 100;
const TROUBLE_STEPS = 20;
/** Back-offs, unanswered commands, two rounds of the audit: far more than all of them together. */
const MOST_STEPS = 900;

/** A page and an exchange, and the line between them. */
class Life {
  readonly seed: number;
  readonly clock = new ManualClock();
  readonly rng: Rng;
  readonly exchange: TinyExchange;
  readonly feed: BookFeed;
  isTroubled = true;
  readonly #subscriptions: Subscriptions;
  #queue: Decoded[] = [];

  constructor(seed: number) {
    this.seed = seed;
    this.rng = createRng(seed);
    const { clock } = this;
    this.exchange = new TinyExchange(this.rng, (frame) => this.#queue.push(frame));
    const shared = { clock, rng: this.rng.fork(), reconnect: () => this.cut(), log: () => undefined };
    const send = (command: string): void => {
      if (!this.#hits(0.05)) this.exchange.receive(command);
    };
    this.#subscriptions = new Subscriptions([], {
      ...shared,
      send,
      onGap: () => undefined,
      onLost: () => undefined,
      onLive: () => undefined,
    });
    this.feed = new BookFeed({
      ...shared,
      send,
      nextId: () => this.#subscriptions.nextId(),
      grid: () => FINEST_GRID,
      onEvent: () => undefined,
      onSilent: () => undefined,
    });
    this.#open();
    for (const ticker of MARKETS) this.feed.want(ticker, 'a test');
  }

  /** Begins to compare with REST. */
  audit(): BookAudit {
    const { clock, exchange } = this;
    const fixed = (units: number, digits: number): string => (units / 10 ** digits).toFixed(digits);
    const audit = new BookAudit({
      clock,
      books: this.feed.books,
      rest: {
        get: () => {
          const orderbooks = MARKETS.map((ticker) => {
            const [yes_dollars, no_dollars] = (['yes', 'no'] as const).map((outcome) =>
              exchange.levels(ticker, outcome).map(([price, held]) => [fixed(price, 4), fixed(held, 2)]),
            );
            return { ticker, orderbook_fp: { yes_dollars, no_dollars } };
          });
          return Promise.resolve({ kind: 'body', text: JSON.stringify({ orderbooks }) });
        },
      },
      isOnScreen: () => false,
      log: () => undefined,
    });
    audit.start();
    return audit;
  }

  /** The socket ends, and a fresh one is there a little later. */
  cut(): void {
    this.feed.closed(this.clock.now());
    this.#subscriptions.closed();
    this.#queue = [];
    this.clock.after(50, () => {
      this.#open();
    });
  }

  step(): void {
    this.clock.advance(STEP_MS);
    this.feed.expire(this.clock.now());
    const arriving = this.#queue;
    this.#queue = [];
    for (let index = 0; index < arriving.length; index++) {
      const frame = arriving[index];
      const next = arriving[index + 1];
      if (frame === undefined || this.#hits(0.04)) continue;
      if (next !== undefined && this.#hits(0.04)) {
        this.#take(next);
        index++;
      }
      this.#take(frame);
      if (this.#hits(0.04)) this.#take(frame);
    }
  }

  isWhole(): boolean {
    return MARKETS.every((ticker) => {
      const book = this.feed.books.get(ticker);
      return book?.state === 'exact' && this.exchange.isSame(book);
    });
  }

  #open(): void {
    this.exchange.reset();
    this.#subscriptions.opened();
    this.feed.opened();
  }

  #hits(chance: number): boolean {
    return this.isTroubled && this.rng.next() < chance;
  }

  #take(frame: Decoded): void {
    const continuity = this.#subscriptions.take(frame);
    if (continuity === 'duplicate') return;
    this.feed.take(frame, continuity === 'gap', this.clock.now());
    const { sid, seq } = frame;
    if (sid === undefined || seq === undefined) return;
    for (const ticker of MARKETS) {
      const book = this.feed.books.get(ticker);
      if (book?.state === 'exact' && !this.exchange.isSame(book, { sid, seq }))
        throw new Error(`Seed ${this.seed}: ${ticker} is not exact at ${seq}, but says so.`);
    }
  }
}

function trouble(life: Life): void {
  const { rng, exchange, feed } = life;
  const what = rng.integer(24);
  if (what === 0) life.cut();
  else if (what === 1) exchange.breakOff(rng.choice([10, 25] as const));
  else if (what === 2) {
    const ticker: Ticker = rng.choice(MARKETS);
    feed.unwant(ticker, 'a test');
    feed.want(ticker, 'a test');
  }
}

/** Returns how many books only the audit found to be wrong. */
async function live(seed: number): Promise<number> {
  const life = new Life(seed);
  for (let step = 0; step < TROUBLE_STEPS; step++) {
    for (let changes = life.rng.integer(6); changes > 0; changes--) life.exchange.change();
    trouble(life);
    life.step();
  }
  life.isTroubled = false;
  // In most lives nothing follows the last trouble: no number tells that the change before it was lost.
  const audit = life.audit();
  if (life.rng.integer(4) === 0) for (let changes = 0; changes < 20; changes++) life.exchange.change();
  for (let steps = 0; !life.isWhole(); steps++) {
    if (steps > MOST_STEPS) throw new Error(`Seed ${seed}: the books did not become whole.`);
    life.step();
    await settle();
  }
  return audit.stats.auditedWrong;
}

test(
  'after any troubles books are exact again, and none ever said so wrongly',
  { timeout: 120_000 },
  async () => {
    let foundByAudit = 0;
    const [first, last] = ONLY === undefined ? [0, SEEDS] : [Number(ONLY), Number(ONLY) + 1];
    for (let seed = first; seed < last; seed++) foundByAudit += await live(seed);
    if (ONLY === undefined) expect(foundByAudit).toBeGreaterThan(0);
  },
);
