/**
 * What the colours and marks mean, with numbers: the ramps as they are painted, trades, lines, hatches. The line of the microprice
 * is on its button, so that a press of it makes nothing here longer.
 */
import type { CSSProperties, ReactNode } from 'react';
import type { HeatmapLegend } from '#contract/heatmap.ts';
import { dotRadius, largestDot } from '#core/market/liquidity/dots.ts';
import { rampsOf, type RampPalette } from '#core/market/liquidity/ramp-palettes.ts';
import { rampColour, type Stop, type Theme } from '#core/market/liquidity/ramps.ts';
import type { Outcome } from '#core/units/outcome.ts';
import type { Quantity } from '#core/units/quantity.ts';
import { quantityAt } from '../../../charts/columns.ts';
import { compactContracts } from '../../../format/units.ts';

interface LegendProps {
  readonly legend: HeatmapLegend | undefined;
  readonly mode: 'split' | 'size';
  readonly theme: Theme;
  readonly palette: RampPalette;
  /** Whose bids and asks the lines are. */
  readonly outcome: Outcome;
  /** What is to be known of this picture besides. */
  readonly children?: ReactNode;
}

export function LiquidityLegend(props: LegendProps) {
  const { legend, mode, theme, palette, outcome, children } = props;
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
      <Trades least={legend?.minTrade} />
      <span className="liq-lines">
        <i className="liq-line" data-side="yes" />
        {yesLine}
        <i className="liq-line" data-side="no" />
        {noLine}
      </span>
      <span
        className="liq-hatches"
        title="Gap: something was missed, or one tab handed over to another. Not recorded: no page was open, or this book was neither pinned nor among the most active; what was only looked at is not kept."
      >
        <i className="liq-hatch" data-kind="gap" />
        gap or hand-over
        <i className="liq-hatch" data-kind="not-recorded" />
        not recorded
      </span>
      {children}
    </div>
  );
}

/** From which size on trades are circles, and what a larger circle means: one twice as wide beside the smallest. */
function Trades({ least }: { least: Quantity | undefined }) {
  const times = (factor: number): string =>
    least === undefined ? '–' : compactContracts(quantityAt([Math.round(factor * least)], 0));
  const title = `Trades in 8 pixels of time, of the side that took more, from ${times(1)} contracts on. The area of a circle is the contracts; from ${times(largestDot(1))} on it grows no more.`;
  return (
    <span className="liq-trades" title={title}>
      <i className="liq-dot" data-side="yes" style={diameter(1)} />
      <i className="liq-dot" data-side="no" style={diameter(1)} />
      trades of {times(1)}+
      <i className="liq-dot" data-side="no" style={diameter(WIDE)} />
      {times(WIDE)}
    </span>
  );
}

/** A circle of so many times the contracts is twice as wide. */
const WIDE = 4;

/** Of a circle with `times` the least contracts, as it is painted. */
function diameter(times: number): CSSProperties {
  const size = 2 * dotRadius(times, 1);
  return { width: size, height: size };
}

function gradient(ramp: readonly Stop[], direction: string): string {
  const stops = ramp.map(([at]) => {
    const [red, green, blue] = rampColour(ramp, at);
    return `rgb(${red} ${green} ${blue}) ${at * 100}%`;
  });
  return `linear-gradient(${direction}, ${stops.join(', ')})`;
}
