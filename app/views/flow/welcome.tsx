/** The card of the first visit: what this is and how to use a real key. Lies over a corner, moves nothing, leaves for good. */
import { X } from 'lucide-react';
import { openDialog } from '../../state/dialogs.ts';
import { display, updateDisplay } from '../../state/display.ts';
import { useSession } from '../../state/flowboard-context.tsx';
import { useSelected } from '../../state/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';

export function Welcome() {
  const isWelcomed = useSelected(display, (choices) => choices.isWelcomed);
  const mode = useSession((session) => session.mode);
  if (isWelcomed || mode !== 'sim') return null;
  const close = (): void => updateDisplay({ isWelcomed: true });
  return (
    <aside className="welcome popup" aria-label="Welcome">
      <div className="flex items-center">
        <h2 className="text-label font-semibold">You are watching a simulated exchange</h2>
        <IconButton isSmall label="Close" className="ml-auto" onClick={close}>
          <X size={14} />
        </IconButton>
      </div>
      <p className="text-text2">
        It trades on this computer only, with no real money. Everything you see is recorded in this browser.
      </p>
      <div className="flex gap-2">
        <Button
          isSmall
          look="strong"
          onClick={() => {
            close();
            openDialog('help');
          }}
        >
          Use my own key
        </Button>
        <Button isSmall onClick={close}>
          Got it
        </Button>
      </div>
    </aside>
  );
}
