/** How to watch Kalshi itself: where a key comes from, where it goes, and what becomes of it. */
import { ENVIRONMENTS } from '../../format/environment.ts';
import { closeDialog, dialog } from '../../state/dialogs.ts';
import { useSession } from '../../state/flowboard-context.tsx';
import { useSelected } from '../../state/store.ts';
import { Dialog } from '../../ui/dialog.tsx';

const LINES = 'KALSHI_ENV=demo\nKALSHI_API_KEY=your-key-id\nKALSHI_PRIVATE_KEY_PATH=/path/to/key.pem';

export function KeyDialog() {
  const isOpen = useSelected(dialog, (name) => name === 'key');
  const mode = useSession((session) => session.mode);
  return (
    <Dialog
      title="Use your own Kalshi key"
      description={
        mode === undefined ? 'It takes a key and three lines.' : `Shown now: ${ENVIRONMENTS[mode].meaning}`
      }
      isOpen={isOpen}
      onClose={closeDialog}
    >
      <ol className="help-steps">
        <li>
          Make an API key in your account at Kalshi. One with read rights is enough. You get a key id, and a
          file with the private key, RSA or Ed25519.
        </li>
        <li>
          Keep the file where only you can read it: <code>chmod 600 key.pem</code>. The relay refuses one that
          others may read.
        </li>
        <li>
          Put three lines into the file <code>.env</code> in Flowboard’s folder (<code>.env.example</code>{' '}
          explains every variable):
          <pre className="help-code">{LINES}</pre>
          Write prod in place of demo for the real exchange; the two have separate keys.
        </li>
        <li>
          Stop the relay in its terminal, run <code>./init.sh</code> again and open the address it prints.
          What the simulated exchange has left stays in a database of its own.
        </li>
      </ol>
      <section className="grid gap-2">
        <h3 className="text-label font-semibold">What becomes of the key</h3>
        <ul className="help-steps">
          <li>It never leaves this computer, and it never enters this page: only the relay reads it.</li>
          <li>
            The relay is the small program that serves this page. It signs the connection to Kalshi with the
            key, passes Kalshi’s messages on, and asks Kalshi for names and missed trades. It talks to nobody
            else.
          </li>
          <li>Flowboard reads. It places no orders.</li>
        </ul>
      </section>
      <p className="text-text2">
        More is in the README under “Your own key”, and in docs/runbook.md where a key is refused.
      </p>
    </Dialog>
  );
}
