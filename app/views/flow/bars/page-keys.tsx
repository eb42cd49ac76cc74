/** The keys of the page that is shown, as the reader has set them, for the status bar. */
import { useShortcuts } from '../../../state/keys.ts';
import { useStore } from '../../../state/store.ts';
import { place } from '../../../state/view.ts';
import { KeyCap } from '../../../ui/key-cap.tsx';

export function PageKeys() {
  const { view } = useStore(place);
  const isOn = useShortcuts() !== undefined;
  switch (view) {
    case 'flow':
      return (
        <>
          In the tape:{' '}
          {isOn && (
            <>
              <KeyCap of="pauseTape" /> pause <Rows />
            </>
          )}
          <kbd>Enter</kbd> open
        </>
      );
    case 'market':
      return (
        <>
          {isOn && (
            <>
              In the ladder: <KeyCap of="centreLadder" /> centre <KeyCap of="swapLadder" /> YES or NO first
              ·{' '}
            </>
          )}
          <kbd>Esc</kbd> back
        </>
      );
    case 'event':
      return (
        <>
          In the table: {isOn && <Rows />}
          <kbd>Enter</kbd> open · <kbd>Esc</kbd> back
        </>
      );
  }
}

function Rows() {
  return (
    <>
      <KeyCap of="nextRow" />
      <KeyCap of="previousRow" /> rows{' '}
    </>
  );
}
