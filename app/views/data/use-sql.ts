/** One question at a time: ask, progress, end it, answer. The rows it loaded are let go when the dialog is closed, the answer stays. */
import { useEffect, useRef, useState } from 'react';
import type { SqlOutcome, SqlProgress, SqlRequest } from '#contract/query.ts';
import type { RecordingVerbs } from '../../boot/recording-verbs.ts';

export type SqlState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly progress: SqlProgress | undefined }
  | { readonly kind: 'ended'; readonly outcome: SqlOutcome };

export interface SqlWork {
  readonly state: SqlState;
  readonly ask: (request: SqlRequest) => void;
  readonly cancel: () => void;
}

export function useSql(verbs: RecordingVerbs, isOpen: boolean): SqlWork {
  const [state, setState] = useState<SqlState>({ kind: 'idle' });
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => {
    if (!isOpen) return undefined;
    return () => {
      running.current?.abort();
      verbs.closeSql();
    };
  }, [verbs, isOpen]);
  const ask = (request: SqlRequest): void => {
    if (running.current !== undefined) return;
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: 'busy', progress: undefined });
    const onProgress = (progress: SqlProgress): void => setState({ kind: 'busy', progress });
    void verbs
      .sql(request, { onProgress, signal: controller.signal })
      .catch((error: unknown): SqlOutcome => ({ kind: 'failed', reason: String(error) }))
      .then((outcome) => {
        running.current = undefined;
        setState({ kind: 'ended', outcome });
      });
  };
  return { state, ask, cancel: () => running.current?.abort() };
}
