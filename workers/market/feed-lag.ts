/**
 * How far what is taken in lies behind the exchange, while a line or this worker cannot keep up. The way of a trade, from its stamp to
 * our monotonic clock, is told against the shortest way of the last hour: by whatever the two clocks differ is in both, and a
 * computer's clock that is set moves neither. Of the trades of a few seconds the quickest counts, so that one that the exchange
 * tells late is no lag. What our clock is ahead at most (answer-dates.ts) is a way too, of nothing that waits: where it is the shorter
 * one, a lag that was there from the first trade is told as well. Else that, and one of more than an hour, is taken for the clock's.
 */
import { MAX_AHEAD } from '#core/market/skew.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';

/** Three trades: one alone may have a stamp of the time to come, or of long ago. */
const WITNESSES = 3;
const RECENT_MS = 3 * SECOND;
const SHORTEST_OF = 60;
/** Said from here on (failure F22), and until it is below the other: it does not come and go. */
const SAID_FROM_MS = 2 * SECOND;
const SAID_UNTIL_MS = SECOND;

/** The ways of one stretch of our clock. */
interface Stretch {
  readonly index: number;
  /** The least, ms, ascending; at most WITNESSES of them. */
  least: readonly number[];
}

export class FeedLag {
  #recent: Stretch = { index: -1, least: [] };
  #recentBefore: Stretch = { index: -1, least: [] };
  /** Of the minutes of the last hour that had trades enough, the one that runs last. */
  #minutes: readonly Stretch[] = [];
  #shortest: number | undefined;
  #lag = 0;
  #isSaid = false;

  /** Takes a live trade; `at` is our monotonic clock, ms, and ahead of the exchange's by `mostAhead` at most, where that is known. */
  take(venueAt: UnixMs, at: number, mostAhead = Infinity): void {
    const way = at - venueAt;
    this.#takeMinute(way, Math.floor(at / MINUTE));
    const index = Math.floor(at / RECENT_MS);
    if (index !== this.#recent.index) {
      this.#recentBefore = this.#recent;
      this.#recent = { index, least: [] };
    }
    put(this.#recent, way);
    this.#judge(mostAhead);
  }

  /** Returns by how much we are behind at `at`, whole ms; 0 below what is said, and when so little trades that it cannot be told. */
  behindMs(at: number): number {
    if (Math.floor(at / RECENT_MS) > this.#recent.index + 1) this.#isSaid = false;
    return this.#isSaid ? Math.round(this.#lag) : 0;
  }

  #takeMinute(way: number, index: number): void {
    let minute = this.#minutes.at(-1);
    if (minute?.index !== index) {
      minute = { index, least: [] };
      const kept = this.#minutes.filter((each) => each.index > index - SHORTEST_OF && isWitnessed(each));
      this.#minutes = [...kept, minute];
    } else if (isWitnessed(minute) && way >= (minute.least.at(-1) ?? 0)) return;
    put(minute, way);
    const ways = this.#minutes.filter(isWitnessed).map(({ least }) => least.at(-1) ?? 0);
    this.#shortest = ways.length === 0 ? undefined : Math.min(...ways);
  }

  #judge(mostAhead: number): void {
    const { index, least } = this.#recent;
    const before = this.#recentBefore.index === index - 1 ? this.#recentBefore.least : [];
    const ways = [...least, ...before];
    if (this.#shortest === undefined || ways.length < WITNESSES) return;
    // Stamps further off are of another clock than the answers.
    const isOneClock = this.#shortest - mostAhead <= MAX_AHEAD;
    const usual = isOneClock ? Math.min(this.#shortest, mostAhead) : this.#shortest;
    this.#lag = Math.max(0, Math.min(...ways) - usual);
    this.#isSaid = this.#lag >= (this.#isSaid ? SAID_UNTIL_MS : SAID_FROM_MS);
  }
}

function isWitnessed({ least }: Stretch): boolean {
  return least.length === WITNESSES;
}

function put(stretch: Stretch, way: number): void {
  const { least } = stretch;
  if (least.length === WITNESSES && way >= (least.at(-1) ?? 0)) return;
  stretch.least = [...least, way].sort((a, b) => a - b).slice(0, WITNESSES);
}
