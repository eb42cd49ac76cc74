/** One import at a time: start, progress, cancel, outcome. Goes on while its dialog is closed. */
import { useState } from 'react';
import type { ImportOutcome, ImportProgress } from '#contract/query.ts';
import type { RecordingVerbs } from '../../boot/recording-verbs.ts';

export type ImportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly name: string; readonly progress: ImportProgress | undefined }
  | { readonly kind: 'ended'; readonly name: string; readonly id: string; readonly outcome: ImportOutcome };

export interface ImportWork {
  readonly state: ImportState;
  readonly start: (file: File) => void;
  readonly cancel: () => void;
}

export function useImport(verbs: RecordingVerbs, onDone: () => void): ImportWork {
  const [state, setState] = useState<ImportState>({ kind: 'idle' });
  const [running, setRunning] = useState<AbortController>();
  const start = (file: File): void => {
    const { name } = file;
    const controller = new AbortController();
    setRunning(controller);
    setState({ kind: 'busy', name, progress: undefined });
    const onProgress = (progress: ImportProgress): void => setState({ kind: 'busy', name, progress });
    void verbs
      .importRecording(file, name, { onProgress, signal: controller.signal })
      .then(({ id, outcome }) => {
        setRunning(undefined);
        setState({ kind: 'ended', name, id, outcome });
        if (outcome.kind === 'done') onDone();
      });
  };
  return { state, start, cancel: () => running?.abort() };
}
