/** What a page's main thread did while somebody looked: its animation frames, its long ones, its share of the time. */
import type { CDPSession, Page } from 'playwright';
import { percentile } from './harness.ts';

export interface Watched {
  /** Frames of each whole second, the first one first. */
  readonly perSecond: readonly number[];
  readonly median: number;
  readonly worst: number;
  /** Frames a second in which anything of the document was another than before: a page that draws nothing is always quick. */
  readonly drawn: number;
  /** Tasks of the main thread of more than 50 ms. */
  readonly longTasks: number;
  /** Work of the longest animation frame, ms; 0 where none took 50 ms. */
  readonly longestFrame: number;
  /** Longest time between two frames, ms. */
  readonly longestPause: number;
  /** Share of the time in which the main thread worked, 0..1; then of its parts. */
  readonly busy: number;
  readonly script: number;
  readonly layout: number;
}

/** Counts animation frames for `seconds`. The page must be visible. */
export async function watchFrames(page: Page, seconds: number): Promise<Watched> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await metrics(session);
  const { stamps, long, drawn, tasks } = await page.evaluate(collect, seconds * 1000);
  const after = await metrics(session);
  await session.detach();
  const share = (...names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (after(name) - before(name)), 0) /
    (after('Timestamp') - before('Timestamp'));
  const [first = 0] = stamps;
  const perSecond = Array.from({ length: seconds }, () => 0);
  for (const at of stamps) {
    const second = Math.floor((at - first) / 1000);
    if (second < seconds) perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  return {
    perSecond,
    median: percentile(perSecond, 0.5),
    worst: Math.min(...perSecond),
    drawn: drawn / seconds,
    longTasks: tasks,
    longestFrame: Math.max(0, ...long),
    longestPause: Math.max(...stamps.map((at, i) => at - (stamps[i - 1] ?? at))),
    busy: share('TaskDuration'),
    script: share('ScriptDuration'),
    layout: share('LayoutDuration', 'RecalcStyleDuration'),
  };
}

async function metrics(session: CDPSession): Promise<(name: string) => number> {
  const { metrics: list } = await session.send('Performance.getMetrics');
  return (name) => list.find((metric) => metric.name === name)?.value ?? 0;
}

/** Runs in the page: stamps of all animation frames, and how long those took that were too long for any eye. */
function collect(ms: number): Promise<{ stamps: number[]; long: number[]; drawn: number; tasks: number }> {
  const stamps: number[] = [];
  const long: number[] = [];
  let tasks = 0;
  let drawn = 0;
  let isChanged = false;
  const changes = new MutationObserver(() => (isChanged = true));
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  changes.observe(document.body, all);
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  });
  observer.observe({ type: 'long-animation-frame' });
  const taskObserver = new PerformanceObserver((list) => (tasks += list.getEntries().length));
  taskObserver.observe({ type: 'longtask' });
  return new Promise((resolve) => {
    const frame = (at: number): void => {
      stamps.push(at);
      if (isChanged) drawn++;
      isChanged = false;
      if (at - (stamps[0] ?? at) < ms) {
        requestAnimationFrame(frame);
        return;
      }
      observer.disconnect();
      taskObserver.disconnect();
      changes.disconnect();
      resolve({ stamps, long, drawn, tasks });
    };
    requestAnimationFrame(frame);
  });
}
