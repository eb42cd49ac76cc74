/** One export at a time: start, progress, cancel, and handing the file to the browser. Goes on while its dialog is closed. */
import { useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { ExportOutcome, ExportProgress } from '#contract/query.ts';
import type { ExportOptions, Flowboard } from '../../boot/flowboard.ts';
import { dialog } from '../../state/dialogs.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';
import { saveFile } from '../../ui/save-file.ts';

export type ExportFormat = 'sqlite' | 'csv';

export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly progress: ExportProgress | undefined }
  | { readonly kind: 'ended'; readonly outcome: ExportOutcome };

export interface ExportWork {
  readonly state: ExportState;
  readonly start: (format: ExportFormat, options: ExportOptions) => void;
  readonly cancel: () => void;
}

export function useExport(): ExportWork {
  const flowboard = useFlowboard();
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = (format: ExportFormat, options: ExportOptions): void => {
    const controller = new AbortController();
    running.current = controller;
    setState({ kind: 'busy', progress: undefined });
    const onProgress = (progress: ExportProgress): void => setState({ kind: 'busy', progress });
    void run(flowboard, format, { ...options, onProgress, signal: controller.signal }).then((outcome) => {
      setState({ kind: 'ended', outcome });
      if (outcome.kind === 'done') saveFile(outcome.blob, outcome.fileName);
      if (dialog.getSnapshot() !== 'data') tell(outcome);
    });
  };
  return { state, start, cancel: () => running.current?.abort() };
}

async function run(
  flowboard: Flowboard,
  format: ExportFormat,
  options: ExportOptions,
): Promise<ExportOutcome> {
  try {
    return await (format === 'sqlite' ? flowboard.exportSqlite(options) : flowboard.exportCsv(options));
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

function tell(outcome: ExportOutcome): void {
  if (outcome.kind === 'done') toast(`Saved ${outcome.fileName}.`);
  if (outcome.kind === 'failed') toast.error(`No file was made. ${outcome.reason}`);
}
