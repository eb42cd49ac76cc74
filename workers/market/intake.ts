/**
 * Where trades enter: live ones, fetched ones, and the moments between which some may be missing. While the past is read
 * from disk live trades wait here, because a rollup and a trade of it must not both count. Knows no socket and no format.
 */
import { TRADE_CHANNEL } from '#contract/gap-rows.ts';
import type { GapRow } from '#contract/store.ts';
import type { MarketEngine } from '#core/market/engine.ts';
import { heardStamp } from '#core/market/skew.ts';
import { HOUR, plus, SECOND, type UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import type { Clock } from '../lib/clock.ts';
import type { AnswerDates } from './answer-dates.ts';
import type { BackfillRange } from './backfill.ts';
import { FeedLag } from './feed-lag.ts';
import type { Recorder } from './recorder.ts';
import type { Repair } from './repair.ts';
import { VenueLag } from './venue-lag.ts';

/** Why trades are not heard: between pages, between tabs, between sockets, between subscriptions. */
export type BreakReason = 'reload' | 'handover' | 'disconnect' | 'subscription';

export interface IntakeOptions {
  readonly clock: Clock;
  readonly dates: Pick<AnswerDates, 'most' | 'mostOfDay'>;
  readonly engine: Pick<MarketEngine, 'apply'>;
  readonly recorder: Pick<Recorder, 'append'>;
  /** What was between the last trade on disk and this start; a closed page, where nothing else is said. */
  readonly start?: 'reload' | 'handover' | undefined;
  readonly repair: Pick<Repair, 'add' | 'begin' | 'history' | 'retry'>;
  /** The hole before this start is known: trades that have waited for the past come next. */
  onSettled?(): void;
  /** A trade that was not known yet; `isLive` where the socket brought it, false where it was fetched afterwards. */
  onNew(trade: Trade, receivedAt: UnixMs, isLive: boolean): void;
}

/** More than a trade is under way: by how much our clock is ahead is known no better. */
const WAY_MS = SECOND;
/** Frames that cannot be read within so long are one hole. */
const UNREADABLE_MS = SECOND;
/** A trade this much older than the newest one heard may still be on its way: stamps of two markets come in either order. */
const ON_ITS_WAY_MS = 2 * SECOND;

export class Intake {
  readonly #options: IntakeOptions;
  #early: { readonly trade: Trade; readonly receivedAt: UnixMs }[] | undefined = [];
  #broken: BreakReason | undefined;
  /** While restoring: when the stream was whole again, the last time. */
  #wholeAt: UnixMs | undefined;
  /** While restoring: the stream was whole once and broke again, then and therefore. */
  #earlyBreak: { readonly at: UnixMs; readonly reason: BreakReason } | undefined;
  /** While restoring: numbers were left out between live trades. */
  #hasEarlyHole = false;
  /** A frame of the stream could not be read: the hole that is told when more of them have been waited for. */
  #unreadable: GapRow | undefined;
  /** Exchange's stamp up to which nothing is missing (as far as known). */
  #heardUntil: UnixMs | undefined;
  /** The newest of the trades that came in a break: the answer to our subscription was late, or never came. */
  #heardInBreak: UnixMs | undefined;
  /** Since the very first connection, until its first trade: what the hour before it brought is then fetched. */
  #firstHeardAt: UnixMs | undefined;
  readonly #lag = new VenueLag();
  readonly #feedLag = new FeedLag();
  #hasIds = true;
  /** Exchange's stamp since when every live trade has had an id. */
  #idsSince: UnixMs | undefined;
  #repeated = 0;
  /** Ids of fetched trades that the stream may still bring, with the exchange's stamps: REST was faster, and nothing is repeated. */
  readonly #ahead = new Map<string, UnixMs>();
  #oldestAt: UnixMs | undefined;
  /** What the reader has erased, by the exchange's stamps: nothing of it is fetched again. */
  #erased: readonly GapRow[] = [];
  #lastTradeAt: UnixMs | undefined;
  #storedUntil: UnixMs | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#broken = this.#start;
  }

  get isRestoring(): boolean {
    return this.#early !== undefined;
  }

  /** Live trades that wait for the past. */
  get waiting(): number {
    return this.#early?.length ?? 0;
  }

  /** Live trades that had come before; one that REST was faster with is none. */
  get repeated(): number {
    return this.#repeated;
  }

  /** Our stamp of the newest live trade. */
  get lastTradeAt(): UnixMs | undefined {
    return this.#lastTradeAt;
  }

  /** How far our clock is ahead of the exchange's, ms; below 0 where it is behind. */
  get aheadMs(): number {
    return this.#lag.ms(this.#options.dates.mostOfDay);
  }

  /** By how much what is taken in lies behind the exchange, ms; 0 while we keep up. */
  get behindMs(): number {
    return this.#feedLag.behindMs(this.#options.clock.monotonic());
  }

  /** Exchange's stamp of the newest trade that was stored before. */
  get storedUntil(): UnixMs | undefined {
    return this.#storedUntil;
  }

  /** Exchange's stamp of the oldest trade known, stored ones included. */
  get oldestAt(): UnixMs | undefined {
    return this.#oldestAt;
  }

  /** Exchange's stamp since which trades may be missing, while none are heard; `undefined` while they are, and before the first connection. */
  get missingSince(): UnixMs | undefined {
    return this.#broken === undefined ? undefined : this.#heardUntil;
  }

  /**
   * The stretch that the stream has gone through, exchange's stamps, where every trade has an id by which a fetched one can be told
   * from it; `undefined` while no trades are heard. Gaps may lie in it.
   */
  get heardSpan(): BackfillRange | undefined {
    const [from, to] = [this.#idsSince, this.#heardUntil];
    if (this.#broken !== undefined || from === undefined || to === undefined) return undefined;
    return { from, to };
  }

  /** Takes a trade from the socket. */
  live(trade: Trade, receivedAt: UnixMs): void {
    this.#lastTradeAt = receivedAt;
    const at = this.#options.clock.monotonic();
    this.#feedLag.take(trade.venueAt, at, this.#options.dates.most);
    // What comes late says nothing of the clocks.
    this.#lag.take(trade.venueAt, plus(receivedAt, -this.#feedLag.behindMs(at)));
    this.#hasIds = trade.tradeId !== undefined;
    if (this.#early !== undefined) this.#early.push({ trade, receivedAt });
    else this.#applyLive(trade, receivedAt);
  }

  /** Takes note of what was erased, before `restored` and while trades are heard. Rows of other channels and reasons are left out. */
  erased(gaps: readonly GapRow[]): void {
    const gone = gaps.filter(({ channel, reason }) => channel === TRADE_CHANNEL && reason === 'removed');
    this.#erased = [...this.#erased, ...gone];
  }

  /** Exchange's stamp up to which something was erased. */
  get #erasedUntil(): UnixMs | undefined {
    return this.#erased.length === 0
      ? undefined
      : (Math.max(...this.#erased.map(({ toMs }) => toMs)) as UnixMs);
  }

  /** Takes trades that REST gave; returns how many were new. What was erased is none of them. */
  fetched(trades: readonly Trade[]): number {
    const now = this.#options.clock.now();
    const since = (this.#heardUntil ?? -Infinity) - ON_ITS_WAY_MS;
    for (const [id, venueAt] of this.#ahead) if (venueAt < since) this.#ahead.delete(id);
    let added = 0;
    for (const trade of trades) {
      if (this.#isErased(trade) || !this.#apply(trade, now)) continue;
      const { tradeId, venueAt } = trade;
      if (tradeId !== undefined && venueAt >= since) this.#ahead.set(tradeId, venueAt);
      this.#options.onNew(trade, now, false);
      added++;
    }
    return added;
  }

  /** Trades are not heard from now on. The first reason counts. */
  lost(reason: BreakReason): void {
    if (this.#wholeAt !== undefined) this.#earlyBreak = { at: this.#now(), reason };
    this.#broken ??= reason;
    this.#wholeAt = undefined;
  }

  /** Trades are heard again: what came since the last one known may be missing. */
  whole(): void {
    this.#options.repair.retry();
    if (this.#broken === undefined) return;
    if (this.#early === undefined) this.#settle(this.#now());
    else this.#wholeAt = this.#now();
  }

  /** Numbers of the trade stream were left out just now. */
  missed(): void {
    if (this.#early === undefined) this.#gap('sequence', this.#now());
    else {
      this.#hasEarlyHole = true;
      this.#wholeAt = this.#now();
    }
  }

  /** A frame of the trade stream could not be read just now: it may have been a trade. */
  unreadable(): void {
    if (this.#early !== undefined) this.missed();
    if (this.#early !== undefined || this.#unreadable !== undefined) return;
    const from = this.#heardUntil ?? this.#now();
    const hole: GapRow = { fromMs: from, toMs: from, channel: 'trade', reason: 'sequence' };
    this.#unreadable = hole;
    this.#options.repair.begin(hole);
    this.#options.clock.after(UNREADABLE_MS, () => {
      this.#unreadable = undefined;
      const toMs = Math.max(plus(from, 1), this.#now()) as UnixMs;
      this.#options.repair.add({ ...hole, toMs }, this.#hasIds);
    });
  }

  /** The past is in: `newestMs` and `oldestMs` are the exchange's stamps of what was stored. Applies what has waited. */
  restored(oldestMs: UnixMs | undefined, newestMs: UnixMs | undefined): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    this.#oldestAt = oldestMs;
    this.#storedUntil = newestMs;
    // What lies before an erasure is no gap that could be filled.
    if (newestMs !== undefined)
      this.#heardUntil = Math.max(newestMs, this.#erasedUntil ?? newestMs) as UnixMs;
    const [first] = early;
    if (this.#hasEarlyHole) this.#heardUntil ??= first?.trade.venueAt;
    const secondBreak = early.length > 0 ? this.#earlyBreak : undefined;
    if (this.#wholeAt !== undefined) this.#settle(this.#wholeAt);
    // What was heard in between must not hide the hole before it; the break itself is settled when the stream is whole.
    else if (secondBreak !== undefined) this.#settle(secondBreak.at);
    this.#options.onSettled?.();
    for (const { trade, receivedAt } of early) this.#applyLive(trade, receivedAt);
    if (this.#wholeAt === undefined && secondBreak !== undefined) this.#broken = secondBreak.reason;
  }

  get #start(): BreakReason {
    return this.#options.start ?? 'reload';
  }

  #settle(to: UnixMs): void {
    const reason = this.#broken ?? this.#start;
    this.#broken = undefined;
    if (this.#heardUntil !== undefined) {
      this.#gap(reason, to);
      if (this.#heardInBreak !== undefined) this.#hear(this.#heardInBreak);
      this.#heardInBreak = undefined;
      return;
    }
    // Nothing was heard before the very first connection, so nothing is missing either.
    this.#heardUntil = to;
    this.#firstHeardAt = to;
  }

  #gap(reason: BreakReason | 'sequence', to: UnixMs): void {
    const from = this.#heardUntil ?? to;
    this.#options.repair.add(
      // Without a length it would be one that goes on.
      { fromMs: from, toMs: Math.max(plus(from, 1), to) as UnixMs, channel: 'trade', reason },
      this.#hasIds,
    );
  }

  #applyLive(trade: Trade, receivedAt: UnixMs): void {
    if (this.#firstHeardAt !== undefined) this.#startHistory(this.#firstHeardAt, trade);
    if (this.#apply(trade, receivedAt)) this.#options.onNew(trade, receivedAt, true);
    else if (trade.tradeId === undefined || !this.#ahead.delete(trade.tradeId)) this.#repeated++;
    this.#hear(heardStamp(trade.venueAt, receivedAt));
    if (trade.tradeId === undefined) this.#idsSince = undefined;
    else this.#idsSince ??= this.#heardUntil;
  }

  /** In a break what is heard does not move the beginning of the hole: it would hide what was missed before. */
  #hear(at: UnixMs): void {
    if (this.#broken !== undefined) this.#heardInBreak = Math.max(at, this.#heardInBreak ?? at) as UnixMs;
    else this.#heardUntil = Math.max(at, this.#heardUntil ?? at) as UnixMs;
  }

  /** Trades without ids could not be told from those that REST repeats at the edge. */
  #startHistory(to: UnixMs, { tradeId }: Trade): void {
    this.#firstHeardAt = undefined;
    if (tradeId === undefined) return;
    const from = Math.max(plus(to, -1 * HOUR), this.#erasedUntil ?? -Infinity) as UnixMs;
    if (from < to) void this.#options.repair.history({ from, to });
  }

  #apply(trade: Trade, receivedAt: UnixMs): boolean {
    if (this.#options.engine.apply(trade, receivedAt) === 'duplicate') return false;
    this.#options.recorder.append(trade, receivedAt);
    if (this.#oldestAt === undefined || trade.venueAt < this.#oldestAt) this.#oldestAt = trade.venueAt;
    return true;
  }

  #isErased({ venueAt }: Trade): boolean {
    return this.#erased.some(({ fromMs, toMs }) => venueAt >= fromMs && venueAt < toMs);
  }

  /** The exchange's now as far as its stamps tell it, and never before: a gap may end a moment too late, but hides nothing. */
  #now(): UnixMs {
    const { clock, dates } = this.#options;
    const ms = this.aheadMs;
    return plus(clock.now(), ms > WAY_MS ? WAY_MS - ms : this.#lag.behindMs(dates.mostOfDay));
  }
}
