/** The floors to hold and where we are going, with their units. The numbers come from the project's plan; docs/performance.md has results. */

export interface Target {
  readonly floor: number;
  readonly goal: number;
  readonly unit: string;
  readonly better: 'more' | 'less';
}

export const TARGETS = {
  'relay.throughput': { floor: 20_000, goal: 50_000, unit: 'frames/s', better: 'more' },
  'relay.added-latency': { floor: 25, goal: 12, unit: 'ms p99', better: 'less' },
  'relay.stalled-client': { floor: 32, goal: 16, unit: 'MB', better: 'less' },
  'decode-apply': { floor: 300_000, goal: 800_000, unit: 'frames/s', better: 'more' },
  'book.apply': { floor: 5_000_000, goal: 20_000_000, unit: 'deltas/s', better: 'more' },
  'book.memory': { floor: 100, goal: 100, unit: 'MB', better: 'less' },
  'book.first-frame': { floor: 100, goal: 100, unit: 'ms p95', better: 'less' },
  windows: { floor: 1_000_000, goal: 3_000_000, unit: 'trades/s', better: 'more' },
  'alerts.rules': { floor: 20_000, goal: 100_000, unit: 'trades/s', better: 'more' },
  'record.sustained': { floor: 20_000, goal: 50_000, unit: 'trades/s', better: 'more' },
  'record.bytes-per-trade': { floor: 20, goal: 18, unit: 'bytes', better: 'less' },
  'record.bytes-per-trade-without-id': { floor: 6, goal: 4.5, unit: 'bytes', better: 'less' },
  'record.crash-loss': { floor: 250, goal: 100, unit: 'ms worst', better: 'less' },
  restore: { floor: 2, goal: 0.5, unit: 's', better: 'less' },
  'export.rate': { floor: 50_000, goal: 500_000, unit: 'rows/s', better: 'more' },
  prune: { floor: 1, goal: 0.1, unit: 's', better: 'less' },
  'ui.fps': { floor: 50, goal: 58, unit: 'frames/s', better: 'more' },
  'ui.long-tasks': { floor: 1, goal: 0, unit: 'a minute', better: 'less' },
  'ui.main-thread-busy': { floor: 30, goal: 15, unit: '%', better: 'less' },
  'ui.receive-to-paint': { floor: 200, goal: 120, unit: 'ms p95', better: 'less' },
  'ui.heap-slope': { floor: 10, goal: 5, unit: 'MB/h', better: 'less' },
  'ui.heatmap-column': { floor: 6, goal: 3, unit: 'ms p50', better: 'less' },
  'lighthouse.performance': { floor: 85, goal: 95, unit: 'of 100', better: 'more' },
  'lighthouse.accessibility': { floor: 100, goal: 100, unit: 'of 100', better: 'more' },
  'lighthouse.best-practices': { floor: 100, goal: 100, unit: 'of 100', better: 'more' },
  'feed.reconnect': { floor: 3, goal: 1, unit: 's p95', better: 'less' },
  'feed.half-open': { floor: 12, goal: 10.5, unit: 's', better: 'less' },
  'feed.gap-detection': { floor: 100, goal: 100, unit: '% at the next frame', better: 'more' },
} as const satisfies Record<string, Target>;

export type BenchName = keyof typeof TARGETS;

/** One measurement. `note` says what a reader of the number should know. */
export interface Measured {
  readonly name: BenchName;
  readonly value: number;
  readonly note?: string | undefined;
}

/** A group that shares a costly set-up and measures `names`. */
export interface Bench {
  readonly names: readonly BenchName[];
  run(): Promise<readonly Measured[]>;
}

export function passes({ name, value }: Measured): boolean {
  const { floor, better } = TARGETS[name];
  return better === 'more' ? value >= floor : value <= floor;
}
