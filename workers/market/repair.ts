/**
 * Holes in the stream, from the moment they are seen until REST has filled them: tells the store, fetches one after the
 * other, and keeps what could not be filled for the next chance (REST switched on, the next connection). One file, longer
 * than most: the life of a hole is one story.
 */
import { openGaps, TRADE_CHANNEL } from '#contract/gap-rows.ts';
import type { GapRow } from '#contract/store.ts';
import { leftOf, touchesAny, type TimeStretch } from '#core/units/stretch.ts';
import { HOUR, MINUTE, plus, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { BackfillOutcome, BackfillRange } from './backfill.ts';
import type { Clock } from '../lib/clock.ts';
import type { Gaps } from './gaps.ts';

export interface RepairOptions {
  readonly clock: Clock;
  readonly gaps: Gaps;
  fetchTrades(range: BackfillRange, onTrades: (trades: readonly Trade[]) => void): Promise<BackfillOutcome>;
  /**
   * Reads back what is stored of `range`, exchange's stamps, so that nothing of it counts as new. Resolves with `false` where that
   * cannot be: some of it has no id. Rejects where it cannot be read.
   */
  recall(range: BackfillRange): Promise<boolean>;
  /** Returns how many of them were not known yet. */
  apply(trades: readonly Trade[]): number;
  /**
   * Resolves when everything applied so far is on disk, or told as lost, and with `false` when that lasts: sooner no gap counts
   * as filled.
   */
  settled(): Promise<boolean>;
  log(level: 'info' | 'warn', text: string): void;
}

/** REST knows a trade up to a second after it has happened (protocol 0.9); asked sooner, its answer proves nothing. */
const REST_LAG_MS = 2_000;
/** So often the disk is waited for before what was fetched counts as not there: about half a minute. */
const MAX_DISK_WAITS = 30;
/** Ids of stored trades are known without being read back for an hour; here with room for the edges that REST adds. */
const KNOWN_MS = HOUR - MINUTE;
/** REST gives whole seconds and some more beyond both ends of what it is asked for (backfill.ts). */
const EDGE_MS = 5 * SECOND;
/** Gaps of trades that REST can fill. What was removed, pruned or never stored is not fetched again. */
const FILLABLE = new Set(['reload', 'handover', 'disconnect', 'subscription', 'sequence', 'unsent']);
/** An audit looks again at so much that the one before has seen, and goes back no further than so far: those ids are known. */
const AUDIT_OVERLAP_MS = MINUTE;
const MAX_AUDIT_MS = 30 * MINUTE;
/** An audit asks for so many bits of 50,000 trades: 500 trades a second for all that has come since the last one. */
const MAX_AUDIT_BITS = 4;
/** Holes that wait; older ones stay recorded as gaps and are not fetched any more. */
const MAX_WAITING = 50;

interface Waiting {
  readonly gap: GapRow;
  /** Monotonic, ms: REST is not asked before. */
  readonly readyAt: number;
  /** Found on disk: whether the trades beside it have ids is not known. */
  readonly isFound: boolean;
}

export class Repair {
  readonly #options: RepairOptions;
  /** The newest first, those found on disk behind them, then those that could not be filled: an old one keeps no other waiting. */
  readonly #waiting: Waiting[] = [];
  #isRunning = false;
  #isStopped = false;
  #runs = 0;
  #recovered = 0;
  #isFetchingHistory = false;
  #isAuditing = false;
  /** Exchange's stamp up to which REST was asked for trades that the stream never brought. */
  #auditedUntil: UnixMs | undefined;

  constructor(options: RepairOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** The hour before the first connection is coming in: half of it must not be taken for the whole. */
  get isFetchingHistory(): boolean {
    return this.#isFetchingHistory;
  }

  get stats(): { readonly runs: number; readonly recovered: number } {
    return { runs: this.#runs, recovered: this.#recovered };
  }

  /** Records that a gap has begun, `gap` without length: a crash must not hide it. `add` follows. */
  begin(gap: GapRow): void {
    this.#options.gaps.open(gap);
  }

  /** Records `gap`; fetches it when `canFetch` (trades without ids could not be told from those we have). */
  add(gap: GapRow, canFetch: boolean): void {
    this.#options.gaps.open(gap);
    if (!canFetch) return;
    this.#waiting.unshift(this.#waitingFor(gap, false));
    if (this.#waiting.length > MAX_WAITING) this.#waiting.pop();
    this.retry();
  }

  #waitingFor(gap: GapRow, isFound: boolean): Waiting {
    return { gap, readyAt: this.#options.clock.monotonic() + REST_LAG_MS, isFound };
  }

  /**
   * Takes up the gaps that nothing has filled of those found on disk: who recorded before ended sooner than REST could fill them. Of
   * one that lies partly in what was removed only the rest is asked for, and is a gap of its own.
   */
  resume(stored: readonly GapRow[]): void {
    const open = openGaps(stored).filter(({ channel }) => channel === TRADE_CHANNEL);
    const removed = open.filter(({ reason }) => reason === 'removed').map(stretchOf);
    const fillable = open
      .filter(({ reason }) => FILLABLE.has(reason))
      .flatMap((gap) => this.#beside(gap, removed));
    for (const gap of fillable.slice(-MAX_WAITING)) this.#waiting.push(this.#waitingFor(gap, true));
    this.retry();
  }

  /** Returns what is left of `gap` outside of `removed`, and tells it where that is only a part. */
  #beside(gap: GapRow, removed: readonly TimeStretch[]): readonly GapRow[] {
    const { gaps } = this.#options;
    const whole = fresh(gap);
    if (!touchesAny(removed, stretchOf(whole))) return [whole];
    const left = leftOf(stretchOf(whole), removed).map(({ from, to }): GapRow => ({
      ...whole,
      fromMs: from as UnixMs,
      toMs: (to + 1) as UnixMs,
    }));
    for (const part of left) gaps.open(part);
    if (left.length > 0) gaps.fill(whole);
    return left;
  }

  /**
   * Fetches what was traded before the very first connection, so that a new board is not empty. Nothing was promised for
   * that time: it is no gap, and what cannot be had is simply not recorded.
   */
  async history(range: BackfillRange): Promise<void> {
    let fetched = 0;
    this.#isFetchingHistory = true;
    const outcome = await this.#options.fetchTrades(range, (trades) => {
      // REST gives some more before it, and that may have been erased.
      fetched += this.#options.apply(trades.filter(({ venueAt }) => venueAt >= range.from));
    });
    this.#isFetchingHistory = false;
    const end = outcome.kind === 'failed' ? `, then: ${outcome.reason}` : '';
    this.#options.log('info', `Fetched ${fetched} trades from before the first connection${end}.`);
  }

  /**
   * Looks whether REST knows trades that the stream never brought, though no number was left out, in what has come since the last
   * audit of `heard`: exchange's stamps, live trades with ids. They are recorded as fetched, and the stretch from the first to the
   * last of them is a gap that is filled once they are on disk. What lies in another gap is left to that one. Does nothing while
   * something else is fetched: the next audit looks at that stretch as well.
   */
  async audit(heard: BackfillRange): Promise<void> {
    if (this.#isRunning || this.#isFetchingHistory || this.#isAuditing || this.#isStopped) return;
    const { to } = heard;
    const seen = plus(this.#auditedUntil ?? heard.from, -1 * AUDIT_OVERLAP_MS);
    const from = Math.max(heard.from, seen, to - MAX_AUDIT_MS) as UnixMs;
    if (from >= to) return;
    this.#isAuditing = true;
    const found: UnixMs[] = [];
    const outcome = await this.#fetchAll({ from, to }, (trades) => {
      if (this.#isStopped) return;
      const gaps = this.#options.gaps.spans(from, to);
      for (const trade of trades) {
        const at = trade.venueAt;
        // REST gives more at both ends: what was never listened to, and what may still come.
        const isOther = at < from || at > to || gaps.some((gap) => at >= gap.from && at <= gap.to);
        // Without an id it would be new at each audit.
        if (isOther || trade.tradeId === undefined) continue;
        if (this.#options.apply([trade]) > 0) found.push(at);
      }
    });
    this.#isAuditing = false;
    // Off or failing, REST is asked for the same stretch again.
    if (outcome.kind !== 'failed') this.#auditedUntil = to;
    if (outcome.kind === 'cut') this.#tellUnseen(from, outcome.reachedMs);
    if (found.length === 0) return;
    const first = found.reduce((low, at) => (at < low ? at : low));
    const last = found.reduce((high, at) => (at > high ? at : high));
    this.#recovered += found.length;
    const gap: GapRow = { fromMs: first, toMs: plus(last, 1), channel: TRADE_CHANNEL, reason: 'unsent' };
    this.#options.gaps.open(gap);
    this.#options.log(
      'warn',
      `The stream had not brought ${found.length} of the trades that REST knows, though no number was left out: they were fetched (unsent).`,
    );
    // Until they are on disk it stays open, and whoever records next asks for it.
    if (await this.#isOnDisk()) this.#options.gaps.fill(gap);
  }

  /**
   * Fetches a stretch bit by bit from its new end where its trades are too many to be asked for at once. `cut` where they are more than
   * an audit asks for, or where so many have one stamp that it does not get on.
   */
  async #fetchAll(
    { from, to }: BackfillRange,
    onTrades: (trades: readonly Trade[]) => void,
  ): Promise<BackfillOutcome> {
    let until = to;
    for (let bits = 1; ; bits++) {
      const outcome = await this.#options.fetchTrades({ from, to: until }, onTrades);
      if (outcome.kind !== 'cut' || bits === MAX_AUDIT_BITS || this.#isStopped) return outcome;
      // What has the stamp that was reached is asked for again: not all of it need have come.
      if (outcome.reachedMs >= until) return { kind: 'cut', reachedMs: until };
      until = outcome.reachedMs;
    }
  }

  /** Of what an audit did not see it says nothing. */
  #tellUnseen(from: UnixMs, until: UnixMs): void {
    const seconds = Math.max(1, Math.round((until - from) / SECOND));
    this.#options.log(
      'warn',
      `Too many trades to compare all of them with REST: of ${seconds} s it is not known whether the stream left any out.`,
    );
  }

  /** What is not filled by now stays a gap: whoever records next asks for it. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Fetches what waits. */
  retry(): void {
    if (!this.#isRunning && !this.#isStopped && this.#waiting.length > 0) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#until(next.readyAt);
      if (this.#isStopped) break;
      if (await this.#fill(next)) continue;
      this.#waiting.push(next);
      break;
    }
    this.#isRunning = false;
  }

  async #until(readyAt: number): Promise<void> {
    const { clock } = this.#options;
    const ms = readyAt - clock.monotonic();
    if (ms > 0) await new Promise<void>((resolve) => void clock.after(ms, resolve));
  }

  /** Says whether what was applied has reached the disk, or was told as lost there. */
  async #isOnDisk(): Promise<boolean> {
    for (let waits = 0; waits < MAX_DISK_WAITS && !this.#isStopped; waits++)
      if (await this.#options.settled()) return true;
    return false;
  }

  /** Says what is known of the trades beside a gap: where they are not, fetched they would be stored twice. */
  async #recall({
    gap: { fromMs, toMs, reason: why },
    isFound,
  }: Waiting): Promise<'known' | 'unreadable' | 'no ids'> {
    const { clock } = this.#options;
    const from = plus(fromMs, -EDGE_MS);
    if (!isFound && from > clock.now() - KNOWN_MS) return 'known';
    try {
      if (await this.#options.recall({ from, to: plus(toMs, EDGE_MS) })) return 'known';
      this.#options.log(
        'info',
        `Missed trades (${why}) stay a gap: those stored beside them have no ids to tell them by.`,
      );
      return 'no ids';
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log(
        'warn',
        `Missed trades were not fetched, for what is stored beside them cannot be read: ${reason}`,
      );
      return 'unreadable';
    }
  }

  /** Returns false when it should be tried again. */
  async #fill(waiting: Waiting): Promise<boolean> {
    const { gaps } = this.#options;
    const { gap } = waiting;
    this.#runs++;
    let recovered = 0;
    const beside = await this.#recall(waiting);
    if (beside !== 'known') return beside === 'no ids';
    const outcome = await this.#options.fetchTrades({ from: gap.fromMs, to: gap.toMs }, (trades) => {
      if (!this.#isStopped) recovered += this.#options.apply(trades);
    });
    this.#recovered += recovered;
    const isOnDisk = await this.#isOnDisk();
    if (this.#isStopped) return false;
    if (!isOnDisk) {
      this.#options.log(
        'warn',
        `Fetched ${recovered} missed trades (${gap.reason}), but the disk has not taken them: it stays a gap until the next try.`,
      );
      return false;
    }
    switch (outcome.kind) {
      case 'complete':
        gaps.fill(gap);
        this.#options.log('info', `Fetched ${recovered} missed trades (${gap.reason}).`);
        return true;
      case 'unreadable':
        this.#options.log(
          'warn',
          `Fetched ${recovered} missed trades (${gap.reason}); ${outcome.rows} could not be read, and it stays a gap.`,
        );
        return true;
      case 'cut':
        // Of one stamp not all need have come. Where not even the newest page reached into it, all of it stays as it is.
        if (outcome.reachedMs + 1 < gap.toMs) {
          gaps.fill(gap);
          gaps.open({ ...gap, toMs: plus(outcome.reachedMs, 1) });
        }
        this.#options.log(
          'warn',
          `Fetched ${recovered} missed trades (${gap.reason}); older ones were too many and stay a gap.`,
        );
        return true;
      case 'failed':
        this.#options.log('warn', `Missed trades could not be fetched (${gap.reason}): ${outcome.reason}.`);
        return false;
    }
  }
}

/** A gap ends before its `toMs`. */
function stretchOf({ fromMs, toMs }: GapRow): TimeStretch {
  return { from: fromMs, to: Math.max(fromMs, toMs - 1) };
}

/** Without the key that it has on disk: a row that is made from it is another one. */
function fresh({ fromMs, toMs, channel, reason }: GapRow): GapRow {
  return { fromMs, toMs, channel, reason };
}
