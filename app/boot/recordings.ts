/**
 * What is recorded, as a list, and what can be done with it: names, pins, questions in SQL, files that come in. Reading goes
 * to the database itself; every write is the store worker's. One file, longer than most, because every verb here is about one
 * entry of that list.
 */
import { gapsWithin } from '#contract/gap-rows.ts';
import type { ImportEntry, StoreReader } from '#contract/database.ts';
import type { Inventory } from '#contract/inventory.ts';
import type {
  ExportOutcome,
  ExportVerb,
  ImportOutcome,
  ImportPortMessage,
  QueryApi,
  SqlOutcome,
  SqlRequest,
} from '#contract/query.ts';
import type { ImportInfo, SessionRow } from '#contract/rows.ts';
import type { Erasure, GapRow, RemovalPortMessage, Removed, StoreApi, StoreStatus } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Caller } from './call.ts';
import { disk } from './disk.ts';
import { runExport } from './export.ts';
import type { ExportOptions } from './flowboard.ts';
import { LEAD_FIRST } from './following.ts';
import type {
  ImportOptions,
  ImportResult,
  RecordingEntry,
  RecordingVerbs,
  RemoveOptions,
} from './recording-verbs.ts';
import { SqlRunner, type SqlOptions } from './sql-runner.ts';

export interface RecordingsDeps {
  /** `undefined` while no exchange is known. */
  exchangeId(): string | undefined;
  store(): Caller<StoreApi> | undefined;
  /** Of the tab that records, this one or another; `undefined` where nobody answers. */
  storeStatus(): Promise<StoreStatus | undefined>;
  spawnQuery(): Caller<QueryApi>;
  /** Writes what is in hand: a question is about all that was received. */
  flush(): Promise<void>;
  /** Tells people. */
  notice(text: string): void;
  /** The first import or export has begun, or the last one has ended. */
  onTransfer(isTransferring: boolean): void;
  now(): UnixMs;
  after(ms: number, run: () => void): () => void;
}

export class Recordings implements RecordingVerbs {
  readonly #deps: RecordingsDeps;
  readonly #sql: SqlRunner;
  /** Imports of which was told that they are held elsewhere. */
  readonly #held = new Set<string>();
  #transfers = 0;

  constructor(deps: RecordingsDeps) {
    this.#deps = deps;
    this.#sql = new SqlRunner({ spawn: () => deps.spawnQuery(), after: (ms, run) => deps.after(ms, run) });
  }

  async list(): Promise<readonly RecordingEntry[]> {
    const exchangeId = this.#deps.exchangeId();
    const [status, sessions, imports] = await Promise.all([
      this.#deps.storeStatus(),
      exchangeId === undefined ? [] : sessionsOf(exchangeId),
      this.#imports(),
    ]);
    const running = String(status?.sessionId);
    const own = sessions
      .map((entry) => ({ ...entry, isRunning: entry.id === running }))
      .filter(isWorthListing);
    return [...own, ...imports].sort((a, b) => b.to - a.to);
  }

  async rename({ kind, id }: RecordingEntry, name: string): Promise<void> {
    if (kind === 'session') await this.#store().call('renameSession', Number(id), name);
  }

  async pin({ kind, id }: RecordingEntry, isPinned: boolean): Promise<void> {
    if (kind === 'session') await this.#store().call('pinSession', Number(id), isPinned);
  }

  async startSession(name: string): Promise<void> {
    await this.#store().call('newSession', name);
  }

  async holdings({ kind, id, exchangeId }: RecordingEntry): Promise<Removed> {
    if (kind === 'session') return this.#store().callSlow('sessionHoldings', Number(id));
    const { trades, bookRows, bytes, bookBytes } = await withReader(exchangeId, (reader) =>
      reader.holdings(),
    );
    return { trades, bookRows, bytes: bytes + bookBytes };
  }

  async remove({ kind, id }: RecordingEntry, options: RemoveOptions = {}): Promise<boolean> {
    const store = this.#store();
    if (kind === 'session') return removeSession(store, Number(id), options);
    await store.callSlow('removeImport', id);
    return true;
  }

  async inventory(): Promise<Inventory | undefined> {
    const exchangeId = this.#deps.exchangeId();
    return exchangeId === undefined ? undefined : withReader(exchangeId, (reader) => reader.inventory());
  }

  eraseStored(erasure: Erasure): Promise<Removed> {
    return this.#store().callSlow('eraseStored', erasure);
  }

  async importRecording(file: Blob, name: string, options: ImportOptions = {}): Promise<ImportResult> {
    const id = crypto.randomUUID();
    return { id, outcome: await this.#transfer(() => this.#import(id, file, name, options)) };
  }

  /** Makes one file of the exchange's recording. Resolves with an outcome in every case. */
  export(verb: ExportVerb, options: ExportOptions): Promise<ExportOutcome> {
    return this.#transfer(() => this.#export(verb, options));
  }

  async #export(verb: ExportVerb, options: ExportOptions): Promise<ExportOutcome> {
    const exchangeId = this.#deps.exchangeId();
    if (exchangeId === undefined || this.#deps.store() === undefined)
      return { kind: 'failed', reason: LEAD_FIRST };
    // What is in hand belongs into the file; if it cannot be written, the file says what was.
    await this.#deps.flush().catch(() => undefined);
    const query = this.#deps.spawnQuery();
    try {
      return await runExport(query, verb, exchangeId, options);
    } finally {
      query.terminate();
    }
  }

  async sql(request: SqlRequest, options: SqlOptions = {}): Promise<SqlOutcome> {
    await this.#deps.flush().catch(() => undefined);
    return this.#sql.run(request, options);
  }

  closeSql(): void {
    this.#sql.close();
  }

  async #transfer<T>(work: () => Promise<T>): Promise<T> {
    if (this.#transfers++ === 0) this.#deps.onTransfer(true);
    try {
      return await work();
    } finally {
      if (--this.#transfers === 0) this.#deps.onTransfer(false);
    }
  }

  async #import(id: string, file: Blob, name: string, options: ImportOptions): Promise<ImportOutcome> {
    let query: Caller<QueryApi> | undefined;
    try {
      const store = this.#store();
      const { port1, port2 } = new MessageChannel();
      await store.callSlow('beginImport', id, port2);
      query = this.#deps.spawnQuery();
      // A dead store answers no batch: the reader would wait for ever.
      const outcome = await Promise.race([runImport(query, file, name, port1, options), store.died]);
      if (outcome.kind !== 'done') {
        await store.callSlow('abandonImport', id);
        return outcome;
      }
      const { trades, fetched, fetchedFromMs, bookRows, bookChanges, fromMs, toMs, tickers, rejected } =
        outcome;
      const at = this.#deps.now();
      const counts = { trades, fetched, fetchedFromMs, bookRows, bookChanges };
      const info = { name, at, ...counts, fromMs, toMs, tickers, rejected };
      // Only a remark hangs on it: an import that cannot be read is no reason to refuse this one.
      const others = await disk()
        .then(({ listImports }) => listImports())
        .catch(() => []);
      const twin = others.find((other) => holdsTheSame(other, info));
      await store.callSlow('finishImport', id, info);
      return twin === undefined ? outcome : withRemark(outcome, twinRemark(twin.name));
    } catch (error) {
      await this.#deps
        .store()
        ?.callSlow('abandonImport', id)
        .catch(() => undefined);
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      query?.terminate();
    }
  }

  async #imports(): Promise<readonly RecordingEntry[]> {
    const { listImports } = await disk();
    const found = await listImports((id) => this.#tellHeld(id));
    return Promise.all(found.map(entryOf));
  }

  /** Once: the list is read every few seconds. */
  #tellHeld(id: string): void {
    if (this.#held.has(id)) return;
    this.#held.add(id);
    this.#deps.notice(
      'An import is not in the list: another tab of Flowboard holds it open. Look at that tab, or close it.',
    );
  }

  #store(): Caller<StoreApi> {
    const store = this.#deps.store();
    if (store === undefined) throw new Error(LEAD_FIRST);
    return store;
  }
}

/** As far as counts and times tell: a file that comes in twice is read the same both times. */
function holdsTheSame(a: ImportInfo, b: ImportInfo): boolean {
  return (
    a.trades === b.trades &&
    a.bookRows === b.bookRows &&
    a.fromMs === b.fromMs &&
    a.toMs === b.toMs &&
    a.tickers.join() === b.tickers.join()
  );
}

function twinRemark(name: string): string {
  return `It seems to hold the same as ${name}, which was imported before. Both are kept: remove one, unless you need it twice.`;
}

function withRemark(outcome: Extract<ImportOutcome, { kind: 'done' }>, remark: string): ImportOutcome {
  return { ...outcome, remarks: [remark, ...outcome.remarks] };
}

async function runImport(
  query: Caller<QueryApi>,
  file: Blob,
  name: string,
  storePort: MessagePort,
  { onProgress, signal }: ImportOptions,
): Promise<ImportOutcome> {
  if (signal?.aborted === true) return { kind: 'cancelled' };
  const { port1: port, port2: theirs } = new MessageChannel();
  port.onmessage = ({ data }: MessageEvent<ImportPortMessage>) => {
    if (data.kind === 'progress') onProgress?.(data);
  };
  const cancel = (): void => {
    const message: ImportPortMessage = { kind: 'cancel' };
    port.postMessage(message);
  };
  signal?.addEventListener('abort', cancel);
  try {
    return await query.callSlow('importRecording', { file, name }, storePort, theirs);
  } finally {
    signal?.removeEventListener('abort', cancel);
    port.close();
  }
}

async function removeSession(
  store: Caller<StoreApi>,
  id: number,
  { onProgress, signal }: RemoveOptions,
): Promise<boolean> {
  if (signal?.aborted === true) return false;
  const { port1: port, port2: theirs } = new MessageChannel();
  port.onmessage = ({ data }: MessageEvent<RemovalPortMessage>) => {
    if (data.kind === 'progress') onProgress?.(data.done, data.total);
  };
  const cancel = (): void => {
    const message: RemovalPortMessage = { kind: 'cancel' };
    port.postMessage(message);
  };
  signal?.addEventListener('abort', cancel);
  try {
    return (await store.callSlow('removeSession', id, theirs)) !== undefined;
  } finally {
    signal?.removeEventListener('abort', cancel);
    port.close();
  }
}

/** A start after a while begins a session; one in which nothing came is of no use to anybody, unless somebody named it. */
function isWorthListing({ name, trades, bookRows, isPinned }: RecordingEntry): boolean {
  return name !== '' || isPinned || trades > 0 || bookRows > 0;
}

async function sessionsOf(exchangeId: string): Promise<readonly RecordingEntry[]> {
  return withReader(exchangeId, async (reader) => {
    const gaps = await reader.gaps({});
    return (await reader.sessions()).map((row) => sessionEntryOf(exchangeId, row, gaps));
  });
}

function sessionEntryOf(exchangeId: string, row: SessionRow, gaps: readonly GapRow[]): RecordingEntry {
  const { id = 0, name, startMs: from, endMs: to, trades, tickers, bookRows, bookChanges, isPinned } = row;
  const { fetched = 0, fetchedFromMs } = row;
  const missing = gapsWithin(gaps, from, to);
  return {
    kind: 'session',
    id: String(id),
    exchangeId,
    name,
    from,
    to,
    trades,
    tickers,
    bookRows,
    bookChanges,
    isPinned,
    gaps: missing.length,
    isRunning: false,
    removedUpTo: removedUpTo(missing, to),
    leftOut: 0,
    fetched: fetchedFromMs === undefined ? undefined : { trades: fetched, from: fetchedFromMs },
  };
}

/** Until when something of a recording that ends at `to` was deleted; rows come in any order, trades' and books'. */
export function removedUpTo(gaps: readonly GapRow[], to: UnixMs): UnixMs | undefined {
  const ends = gaps.filter(({ reason }) => reason === 'removed').map(({ toMs }) => toMs);
  return ends.length === 0 ? undefined : (Math.min(to, Math.max(...ends)) as UnixMs);
}

async function entryOf(row: ImportEntry): Promise<RecordingEntry> {
  const { id, name, bookRows, bookChanges, tickers, fromMs: from, toMs: to, rejected = 0 } = row;
  const { fetched = 0, fetchedFromMs } = row;
  const trades = row.trades - fetched;
  const exchangeId = `import-${id}`;
  const before = fetchedFromMs === undefined ? undefined : { trades: fetched, from: fetchedFromMs };
  const isStill = { isPinned: true, isRunning: false, removedUpTo: undefined };
  const others = { fetched: before, leftOut: rejected };
  const facts = { ...isStill, ...others, id, exchangeId, from, to, trades, tickers, bookRows, bookChanges };
  try {
    const gaps = await withReader(
      exchangeId,
      async (reader) => gapsWithin(await reader.gaps({}), from, to).length,
    );
    return { kind: 'import', name, gaps, ...facts };
  } catch {
    // It must not hide the others, and can still be removed.
    return { kind: 'import', name: `${name} (cannot be read)`, gaps: 0, ...facts };
  }
}

async function withReader<T>(exchangeId: string, read: (reader: StoreReader) => Promise<T>): Promise<T> {
  const { openReader } = await disk();
  const reader = await openReader(exchangeId);
  try {
    return await read(reader);
  } finally {
    reader.close();
  }
}
