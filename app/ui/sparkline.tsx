/** The little price line of cards: zoomed to its own range, dotted base where the window began, a dot where it is now. */
import type { Sparkline as Points } from '#contract/frames.ts';
import { sparklinePath } from '../draw/sparkline.ts';

/** Of the window: a shorter path is not stretched further. */
const LEAST_SHARE = 0.1;

interface SparklineProps {
  readonly points: Points;
  readonly width: number;
  readonly height: number;
  /** Time axis, ms. */
  readonly from: number;
  readonly to: number;
  /** Shows NO prices. */
  readonly isMirrored: boolean;
}

/** Decoration beside numbers that say the same: hidden from readers. */
export function Sparkline({ points, width, height, from, to, isMirrored }: SparklineProps) {
  // A market that began to trade late in the window still gets most of the width: its shape is the point.
  const first = Math.min(points.at[0] ?? from, to - (to - from) * LEAST_SHARE);
  const line = sparklinePath(points, { width, height, from: Math.max(from, first), to }, isMirrored);
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {line !== undefined && (
        <>
          <path d={`M2 ${line.baseY}H${width - 2}`} className="sparkline-base" />
          <path d={line.path} className="sparkline-line" />
          <circle cx={line.x} cy={line.y} r="2.2" fill="currentColor" />
        </>
      )}
    </svg>
  );
}
