/**
 * What the bottom line says of gaps. It counts as the list of recordings and a replay do (gap-rows.ts): what nothing has filled.
 * What the line lost is said beside it, and whether any of it is still missing. Pure.
 */
import type { StatusFrame } from '#contract/frames.ts';
import { counted } from '../../../format/number.ts';

type Counts = Pick<StatusFrame, 'gaps' | 'sequenceGaps' | 'replay'>;

/** Returns "2 gaps since start"; of a recording "2 gaps so far". */
export function gapCount({ gaps, replay }: Counts): string {
  if (replay !== undefined) return `${counted(gaps, 'gap')} so far`;
  return gaps === 0 ? 'no gaps' : `${counted(gaps, 'gap')} since start`;
}

/** Returns "3 sequence gaps since start, all recovered". */
export function sequenceGapWords({ gaps, sequenceGaps }: Counts): string {
  return `${counted(sequenceGaps, 'sequence gap')} since start${gaps === 0 ? ', all recovered' : ''}`;
}

/** Returns what is counted, for the tooltip. */
export function gapTitle({ replay }: Counts): string {
  if (replay !== undefined) return 'Gaps of this recording up to its clock, of trades and of books';
  return (
    'Gaps: stretches of trades or of recorded books that are not known and that nothing has filled. ' +
    'Sequence gaps: times that the line left out numbers; what was missed is fetched again where it can be.'
  );
}
