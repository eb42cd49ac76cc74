/** Progress and result of an export, in one place of fixed height: nothing in the dialog moves when it changes. */
import type { ExportProgress } from '#contract/query.ts';
import { grouped, counted } from '../../format/number.ts';
import { bytes } from '../../format/units.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressRow } from './progress-row.tsx';
import { saveFile } from '../../ui/save-file.ts';
import type { ExportState } from './use-export.ts';

const PHASES: Readonly<Record<ExportProgress['phase'], string>> = {
  reading: 'Reading trades',
  indexing: 'Building indexes',
  writing: 'Writing the file',
};

export function ExportOutcomeView({ state, onCancel }: { state: ExportState; onCancel: () => void }) {
  return (
    <div className="export-outcome num" aria-live="polite">
      <Inner state={state} onCancel={onCancel} />
    </div>
  );
}

function Inner({ state, onCancel }: { state: ExportState; onCancel: () => void }) {
  if (state.kind === 'idle') return null;
  if (state.kind === 'busy') {
    const { progress } = state;
    return (
      <ProgressRow label="Export" done={progress?.done ?? 0} total={progress?.total ?? 0} onCancel={onCancel}>
        {progress === undefined ? 'Starting' : PHASES[progress.phase]}
        {progress?.phase === 'reading' && ` · ${grouped(progress.done)} of ${grouped(progress.total)}`}
      </ProgressRow>
    );
  }
  const { outcome } = state;
  if (outcome.kind === 'cancelled') return <p className="text-text2">Cancelled. No file was made.</p>;
  if (outcome.kind === 'failed') return <p className="text-err">No file was made. {outcome.reason}</p>;
  return (
    <div className="flex items-center justify-between gap-2">
      <p className="min-w-0 break-words">
        <b>{outcome.fileName}</b>
        <br />
        <span className="text-text2">
          {counted(outcome.rows, 'row')}, {bytes(outcome.blob.size)}
        </span>
      </p>
      <Button isSmall onClick={() => saveFile(outcome.blob, outcome.fileName)}>
        Save again
      </Button>
    </div>
  );
}
