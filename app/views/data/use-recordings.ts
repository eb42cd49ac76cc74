/** The list of recordings while somebody looks at it: read anew every few seconds, and after each change. */
import { useCallback, useEffect, useState } from 'react';
import type { RecordingEntry, RecordingVerbs } from '../../boot/recording-verbs.ts';

const EVERY_MS = 5_000;

export interface RecordingList {
  /** `undefined` until it is read the first time. */
  readonly entries: readonly RecordingEntry[] | undefined;
  /** A sentence where it could not be read or changed; else empty. */
  readonly problem: string;
  readonly refresh: () => void;
  /** Changes something, then reads the list again. */
  readonly change: (work: Promise<unknown>) => void;
}

export function useRecordings(verbs: RecordingVerbs, isShown: boolean): RecordingList {
  const [entries, setEntries] = useState<readonly RecordingEntry[]>();
  const [problem, setProblem] = useState('');
  const refresh = useCallback(() => {
    verbs.list().then(setEntries, (error: unknown) => setProblem(sentence(error)));
  }, [verbs]);
  useEffect(() => {
    if (!isShown) return undefined;
    refresh();
    const timer = setInterval(refresh, EVERY_MS);
    return () => clearInterval(timer);
  }, [isShown, refresh]);
  const change = (work: Promise<unknown>): void => {
    setProblem('');
    work.then(refresh, (error: unknown) => setProblem(sentence(error)));
  };
  return { entries, problem, refresh, change };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
