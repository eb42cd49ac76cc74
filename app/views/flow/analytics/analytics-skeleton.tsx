/** The panel's geometry before the first frame: six totals and a row of bars. */

/** Per cent of the chart's height; any quiet wave will do. */
const HEIGHTS = Array.from({ length: 30 }, (_, index) => 28 + 14 * Math.sin(index * 0.7) + (index % 4) * 5);

export function AnalyticsSkeleton() {
  return (
    <div className="analytics">
      <div className="analytics-totals">
        {HEIGHTS.slice(0, 6).map((height) => (
          <div key={height}>
            <span className="skeleton-bar h-3 w-20" />
            <span className="skeleton-bar h-3 w-12" />
          </div>
        ))}
      </div>
      <div className="flex h-full items-center gap-1 pr-12 pl-4">
        {HEIGHTS.map((height) => (
          <div key={height} className="skeleton-bar flex-1" style={{ height: `${height}%` }} />
        ))}
      </div>
    </div>
  );
}
