/**
 * What the bottom line says of gaps. It counts as the list of recordings and a replay do (gap-rows.ts): what nothing has filled.
 * What the line lost is said beside it, and whether any of it is still missing. Pure.
 */
import type { StatusFrame } from '#contract/frames.ts';
import { counted } from '../../../format/number.ts';
import { isCurrent } from '../../../state/panel-state.ts';

type Counts = Pick<StatusFrame, 'gaps' | 'tradeGaps' | 'sequenceGaps' | 'replay' | 'connection'>;

/**
 * Returns "2 gaps since start", and where none of them is of trades "1 gap since start, in books"; of a recording "2 gaps so far".
 * While nothing is heard nobody can say that there are none.
 */
export function gapCount({ gaps, tradeGaps, replay, connection }: Counts): string {
  const where = gaps > 0 && tradeGaps === 0 ? ', in books' : '';
  if (replay !== undefined) return `${counted(gaps, 'gap')} so far${where}`;
  if (gaps > 0) return `${counted(gaps, 'gap')} since start${where}`;
  return isCurrent(connection.state) || connection.state === 'resyncing' ? 'no gaps' : 'nothing heard now';
}

/** Returns "3 sequence gaps since start, all recovered". */
export function sequenceGapWords({ gaps, sequenceGaps }: Pick<Counts, 'gaps' | 'sequenceGaps'>): string {
  return `${counted(sequenceGaps, 'sequence gap')} since start${gaps === 0 ? ', all recovered' : ''}`;
}

/** Returns what is counted, for the tooltip. */
export function gapTitle({ replay }: Pick<Counts, 'replay'>): string {
  if (replay !== undefined) return 'Gaps of this recording up to its clock, of trades and of books';
  return (
    'Gaps: stretches of trades or of recorded books that are not known and that nothing has filled. ' +
    'Sequence gaps: times that the line left out numbers; what was missed is fetched again where it can be.'
  );
}
