/** The time for words that count down to what the exchange does: its own, where the computer's clock is wrong. */
import { useFrames } from './flowboard-context.tsx';
import type { LatestFrames } from './frames.ts';
import { useNow } from './now.ts';

/** Returns by how much the computer's clock is ahead of the exchange's, ms; a recording's clock is the exchange's. */
export function aheadOf({ status }: Pick<LatestFrames, 'status'>): number {
  return status?.value.aheadMs ?? 0;
}

/** Returns the exchange's time, ms, or that of the recording being played; renewed twice a second. */
export function useVenueNow(): number {
  return useNow() - useFrames(aheadOf);
}
