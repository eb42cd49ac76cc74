/** Net flow from a centre tick: solid to the right for YES, hollow to the left for NO; full length when one side took all. */

export function NetBar({ net, total }: { net: number; total: number }) {
  const share = total > 0 ? Math.min(1, Math.abs(net) / total) : 0;
  const side = net >= 0 ? 'yes' : 'no';
  return (
    <span className="net-bar" aria-hidden="true">
      <span className="net-bar-tick" />
      {share > 0 && (
        <span className={`net-bar-fill net-bar-${side}`} style={{ width: `${(share * 50).toFixed(1)}%` }} />
      )}
    </span>
  );
}
