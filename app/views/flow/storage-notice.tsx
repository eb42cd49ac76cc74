/** Told once when the browser's room runs short, while recording goes on: by then there is time to export what is to be kept. */
import { useEffect, useEffectEvent } from 'react';
import { toast } from 'sonner';
import { openData } from '../../state/dialogs.ts';
import { useStatus } from '../../state/flowboard-context.tsx';
import { roomWarningOf } from '../../state/recording.ts';

const ID = 'storage';
/** Longer than other toasts: two sentences and a button. */
const SHOWN_MS = 20_000;

export function StorageNotice() {
  const status = useStatus();
  const warning = status === undefined ? '' : roomWarningOf(status.recording);
  // Its share changes as it fills: that is no other news.
  const isShort = warning !== '';
  const say = useEffectEvent(() => {
    toast(warning, {
      id: ID,
      duration: SHOWN_MS,
      action: { label: 'Storage', onClick: () => openData('storage') },
    });
  });
  useEffect(() => {
    if (!isShort) return;
    say();
    return () => {
      toast.dismiss(ID);
    };
  }, [isShort]);
  return null;
}
