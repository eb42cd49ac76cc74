/**
 * What Lighthouse says of the built front page, served by our own relay with the simulated exchange at its own rate, in a
 * Chromium of ours: desktop preset, and once the mobile one for the note.
 *
 * Each run has a profile of its own: no cache, no service worker, nothing stored, so that the whole page is loaded. The marks
 * of a first visit are behind it: what is judged is the board that people look at all day, not the round that stands before
 * it once. The page pairs by the token in its address, as with every run of the relay.
 */
import { join } from 'node:path';
import { loadavg } from 'node:os';
import lighthouse, { desktopConfig, type Config, type Result } from 'lighthouse';
import { inTemporaryFolder } from '../support/processes.ts';
import { startSimulatedBoard, type SimulatedBoard } from './board.ts';
import { startChromium } from './chromium.ts';
import { percentile } from './harness.ts';
import type { Bench } from './targets.ts';

const RUNS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
/** The lab metrics behind the score. */
const METRICS = {
  'first-contentful-paint': 'FCP',
  'largest-contentful-paint': 'LCP',
  'total-blocking-time': 'TBT',
  'cumulative-layout-shift': 'CLS',
  'speed-index': 'SI',
} as const;

export const lighthouseBench: Bench = {
  names: ['lighthouse.performance', 'lighthouse.accessibility', 'lighthouse.best-practices'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const board = await startSimulatedBoard(folder);
      try {
        const desktop: Result[] = [];
        for (let run = 0; run < RUNS; run++)
          desktop.push(await judge(board, join(folder, `profile-${run}`), desktopConfig));
        const mobile = await judge(board, join(folder, 'profile-mobile'));
        return CATEGORIES.map((category) => {
          const scores = desktop.map((result) => scoreOf(result, category));
          const worst = desktop[scores.indexOf(Math.min(...scores))] ?? mobile;
          return {
            name: `lighthouse.${category}` as const,
            // Speed varies from run to run; a finding of the others counts however seldom it shows.
            value: category === 'performance' ? percentile(scores, 0.5) : Math.min(...scores),
            note:
              `desktop ${scores.join(', ')}: ${findings(worst, category)}; mobile ` +
              `${scoreOf(mobile, category)}: ${findings(mobile, category)}; load ${loadavg()[0]?.toFixed(1)}`,
          };
        });
      } finally {
        await board.stop();
      }
    }),
};

/** Loads the page once in a fresh browser. Without a `config` it is Lighthouse's own: a phone on a slow line. */
async function judge({ origin, address }: SimulatedBoard, profile: string, config?: Config): Promise<Result> {
  const chromium = await startChromium(profile);
  try {
    // Any document of the origin will do to set what the display remembers.
    await chromium.page.goto(`${origin}/icon.svg`);
    await chromium.page.goto('about:blank');
    await chromium.release();
    const port = Number(new URL(chromium.endpoint).port);
    const flags = { port, onlyCategories: [...CATEGORIES], disableStorageReset: true };
    const judged = await lighthouse(address, { ...flags, logLevel: 'error' }, config);
    if (judged === undefined) throw new Error('Expected a result of Lighthouse, but it gave none.');
    const { runtimeError } = judged.lhr;
    if (runtimeError !== undefined) throw new Error(`Lighthouse gave up: ${runtimeError.message}`);
    return judged.lhr;
  } finally {
    await chromium.kill();
  }
}

/** Of 100; NaN where it could not be told. */
const scoreOf = ({ categories }: Result, category: string): number =>
  Math.round(100 * (categories[category]?.score ?? Number.NaN));

/** Returns the metrics of speed; of the others, what costs points. */
function findings({ audits, categories }: Result, category: string): string {
  if (category === 'performance')
    return Object.entries(METRICS)
      .map(([id, name]) => `${name} ${audits[id]?.displayValue ?? '?'}`)
      .join(', ');
  const costly = (categories[category]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => id);
  return costly.length === 0 ? 'no finding' : costly.join(', ');
}
