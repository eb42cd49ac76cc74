/** One question at a time, the newest: ask, progress, end it, answer. The rows it loaded are let go when the dialog is closed, the answer stays. */
import { useEffect, useState } from 'react';
import type { SqlOutcome, SqlProgress, SqlRequest } from '#contract/query.ts';
import type { RecordingVerbs } from '../../boot/recording-verbs.ts';
import { Newest } from './newest.ts';

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
  const [newest] = useState(() => new Newest<SqlOutcome>());
  useEffect(() => {
    if (!isOpen) return undefined;
    return () => {
      newest.cancel();
      verbs.closeSql();
    };
  }, [verbs, isOpen, newest]);
  const ask = (request: SqlRequest): void => {
    setState({ kind: 'busy', progress: undefined });
    newest.run(
      async (signal, isNewest) => {
        const onProgress = (progress: SqlProgress): void => {
          if (isNewest()) setState({ kind: 'busy', progress });
        };
        try {
          return await verbs.sql(request, { onProgress, signal });
        } catch (error) {
          return { kind: 'failed', reason: String(error) };
        }
      },
      (outcome) => setState({ kind: 'ended', outcome }),
    );
  };
  return { state, ask, cancel: () => newest.cancel() };
}
