/** The recording at a glance, for the parts of the page that say what it holds. */
import { useEffect, useState } from 'react';
import type { ReplayOverview, ReplaySource } from '#contract/replay.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';

/** Returns what the open recording holds; `undefined` until it has been read, which is once for each recording and part of the page. */
export function useOverview({ exchangeId, from, to }: ReplaySource): ReplayOverview | undefined {
  const { replay } = useFlowboard();
  const [overview, setOverview] = useState<ReplayOverview>();
  useEffect(() => {
    let isOver = false;
    replay.overview().then(
      (found) => {
        if (!isOver) setOverview(found);
      },
      // The line stays empty; playing needs none of it.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [replay, exchangeId, from, to]);
  return overview;
}
