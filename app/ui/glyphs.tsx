/** The small marks: YES filled and NO hollow square, drawn triangles for direction. Solid is YES or rising, hollow is NO or falling. */
import type { Outcome } from '#core/units/outcome.ts';

/** The square of a side; always beside its word, so it is hidden from readers. */
export function SideGlyph({ side, size = 8 }: { side: Outcome; size?: number }) {
  return (
    <svg
      className={`side-glyph side-${side}`}
      width={size}
      height={size}
      viewBox="0 0 8 8"
      aria-hidden="true"
    >
      {side === 'yes' ? (
        <rect x="0" y="0" width="8" height="8" rx="1.5" fill="currentColor" />
      ) : (
        <rect
          x="0.75"
          y="0.75"
          width="6.5"
          height="6.5"
          rx="1.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      )}
    </svg>
  );
}

/** Glyph and word of a side in its colour. */
export function Side({ side }: { side: Outcome }) {
  return (
    <span className={`side side-${side}`}>
      <SideGlyph side={side} />
      {side === 'yes' ? 'YES' : 'NO'}
    </span>
  );
}

/** Triangle up or down, a bar for no change. */
export function DirectionGlyph({ change }: { change: number }) {
  const path = change > 0 ? 'M4 1.5 7.5 7h-7z' : change < 0 ? 'M4 6.5 .5 1h7z' : 'M1 3.5h6v1H1z';
  return (
    <svg className="direction-glyph" width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
      <path d={path} fill="currentColor" />
    </svg>
  );
}

/** The program's mark: four tiles of a treemap. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <rect x="0" y="1" width="10" height="10" rx="1.6" fill="var(--yes)" />
      <rect x="12" y="1" width="7.5" height="7.5" rx="1.6" fill="var(--text)" />
      <rect x="0" y="13" width="10" height="6.5" rx="1.6" fill="var(--text3)" />
      <rect x="12" y="10.5" width="7.5" height="9" rx="1.6" fill="var(--no)" />
    </svg>
  );
}
