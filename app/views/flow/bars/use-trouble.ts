/** What is wrong right now, for the bar of any page. */
import { useFrames, useSession, useStatus } from '../../../state/flowboard-context.tsx';
import { useNow } from '../../../state/now.ts';
import { useClock } from '../../../state/reading.ts';
import { troubleOf, type Trouble } from '../../../state/trouble.ts';

/** Returns the worst trouble, renewed twice a second, or `undefined` when all is well. */
export function useTrouble(): Trouble | undefined {
  const session = useSession((whole) => whole);
  const status = useStatus();
  const isSilent = useFrames((frames) => frames.isSilent);
  return troubleOf(session, status, useNow(), isSilent, useClock());
}
