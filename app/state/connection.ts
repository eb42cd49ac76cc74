/**
 * The status at reading speed. Frames bring it ten times a second; words and ages need two, and a change of state at once.
 * Goes on counting when no frame comes at all, because then the age matters most.
 */
import type { StatusFrame } from '#contract/frames.ts';
import type { Frames } from './frames.ts';
import { panelStateOf, type PanelState } from './panel-state.ts';
import { createStore, type Source } from './store.ts';

const PERIOD_MS = 500;

export interface ConnectionView {
  readonly state: PanelState | undefined;
}

/** Returns two sources that follow `frames` while somebody listens to them. */
export function followStatus(frames: Pick<Frames, 'subscribe' | 'getSnapshot'>): {
  readonly status: Source<StatusFrame | undefined>;
  readonly connection: Source<ConnectionView>;
} {
  const status = createStore<StatusFrame | undefined>(undefined);
  const connection = createStore<ConnectionView>({ state: undefined });
  let readAt = -Infinity;
  let seen = '';

  const read = (): void => {
    const latest = frames.getSnapshot();
    const value = latest.status?.value;
    const isReplay = value?.replay !== undefined;
    const mark = `${value?.connection.state} ${value?.recording.state} ${latest.isFrozen} ${latest.isSilent} ${isReplay}`;
    // A clock that is set back must not hold the words for as long.
    const at = performance.now();
    if (mark === seen && at - readAt < PERIOD_MS) return;
    seen = mark;
    readAt = at;
    status.set(value);
    if (value === undefined) return;
    const { isFrozen, isSilent } = latest;
    const next = panelStateOf(value.connection, Date.now(), { isFrozen, isSilent, isReplay });
    const shown = connection.getSnapshot().state;
    if (shown === undefined || !isSame(shown, next)) connection.set({ state: next });
  };

  let listeners = 0;
  let stop = (): void => undefined;
  const start = (): void => {
    const off = frames.subscribe(read);
    const timer = setInterval(read, PERIOD_MS);
    read();
    stop = () => {
      off();
      clearInterval(timer);
    };
  };
  const following = <T>(source: Source<T>): Source<T> => ({
    getSnapshot: source.getSnapshot,
    subscribe: (listener) => {
      if (listeners++ === 0) start();
      const off = source.subscribe(listener);
      return () => {
        off();
        if (--listeners === 0) stop();
      };
    },
  });
  return { status: following(status), connection: following(connection) };
}

function isSame(a: PanelState, b: PanelState): boolean {
  return a.kind === b.kind && a.detail === b.detail && a.word === b.word;
}
