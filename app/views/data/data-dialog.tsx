/** All that is recorded in one place: the list of recordings, questions in SQL, files in, files out. */
import { useEffect } from 'react';
import { Tabs } from 'radix-ui';
import type { RecordingEntry } from '../../boot/recording-verbs.ts';
import { closeDialog, dataTab, dialog, showDataTab, type DataTab } from '../../state/dialogs.ts';
import { useFlowboard, useSession } from '../../state/flowboard-context.tsx';
import { launchedFiles, takeLaunched } from '../../state/launched.ts';
import { useClock } from '../../state/reading.ts';
import { useSelected, useStore } from '../../state/store.ts';
import { tell } from '../../state/tell.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ExportForm } from './export-form.tsx';
import { ImportTab } from './import-tab.tsx';
import { RecordingsTab } from './recordings-tab.tsx';
import { StorageTab } from './storage-tab.tsx';
import { SqlTab } from './sql-tab.tsx';
import { nameOf } from './recording-name.ts';
import { useExport } from './use-export.ts';
import { useImport, type ImportWork } from './use-import.ts';
import { useQuestion } from './use-question.ts';
import { useRecordings } from './use-recordings.ts';
import { useSql } from './use-sql.ts';
import './data.css';

const TABS = [
  ['recordings', 'Recordings'],
  ['storage', 'Storage'],
  ['sql', 'SQL'],
  ['import', 'Import'],
  ['export', 'Export'],
] as const;

export function DataDialog() {
  const flowboard = useFlowboard();
  const verbs = flowboard.recordings;
  const clock = useClock();
  const isOpen = useSelected(dialog, (name) => name === 'data');
  const tab = useStore(dataTab);
  const list = useRecordings(verbs, isOpen);
  const exporting = useExport();
  const importing = useImport(verbs, list.refresh);
  useLaunched(importing);
  const question = useQuestion(isOpen);
  const asking = useSql(verbs, isOpen);
  const replay = (entry: RecordingEntry): void => {
    closeDialog();
    const { exchangeId, from, to } = entry;
    tell(flowboard.replay.open({ exchangeId, name: nameOf(entry, clock), from, to }));
  };
  return (
    <Dialog
      title="Data"
      description="What this browser has recorded or brought in. Nothing leaves the computer."
      isOpen={isOpen}
      onClose={closeDialog}
      isWide
    >
      <Tabs.Root value={tab} onValueChange={(next) => showDataTab(next as DataTab)} className="data-tabs">
        <Tabs.List className="data-tab-list" aria-label="Data">
          {TABS.map(([value, text]) => (
            <Tabs.Trigger key={value} value={value} className="data-tab">
              {text}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="recordings" className="data-panel">
          <RecordingsTab verbs={verbs} list={list} onReplay={replay} />
        </Tabs.Content>
        <Tabs.Content value="storage" className="data-panel">
          <StorageTab verbs={verbs} />
        </Tabs.Content>
        <Tabs.Content value="sql" className="data-panel">
          <SqlTab question={question} work={asking} entries={list.entries ?? []} />
        </Tabs.Content>
        <Tabs.Content value="import" className="data-panel">
          <ImportTab work={importing} list={list} verbs={verbs} onReplay={replay} />
        </Tabs.Content>
        <Tabs.Content value="export" className="data-panel">
          <ExportForm work={exporting} />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}

/** Brings in what the installed program was opened with, one file after another, once the recorder can take it. */
function useLaunched({ state, start }: ImportWork): void {
  const [next] = useStore(launchedFiles);
  // A tab that follows cannot import: it says so at once, as with any file.
  const isSettled = useSession(
    ({ role, workers }) =>
      role === 'follower' ||
      role === 'stopped' ||
      (role === 'leader' && workers.length > 0 && workers.every((worker) => worker.state === 'running')),
  );
  const isFree = isSettled && state.kind !== 'busy';
  // With every drawing: taking the file off the line is what ends it.
  useEffect(() => {
    const file = next !== undefined && isFree ? takeLaunched() : undefined;
    if (file !== undefined) start(file);
  });
}
