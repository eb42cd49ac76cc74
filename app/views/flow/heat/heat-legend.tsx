/** The seven colours with their edges, and the choice of what they mean: change of the price, or flow of the takers. */
import { HEAT_BINS, heatSteps, type HeatMode } from './heat-colour.ts';
import { Segments } from '../../../ui/segments.tsx';

interface HeatLegendProps {
  readonly mode: HeatMode;
  readonly windowMinutes: number;
  readonly onMode: (mode: HeatMode) => void;
}

const MODES = [
  { value: 'change', text: 'Change', name: 'Colour by change of the price' },
  { value: 'flow', text: 'Flow', name: 'Colour by net flow of the takers' },
] as const;

export function HeatLegend({ mode, windowMinutes, onMode }: HeatLegendProps) {
  const [small, middle, large] = heatSteps(mode, windowMinutes);
  const edges = [-large, -middle, -small, small, middle, large];
  const unit = mode === 'change' ? 'points' : 'per cent of the volume, net YES';
  return (
    <>
      <Segments label="Colour of the tiles" options={MODES} value={mode} onChange={onMode} />
      <div className="heat-legend">
        <span className="heat-legend-text">{mode === 'change' ? 'pt' : '%'}</span>
        <div
          className="heat-scale num"
          role="img"
          aria-label={`Colour steps in ${unit}: ${edges.join(', ')}`}
        >
          {HEAT_BINS.map((bin) => (
            <span key={bin} className="heat-step" data-bin={bin} />
          ))}
          <div className="heat-edges">
            {edges.map((edge, index) => (
              <span key={edge} style={{ left: `${((index + 1) / HEAT_BINS.length) * 100}%` }}>
                {signed(edge)}
              </span>
            ))}
          </div>
        </div>
      </div>
    </>
  );
}

function signed(value: number): string {
  return value < 0 ? `−${Math.abs(value)}` : `+${value}`;
}
