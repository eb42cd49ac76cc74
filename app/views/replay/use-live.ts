/** How the live feed does while a recording is on the screen: asked for every two seconds, since its frames are not drawn. */
import { useEffect, useState } from 'react';
import type { StatsJson } from '#contract/market.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';

const ASK_MS = 2_000;

/** Returns the live feed's figures, or `undefined` until it has answered. */
export function useLive(): StatsJson | undefined {
  const flowboard = useFlowboard();
  const [stats, setStats] = useState<StatsJson>();
  useEffect(() => {
    const ask = (): void => void flowboard.liveStats().then(setStats);
    ask();
    const timer = setInterval(ask, ASK_MS);
    return () => clearInterval(timer);
  }, [flowboard]);
  return stats;
}
