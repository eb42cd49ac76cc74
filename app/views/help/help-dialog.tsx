/** Help: the keys, how to read the marks, how to use a real key; and the way to the diagnostics. */
import type { ReactNode } from 'react';
import { closeDialog, dialog, openDialog } from '../../state/dialogs.ts';
import { useSelected } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DirectionGlyph, Side } from '../../ui/glyphs.tsx';

type Keys = readonly (readonly [keys: readonly string[], does: string])[];

const KEYS: Keys = [
  [['Ctrl K', '/'], 'find a market, an event, an action or a setting (⌘ K on a Mac)'],
  [['Space'], 'pause the tape, and go on (while it has focus)'],
  [['J', 'K'], 'next and previous row, card or tile'],
  [['Enter'], 'open the market; in the drawer its page'],
  [['.'], 'back to the newest trade'],
  [['F'], 'filter the tape (while it has focus)'],
  [['C', 'N'], 'in the ladder: spread to the middle; YES or NO first'],
  [['Esc'], 'close the drawer or a dialog; show all categories again; on a page go back'],
  [['?'], 'this help'],
];
const PICTURE_KEYS: Keys = [
  [['←', '→', '↑', '↓'], 'read it by time and price; with Shift in longer steps'],
  [['+', '−'], 'nearer in price, and back; so does the wheel with Ctrl or ⌘'],
  [['[', ']'], 'less or more time on the screen'],
  [
    ['Page Up', 'Page Down', 'Home'],
    'earlier, later, now; so do a drag, and the wheel with Shift or sideways',
  ],
];
const REPLAY_KEYS: Keys = [
  [['Space'], 'play, and pause'],
  [['←', '→'], 'ten seconds; with Shift a minute. In the choice of speed: another speed'],
  [[',', '.'], 'step back and on: to a trade, a large one or a gap, as chosen'],
  [['1', '…', '6'], 'speed, from a quarter to a hundred times'],
  [['L'], 'back to the live feed'],
];

export function HelpDialog() {
  const isOpen = useSelected(dialog, (name) => name === 'help');
  return (
    <Dialog
      title="Help"
      description="Everything stays in this browser. Flowboard sends nothing anywhere but to the exchange."
      isOpen={isOpen}
      onClose={closeDialog}
    >
      <Part title="Keys">
        <KeyList keys={KEYS} />
      </Part>
      <Part title="Keys in the liquidity picture">
        <KeyList keys={PICTURE_KEYS} />
      </Part>
      <Part title="Keys in a replay">
        <KeyList keys={REPLAY_KEYS} />
      </Part>
      <Part title="Marks">
        <dl className="help-list">
          <div>
            <dt>
              <Side side="yes" />
            </dt>
            <dd>filled: the taker bought YES</dd>
          </div>
          <div>
            <dt>
              <Side side="no" />
            </dt>
            <dd>hollow: the taker bought NO</dd>
          </div>
          <div>
            <dt>
              <DirectionGlyph change={1} /> <DirectionGlyph change={-1} />
            </dt>
            <dd>the price rose or fell over the window, in points (cents)</dd>
          </div>
          <div>
            <dt className="num">×3</dt>
            <dd>three prints of one taker, within a tenth of a second, shown as one row</dd>
          </div>
        </dl>
      </Part>
      <Part title="Use your own Kalshi key">
        <p className="text-text2">Put three lines into the file .env and start the relay again:</p>
        <pre className="help-code">
          {'KALSHI_ENV=demo\nKALSHI_API_KEY=your key id\nKALSHI_PRIVATE_KEY_PATH=path to the .pem file'}
        </pre>
        <p className="text-text2">
          The key stays with the relay on this computer. It never enters this page. Write prod instead of demo
          for the real exchange.
        </p>
      </Part>
      <div className="flex justify-end">
        <Button onClick={() => openDialog('diagnostics')}>Diagnostics</Button>
      </div>
    </Dialog>
  );
}

function KeyList({ keys }: { keys: Keys }) {
  return (
    <dl className="help-list">
      {keys.map(([names, does]) => (
        <div key={does}>
          <dt>
            {names.map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-2">
      <h3 className="text-label font-semibold">{title}</h3>
      {children}
    </section>
  );
}
