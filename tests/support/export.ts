/** An export run in Node: the query worker's verbs with SQLite from the package, and the page's end of the port. */
import { MessageChannel } from 'node:worker_threads';
import initSqlJs from 'sql.js';
import type { ExportOutcome, ExportProgress, ExportRequest } from '#contract/query.ts';
import { systemClock } from '../../workers/lib/clock.ts';
import { createQuery, type Query } from '../../workers/query/service.ts';
import { rawPort } from './store.ts';

export interface ExportRun {
  readonly outcome: ExportOutcome;
  readonly progress: readonly ExportProgress[];
}

/** Runs one export; `onProgress` may call `cancel`. */
export async function runExport(
  kind: 'exportSqlite' | 'exportCsv',
  request: ExportRequest,
  onProgress: (progress: ExportProgress, cancel: () => void) => void = () => undefined,
  query: Query = aQuery(),
): Promise<ExportRun> {
  const { port1, port2 } = new MessageChannel();
  const progress: ExportProgress[] = [];
  port1.on('message', (message: { kind: 'progress' } & ExportProgress) => {
    progress.push(message);
    onProgress(message, () => {
      port1.postMessage({ kind: 'cancel' });
    });
  });
  const outcome = await query[kind](request, rawPort(port2));
  port1.close();
  return { outcome, progress };
}

export function aQuery(loadSql: () => ReturnType<typeof initSqlJs> = () => initSqlJs()): Query {
  return createQuery({ clock: systemClock(), loadSql });
}

/** Returns the file's bytes; throws, with the reason, where there is no file. */
export async function bytesOf(outcome: ExportOutcome): Promise<Uint8Array> {
  if (outcome.kind !== 'done') throw new Error(`Expected a file, found ${JSON.stringify(outcome)}.`);
  return new Uint8Array(await outcome.blob.arrayBuffer());
}
