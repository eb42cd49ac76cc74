/** What the colours and marks mean, with numbers: the ramps as they are painted, trades, lines, hatches. */
import type { HeatmapLegend } from '#contract/heatmap.ts';
import { rampColour, RAMPS, type RampName, type Theme } from '#core/market/liquidity/ramps.ts';
import { compactContracts } from '../../../format/units.ts';

interface LegendProps {
  readonly legend: HeatmapLegend | undefined;
  readonly mode: 'split' | 'size';
  readonly theme: Theme;
  readonly hasMicroprice: boolean;
}

export function LiquidityLegend({ legend, mode, theme, hasMicroprice }: LegendProps) {
  const low = legend === undefined ? '–' : compactContracts(legend.low);
  const high = legend === undefined ? '–' : `${compactContracts(legend.high)}+`;
  return (
    <div className="liq-legend num">
      {mode === 'split' ? (
        <span className="liq-ramp" title="Contracts resting at a price: YES bids blue, NO bids orange">
          <i className="liq-key" data-side="no" />
          {high}
          <i className="liq-bar" style={{ background: gradient('ask', theme, 'to left') }} />
          {low}
          <i className="liq-bar" style={{ background: gradient('bid', theme, 'to right') }} />
          {high}
          <i className="liq-key" data-side="yes" />
        </span>
      ) : (
        <span className="liq-ramp" title="Contracts resting at a price, both sides together">
          {low}
          <i className="liq-bar liq-bar-long" style={{ background: gradient('size', theme, 'to right') }} />
          {high}
        </span>
      )}
      <span
        className="liq-trades"
        title="Trades in 8 pixels of time, of the side that took more; the area is the contracts"
      >
        <i className="liq-dot" data-side="yes" />
        <i className="liq-dot" data-side="no" />
        trades ≥ {legend === undefined ? '–' : compactContracts(legend.minTrade)}
      </span>
      <span className="liq-lines">
        <i className="liq-line" data-side="yes" />
        bid
        <i className="liq-line" data-side="no" />
        ask
        {hasMicroprice && (
          <>
            <i className="liq-line" data-side="micro" />
            microprice
          </>
        )}
      </span>
      <span className="liq-hatches" title="Gap: something was missed. Not recorded: nobody watched.">
        <i className="liq-hatch" data-kind="gap" />
        gap
        <i className="liq-hatch" data-kind="not-recorded" />
        not recorded
      </span>
    </div>
  );
}

function gradient(ramp: RampName, theme: Theme, direction: string): string {
  const stops = RAMPS[theme][ramp].map(([at]) => {
    const [red, green, blue] = rampColour(RAMPS[theme][ramp], at);
    return `rgb(${red} ${green} ${blue}) ${at * 100}%`;
  });
  return `linear-gradient(${direction}, ${stops.join(', ')})`;
}
