/** The keys of the page that is shown, for the status bar. */
import { useStore } from '../../../state/store.ts';
import { place } from '../../../state/view.ts';

export function PageKeys() {
  const { view } = useStore(place);
  switch (view) {
    case 'flow':
      return (
        <>
          In the tape: <kbd>Space</kbd> pause <kbd>J</kbd>
          <kbd>K</kbd> rows <kbd>Enter</kbd> open
        </>
      );
    case 'market':
      return (
        <>
          In the ladder: <kbd>C</kbd> centre <kbd>N</kbd> YES or NO first · <kbd>Esc</kbd> back
        </>
      );
    case 'event':
      return (
        <>
          In the table: <kbd>J</kbd>
          <kbd>K</kbd> rows <kbd>Enter</kbd> open · <kbd>Esc</kbd> back
        </>
      );
  }
}
