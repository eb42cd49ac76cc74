/** The list of recordings while somebody looks at it: read anew every few seconds, and after each change. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RecordingEntry, RecordingVerbs } from '../../boot/recording-verbs.ts';
import { sentenceOf } from '../../state/tell.ts';

/** What is being recorded grows while somebody looks. */
const EVERY_MS = 3_000;

export interface RecordingList {
  /** `undefined` until it is read the first time. */
  readonly entries: readonly RecordingEntry[] | undefined;
  /** A sentence where it could not be read or changed; else empty. */
  readonly problem: string;
  readonly refresh: () => void;
  /** Changes something, then reads the list again; says whether it was done: it was not where the work says false. */
  readonly change: (work: Promise<unknown>) => Promise<boolean>;
}

export function useRecordings(verbs: RecordingVerbs, isShown: boolean): RecordingList {
  const [entries, setEntries] = useState<readonly RecordingEntry[]>();
  /** Of reading: gone with the next good one. */
  const [readProblem, setReadProblem] = useState('');
  /** Of a change: stays until the next change. */
  const [problem, setProblem] = useState('');
  const reads = useRef(0);
  const refresh = useCallback(() => {
    const mine = ++reads.current;
    const hear = (then: () => void): void => {
      // An answer that comes after a newer question is of an older list.
      if (mine === reads.current) then();
    };
    verbs.list().then(
      (found) =>
        hear(() => {
          setEntries(found);
          setReadProblem('');
        }),
      (error: unknown) => hear(() => setReadProblem(sentenceOf(error))),
    );
  }, [verbs]);
  useEffect(() => {
    if (!isShown) return undefined;
    refresh();
    const timer = setInterval(refresh, EVERY_MS);
    return () => clearInterval(timer);
  }, [isShown, refresh]);
  const change = async (work: Promise<unknown>): Promise<boolean> => {
    setProblem('');
    try {
      const outcome = await work;
      refresh();
      return outcome !== false;
    } catch (error) {
      setProblem(sentenceOf(error));
      return false;
    }
  };
  return { entries, problem: problem === '' ? readProblem : problem, refresh, change };
}
