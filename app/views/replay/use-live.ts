/** How the live feed does while a recording is on the screen: asked for every two seconds, since its frames are not drawn. */
import { useEffect, useState } from 'react';
import type { StatsJson } from '#contract/market.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';

const ASK_MS = 2_000;

export type LiveNow =
  | { readonly kind: 'asking' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'known'; readonly stats: StatsJson };

/** Returns the live feed's figures; `silent` while nobody answers. */
export function useLive(): LiveNow {
  const flowboard = useFlowboard();
  const [live, setLive] = useState<LiveNow>({ kind: 'asking' });
  useEffect(() => {
    let isOver = false;
    const hear = (found: StatsJson | undefined): void => {
      if (!isOver) setLive(found === undefined ? { kind: 'silent' } : { kind: 'known', stats: found });
    };
    const ask = (): void => void flowboard.liveStats().then(hear, () => hear(undefined));
    ask();
    const timer = setInterval(ask, ASK_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [flowboard]);
  return live;
}
