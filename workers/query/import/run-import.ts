/** The verb behind "Import": a file ends as stored batches, as cancelled, or with a sentence; it never throws to the page. */
import type { SqlJsStatic } from 'sql.js';
import type { Imported, ImportOutcome, ImportRequest } from '#contract/query.ts';
import type { Clock } from '../../lib/clock.ts';
import type { RawPort } from '../../lib/port.ts';
import { Cancelled } from '../job.ts';
import { ImportJob } from './import-job.ts';
import { importLines } from './import-lines.ts';
import { importSqlite } from './import-sqlite.ts';
import { BadFile } from './lines.ts';
import { NotStored } from './outbox.ts';
import { sniff, type FileKind } from './sniff.ts';

export interface ImportDeps {
  readonly clock: Clock;
  readonly engine: () => Promise<SqlJsStatic>;
  /** For tests: a lower bound of what a gzip file may unpack to. */
  readonly maxUnpacked?: number | undefined;
}

const UNKNOWN_SENTENCE =
  'Expected a SQLite file that Flowboard exported, or a recording with one JSON frame a line, plain or gzip. Found another kind of file.';
const EMPTY_SENTENCE = 'The file is empty.';

/** Reads `file` and hands what is in it to the store; nothing counts until the caller finishes the import there. */
export async function runImport(
  { file }: ImportRequest,
  storePort: RawPort,
  port: RawPort,
  deps: ImportDeps,
): Promise<ImportOutcome> {
  let job: ImportJob | undefined;
  try {
    const kind = await sniff(file);
    if (kind === undefined)
      return { kind: 'failed', reason: file.size === 0 ? EMPTY_SENTENCE : UNKNOWN_SENTENCE };
    const isSqlite = kind === 'sqlite';
    const options = { storePort, port, clock: deps.clock, size: file.size };
    // Our own files bring their keys along, and are not given others.
    job = new ImportJob({ ...options, unit: isSqlite ? 'row' : 'line', patience: isSqlite ? 2 : 1 });
    return { kind: 'done', ...(await read(file, kind, job, deps)) };
  } catch (error) {
    if (error instanceof Cancelled) return { kind: 'cancelled' };
    return { kind: 'failed', reason: sentenceOf(error) };
  } finally {
    job?.close();
  }
}

async function read(file: Blob, kind: FileKind, job: ImportJob, deps: ImportDeps): Promise<Imported> {
  return kind === 'sqlite'
    ? importSqlite(file, await deps.engine(), job)
    : importLines(file, kind === 'gzip', job, deps.maxUnpacked);
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unknown error';
  if (error instanceof BadFile) return message;
  if (error instanceof NotStored) return `The browser's storage did not take the recording: ${message}`;
  if (error instanceof RangeError || /memory|allocation/i.test(message))
    return 'The browser ran out of memory while it read the file. Close other tabs, or import a smaller file.';
  return `The import failed: ${message} Nothing that is recorded was changed.`;
}
