/** What is written in the SQL tab: kept while the reader looks at something else. */
import { useEffect, useRef, useState } from 'react';
import type { RecordingEntry } from '../../boot/recording-verbs.ts';
import { SQL_EXAMPLES } from './sql-examples.ts';
import { NO_RANGE, type Range, type RangeTexts } from './range.ts';
import { askedOf, type Asked, type Stretch } from './sql-stretch.ts';

interface Written {
  readonly sql: string;
  /** Key of the recording; empty for the newest. */
  readonly chosen: string;
  readonly span: Stretch;
  /** What stands in the fields of a chosen stretch. */
  readonly range: RangeTexts;
}

export interface Question extends Written {
  readonly change: (change: Partial<Written>) => void;
  /** Returns the bounds of the next question about `entry`, of which `range` was chosen; `isFresh`: as it is now. */
  readonly boundsOf: (entry: RecordingEntry, range: Range, isFresh: boolean) => Range;
}

/** While `isOpen` the questions about one stretch are about the same rows; those are let go with the dialog. */
export function useQuestion(isOpen: boolean): Question {
  const [written, setWritten] = useState<Written>({
    sql: SQL_EXAMPLES[0]?.sql ?? '',
    chosen: '',
    span: 'all',
    range: NO_RANGE,
  });
  const asked = useRef<Asked>(undefined);
  useEffect(() => {
    if (!isOpen) asked.current = undefined;
  }, [isOpen]);
  return {
    ...written,
    change: (change) => setWritten((before) => ({ ...before, ...change })),
    boundsOf: (entry, range, isFresh) => {
      asked.current = askedOf(isFresh ? undefined : asked.current, entry, written.span, range);
      return asked.current.bounds;
    },
  };
}
