/**
 * Which SQL may be asked: one statement that only reads. The database it is asked of is a copy in memory that refuses writes
 * by itself; this refuses what would get around that, or make no sense here, in words that help.
 */

/** Of the text: where something is wrong, from 0. */
export interface Refusal {
  readonly reason: string;
  readonly at: number;
}

const READS = new Set(['SELECT', 'WITH', 'VALUES', 'EXPLAIN']);
/** They only tell, and take no value. */
const PRAGMAS = new Set([
  'table_info',
  'table_xinfo',
  'table_list',
  'index_list',
  'index_info',
  'function_list',
]);
/** A longer text is no question. */
const MAX_LENGTH = 100_000;

/** Blanks, semicolons, `-- line` and `/* block` comments. */
const NOTHING = /^(?:[\s;]+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))+/;

/** Returns why `sql` may not be asked, or `undefined`. */
export function checkStatement(sql: string): Refusal | undefined {
  if (sql.length > MAX_LENGTH)
    return {
      reason: `Expected a question of at most ${MAX_LENGTH} characters, found ${sql.length}.`,
      at: MAX_LENGTH,
    };
  const at = skipped(sql);
  const word = /^\w+/.exec(sql.slice(at))?.[0] ?? '';
  if (word === '') {
    const found = sql.slice(at, at + 20);
    return { reason: `Expected a question in SQL, found ${found === '' ? 'nothing' : `"${found}"`}.`, at };
  }
  if (READS.has(word.toUpperCase())) return undefined;
  if (word.toUpperCase() !== 'PRAGMA')
    return {
      reason: `Expected a question that reads (SELECT, WITH, VALUES or EXPLAIN), found ${word.toUpperCase()}. What is recorded cannot be changed here.`,
      at,
    };
  const name = /^pragma\s+(\w+)\s*(?:\(\s*['"]?\w+['"]?\s*\))?[\s;]*$/i.exec(sql.slice(at))?.[1];
  if (name !== undefined && PRAGMAS.has(name.toLowerCase())) return undefined;
  return { reason: `Expected one of the pragmas that only tell: ${[...PRAGMAS].join(', ')}.`, at };
}

/** Returns why there may be no `rest` after the statement, at `offset` in the text; `undefined` where it says nothing. */
export function checkRest(rest: string, offset: number): Refusal | undefined {
  const at = skipped(rest);
  if (at === rest.length) return undefined;
  return { reason: 'Expected one statement, found another after it. Ask them one by one.', at: offset + at };
}

function skipped(sql: string): number {
  return NOTHING.exec(sql)?.[0].length ?? 0;
}
