/** The drift of a market since the recording session began, in points, and since when; a dash where no price was in force then. */
import type { MarketFrame } from '#contract/frames.ts';
import { points } from '../../format/units.ts';
import { useNow } from '../../state/now.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { DirectionGlyph } from '../../ui/glyphs.tsx';
import { Term } from '../../ui/term.tsx';
import { driftWords } from './drift-words.ts';

export function Drift({ frame }: { frame: MarketFrame }) {
  const words = useWords();
  const clock = useClock();
  const { change, from, since, full } = driftWords(frame, useNow(), { words, clock });
  return (
    <span className="market-drift num" title={full}>
      <Term of="drift">Drift</Term>
      <span className="market-drift-value">
        {change === undefined ? (
          '–'
        ) : (
          <>
            <DirectionGlyph change={change} /> {points(change)} pt
          </>
        )}
      </span>
      {from !== '' && <span className="market-drift-from">{from}</span>}
      <span className="market-drift-since">{since}</span>
    </span>
  );
}
