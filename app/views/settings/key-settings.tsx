/** Keys that are one character: change each by pressing another, turn all of them off, put all of them back. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { display, updateDisplay } from '../../state/display.ts';
import { isCharacterKey } from '../../state/keys.ts';
import {
  changeShortcut,
  SHORTCUT_NAMES,
  SHORTCUT_PLACES,
  shortcutClash,
  shortcutKey,
  SHORTCUTS,
  shortcutsWith,
  shortcutWord,
  type ShortcutName,
} from '../../state/shortcuts.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { SettingRow, SwitchRow } from '../../ui/switch-row.tsx';
import { SettingsTitle } from './settings-title.tsx';

/** Pressed on the way to another key. */
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

export function KeySettings() {
  const { shortcuts: changes, hasShortcuts } = useStore(display);
  const shortcuts = shortcutsWith(changes);
  const [asked, setAsked] = useState<ShortcutName>();
  const [said, setSaid] = useState('');

  const take = (name: ShortcutName, event: KeyboardEvent): void => {
    if (MODIFIERS.has(event.key)) return;
    setAsked(undefined);
    // Tab goes on to the next one; what it leaves stays as it is.
    if (event.key === 'Tab') return setSaid('');
    // Neither the board nor the browser has a use for it now.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return setSaid('Nothing was changed.');
    const key = isCharacterKey(event) ? shortcutKey(event.key) : undefined;
    if (key === undefined)
      return setSaid(
        'That is no single character. Press a letter, a digit, a sign or Space, without Ctrl or Alt.',
      );
    const other = shortcutClash(shortcuts, name, key);
    if (other !== undefined)
      return setSaid(
        `${shortcutWord(key)} is already “${SHORTCUTS[other].does}” there. Nothing was changed; press another key, or change that one first.`,
      );
    updateDisplay({ shortcuts: changeShortcut(changes, name, key) });
    setSaid(`“${SHORTCUTS[name].does}” is ${shortcutWord(key)} now.`);
  };

  return (
    <>
      <SettingsTitle part="keys">Keys</SettingsTitle>
      <SwitchRow
        name="Keys of one character"
        meaning="Off: letters, signs and Space do nothing by themselves. Arrows, Enter, Esc and Ctrl K stay."
        isOn={hasShortcuts}
        onChange={(next) => updateDisplay({ hasShortcuts: next })}
      />
      {hasShortcuts && (
        <details className="settings-keys">
          <summary>Change keys</summary>
          {SHORTCUT_PLACES.map(([place, text]) => (
            <fieldset key={place}>
              <legend>{text}</legend>
              {SHORTCUT_NAMES.filter((name) => SHORTCUTS[name].place === place).map((name) => (
                <SettingRow key={name} name={SHORTCUTS[name].does}>
                  <KeyButton
                    does={`${text}: ${SHORTCUTS[name].does}`}
                    word={shortcutWord(shortcuts[name])}
                    isAsked={asked === name}
                    onAsk={() => {
                      setAsked(name);
                      setSaid('');
                    }}
                    onLeave={() => setAsked(undefined)}
                    onKey={(event) => take(name, event)}
                  />
                </SettingRow>
              ))}
            </fieldset>
          ))}
          <div className="settings-acts">
            <Button
              disabled={Object.keys(changes).length === 0}
              onClick={() => {
                updateDisplay({ shortcuts: {} });
                setSaid('All keys are as they were at first.');
              }}
            >
              Reset keys
            </Button>
          </div>
        </details>
      )}
      <p role="status" aria-label="About the keys" className="settings-problem settings-said">
        {said}
      </p>
    </>
  );
}

interface KeyButtonProps {
  readonly does: string;
  readonly word: string;
  readonly isAsked: boolean;
  readonly onAsk: () => void;
  readonly onLeave: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** Shows the key; once pressed it waits for another one. */
function KeyButton({ does, word, isAsked, onAsk, onLeave, onKey }: KeyButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Safari gives no focus to a button that is clicked.
    if (isAsked) button.current?.focus();
  }, [isAsked]);
  return (
    <button
      ref={button}
      type="button"
      className="button button-small"
      aria-label={isAsked ? `${does}: press a key, or Escape to leave it` : `${does}: ${word}. Change`}
      data-on={isAsked}
      // While it waits, Escape is for it and not for the sheet.
      data-escape={isAsked || undefined}
      onClick={(event) => {
        // Space pressed is a key that was chosen: its click is no new question. A click by key has no detail.
        if (!isAsked || event.detail > 0) onAsk();
      }}
      onKeyDown={(event) => {
        if (isAsked) onKey(event);
      }}
      onBlur={() => {
        if (isAsked) onLeave();
      }}
    >
      {isAsked ? 'Press a key…' : <kbd>{word}</kbd>}
    </button>
  );
}
