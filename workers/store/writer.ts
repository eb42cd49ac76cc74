/**
 * The only writer. Every batch becomes a journal row; nothing is acknowledged before its transaction has completed. What
 * could not be written is answered so and becomes a gap row as soon as there is room. Sealing is tape.ts's; when to drop
 * and when to pause is keeper.ts's to decide.
 */
import { Dexie } from 'dexie';
import type { JournalRow } from '#contract/rows.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { HOUR, MINUTE, type UnixMs } from '#core/units/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { journalRow } from './chunk.ts';
import { faultOfWrite, TOO_SLOW_SENTENCE, type Fault } from './faults.ts';
import { Pending } from './pending.ts';
import { Tape } from './tape.ts';
import type { TableName, Vault } from './vault.ts';

/** Trades that may wait for the disk: ten seconds at 50,000 a second. Past that they are refused, and counted as lost. */
const MAX_WAITING = 500_000;
const EVERYTHING: readonly TableName[] = ['tapeChunks', 'journal', 'windows', 'gaps', 'markets', 'sessions'];

type TradesMessage = Extract<StoreMessage, { kind: 'trades' }>;

export interface WriterEvents {
  answer(answer: StoreAnswer): void;
  /** State or reason changed. */
  onChanged(): void;
}

export class Writer {
  readonly tape: Tape;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #events: WriterEvents;
  #fault: Fault | undefined;
  #inbox: TradesMessage[] = [];
  #waiting = 0;
  #pending = new Pending();
  #session = { id: 0, startMs: 0 as UnixMs, trades: 0 };
  #chain: Promise<unknown> = Promise.resolve();
  #isDue = false;

  private constructor(vault: Vault, clock: Clock, log: Log, events: WriterEvents) {
    this.#vault = vault;
    this.#clock = clock;
    this.#log = log;
    this.#events = events;
    this.tape = new Tape(vault, log, (fault) => {
      this.#fail(fault);
    });
  }

  /** Reads what an earlier writer left unsealed and opens a session. Rejects when the disk cannot be read or written. */
  static async open(vault: Vault, clock: Clock, log: Log, events: WriterEvents): Promise<Writer> {
    const writer = new Writer(vault, clock, log, events);
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
    else if (message.kind === 'books') {
      const { batch, columns } = message;
      this.#events.answer({ kind: 'not-stored', batch, count: columns.count, reason: 'Not written yet.' });
    } else if (this.#waiting + message.columns.count > MAX_WAITING) this.#refuse(message, TOO_SLOW_SENTENCE);
    else {
      this.#inbox.push(message);
      this.#waiting += message.columns.count;
    }
    if (this.#isDue) return;
    this.#isDue = true;
    void this.#enqueue(() => this.#commit());
  }

  /** Resolves when everything received so far is written or refused, and every chunk begun is sealed. */
  async flush(): Promise<void> {
    await this.#chain;
    await this.tape.settled();
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
      this.#pending.forget({ gaps, markets: [] });
      this.#fault = undefined;
      this.#log.add('info', 'Recording again.');
      this.#events.onChanged();
      this.tape.sealIfDue();
    });
  }

  /** Deletes the `count` oldest chunks. */
  async drop(count: number): Promise<void> {
    await this.#enqueue(() => this.#attempt(() => this.tape.drop(count)));
  }

  /** Deletes minute rollups that began, and hour rollups, gaps and sessions that ended, before the given times. */
  async dropOlder(before: { readonly minutes: number; readonly rest: number }): Promise<void> {
    const intervals = [
      [MINUTE, before.minutes],
      [HOUR, before.rest],
    ] as const;
    await this.#enqueue(() =>
      this.#attempt(() =>
        this.#vault.write('relaxed', ['windows', 'gaps', 'sessions'], async (tables) => {
          for (const [intervalMs, end] of intervals)
            await tables.windows
              .where('[intervalMs+startMs]')
              .between([intervalMs, Dexie.minKey], [intervalMs, end], true, false)
              .delete();
          await tables.gaps.filter((gap) => gap.toMs < before.rest).delete();
          await tables.sessions.filter((session) => session.endMs < before.rest).delete();
        }),
      ),
    );
  }

  /** Deletes everything recorded; recording goes on in a new session. Rejects when the disk refuses. */
  erase(): Promise<void> {
    return this.#enqueue(async () => {
      await this.tape.settled();
      await this.#vault.write('strict', EVERYTHING, async (tables) => {
        for (const name of EVERYTHING) await tables[name].clear();
      });
      this.#pending = new Pending();
      this.#log.add('info', 'Everything recorded of this exchange was deleted.');
      await this.#begin();
    });
  }

  /** The database is gone: every batch from now on is refused. */
  lose(sentence: string): void {
    this.#fail({ kind: 'lost', sentence });
  }

  async #begin(): Promise<void> {
    await this.tape.load();
    const startMs = this.#clock.now();
    const id = await this.#vault.write('relaxed', ['sessions'], (tables) =>
      tables.sessions.add({
        startMs,
        endMs: startMs,
        trades: 0,
        term: this.#vault.term,
        name: '',
        isPinned: false,
        tickers: [],
        bookRows: 0,
      }),
    );
    this.#session = { id, startMs, trades: 0 };
    this.tape.sealIfDue();
  }

  /** One job at a time touches the state; a job that fails does not stop the next. */
  #enqueue<T>(job: () => Promise<T>): Promise<T> {
    const run = this.#chain.then(job);
    this.#chain = run.catch(() => undefined);
    return run;
  }

  async #commit(): Promise<void> {
    if (this.tape.isBehind) await this.tape.settled();
    this.#isDue = false;
    const batches = this.#inbox;
    this.#inbox = [];
    this.#waiting = 0;
    if (this.#fault !== undefined) {
      for (const batch of batches) this.#refuse(batch, this.#fault.sentence);
      return;
    }
    const packed = this.#pack(batches);
    const pending = this.#pending.rows();
    const added = packed.reduce((sum, { row }) => sum + row.count, 0);
    const { id, startMs, trades } = this.#session;
    const session = {
      id,
      startMs,
      endMs: this.#clock.now(),
      trades: trades + added,
      term: this.#vault.term,
      name: '',
      isPinned: false,
      tickers: [],
      bookRows: 0,
    };
    let seqs: readonly number[];
    try {
      const names = ['journal', 'gaps', 'markets', 'sessions'] as const;
      seqs = await this.#vault.write('relaxed', names, async (tables) => {
        await tables.gaps.bulkAdd(pending.gaps);
        await tables.markets.bulkPut(pending.markets);
        await tables.sessions.put(session);
        return tables.journal.bulkAdd(
          packed.map(({ row }) => row),
          { allKeys: true },
        );
      });
    } catch (error) {
      const fault = faultOfWrite(error);
      this.#fail(fault);
      for (const { batch } of packed) this.#refuse(batch, fault.sentence);
      return;
    }
    this.#pending.forget(pending);
    this.#session.trades += added;
    packed.forEach(({ batch: { batch, columns } }, index) => {
      this.tape.append({ seq: seqs[index] ?? 0, columns });
      this.#events.answer({ kind: 'stored', batch, count: columns.count });
    });
    this.tape.sealIfDue();
  }

  /** Returns the batches with their rows; a batch that cannot be packed is refused and harms no other. */
  #pack(batches: readonly TradesMessage[]): { batch: TradesMessage; row: JournalRow }[] {
    const packed: { batch: TradesMessage; row: JournalRow }[] = [];
    for (const batch of batches) {
      try {
        packed.push({ batch, row: journalRow(batch.columns) });
      } catch (error) {
        const found = error instanceof Error ? error.message : 'unknown error';
        this.#log.add('error', `Batch ${batch.batch} could not be packed: ${found}`);
        this.#refuse(batch, `The batch could not be packed: ${found}`);
      }
    }
    return packed;
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

  #refuse({ batch, columns }: TradesMessage, reason: string): void {
    this.#pending.addRefused(columns);
    this.#events.answer({ kind: 'not-stored', batch, count: columns.count, reason });
  }
}
