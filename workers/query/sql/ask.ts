/** One question to a loaded database: its rows as plain values, or SQLite's own words and where it says them. */
import type { Database, SqlValue } from 'sql.js';
import { shortened } from '#core/lib/plain-text.ts';
import type { SqlCell } from '#contract/query.ts';
import { checkRest, checkStatement, type Refusal } from './statement-check.ts';

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlCell[])[];
  readonly isCut: boolean;
}

/** Characters of all cells together: more would not be looked at, and would have to travel to the page. */
const MAX_CHARACTERS = 30_000_000;
/** Of one cell. */
const MAX_CELL = 100_000;
/** Places looked at for where an error is. */
const MAX_PLACES = 100;

/** Returns the first `maxRows` rows of the answer to `sql`. Never throws for what is asked; ends only by itself. */
export function ask(database: Database, sql: string, maxRows: number): Answer | Refusal {
  const refusal = checkStatement(sql);
  if (refusal !== undefined) return refusal;
  try {
    const statements = database.iterateStatements(sql);
    const { value: statement } = statements.next();
    if (statement === undefined) return { reason: 'Expected a question in SQL, found nothing.', at: 0 };
    try {
      const rest = statements.getRemainingSQL();
      const another = checkRest(rest, sql.length - rest.length);
      if (another !== undefined) return another;
      const rows: SqlCell[][] = [];
      let characters = 0;
      while (statement.step()) {
        if (rows.length === maxRows || characters > MAX_CHARACTERS)
          return { columns: statement.getColumnNames(), rows, isCut: true };
        const row = statement.get().map(toCell);
        for (const cell of row) characters += typeof cell === 'string' ? cell.length : 8;
        rows.push(row);
      }
      return { columns: statement.getColumnNames(), rows, isCut: false };
    } finally {
      statement.free();
    }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { reason: `SQLite says: ${words}.`, at: placeOf(database, sql, words) };
  }
}

function toCell(value: SqlValue): SqlCell {
  if (typeof value === 'string') return shortened(value, MAX_CELL);
  if (!(value instanceof Uint8Array)) return value;
  const hex = Array.from(value.subarray(0, MAX_CELL / 2), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  return `x'${hex}'`;
}

/**
 * SQLite knows where it stopped, but its build for the page does not tell. A syntax error names the word: it is the first
 * place where the text up to and with that word already fails in the same way. A missing name is where the name stands.
 */
function placeOf(database: Database, sql: string, words: string): number {
  const near = /^near "([\s\S]+)": syntax error$/.exec(words)?.[1];
  if (near !== undefined) {
    let at = sql.indexOf(near);
    for (let tries = 0; at >= 0 && tries < MAX_PLACES; tries++) {
      if (failureOf(database, sql.slice(0, at + near.length)) === words) return at;
      at = sql.indexOf(near, at + 1);
    }
    return Math.max(0, at);
  }
  const name = /^no such (?:column|table|function): (?:main\.)?(\S+)$/.exec(words)?.[1];
  const at =
    name === undefined ? -1 : sql.toLowerCase().search(new RegExp(`\\b${escaped(name.toLowerCase())}\\b`));
  return /incomplete input/.test(words) ? sql.length : Math.max(0, at);
}

function failureOf(database: Database, sql: string): string {
  try {
    database.prepare(sql).free();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
