/** How to pair this page with the relay, from the banner, while saved data is shown behind it. */
import { closeDialog, dialog } from '../../state/dialogs.ts';
import { useSelected } from '../../state/store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { HOW_TO_PAIR } from './how-to-pair.ts';
import { PairForm } from './pair-form.tsx';

export function PairDialog() {
  const isOpen = useSelected(dialog, (name) => name === 'pair');
  return (
    <Dialog title="Pair with the relay" description={HOW_TO_PAIR} isOpen={isOpen} onClose={closeDialog}>
      <PairForm onPaired={closeDialog} />
    </Dialog>
  );
}
