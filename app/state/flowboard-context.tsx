/**
 * Gives every component the one Flowboard and short ways to read it. The context's value never changes while the page
 * lives; what changes is read by selectors, so a component draws again only for what it shows.
 */
import { createContext, use, useEffect, useLayoutEffect, useMemo, type ReactNode } from 'react';
import type { StatusFrame } from '#contract/frames.ts';
import type { ReplayStatus } from '#contract/replay.ts';
import type { Flowboard, SessionState } from '../boot/flowboard.ts';
import { askAhead } from './ask-ahead.ts';
import { followStatus, type ConnectionView } from './connection.ts';
import type { FramePart, LatestFrames, Wants } from './frames.ts';
import { followClock } from './now.ts';
import { pairedStateOf, type PanelState } from './panel-state.ts';
import { useSelected, useStore, type Source } from './store.ts';

interface Shared {
  readonly flowboard: Flowboard;
  readonly frames: Source<LatestFrames>;
  readonly session: Source<SessionState>;
  readonly status: Source<StatusFrame | undefined>;
  readonly connection: Source<ConnectionView>;
}

const FlowboardContext = createContext<Shared | undefined>(undefined);

export function FlowboardProvider({ flowboard, children }: { flowboard: Flowboard; children: ReactNode }) {
  const shared = useMemo(() => share(flowboard), [flowboard]);
  useEffect(() => {
    followClock(() => flowboard.frames.getSnapshot().status?.value.replay?.at);
  }, [flowboard]);
  useEffect(() => askAhead(flowboard.frames), [flowboard]);
  return <FlowboardContext value={shared}>{children}</FlowboardContext>;
}

/** Sources with functions of their own: `useSyncExternalStore` would subscribe anew whenever they changed. */
function share(flowboard: Flowboard): Shared {
  const { frames, session } = flowboard;
  return {
    flowboard,
    frames: {
      subscribe: (listener) => frames.subscribe(listener),
      getSnapshot: () => frames.getSnapshot(),
    },
    session: {
      subscribe: (listener) => session.subscribe(listener),
      getSnapshot: () => session.getSnapshot(),
    },
    ...followStatus(frames),
  };
}

function useShared(): Shared {
  const shared = use(FlowboardContext);
  if (shared === undefined) throw new Error('a view was drawn outside FlowboardProvider');
  return shared;
}

/** Returns the program behind the buttons. */
export function useFlowboard(): Flowboard {
  return useShared().flowboard;
}

/** Returns what `select` takes of the newest frames: `useFrames((frames) => frames.tape)`. Same object until renewed. */
export function useFrames<S>(select: (frames: LatestFrames) => S): S {
  return useSelected(useShared().frames, select);
}

/** Asks for a part of the frames while the component is on the screen; already before it is painted. */
export function useWant<K extends FramePart>(part: K, options: Wants[K]): void {
  const { frames } = useShared().flowboard;
  // Options are small plain records: equal text is an equal wish.
  const wish = JSON.stringify(options);
  useLayoutEffect(() => frames.want(part, JSON.parse(wish) as Wants[K]), [frames, part, wish]);
}

/** Returns what `select` takes of this tab's session. */
export function useSession<S>(select: (session: SessionState) => S): S {
  return useSelected(useShared().session, select);
}

/** Returns where the clock of the recording on the screen stands; `undefined` while the live feed is shown. */
export function useReplay(): ReplayStatus | undefined {
  return useFrames((frames) => frames.status?.value.replay);
}

/** Returns true while a recording is on the screen: then no word may say that it is now. */
export function useIsReplay(): boolean {
  return useSession((session) => session.replay !== undefined);
}

/** Returns true in a tab that shows what another one records: what acts on the recording is switched off there. */
export function useIsFollower(): boolean {
  return useSession((session) => session.role === 'follower');
}

/** Returns the status, renewed at most twice a second; `undefined` before the first frame. */
export function useStatus(): StatusFrame | undefined {
  return useStore(useShared().status);
}

/** Returns the state every panel shows, renewed at most twice a second; `undefined` before the first frame. */
export function usePanelState(): PanelState | undefined {
  const state = useSelected(useShared().connection, (view) => view.state);
  const pairing = useSession((session) => session.pairing);
  return useMemo(() => pairedStateOf(state, pairing), [state, pairing]);
}
