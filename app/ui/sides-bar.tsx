/** Two sides of one whole: YES solid from the left, NO hollow from the right. Empty track while nothing was taken. */

interface SidesBarProps {
  readonly yes: number;
  readonly no: number;
  readonly label: string;
}

export function SidesBar({ yes, no, label }: SidesBarProps) {
  const total = yes + no;
  const share = total > 0 ? Math.round((yes / total) * 100) : 50;
  const words = total > 0 ? `${label}: ${share}% YES, ${100 - share}% NO` : `${label}: nothing`;
  return (
    <span className="sides-bar" role="img" aria-label={words} data-empty={total === 0 || undefined}>
      <span className="sides-bar-yes" style={{ flexGrow: share }} />
      <span className="sides-bar-no" style={{ flexGrow: 100 - share }} />
    </span>
  );
}
