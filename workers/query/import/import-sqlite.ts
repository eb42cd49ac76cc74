/** A SQLite file of our own. */
import type { SqlJsStatic } from 'sql.js';
import type { Imported } from '#contract/query.ts';
import type { ImportJob } from './import-job.ts';
import { BadFile } from './lines.ts';

export function importSqlite(_file: Blob, _sql: SqlJsStatic, _job: ImportJob): Promise<Imported> {
  return Promise.reject(new BadFile('not yet'));
}
