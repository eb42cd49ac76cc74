/** One import at a time: start, progress, cancel, outcome. Goes on while its dialog is closed. */
import { useRef, useState } from 'react';
import { toast } from 'sonner';
import type { ImportOutcome, ImportProgress } from '#contract/query.ts';
import type { RecordingVerbs } from '../../boot/recording-verbs.ts';
import { dialog } from '../../state/dialogs.ts';

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
  const running = useRef<AbortController | undefined>(undefined);
  const start = (file: File): void => {
    // The system's file window may have been opened before the one that runs began.
    if (running.current !== undefined) return;
    const { name } = file;
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: 'busy', name, progress: undefined });
    const onProgress = (progress: ImportProgress): void => setState({ kind: 'busy', name, progress });
    void verbs
      .importRecording(file, name, { onProgress, signal: controller.signal })
      .then(({ id, outcome }) => {
        running.current = undefined;
        setState({ kind: 'ended', name, id, outcome });
        if (outcome.kind === 'done') onDone();
        if (dialog.getSnapshot() !== 'data') tellEnd(name, outcome);
      });
  };
  return { state, start, cancel: () => running.current?.abort() };
}

/** For a reader who has closed the dialog meanwhile. */
function tellEnd(name: string, outcome: ImportOutcome): void {
  if (outcome.kind === 'done') toast(`Imported ${name}.`);
  if (outcome.kind === 'failed') toast.error(`${name} was not imported. ${outcome.reason}`);
}
