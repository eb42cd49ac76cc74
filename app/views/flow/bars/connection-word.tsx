/** The connection in one word, with the age of the last sign of life. A change of the word is announced, an age never. */
import { useEffect, useState } from 'react';
import type { PanelState } from '../../../state/panel-state.ts';
import { PHONE, useMedia } from '../../../state/media.ts';
import { Announcements, pageClock, pageVoice } from '../../../state/announcements.ts';
import { usePanelState } from '../../../state/flowboard-context.tsx';
import { StateChip } from '../../../ui/state-chip.tsx';

/** A word that flaps is not spoken; the one it ends with is, this much later, and never within five seconds of another announcement. */
const SETTLE_MS = 1_000;

export function ConnectionWord() {
  const state = usePanelState();
  const spoken = useSpoken(state?.word);
  const isPhone = useMedia(PHONE);
  return (
    <div className="connection-word">
      {state === undefined ? (
        <span className="text-text3">Starting</span>
      ) : (
        <StateChip state={short(state)} isStrong isTerm={!isPhone} />
      )}
      <span className="sr-only" aria-live="polite">
        {spoken === undefined ? '' : `Connection: ${spoken}`}
      </span>
    </div>
  );
}

/** The header has no room for sentences. */
function short(state: PanelState): PanelState {
  return state.kind === 'quiet'
    ? { ...state, detail: state.detail.replace(/^last trade | ago$/g, '') }
    : state;
}

/** Returns the newest word that has held for a second, when it may be said. */
function useSpoken(word: string | undefined): string | undefined {
  const [spoken, setSpoken] = useState(word);
  const [announcements] = useState(
    () => new Announcements<string>(pageClock, (words) => setSpoken(words.at(-1)), pageVoice),
  );
  useEffect(() => () => announcements.stop(), [announcements]);
  useEffect(() => {
    if (word === undefined) return undefined;
    const timer = setTimeout(() => announcements.add([word]), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [announcements, word]);
  return spoken;
}
