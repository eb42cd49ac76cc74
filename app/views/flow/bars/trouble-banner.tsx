/** Trouble in one sentence with the way out, in the place of the figures it makes old: so nothing on the page moves. */
import { TriangleAlert } from 'lucide-react';
import { useFlowboard } from '../../../state/flowboard-context.tsx';

import { tell } from '../../../state/tell.ts';
import { Button } from '../../../ui/button.tsx';
import { openDialog, openSettings } from '../../../state/dialogs.ts';
import type { Trouble } from '../../../state/trouble.ts';

export function TroubleBanner({ trouble }: { trouble: Trouble }) {
  const flowboard = useFlowboard();
  const { tone, text, action } = trouble;
  return (
    <div className={`trouble trouble-${tone}`}>
      <TriangleAlert size={14} className="flex-none" aria-hidden="true" />
      <span className="trouble-text num" title={text}>
        {text}
      </span>
      {action === 'retry' && (
        <Button isSmall look="strong" onClick={() => tell(flowboard.retryNow())}>
          Retry now
        </Button>
      )}
      {action === 'pair' && (
        <Button isSmall look="strong" onClick={() => openDialog('pair')}>
          Pair
        </Button>
      )}
      {action === 'settings' && (
        <Button isSmall look="strong" onClick={() => openSettings('recording')}>
          Storage
        </Button>
      )}
    </div>
  );
}
