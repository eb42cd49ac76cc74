import initSqlJs from 'sql.js';
import { expect, test } from 'vitest';
import { ask } from '../../../../../workers/query/sql/ask.ts';

const sql = await initSqlJs();

test('an answer of long texts is cut before it fills the memory, however few its rows', () => {
  const database = new sql.Database();
  const long = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT printf('%.*c', 100000, 'x') FROM n`;
  const answer = ask(database, long, 1_000);
  database.close();
  expect('rows' in answer && [answer.rows.length, answer.isCut]).toEqual([301, true]);
});
