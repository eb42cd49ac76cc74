/** In front of every page: what stands there instead while this tab is not paired and knows nothing. */
import type { ReactNode } from 'react';
import { useFrames, useIsReplay, useSession } from '../state/flowboard-context.tsx';
import { UnpairedNotice } from './flow/notice.tsx';

export function Gate({ children }: { children: ReactNode }) {
  const isReplay = useIsReplay();
  const pairing = useSession((session) => session.pairing);
  const reason = useSession((session) => session.reason);
  const isUnknown = useSession((session) => session.exchangeId === undefined);
  const isEmpty = useFrames(
    ({ status }) => status?.value.isRestoring === false && status.value.activeTickers === 0,
  );
  // A recording needs nobody's leave, and may well begin quiet.
  if (isReplay) return children;
  if (pairing === 'unpaired' && (isUnknown || isEmpty)) return <UnpairedNotice reason={reason} />;
  return children;
}
