/**
 * The speed of the tape against its baseline: trades a second over the last ten seconds, a gauge with the median of the quarter
 * of an hour before in its middle, and a word. A dash where not all was heard, no word until there is a baseline.
 */
import { rate } from '../../../format/number.ts';
import { useFrames, usePanelState } from '../../../state/flowboard-context.tsx';
import { Term } from '../../../ui/term.tsx';
import { speedReading } from './tape-speed-words.ts';

const DEFINITION =
  'Trades a second over the last 10 complete seconds. The baseline is the median of the stretches of 10 seconds in the 15 minutes before them; stretches with gaps do not count. The gauge goes from a quarter to four times the baseline.';

export function TapeSpeedLine() {
  const speed = useFrames((frames) => frames.pulse)?.value.tapeSpeed;
  // Cut off, the last ten seconds are not known, so how fast they were is not either.
  const isDimmed = usePanelState()?.isDimmed === true;
  const now = isDimmed ? undefined : speed?.tradesPerSecond;
  const baseline = speed?.baseline;
  const reading = isDimmed || speed === undefined ? undefined : speedReading(speed);
  const ratio = reading?.ratio === undefined ? '' : `${reading.ratio.toFixed(1)}× `;
  return (
    <div className="tape-speed num" title={DEFINITION}>
      <span className="text-text2">
        <Term of="tapeSpeed">Speed</Term>
      </span>
      <span className="tape-speed-now">{now === undefined ? '–' : `${rate(now)}/s`}</span>
      <Gauge place={reading?.place} words={reading === undefined ? 'not known' : `${ratio}${reading.word}`} />
      {reading !== undefined && (
        <span className="tape-speed-word">
          {ratio}
          <b>{reading.word}</b>
        </span>
      )}
      <span className="tape-speed-baseline">
        {baseline === undefined ? 'median not known yet' : `median ${rate(baseline)}/s`}
      </span>
    </div>
  );
}

/** From the tick in the middle, which is the baseline, to where the tape is. */
function Gauge({ place, words }: { place: number | undefined; words: string }) {
  const width = `${(Math.abs(place ?? 0) * 50).toFixed(1)}%`;
  const side = (place ?? 0) < 0 ? { right: '50%' } : { left: '50%' };
  return (
    <span className="tape-gauge" role="img" aria-label={`Speed against its median: ${words}`}>
      {place !== undefined && <span className="tape-gauge-fill" style={{ ...side, width }} />}
      <span className="tape-gauge-tick" />
    </span>
  );
}
