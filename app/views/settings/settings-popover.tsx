/** The settings' button and the sheet that hangs from it. Everything in it acts at once. */
import { Suspense, type ReactNode } from 'react';
import { SettingsSheet } from '../../lazy.ts';
import { closeDialog, dialog, openDialog } from '../../state/dialogs.ts';
import { useSelected } from '../../state/store.ts';
import { Popover } from '../../ui/popover.tsx';

export function SettingsPopover({ children }: { children: ReactNode }) {
  const isOpen = useSelected(dialog, (name) => name === 'settings');
  return (
    <Popover
      label="Settings"
      trigger={children}
      isOpen={isOpen}
      onOpenChange={(next) => {
        if (next) openDialog('settings');
        else closeDialog();
      }}
    >
      <Suspense>
        <SettingsSheet />
      </Suspense>
    </Popover>
  );
}
