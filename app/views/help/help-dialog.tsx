/** Help: the round for newcomers, a real key, the keys, how to read the marks and words; and the way to the diagnostics. */
import type { ReactNode } from 'react';
import { closeDialog, dialog, openDialog } from '../../state/dialogs.ts';
import { useShortcuts } from '../../state/keys.ts';
import type { ShortcutName } from '../../state/shortcuts.ts';
import { useSelected } from '../../state/store.ts';
import { showAround } from '../../state/show-around.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { glossaryList } from '../../ui/glossary.ts';
import { DirectionGlyph, Side } from '../../ui/glyphs.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';

/** Of each line: keys that stay, keys the reader may change, what they do. */
type Keys = readonly (readonly [fixed: readonly string[], own: readonly ShortcutName[], does: string])[];

const KEYS: Keys = [
  [['Ctrl K'], ['find'], 'find a market, an event, an action or a setting (⌘ K on a Mac)'],
  [
    [],
    ['goTo'],
    'and after it T, H, B or C: to the tape or the trades, the heat, the hot list or the book, the chart',
  ],
  [[], ['lessWindow', 'moreWindow'], 'on the front page: a shorter or a longer window'],
  [[], ['pauseTape'], 'pause the tape, and go on (while it has focus)'],
  [['↓', '↑'], ['nextRow', 'previousRow'], 'next and previous row or card'],
  [['Enter'], [], 'open the market; in the drawer its page'],
  [[], ['newestTrade'], 'in the tape: back to the newest trade'],
  [[], ['filterTape'], 'filter the tape (while it has focus)'],
  [[], ['centreLadder', 'swapLadder'], 'in the ladder: spread to the middle; YES or NO first'],
  [['Page Up', 'Page Down'], [], 'in the tape and in charts: a page; Home and End: to the ends'],
  [
    ['←', '→'],
    [],
    'in charts, the treemap, tabs and the strip of categories: the next one; ↑ ↓ too where it lies there',
  ],
  [['Esc'], [], 'close the drawer or a dialog; show all categories again; on a page go back'],
  [['Tab'], [], 'to the next panel or control; on the bar between two panels arrows, Home and End size them'],
  [['Ctrl Enter'], [], 'in SQL: run the question'],
  [[], ['help'], 'this help'],
];
const PICTURE_KEYS: Keys = [
  [['←', '→', '↑', '↓'], [], 'read it by time and price; with Shift in longer steps'],
  [[], ['nearer', 'further'], 'nearer in price, and back; so does the wheel with Ctrl or ⌘'],
  [[], ['lessTime', 'moreTime'], 'less or more time on the screen'],
  [
    ['Page Up', 'Page Down', 'Home'],
    [],
    'earlier, later, now; so do a drag, and the wheel with Shift or sideways',
  ],
];
const REPLAY_KEYS: Keys = [
  [[], ['play'], 'play, and pause'],
  [['←', '→'], [], 'ten seconds; with Shift a minute. In the choice of speed: another speed'],
  [
    [],
    ['stepBack', 'stepOn'],
    'step back and on: to a trade, a gap or a large trade, as chosen; large: one of the largest hundredth, of 100 contracts at least',
  ],
  [
    [],
    ['speed1', 'speed2', 'speed3', 'speed4', 'speed5', 'speed6'],
    'speed, from a quarter to a hundred times',
  ],
  [[], ['endReplay'], 'back to the live feed'],
];

export function HelpDialog() {
  const isOpen = useSelected(dialog, (name) => name === 'help');
  const isOn = useShortcuts() !== undefined;
  return (
    <Dialog
      title="Help"
      description="Everything stays in this browser. Flowboard sends nothing anywhere but to the exchange."
      isOpen={isOpen}
      onClose={closeDialog}
    >
      <Part title="First steps">
        <div className="flex flex-wrap gap-2">
          <Button look="strong" onClick={showAround}>
            Show me around
          </Button>
          <Button onClick={() => openDialog('key')}>Use your own Kalshi key</Button>
        </div>
      </Part>
      <Part title="Keys">
        <KeyList keys={KEYS} />
        <p className="text-text2">
          {isOn
            ? 'Keys of one character can be changed or turned off in Settings, under Keys.'
            : 'Keys of one character are turned off. Settings, under Keys, turns them on.'}
        </p>
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
      <Part title="Words">
        <p className="text-text2">
          On the page such a word has dots under it: point at it, touch it, or go to it with Tab.
        </p>
        <dl className="help-words">
          {glossaryList().map(([word, meaning]) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <div className="flex justify-end">
        <Button onClick={() => openDialog('diagnostics')}>Diagnostics</Button>
      </div>
    </Dialog>
  );
}

/** A line without a key that works is not there. */
function KeyList({ keys }: { keys: Keys }) {
  const isOn = useShortcuts() !== undefined;
  const lines = isOn ? keys : keys.filter(([fixed]) => fixed.length > 0);
  return (
    <dl className="help-list">
      {lines.map(([fixed, own, does]) => (
        <div key={does}>
          <dt>
            {fixed.map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}
            {own.map((name) => (
              <KeyCap key={name} of={name} />
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
