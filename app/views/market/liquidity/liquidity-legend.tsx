/** What the colours and marks mean, with numbers: the ramps as they are painted, trades, lines, hatches. */
import type { HeatmapLegend } from '#contract/heatmap.ts';
import { rampsOf, type RampPalette } from '#core/market/liquidity/ramp-palettes.ts';
import { rampColour, type Stop, type Theme } from '#core/market/liquidity/ramps.ts';
import type { Outcome } from '#core/units/outcome.ts';
import { compactContracts } from '../../../format/units.ts';

interface LegendProps {
  readonly legend: HeatmapLegend | undefined;
  readonly mode: 'split' | 'size';
  readonly theme: Theme;
  readonly palette: RampPalette;
  /** Whose bids and asks the lines are. */
  readonly outcome: Outcome;
  readonly hasMicroprice: boolean;
}

export function LiquidityLegend({ legend, mode, theme, palette, outcome, hasMicroprice }: LegendProps) {
  const [yesLine, noLine] = outcome === 'yes' ? ['bid', 'ask'] : ['NO ask', 'NO bid'];
  const ramps = rampsOf(palette, theme);
  const low = legend === undefined ? '–' : compactContracts(legend.low);
  const high = legend === undefined ? '–' : `${compactContracts(legend.high)}+`;
  return (
    <div className="liq-legend num">
      {mode === 'split' ? (
        <span
          className="liq-ramp"
          title="Contracts resting at a price: bids for NO at the left, for YES at the right"
        >
          <i className="liq-key" data-side="no" />
          {high}
          <i className="liq-bar" style={{ background: gradient(ramps.ask, 'to left') }} />
          {low}
          <i className="liq-bar" style={{ background: gradient(ramps.bid, 'to right') }} />
          {high}
          <i className="liq-key" data-side="yes" />
        </span>
      ) : (
        <span className="liq-ramp" title="Contracts resting at a price, both sides together">
          {low}
          <i className="liq-bar liq-bar-long" style={{ background: gradient(ramps.size, 'to right') }} />
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
        {yesLine}
        <i className="liq-line" data-side="no" />
        {noLine}
        {hasMicroprice && (
          <>
            <i className="liq-line" data-side="micro" />
            microprice
          </>
        )}
      </span>
      <span
        className="liq-hatches"
        title="Gap: something was missed, or one tab handed over to another. Not recorded: nobody watched."
      >
        <i className="liq-hatch" data-kind="gap" />
        gap
        <i className="liq-hatch" data-kind="not-recorded" />
        not recorded
      </span>
    </div>
  );
}

function gradient(ramp: readonly Stop[], direction: string): string {
  const stops = ramp.map(([at]) => {
    const [red, green, blue] = rampColour(ramp, at);
    return `rgb(${red} ${green} ${blue}) ${at * 100}%`;
  });
  return `linear-gradient(${direction}, ${stops.join(', ')})`;
}
