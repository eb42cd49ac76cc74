/** The query worker's verbs: an export ends as a file, as cancelled, or with a sentence; it never throws to the page. */
import type { SqlJsStatic } from 'sql.js';
import type {
  ExportOutcome,
  ExportRequest,
  ImportOutcome,
  ImportRequest,
  SqlOutcome,
  SqlRequest,
} from '#contract/query.ts';
import type { Clock } from '../lib/clock.ts';
import type { RawPort } from '../lib/port.ts';
import { makeCsv } from './csv.ts';
import { runImport } from './import/run-import.ts';
import { Cancelled, ExportJob, Removed } from './job.ts';
import { makeSqlite } from './sqlite.ts';
import { SqlDesk } from './sql/desk.ts';

export interface QueryScope {
  readonly clock: Clock;
  /** Loads SQLite; called at the first export, since it is the heaviest file of the page. */
  readonly loadSql: () => Promise<SqlJsStatic>;
  /** For tests: a lower bound of what a gzip file may unpack to. */
  readonly maxUnpacked?: number | undefined;
  /** For tests: a lower bound of what may be asked about at once. */
  readonly maxLoadedRows?: number | undefined;
}

/** `QueryApi` with ports that tests can hand in. */
export interface Query {
  exportSqlite(request: ExportRequest, port: RawPort): Promise<ExportOutcome>;
  exportCsv(request: ExportRequest, port: RawPort): Promise<ExportOutcome>;
  importRecording(request: ImportRequest, storePort: RawPort, port: RawPort): Promise<ImportOutcome>;
  runSql(request: SqlRequest, port: RawPort): Promise<SqlOutcome>;
}

const ENGINE_SENTENCE =
  'The part that writes SQLite files could not be loaded. Reload the page and try again, or export CSV.';
const MEMORY_SENTENCE = 'The browser ran out of memory. Export a shorter range, or close other tabs.';

const REMOVED_SENTENCE = 'Recordings were removed while the file was written; export again.';

const RANGE_SENTENCE =
  'The export expected "from" and "to" as milliseconds since 1970, like Date.now(). Leave one out for no bound.';

/** Returns the verbs; nothing is loaded before the first export. */
export function createQuery({ clock, loadSql, maxUnpacked, maxLoadedRows }: QueryScope): Query {
  let loading: Promise<SqlJsStatic> | undefined;

  async function engine(): Promise<SqlJsStatic> {
    try {
      return await (loading ??= loadSql());
    } catch (error) {
      loading = undefined;
      throw new Error(ENGINE_SENTENCE, { cause: error });
    }
  }

  const desk = new SqlDesk({ clock, engine, maxLoadedRows });

  async function run(
    request: ExportRequest,
    port: RawPort,
    extension: string,
    make: (job: ExportJob) => Promise<Blob>,
  ): Promise<ExportOutcome> {
    let job: ExportJob | undefined;
    if (![request.from, request.to].every(isInstant)) return { kind: 'failed', reason: RANGE_SENTENCE };
    try {
      job = await ExportJob.open(request, port, clock);
      const blob = await make(job);
      const now = clock.now();
      const from = stamp(request.from ?? job.first ?? now);
      const to = stamp(request.to ?? job.last ?? now);
      const fileName = `flowboard-${request.exchangeId}-${from}-${to}.${extension}`;
      return { kind: 'done', blob, rows: job.rows, fileName };
    } catch (error) {
      if (error instanceof Cancelled) return { kind: 'cancelled' };
      return { kind: 'failed', reason: sentenceOf(error) };
    } finally {
      job?.close();
    }
  }

  return {
    exportSqlite: (request, port) =>
      run(request, port, 'sqlite', async (job) => {
        const bytes = await makeSqlite(await engine(), job, clock.now());
        return new Blob([bytes], { type: 'application/vnd.sqlite3' });
      }),
    exportCsv: (request, port) =>
      run(request, port, 'csv', async (job) => new Blob(await makeCsv(job), { type: 'text/csv' })),
    importRecording: (request, storePort, port) =>
      runImport(request, storePort, port, { clock, engine, maxUnpacked }),
    runSql: (request, port) => desk.run(request, port),
  };
}

/** Bounds come from scripts too; what is no date would fail only after all the work, when the file is named. */
function isInstant(at: unknown): boolean {
  return at === undefined || (typeof at === 'number' && !Number.isNaN(new Date(at).getTime()));
}

/** Returns the instant as a file name may hold it: 20261120T120000Z. */
function stamp(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unknown error';
  if (message === ENGINE_SENTENCE) return ENGINE_SENTENCE;
  if (error instanceof Removed) return REMOVED_SENTENCE;
  if (error instanceof RangeError || /memory|allocation/i.test(message)) return MEMORY_SENTENCE;
  return `The export failed: ${message} Nothing that is recorded was changed; reload the page and try again.`;
}
