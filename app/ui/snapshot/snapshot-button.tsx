/** The small camera in a panel's head: a picture of the panel with market, time and age of the data stamped in. */
import { useEffect, useEffectEvent, type RefObject } from 'react';
import { Camera } from 'lucide-react';
import { useFlowboard, useIsReplay, usePanelState, useSession } from '../../state/flowboard-context.tsx';
import type { LatestFrames } from '../../state/frames.ts';
import type { PanelState } from '../../state/panel-state.ts';
import { useClock } from '../../state/reading.ts';
import { showPanel } from '../../state/shown-panels.ts';
import { tell } from '../../state/tell.ts';
import { pageName } from '../../state/title.ts';
import { marketOf, place } from '../../state/view.ts';
import { IconButton } from '../button.tsx';
import { pictureName, stampWords } from './stamp.ts';

interface SnapshotButtonProps {
  readonly title: string;
  /** Of the panel, where it has one of its own. */
  readonly state: PanelState | undefined;
  readonly panel: RefObject<HTMLElement | null>;
  readonly scope: string | undefined;
  readonly stillAt: number | undefined;
}

export function SnapshotButton({ title, state, panel, scope, stillAt }: SnapshotButtonProps) {
  const { frames } = useFlowboard();
  const connection = usePanelState();
  const isReplay = useIsReplay();
  const mode = useSession((session) => session.mode);
  const clock = useClock();
  const take = (): void => {
    const element = panel.current;
    if (element === null) return;
    const at = stillAt ?? shownAt(frames.getSnapshot());
    const subject = subjectNow();
    const facts = {
      title,
      at,
      isReplay,
      mode,
      state: state ?? connection,
      isPaused: stillAt !== undefined,
      subject: subject.length === 0 && scope !== undefined ? [scope] : subject,
    };
    const picture = {
      panel: element,
      title,
      words: stampWords(facts, clock),
      fileName: pictureName(title, at),
    };
    tell(import('./take.ts').then(({ takePicture }) => takePicture(picture)));
  };
  const takeNow = useEffectEvent(take);
  useEffect(() => showPanel({ title, take: () => takeNow() }), [title]);
  return (
    <IconButton isSmall className="snapshot-button" label={`Picture of ${title}`} onClick={take}>
      <Camera size={14} aria-hidden="true" />
    </IconButton>
  );
}

/** Returns the time of what the page shows, ms: while it is frozen that of its newest part. */
function shownAt(latest: LatestFrames): number {
  if (!latest.isFrozen) return latest.status?.value.replay?.at ?? Date.now();
  const { pulse, tape, hot, heat, categories, analytics, market, book, event } = latest;
  const parts = [pulse, tape, hot, heat, categories, analytics, market, book, event];
  return Math.max(...parts.flatMap((part) => part?.at ?? []));
}

/** Returns what the page is about: the name of its market or event, and the ticker; nothing on the front page. */
function subjectNow(): readonly string[] {
  const here = place.getSnapshot();
  if (here.view === 'flow') return [];
  const ticker = here.view === 'event' ? here.event : (marketOf(here) ?? '');
  const name = pageName.getSnapshot();
  return name === '' || name === ticker ? [ticker] : [name, ticker];
}
