/**
 * How far what is taken in lies behind the exchange, while a line or this worker cannot keep up. The way of a trade, from its stamp to
 * our monotonic clock, is told against the shortest way of the last hour: by whatever the two clocks differ is in both, and a
 * computer's clock that is set moves neither. Of the trades of a few seconds the quickest counts, so that one that the exchange
 * tells late is no lag. A lag that has been there for an hour, or since the first trade, is not told from a clock that is wrong.
 */
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

  /** Takes a live trade; `at` is our monotonic clock, ms. */
  take(venueAt: UnixMs, at: number): void {
    const way = at - venueAt;
    this.#takeMinute(way, Math.floor(at / MINUTE));
    const index = Math.floor(at / RECENT_MS);
    if (index !== this.#recent.index) {
      this.#recentBefore = this.#recent;
      this.#recent = { index, least: [] };
    }
    put(this.#recent, way);
    this.#judge();
  }

  /** Returns by how much we are behind at `at`, ms; 0 below what is said, and when so little trades that it cannot be told. */
  behindMs(at: number): number {
    if (Math.floor(at / RECENT_MS) > this.#recent.index + 1) this.#isSaid = false;
    return this.#isSaid ? this.#lag : 0;
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

  #judge(): void {
    const { index, least } = this.#recent;
    const before = this.#recentBefore.index === index - 1 ? this.#recentBefore.least : [];
    const ways = [...least, ...before];
    if (this.#shortest === undefined || ways.length < WITNESSES) return;
    this.#lag = Math.max(0, Math.min(...ways) - this.#shortest);
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
