/**
 * The only writer. Every batch becomes a journal row; nothing is acknowledged before its transaction has completed. What
 * could not be written is answered so and becomes a gap row as soon as there is room. Sealing is tape.ts's; when to drop
 * and when to pause is keeper.ts's to decide. Longer than most files: all jobs of its one queue stand together.
 */
import type { SessionRow } from '#contract/rows.ts';
import { TRADE_CHANNEL } from '#contract/gap-rows.ts';
import type { Erasure, GapRow, Removed, StoreAnswer, StoreMessage } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { writeAlerts } from './alert-history.ts';
import { addRows, packBatches, recordedOf, stretchOf, type BatchMessage, type PackedBatch } from './batch.ts';
import { BookTape } from './book-tape.ts';
import { ERASURE_TABLES, prepareErasure } from './erasure.ts';
import { faultOfWrite, TOO_SLOW_SENTENCE, type Fault } from './faults.ts';
import { tellLost } from './lost.ts';
import { Pending } from './pending.ts';
import { tradePart, tradeParts } from './parts.ts';
import { REMOVED, removedRow } from './removed-rows.ts';
import { Removal, REMOVAL_TABLES, type Prepared, type RemovalEvents } from './removal.ts';
import { removalRefusal, Refused } from './removal-refusal.ts';
import { prunable, type Directories, type Prunable } from './retention.ts';
import { RunSession } from './run-session.ts';
import { Tape } from './tape.ts';
import { AGEING, deleteOlder, EVERYTHING, readPins, type Ages } from './tidy.ts';
import type { Vault } from './vault.ts';

/** Trades and book rows that may wait for the disk: ten seconds at 50,000 a second. Past that they are refused, and counted as lost. */
const MAX_WAITING = 500_000;

/** Nobody listens to the progress. */
const UNHEARD: RemovalEvents = { onProgress: () => undefined, cancelled: () => undefined };

export interface WriterOptions {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: WriterEvents;
  /** False for an import: it was recorded elsewhere. True by default. */
  readonly keepsSessions?: boolean | undefined;
}

export interface WriterEvents {
  answer(answer: StoreAnswer): void;
  /** State or reason changed. */
  onChanged(): void;
}

export class Writer {
  readonly tape: Tape;
  readonly books: BookTape;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #events: WriterEvents;
  #fault: Fault | undefined;
  /** `cut`: a batch of books was refused here, and what follows it builds on nothing. */
  #inbox: (BatchMessage | 'cut')[] = [];
  #waiting = 0;
  #refused = 0;
  #pending = new Pending();
  readonly #session = new RunSession();
  readonly #keepsSessions: boolean;
  #chain: Promise<unknown> = Promise.resolve();
  #isDue = false;
  /** The last session whose removal was asked about: its chunks are read once. */
  #removal: Removal | undefined;

  private constructor({ vault, clock, log, events, keepsSessions = true }: WriterOptions) {
    this.#vault = vault;
    this.#clock = clock;
    this.#log = log;
    this.#events = events;
    this.#keepsSessions = keepsSessions;
    const onFault = (fault: Fault): void => {
      this.#fail(fault);
    };
    this.tape = new Tape(vault, log, onFault);
    this.books = new BookTape(vault, log, onFault);
  }

  /** Reads what an earlier writer left unsealed, and goes on with its session or begins another. Rejects when the disk cannot be read or written. */
  static async open(options: WriterOptions): Promise<Writer> {
    const writer = new Writer(options);
    await writer.#begin();
    return writer;
  }

  /** Why nothing is recorded; `undefined` while all is well. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  receive(message: StoreMessage): void {
    if (message.kind === 'gap') this.#pending.addGap(message.gap);
    else if (message.kind === 'markets') this.#pending.addMarkets(message.rows);
    else if (message.kind === 'alerts') this.#pending.addAlerts(message.rows);
    else if (message.kind === 'alerts-cleared') this.#pending.clearAlerts(message.upToId);
    else if (this.#waiting + message.columns.count > MAX_WAITING) {
      this.#refuse(message, TOO_SLOW_SENTENCE);
      if (message.kind === 'books') this.#inbox.push('cut');
    } else {
      this.#inbox.push(message);
      this.#waiting += message.columns.count;
    }
    this.#commitSoon();
  }

  /** Batches that were refused since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** Number of the session that runs; `undefined` before one has begun, and of an import. */
  get sessionId(): number | undefined {
    return this.#session.id;
  }

  /** When the session that runs began; `undefined` while none does. */
  get sessionFromMs(): UnixMs | undefined {
    return this.#session.id === undefined ? undefined : this.#session.times.startMs;
  }

  get directories(): Directories {
    return { trades: this.tape.directory, books: this.books.directory };
  }

  /** Resolves when everything received so far is written or refused, and every chunk begun is sealed. */
  async flush(): Promise<void> {
    await this.#chain;
    await this.#settled();
  }

  /** Flushes, and seals what is left in the journals; a fault says that this did not work. */
  async sealAll(): Promise<void> {
    await this.#enqueue(async () => {
      await this.#settled();
      if (this.#fault !== undefined) return;
      this.tape.sealOpen();
      this.books.endRun();
      this.books.sealEnded();
      await this.#settled();
    });
  }

  /** Refuses batches from now on, until `resume`. */
  pause(sentence: string): void {
    this.#fail({ kind: 'other', sentence });
  }

  /** Tries the disk with the gap that is owed; records again when it takes it. A writer that lost its database stays so. */
  resume(): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#fault === undefined || this.#fault.kind === 'lost') return;
      const { gaps } = this.#pending.rows();
      const isTaken = await this.#attempt(() =>
        this.#vault.write('relaxed', ['gaps'], (tables) => tables.gaps.bulkAdd(gaps)),
      );
      if (!isTaken) return;
      this.#pending.forget({ gaps, markets: [], alerts: [], clearedUpTo: 0 });
      this.#fault = undefined;
      this.#log.add('info', 'Recording again.');
      this.#events.onChanged();
      this.tape.sealIfDue();
      this.books.sealEnded();
    });
  }

  /**
   * Deletes what `choose` takes of the chunks that no pin touches, and with `before` the rollups, gaps and sessions that are
   * older. All of it and the pins in one job: a session is pinned before, or is not there any more. While pins cannot be read
   * no chunk goes.
   */
  async drop(choose: (chunks: readonly Prunable[]) => readonly Prunable[], before?: Ages): Promise<void> {
    await this.#enqueue(() =>
      this.#attempt(async () => {
        const pins = await readPins(this.#vault.tables).catch(() => undefined);
        const free = pins === undefined ? [] : prunable(this.directories, pins, this.#clock.now());
        const chunks = choose(free);
        const seqsOf = (table: Prunable['table']): ReadonlySet<number> =>
          new Set(chunks.filter((chunk) => chunk.table === table).map(({ entry }) => entry[0]));
        await this.tape.drop(seqsOf('trades'), pins ?? [], this.#clock.now());
        await this.books.drop(seqsOf('books'), pins ?? [], this.#clock.now());
        if (before !== undefined)
          await this.#vault.write('relaxed', AGEING, (tables) => deleteOlder(tables, before));
      }),
    );
  }

  /**
   * Deletes everything recorded; recording goes on in a new session. One gap stands over all that was known, so that nothing of it
   * is fetched again. Rejects when the disk refuses.
   */
  erase(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#settled();
      const gap = await this.#everythingKnown();
      await this.#vault.write('strict', EVERYTHING, async (tables) => {
        for (const name of EVERYTHING) await tables[name].clear();
        if (gap !== undefined) await tables.gaps.add(gap);
      });
      this.#pending = new Pending();
      this.#log.add('info', 'Everything recorded of this exchange was deleted.');
      await this.#begin();
    });
  }

  /** Returns the stretch from the oldest that is stored up to now, by the exchange's time, as a gap; `undefined` where nothing is. */
  async #everythingKnown(): Promise<GapRow | undefined> {
    const { tables } = this.#vault;
    const now = this.#clock.now();
    const before = await tables.gaps.toArray();
    const parts = [
      ...(await tradeParts(tables, this.directories.trades, now)),
      ...this.tape.open.map(tradePart),
    ];
    const starts = [
      ...parts.map(({ from }) => from),
      ...(await tables.sessions.toArray()).map(({ startMs }) => startMs),
      // What was erased before stays told.
      ...before.filter(({ reason }) => reason === REMOVED).map(({ fromMs }) => fromMs),
    ];
    const from = Math.min(...starts);
    const to = Math.max(this.tape.venueClock.at(now) - 1, ...parts.map((part) => part.to));
    return from < to ? removedRow({ from, to }, TRADE_CHANNEL) : undefined;
  }

  /** Deletes the packed parts that begin in a stretch, of one kind or both, but none that a pin covers. Rejects when the disk refuses. */
  eraseStored(erasure: Erasure): Promise<Removed> {
    return this.#enqueue(async () => {
      if (erasure.trades !== undefined) this.tape.sealOpen();
      await this.#settled();
      const { tables } = this.#vault;
      const pins = await readPins(tables);
      const prepared = await prepareErasure(tables, this.directories, pins, erasure, {
        now: this.#clock.now(),
        venueNow: this.tape.venueClock.at(this.#clock.now()),
        running: this.#session.id,
        unsealedBooksFrom: this.books.openRun?.batches[0]?.from,
      });
      if (this.#fault !== undefined) throw new Error(this.#fault.sentence);
      await this.#vault.write('strict', ERASURE_TABLES, (written) => prepared.write(written));
      this.tape.rewritten(goneOf(prepared.tradeSeqs), this.tape.open);
      this.books.rewritten(goneOf(prepared.bookSeqs), this.books.openRun);
      this.#removal = undefined;
      this.#tellErased(prepared.gaps, false);
      const { trades, bookRows } = prepared.removed;
      this.#log.add('info', `Erased ${trades} trades and ${bookRows} book rows of a day.`);
      return prepared.removed;
    });
  }

  /** Ends the session that runs and begins another; returns its id. Rejects when the disk refuses. */
  newSession(name: string): Promise<number> {
    const { term } = this.#vault;
    return this.#enqueue(() =>
      this.#vault.write('relaxed', ['sessions'], (tables) =>
        this.#session.begin(tables, this.#clock.now(), term, name),
      ),
    );
  }

  /** Changes name or pin of a session, and says whether there is one. Rejects when the disk refuses. */
  changeSession(id: number, change: Partial<Pick<SessionRow, 'name' | 'isPinned'>>): Promise<boolean> {
    return this.#enqueue(() =>
      this.#vault.write('strict', ['sessions'], (tables) => this.#session.change(tables, id, change)),
    );
  }

  /** Returns what would go with a session. Rejects with a sentence where it cannot go. */
  async sessionHoldings(id: number): Promise<Removed> {
    await this.flush();
    const { removed } = await this.#prepareRemoval(await this.#readRemoval(id, UNHEARD));
    return removed;
  }

  /** Deletes a session and what no other holds of its time; recording goes on meanwhile. Rejects where it cannot go. */
  async removeSession(id: number, events: RemovalEvents): Promise<Removed> {
    await this.#readRemoval(id, events);
    return this.#enqueue(async () => {
      await this.#settled();
      // What was sealed since, and all of it again where a session has grown into its time.
      const prepared = await this.#prepareRemoval(await this.#readRemoval(id, UNHEARD));
      if (this.#fault !== undefined) throw new Error(this.#fault.sentence);
      await this.#vault.write('strict', REMOVAL_TABLES, (tables) => prepared.write(tables));
      this.tape.rewritten(prepared.tradeChunks, prepared.unsealed.trades);
      this.books.rewritten(prepared.bookChunks, prepared.unsealed.books);
      this.#removal = undefined;
      this.#tellErased(prepared.gaps, true);
      this.#log.add(
        'info',
        `Removed session ${id}: ${prepared.removed.trades} trades and ${prepared.removed.bookRows} book rows.`,
      );
      return prepared.removed;
    });
  }

  /** The database is gone: every batch from now on is refused. */
  lose(sentence: string): void {
    this.#fail({ kind: 'lost', sentence });
  }

  async #begin(): Promise<void> {
    const trades = await this.tape.load();
    await tellLost(this.#vault, trades, await this.books.load());
    if (this.#keepsSessions)
      await this.#vault.write('relaxed', ['sessions'], (tables) =>
        this.#session.resume(tables, this.#clock.now(), this.#vault.term),
      );
    this.tape.sealIfDue();
    this.books.sealEnded();
  }

  /** Reads the sealed chunks of a session's time; what was read before is not read again. */
  async #readRemoval(id: number, events: RemovalEvents): Promise<Removal> {
    const sessions = await this.#vault.tables.sessions.toArray();
    const session = sessions.find((row) => row.id === id);
    const refusal = removalRefusal(session, id, this.#session.id);
    if (session === undefined || refusal !== undefined) throw new Refused(refusal);
    const fresh = new Removal(this.#vault.tables, { ...session, id }, sessions);
    const removal = this.#removal?.isAs(fresh) === true ? this.#removal : fresh;
    this.#removal = removal;
    await removal.read(this.directories, events);
    return removal;
  }

  async #prepareRemoval(removal: Removal): Promise<Prepared> {
    const unsealed = { trades: this.tape.open, books: this.books.openRun };
    const now = this.#clock.now();
    return removal.prepare(this.directories, unsealed, {
      gaps: await this.#vault.tables.gaps.toArray(),
      now,
      venueNow: this.tape.venueClock.at(now),
      runningFrom: this.sessionFromMs,
    });
  }

  #tellErased(gaps: readonly GapRow[], staysShown: boolean): void {
    const ofTrades = gaps.filter(({ channel }) => channel === TRADE_CHANNEL);
    if (ofTrades.length > 0) this.#events.answer({ kind: 'erased', gaps: ofTrades, staysShown });
  }

  async #settled(): Promise<void> {
    await this.tape.settled();
    await this.books.settled();
  }

  /** One job at a time touches the state; a job that fails does not stop the next. */
  #enqueue<T>(job: () => Promise<T>): Promise<T> {
    const run = this.#chain.then(job);
    this.#chain = run.catch(() => undefined);
    return run;
  }

  #commitSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    void this.#enqueue(() => this.#commit());
  }

  async #commit(): Promise<void> {
    if (this.tape.isBehind) await this.tape.settled();
    if (this.books.isBehind) await this.books.settled();
    this.#isDue = false;
    const batches = this.#inbox;
    this.#inbox = [];
    this.#waiting = 0;
    if (this.#fault !== undefined) {
      for (const batch of batches) if (batch !== 'cut') this.#refuse(batch, this.#fault.sentence);
      this.books.cut();
      return;
    }
    const packed = packBatches(batches, this.books, (message, reason) => {
      this.#log.add('error', `Batch ${message.batch} is refused. ${reason}`);
      this.#refuse(message, reason);
    });
    const pending = this.#pending.rows();
    const session = this.#session.with(recordedOf(packed, this.#session.times), this.#clock.now());
    let seqs: readonly number[];
    try {
      const names = ['journal', 'bookJournal', 'gaps', 'markets', 'sessions', 'alerts'] as const;
      seqs = await this.#vault.write('relaxed', names, async (tables) => {
        await tables.gaps.bulkAdd(pending.gaps);
        await tables.markets.bulkPut(pending.markets);
        await writeAlerts(tables, pending.alerts, pending.clearedUpTo);
        if (session !== undefined) await tables.sessions.put(session);
        return addRows(tables, packed);
      });
    } catch (error) {
      const fault = faultOfWrite(error);
      this.#fail(fault);
      for (const { message } of packed) this.#refuse(message, fault.sentence);
      this.books.cut();
      return;
    }
    this.#pending.forget(pending);
    this.#session.commit(session);
    this.#note(packed, seqs);
  }

  /** Answers for what is on disk now, and seals what is due. */
  #note(packed: readonly PackedBatch[], seqs: readonly number[]): void {
    packed.forEach(({ kind, message, row }, index) => {
      const seq = seqs[index] ?? 0;
      if (kind === 'trades') this.tape.append({ seq, columns: message.columns });
      else this.books.append(seq, message, row.bytes);
      this.#events.answer({ kind: 'stored', batch: message.batch, count: message.columns.count });
    });
    this.tape.sealIfDue();
    this.books.sealEnded();
  }

  /** Runs a write whose failure loses nothing, and says whether it was taken. */
  async #attempt(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      this.#fail(faultOfWrite(error));
      return false;
    }
  }

  /** The first fault stands until recording resumes; a lost database is worse than any. */
  #fail(fault: Fault): void {
    if (this.#fault?.kind === 'lost' || this.#fault?.sentence === fault.sentence) return;
    this.#fault = fault;
    this.#log.add('error', fault.sentence);
    this.#events.onChanged();
  }

  #refuse(message: BatchMessage, reason: string): void {
    const stretch = stretchOf(message);
    if (stretch !== undefined) this.#pending.addRefused(stretch.channel, stretch.fromMs, stretch.toMs);
    this.#refused++;
    const { batch, columns } = message;
    this.#events.answer({ kind: 'not-stored', batch, count: columns.count, reason });
  }
}

/** Returns the parts that went as the directories are told of it. */
function goneOf(seqs: ReadonlySet<number>): ReadonlyMap<number, undefined> {
  return new Map([...seqs].map((seq) => [seq, undefined]));
}
