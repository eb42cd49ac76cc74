/** Two sides of one whole: YES solid from the left, NO hollow from the right. Empty track while nothing was taken. */

interface SidesBarProps {
  /** `undefined` where nobody knows what was taken. */
  readonly yes: number | undefined;
  readonly no: number | undefined;
  readonly label: string;
}

export function SidesBar({ yes, no, label }: SidesBarProps) {
  const isKnown = yes !== undefined && no !== undefined;
  const total = isKnown ? yes + no : 0;
  const share = isKnown && total > 0 ? Math.round((yes / total) * 100) : 50;
  const words = total > 0 ? `${share}% YES, ${100 - share}% NO` : isKnown ? 'nothing' : 'not known';
  return (
    <span
      className="sides-bar"
      role="img"
      aria-label={`${label}: ${words}`}
      data-empty={total === 0 || undefined}
    >
      <span className="sides-bar-yes" style={{ flexGrow: share }} />
      <span className="sides-bar-no" style={{ flexGrow: 100 - share }} />
    </span>
  );
}
