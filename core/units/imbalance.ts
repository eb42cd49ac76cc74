/** How an imbalance is written, the same wherever one stands: a sign and two digits. Here, because the heatmap's worker writes it too. */
const MINUS = '\u2212';

/** Returns −1..1 as "+0.33" or "−0.33"; "0.00" has no sign. Plus: more is bid than offered. */
export function imbalanceText(value: number): string {
  const figure = Math.abs(value).toFixed(2);
  if (Number(figure) === 0) return figure;
  return `${value < 0 ? MINUS : '+'}${figure}`;
}
