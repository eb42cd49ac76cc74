/** Everything that opens over the page, and the toasts. */
import { Toaster } from 'sonner';
import { dialog } from '../state/dialogs.ts';
import { display } from '../state/display.ts';
import { useSelected } from '../state/store.ts';
import { AlertNews } from './alerts/alert-news.tsx';
import { AlertsDialog } from './alerts/alerts-dialog.tsx';
import { DataDialog } from './data/data-dialog.tsx';
import { AddressNotice } from './flow/address-notice.tsx';
import { SessionNotices } from './flow/session-notices.tsx';
import { StorageNotice } from './flow/storage-notice.tsx';
import { UpdateToast } from './flow/update-toast.tsx';
import { DiagnosticsDialog } from './help/diagnostics-dialog.tsx';
import { HelpDialog } from './help/help-dialog.tsx';
import { KeyDialog } from './help/key-dialog.tsx';
import { PairDialog } from './help/pair-dialog.tsx';
import { Palette } from './palette/palette.tsx';

export function Dialogs() {
  const theme = useSelected(display, (choices) => choices.theme);
  // Where a dialog has its buttons no toast lies over them.
  const isDialogOpen = useSelected(dialog, (name) => name !== undefined);
  return (
    <>
      <Palette />
      <DataDialog />
      <AlertsDialog />
      <HelpDialog />
      <DiagnosticsDialog />
      <KeyDialog />
      <PairDialog />
      <AddressNotice />
      <SessionNotices />
      <StorageNotice />
      <AlertNews />
      <UpdateToast />
      <Toaster
        theme={theme}
        position={isDialogOpen ? 'bottom-left' : 'bottom-right'}
        offset={36}
        toastOptions={{ className: 'toast' }}
      />
    </>
  );
}
