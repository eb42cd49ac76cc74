/**
 * Is this file one of ours, and whole? SQLite itself looks for damage; then every table, column and index must be one that we
 * make. Nothing that is written in the file is executed: views, triggers and virtual tables are refused before any row is read.
 */
import type { Database, SqlJsStatic } from 'sql.js';
import { COLUMNS_OF, columnsOf, SCHEMA_VERSION } from '../schema.ts';
import { BadFile } from './lines.ts';
import { layoutProblem, pageNamed } from './sqlite-pages.ts';

/** sql.js holds the file in memory, and WebAssembly ends at 4 GB. */
const MAX_BYTES = 1_024 * 1_024 * 1_024;

/**
 * All that a table or an index of ours is written with: names, types and these words. Nothing with an expression in it - CHECK,
 * GENERATED, DEFAULT (…), an index on an expression or WHERE - can be written so: SQLite would compute it while it looks for damage.
 */
const NAME = '"?\\w+"?';
const COLUMN = `${NAME} (TEXT|INTEGER|REAL)( PRIMARY KEY( AUTOINCREMENT)?| NOT NULL| UNIQUE| DEFAULT \\d+| REFERENCES ${NAME} ?\\(${NAME}\\))*`;
const PLAIN_TABLE = new RegExp(`^CREATE TABLE ${NAME} ?\\( ?${COLUMN}( ?, ?${COLUMN})* ?\\)$`, 'i');
const PLAIN_INDEX = new RegExp(
  `^CREATE (UNIQUE )?INDEX ${NAME} ON ${NAME} ?\\( ?${NAME}( ASC| DESC)?( ?, ?${NAME}( ASC| DESC)?)* ?\\)$`,
  'i',
);

const ANEW = 'Copy or export it anew.';

/** Does nothing that the file asks for. */
const GUARDS = `
PRAGMA trusted_schema = OFF;
PRAGMA query_only = ON;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA temp_store = MEMORY;
`;

/** Returns the file as a database that cannot be written. Rejects with `BadFile`. */
export async function openFile(file: Blob, sql: SqlJsStatic): Promise<Database> {
  if (file.size > MAX_BYTES)
    throw new BadFile(
      `The file has ${Math.ceil(file.size / 1_048_576)} MB: expected at most ${MAX_BYTES / 1_048_576}. Export shorter ranges and import them one by one.`,
    );
  const bytes = new Uint8Array(await file.arrayBuffer());
  const problem = layoutProblem(bytes);
  if (problem !== undefined) throw new BadFile(`${problem} ${ANEW}`);
  const database = new sql.Database(bytes);
  try {
    database.run(GUARDS);
    return database;
  } catch (error) {
    database.close();
    throw damaged(error);
  }
}

/** Returns which of our tables the file has, and of which version they are. Throws `BadFile` where it is damaged or not ours. */
export function checkFile(database: Database): {
  readonly tables: ReadonlySet<string>;
  readonly version: number;
} {
  try {
    const version = Number(textOf(database, 'PRAGMA user_version'));
    if (!Number.isInteger(version) || version < 1 || version > SCHEMA_VERSION)
      throw new BadFile(
        `Expected a SQLite file that Flowboard exported, with user_version 1 to ${SCHEMA_VERSION}; found user_version ${version}.`,
      );
    const tables = checkSchema(database, version);
    const verdict = textOf(database, 'PRAGMA quick_check(1)');
    if (verdict !== 'ok') throw new BadFile(verdictSentence(database, verdict));
    return { tables, version };
  } catch (error) {
    throw error instanceof BadFile ? error : damaged(error);
  }
}

function checkSchema(database: Database, version: number): ReadonlySet<string> {
  const tables = new Set<string>();
  const rows =
    database.exec('SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema')[0]?.values ?? [];
  for (const [type, name, of, , source] of rows) {
    const isOurs = typeof name === 'string' && COLUMNS_OF.has(name);
    const isSequence = name === 'sqlite_sequence';
    if (type === 'table' && isOurs && !/^\s*create\s+virtual/i.test(String(source))) tables.add(name);
    else if (!(type === 'table' && isSequence) && !(type === 'index' && COLUMNS_OF.has(String(of))))
      throw new BadFile(
        `Expected only the tables that Flowboard exports, found the ${shown(type)} "${shown(name)}". It was not imported.`,
      );
  }
  for (const needed of ['trades', 'markets', 'gaps', 'meta'])
    if (!tables.has(needed))
      throw new BadFile(`Expected a table "${needed}", found none: not a file that Flowboard exported.`);
  for (const table of tables) checkColumns(database, table, columnsOf(table, version));
  for (const [type, name, , , source] of rows) checkPlain(String(type), String(name), source);
  return tables;
}

/** An index that SQLite makes by itself has no text. `sqlite_sequence` is SQLite's own, as it always writes it. */
function checkPlain(type: string, name: string, source: unknown): void {
  if (type === 'index' && source === null) return;
  const text = String(source).replaceAll(/\s+/g, ' ').trim();
  const isPlain =
    name === 'sqlite_sequence'
      ? text === 'CREATE TABLE sqlite_sequence(name,seq)'
      : (type === 'table' ? PLAIN_TABLE : PLAIN_INDEX).test(text);
  if (isPlain) return;
  throw new BadFile(
    `Expected the ${type} "${shown(name)}" with plain columns only, as Flowboard exports it, found "${shown(text)}". It was not imported.`,
  );
}

function checkColumns(database: Database, table: string, expected: readonly string[]): void {
  const found = database.exec(`PRAGMA table_xinfo(${table})`)[0]?.values ?? [];
  const names = found.map((row) => String(row[1]));
  const isPlain = found.every((row) => row[6] === 0);
  if (isPlain && names.length === expected.length && names.every((name, i) => name === expected[i])) return;
  throw new BadFile(
    `Expected the columns ${expected.join(', ')} in the table "${table}", found ${shown(names.join(', '))}.`,
  );
}

/** Returns the first cell of the answer as text; empty where there is none. */
export function textOf(database: Database, query: string): string {
  const cell = database.exec(query)[0]?.values[0]?.[0];
  return cell === undefined || cell === null ? '' : String(cell);
}

/** `verdict`: the first that SQLite has found, "*** in database main ***" and the page with what is wrong there. */
function verdictSentence(database: Database, verdict: string): string {
  const words = shown(verdict.replace(/^\*\*\* in database main \*\*\*\s*/, '').split('\n')[0]);
  const page = pageNamed(words);
  const where = page === undefined ? '' : ` on page ${page} of ${textOf(database, 'PRAGMA page_count')}`;
  return `The SQLite file is damaged${where}: SQLite says "${words}". ${ANEW}`;
}

function damaged(error: unknown): BadFile {
  const words = error instanceof Error ? error.message : String(error);
  return new BadFile(`The SQLite file is damaged or cut off: SQLite says "${words}". ${ANEW}`, {
    cause: error,
  });
}

/** Names in a file may be of any length. */
function shown(text: unknown): string {
  return String(text).slice(0, 200);
}
