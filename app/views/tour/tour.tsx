/**
 * The round for newcomers: three marks, each a small card beside what it is about, then one on using a real key. Nothing behind
 * it is locked. Unasked it leaves the focus alone: Tab from the top of the page reaches it. Escape ends it for good.
 */
import { dialog } from '../../state/dialogs.ts';
import { display } from '../../state/display.ts';
import { useFrames, useIsReplay, useSession } from '../../state/flowboard-context.tsx';
import { useSelected, useStore } from '../../state/store.ts';
import { shownTour, tour } from '../../state/tour.ts';
import { place } from '../../state/view.ts';
import { stopWords } from './tour-words.ts';
import { TourStop } from './tour-stop.tsx';
import './tour.css';

export function Tour() {
  const isWelcomed = useSelected(display, (choices) => choices.isWelcomed);
  const running = shownTour(useStore(tour), isWelcomed);
  const isFront = useSelected(place, (here) => here.view === 'flow' && here.drawer === undefined);
  const isCovered = useSelected(dialog, (name) => name !== undefined);
  const isReplay = useIsReplay();
  const mode = useSession((session) => session.mode);
  // A board without a trade shows nothing that could be pointed at.
  const isAlive = useFrames(({ status }) => status !== undefined && status.value.activeTickers > 0);
  const isShown =
    running !== undefined && isFront && !isCovered && (running.isAsked || (isAlive && !isReplay));
  const words = running && stopWords(running.stop, mode === 'sim');
  // Who asked for it is taken to it; all else is said, and the focus stays.
  const isSaid = isShown && !(running.isAsked && running.stop === 'tape');
  return (
    <>
      <p role="status" className="sr-only">
        {isSaid && words !== undefined ? `${words.title}. ${words.text}` : ''}
      </p>
      {isShown && <TourStop tour={running} isSimulated={mode === 'sim'} />}
    </>
  );
}
