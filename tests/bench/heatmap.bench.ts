/** One more column of the heatmap, in a real Chromium: what a frame costs while the book moves. */
import { join } from 'node:path';
import { inTemporaryFolder } from '../support/processes.ts';
import { runBenchJob } from './board.ts';
import { startChromium } from './chromium.ts';
import { buildBenchPage, startRelayFor } from './harness.ts';
import type { Bench } from './targets.ts';

const FRAMES = 300;
const FULL_FRAMES = 40;
/** Nobody listens there: the relay is only asked for its pages. */
const NO_EXCHANGE = 9;

export const heatmapBench: Bench = {
  names: ['ui.heatmap-column'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const site = join(folder, 'site');
      await buildBenchPage(site);
      const relay = await startRelayFor(NO_EXCHANGE, site, join(folder, 'home'));
      const chromium = await startChromium(join(folder, 'profile'));
      try {
        const { page } = chromium;
        await page.goto(`http://127.0.0.1:${relay.port}/index.html`);
        const run = (frames: number, isFull: boolean, isShown: boolean) =>
          runBenchJob(page, { kind: 'heatmap', frames, isFull, isShown });
        const column = await run(FRAMES, false, false);
        const shown = await run(FRAMES, false, true);
        const full = await run(FULL_FRAMES, true, false);
        if (column.missing !== 0) throw new Error('Expected a plot of 1,440 x 999, but it was another.');
        const note =
          `1,440 x 999, whole frame; with every column afresh ${full.value.toFixed(1)} ms, ` +
          `${(full.value / column.value).toFixed(0)} times as long; taken out of the canvas as well ${shown.value.toFixed(1)} ms`;
        return [{ name: 'ui.heatmap-column', value: column.value, note }];
      } finally {
        await chromium.close();
        await relay.stop();
      }
    }),
};
