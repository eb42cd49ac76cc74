/** The session that runs: one row, written with every batch. Verbs on other sessions change their rows only. */
import type { StoreTables } from '#contract/database.ts';
import { MAX_SESSION_TICKERS, type SessionRow } from '#contract/rows.ts';
import { plainText } from '#core/lib/plain-text.ts';
import { MINUTE, type UnixMs } from '#core/units/time.ts';

/** Longer names are cut. */
const MAX_NAME = 120;
/** A reload takes seconds, an update or a worker that is born again some ten; who is away for longer has ended what he watched. */
const RESUME_WITHIN_MS = MINUTE;

type StoredSession = SessionRow & { readonly id: number };

/** What a commit adds to the session. */
export interface Recorded {
  readonly trades: number;
  readonly bookRows: number;
  readonly bookChanges: number;
  readonly tickers: readonly string[];
  /** Trades from before the session, and the oldest stamp of them; 0 and Infinity where there are none. */
  readonly fetched: number;
  readonly fetchedFromMs: UnixMs;
  /** First and last of our stamps in it; Infinity and -Infinity where there is none. */
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
  /** Exchange's stamps of the trades heard as they happened; Infinity and -Infinity where there is none. */
  readonly tradesFromMs: number;
  readonly tradesToMs: number;
}

/** When a session runs, on our stamps. */
export interface SessionTimes {
  /** Since when it has recorded: before `beganAt` when the clock was set back. */
  readonly startMs: UnixMs;
  /** What the clock said when it began. */
  readonly beganAt: UnixMs;
}

export class RunSession {
  #row: StoredSession | undefined;
  #tickers = new Set<string>();
  #beganAt = 0 as UnixMs;

  /** Since when it runs; the beginning of time before one has begun. */
  get times(): SessionTimes {
    return { startMs: this.#row?.startMs ?? (0 as UnixMs), beganAt: this.#beganAt };
  }

  /** Of the session that runs; `undefined` before one has begun. */
  get id(): number | undefined {
    return this.#row?.id;
  }

  /**
   * Goes on with the last session where it ended less than a minute before `now`, with its name and pin; begins another one where
   * it did not. Call inside a transaction over `sessions`.
   */
  async resume(tables: StoreTables, now: UnixMs, term: number): Promise<void> {
    const last = await tables.sessions.orderBy(':id').last();
    if (last?.id === undefined || Math.abs(now - last.endMs) > RESUME_WITHIN_MS) {
      await this.begin(tables, now, term, '');
      return;
    }
    const row = { ...last, id: last.id, term };
    await tables.sessions.put(row);
    this.commit(row);
    // Nobody remembers what the clock said when it began; only where it was set back that was later.
    this.#beganAt = row.startMs;
  }

  /** Begins another session; call inside a transaction over `sessions`. Returns its id. */
  async begin(tables: StoreTables, startMs: UnixMs, term: number, name: string): Promise<number> {
    const fresh = { startMs, endMs: startMs, trades: 0, term, isPinned: false, tickers: [] };
    const row = { ...fresh, bookRows: 0, bookChanges: 0, name: nameOf(name) };
    const id = await tables.sessions.add(row);
    this.#row = { ...row, id };
    this.#tickers = new Set();
    this.#beganAt = startMs;
    return id;
  }

  /**
   * Returns the row with what a commit at `now` adds, to be written; `undefined` before a session has begun. It covers all
   * that was recorded in it, also where the clock was set back meanwhile: a pin must.
   */
  with(recorded: Recorded, now: UnixMs): StoredSession | undefined {
    const { trades, bookRows, bookChanges, tickers, fetched, fetchedFromMs, fromMs, toMs } = recorded;
    const { tradesFromMs, tradesToMs } = recorded;
    const row = this.#row;
    if (row === undefined) return undefined;
    const room = MAX_SESSION_TICKERS - row.tickers.length;
    const fresh = room > 0 ? tickers.filter((ticker) => !this.#tickers.has(ticker)) : [];
    const named = fresh.length === 0 ? row.tickers : [...row.tickers, ...[...new Set(fresh)].slice(0, room)];
    return {
      ...row,
      startMs: Math.min(row.startMs, fromMs) as UnixMs,
      endMs: Math.max(row.endMs, now, toMs) as UnixMs,
      ...(tradesFromMs > tradesToMs
        ? {}
        : {
            tradesFromMs: Math.min(row.tradesFromMs ?? Infinity, tradesFromMs),
            tradesToMs: Math.max(row.tradesToMs ?? -Infinity, tradesToMs),
          }),
      trades: row.trades + trades,
      bookRows: row.bookRows + bookRows,
      bookChanges: row.bookChanges === undefined ? undefined : row.bookChanges + bookChanges,
      tickers: named,
      ...(fetched === 0
        ? {}
        : {
            fetched: (row.fetched ?? 0) + fetched,
            fetchedFromMs: Math.min(row.fetchedFromMs ?? Infinity, fetchedFromMs) as UnixMs,
          }),
    };
  }

  /** The row is on disk. */
  commit(row: StoredSession | undefined): void {
    if (row?.tickers !== this.#row?.tickers) this.#tickers = new Set(row?.tickers);
    this.#row = row;
  }

  /** Changes name or pin of any session; call inside a transaction over `sessions`. Says whether there is such a session. */
  async change(
    tables: StoreTables,
    id: number,
    change: Partial<Pick<SessionRow, 'name' | 'isPinned'>>,
  ): Promise<boolean> {
    const stored = await tables.sessions.get(id);
    if (stored === undefined) return false;
    const changed = { ...change, ...(change.name === undefined ? {} : { name: nameOf(change.name) }) };
    await tables.sessions.put({ ...stored, ...changed, id });
    if (this.#row?.id === id) this.#row = { ...this.#row, ...changed };
    return true;
  }
}

function nameOf(text: string): string {
  return plainText(text.trim(), MAX_NAME);
}
