/** All markets in one line: trades a second against the usual, contracts, dollars, side of the takers, active markets. */
import type { ReactNode } from 'react';
import { ratePath } from '../../../draw/sparkline.ts';
import { grouped, rate, share } from '../../../format/number.ts';
import { compactContracts, compactDollars, contracts, dollars } from '../../../format/units.ts';
import { useFrames, usePanelState } from '../../../state/flowboard-context.tsx';
import { FactName } from '../../../ui/fact-name.tsx';
import { DirectionGlyph, SideGlyph } from '../../../ui/glyphs.tsx';
import { speedReading } from '../tape/tape-speed-words.ts';
import { SidesBar } from '../../../ui/sides-bar.tsx';

const SPEED_WIDTH = 68;
const SPEED_HEIGHT = 16;

export function Pulse() {
  const pulse = useFrames((frames) => frames.pulse)?.value;
  const isDimmed = usePanelState()?.isDimmed === true;
  if (pulse === undefined) return <PulseToCome />;
  const { tradesPerSecond, yesVolume, noVolume } = pulse;
  const reading = speedReading(pulse.tapeSpeed);
  const speed = ratePath(pulse.speed, SPEED_WIDTH, SPEED_HEIGHT);
  return (
    <div className="pulse num" data-dimmed={isDimmed || undefined}>
      <Figure name="Trades" className="pulse-trades" value={`${rate(tradesPerSecond)}/s`}>
        <span className="pulse-usual">{reading?.ratio !== undefined && <Usual ratio={reading.ratio} />}</span>
        <svg className="pulse-speed" width={SPEED_WIDTH} height={SPEED_HEIGHT} aria-hidden="true">
          <path d={speed} className="sparkline-line" />
        </svg>
      </Figure>
      <Figure
        name="Contracts"
        className="pulse-contracts"
        value={compactContracts(pulse.volume)}
        full={contracts(pulse.volume)}
      />
      <Figure
        name="Dollars"
        className="pulse-dollars"
        value={compactDollars(pulse.notional)}
        full={`${dollars(pulse.notional)} at YES prices`}
      />
      <div className="pulse-figure pulse-sides">
        <span className="pulse-name">
          <FactName name="Taker side" />
        </span>
        <span className="side side-yes">
          <SideGlyph side="yes" /> YES
        </span>
        <span className="pulse-share">{share(yesVolume, yesVolume + noVolume)}</span>
        <SidesBar yes={yesVolume} no={noVolume} label="Taker side" />
        <span className="pulse-share">{share(noVolume, yesVolume + noVolume)}</span>
        <span className="side side-no">
          <SideGlyph side="no" /> NO
        </span>
      </div>
      <Figure
        name="Active"
        className="pulse-active"
        value={grouped(pulse.activeTickers)}
        full="Markets that traded in the window"
      />
    </div>
  );
}

/** A dash where a figure will be: a nought would be a claim. */
function PulseToCome() {
  return (
    <div className="pulse num">
      <Figure name="Trades" className="pulse-trades" value="–" />
      <Figure name="Contracts" className="pulse-contracts" value="–" />
      <Figure name="Dollars" className="pulse-dollars" value="–" />
      <Figure name="Active" className="pulse-active" value="–" />
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly full?: string;
  readonly className: string;
  readonly children?: ReactNode;
}

function Figure({ name, value, full, className, children }: FigureProps) {
  return (
    <div className={`pulse-figure ${className}`} title={full}>
      <span className="pulse-name">
        <FactName name={name} />
      </span>
      <span className="pulse-value">{value}</span>
      {children}
    </div>
  );
}

/** Of the median of the last quarter of an hour, as the tape says it. Within a tenth of the usual is as usual. */
function Usual({ ratio }: { ratio: number }) {
  const change = ratio > 1.1 ? 1 : ratio < 0.9 ? -1 : 0;
  return (
    <>
      <DirectionGlyph change={change} /> {ratio.toFixed(1)}× usual
    </>
  );
}
