/** A newer build, offered quietly in the corner until somebody answers; after "Later" it is still in Settings. */
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { useFlowboard, useSession } from '../../state/flowboard-context.tsx';
import { tell } from '../../state/tell.ts';
import { updateOfferOf } from '../../state/update.ts';

const ID = 'update';

export function UpdateToast() {
  const { updates } = useFlowboard();
  const offer = useSession(updateOfferOf);
  const postponed = useRef<typeof offer>(undefined);
  useEffect(() => {
    if (offer === undefined || offer === postponed.current) return;
    toast(offer.text, {
      id: ID,
      duration: Number.POSITIVE_INFINITY,
      description: 'What is received is written first; then the page is loaded anew.',
      action: { label: offer.action, onClick: () => tell(updates.apply()) },
      cancel: { label: 'Later', onClick: () => (postponed.current = offer) },
    });
    return () => {
      toast.dismiss(ID);
    };
  }, [offer, updates]);
  return null;
}
