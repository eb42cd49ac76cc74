/** What the heatmap says of a market that is over, in the place of the book that is no more. Pure. */
import type { HeatmapOver } from '#contract/heatmap.ts';
import { overPhaseOf, type Life } from '#core/market/life.ts';
import { instantWords, type Clock } from '../../../format/time.ts';

/**
 * Returns it as of `now`, which in a replay is the recording's; `undefined` while the market is not over. A close that was to
 * come later than the result says nothing about when trading ended. `today` is the reader's own time.
 */
export function marketOver(life: Life, now: number, today: number, on: Clock): HeatmapOver | undefined {
  const phase = overPhaseOf(life, now);
  if (phase === undefined) return undefined;
  const at = life.closeAt !== undefined && life.closeAt <= now ? life.closeAt : undefined;
  const when = at === undefined ? '' : ` since ${instantWords(at, today, on, on.minute)}`;
  if (phase === 'gone') return { words: 'Not listed by the exchange any more', at };
  if (phase === 'closed') return { words: `Market closed${when}`, at };
  const outcome = life.result === '' ? '' : ` ${life.result.toUpperCase()}`;
  const word = phase === 'settled' ? 'Settled' : 'Determined';
  return { words: `${word}${outcome}${when === '' ? '' : ` · closed${when}`}`, at };
}
