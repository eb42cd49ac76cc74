/** Save what is recorded as a SQLite or CSV file. */
import { closeDialog, dialog } from '../../state/dialogs.ts';
import { useSelected } from '../../state/store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ExportForm } from './export-form.tsx';
import { useExport } from './use-export.ts';

export function ExportDialog() {
  const isOpen = useSelected(dialog, (name) => name === 'export');
  const work = useExport();
  return (
    <Dialog
      title="Export"
      description="Makes one file of what this browser has recorded. The file is made here; nothing leaves the computer."
      isOpen={isOpen}
      onClose={closeDialog}
    >
      <ExportForm work={work} />
    </Dialog>
  );
}
