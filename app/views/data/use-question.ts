/** What is written in the SQL tab: kept while the reader looks at something else. */
import { useState } from 'react';
import { SQL_EXAMPLES } from './sql-examples.ts';
import type { Stretch } from './sql-stretch.ts';

interface Written {
  readonly sql: string;
  /** Key of the recording; empty for the newest. */
  readonly chosen: string;
  readonly span: Stretch;
}

export interface Question extends Written {
  readonly change: (change: Partial<Written>) => void;
}

export function useQuestion(): Question {
  const [written, setWritten] = useState<Written>({
    sql: SQL_EXAMPLES[0]?.sql ?? '',
    chosen: '',
    span: 'all',
  });
  return { ...written, change: (change) => setWritten((before) => ({ ...before, ...change })) };
}
