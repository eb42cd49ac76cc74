/**
 * Fetches the trades of a stretch in which the stream was broken, newest page first as the exchange gives them, and hands
 * them over in the order of time. Says honestly how far back it came. Who has which trade already is for the engine.
 */
import { backoffMs } from '#core/lib/backoff.ts';
import type { Rng } from '#core/lib/rng.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Trade } from '#core/wire/messages.ts';
import { decodeTradesPage } from '#core/wire/rest.ts';
import type { Clock } from '../lib/clock.ts';
import type { RestClient } from './rest-client.ts';

/** Exchange's stamps, ms. */
export interface BackfillRange {
  readonly from: UnixMs;
  readonly to: UnixMs;
}

export type BackfillOutcome =
  | { readonly kind: 'complete' }
  /** All was asked for, but so many trades cannot be read, and asking again will not help. */
  | { readonly kind: 'unreadable'; readonly rows: number }
  /** More trades than we ask for: what is older than `reachedMs` is missing. */
  | { readonly kind: 'cut'; readonly reachedMs: UnixMs }
  /** What is older than `reachedMs` (`undefined`: everything) is missing. */
  | { readonly kind: 'failed'; readonly reason: string; readonly reachedMs: UnixMs | undefined };

export interface BackfillOptions {
  readonly rest: Pick<RestClient, 'get'>;
  readonly clock: Clock;
  readonly rng: Rng;
  /** Oldest first, a few thousand at a time; the thread is free in between. */
  onTrades(trades: readonly Trade[]): void;
  readonly maxPages?: number | undefined;
}

/** The exchange's largest page. */
const PAGE = 1000;
/** 50,000 trades: several minutes of its busiest hour, half an hour of an ordinary one. */
const MAX_PAGES = 50;
/** The exchange filters by whole seconds; stamps of one second may come in any order. */
const MARGIN_MS = 2_000;
const TRIES = 4;
const SLICE = 2_000;

/** Fetches `range` and hands over what was found. Never throws. */
export async function backfill(range: BackfillRange, options: BackfillOptions): Promise<BackfillOutcome> {
  const { clock, maxPages = MAX_PAGES } = options;
  const found: Trade[] = [];
  const outcome = await collect(range, found, maxPages, options);
  found.sort((a, b) => a.venueAt - b.venueAt);
  for (let at = 0; at < found.length; at += SLICE) {
    options.onTrades(found.slice(at, at + SLICE));
    await new Promise<void>((resolve) => {
      clock.after(0, resolve);
    });
  }
  return outcome;
}

async function collect(
  range: BackfillRange,
  found: Trade[],
  maxPages: number,
  options: BackfillOptions,
): Promise<BackfillOutcome> {
  let cursor: string | undefined;
  let reachedMs: UnixMs | undefined;
  let rejected = 0;
  const all = (): BackfillOutcome =>
    rejected === 0 ? { kind: 'complete' } : { kind: 'unreadable', rows: rejected };
  for (let page = 0; page < maxPages; page++) {
    const answer = await getPage(range, cursor, options);
    if (answer.kind === 'failed') return { ...answer, reachedMs };
    for (const trade of answer.trades) {
      found.push(trade);
      if (reachedMs === undefined || trade.venueAt < reachedMs) reachedMs = trade.venueAt;
    }
    rejected += answer.rejected;
    // A cursor that leads nowhere new would turn us in circles.
    if (answer.cursor === undefined || answer.trades.length === 0 || answer.cursor === cursor) return all();
    cursor = answer.cursor;
  }
  return reachedMs === undefined || reachedMs <= range.from ? all() : { kind: 'cut', reachedMs };
}

type Page =
  | {
      readonly kind: 'page';
      readonly trades: readonly Trade[];
      readonly rejected: number;
      readonly cursor: string | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string };

async function getPage(
  range: BackfillRange,
  cursor: string | undefined,
  { rest, clock, rng }: BackfillOptions,
): Promise<Page> {
  let reason = '';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0)
      await new Promise<void>((resolve) => {
        clock.after(backoffMs(attempt, rng), resolve);
      });
    const answer = await rest.get('trades', {
      limit: String(PAGE),
      min_ts: String(Math.floor((range.from - MARGIN_MS) / 1000)),
      max_ts: String(Math.ceil((range.to + MARGIN_MS) / 1000)),
      cursor,
    });
    if (answer.kind === 'off') return { kind: 'failed', reason: 'REST is switched off' };
    if (answer.kind === 'failed') {
      reason = answer.reason;
      continue;
    }
    const page = decodeTradesPage(answer.text);
    if (page.ok) return { kind: 'page', ...page.value };
    reason = `the answer could not be read: ${page.reason}`;
  }
  return { kind: 'failed', reason };
}
