/** The whole product in a real Chromium: each worker starts its own relay and simulated exchange (tests/e2e/board.ts). */
import { defineConfig } from 'playwright/test';
import { chromiumPath } from './tests/support/chromium-path.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // One golden for every machine, made only on demand (`--update-snapshots`): one that is missing fails.
  snapshotPathTemplate: '{testDir}/goldens/{arg}{ext}',
  updateSnapshots: 'none',
  // Most of a test is waiting: two at a time take two thirds of the time on two cores. Each has a board of its own.
  workers: 2,
  // A test that looks for a lively market first has minutes of its own on a busy machine; one that hangs is seldom.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  // The count of tests/run-all.ts comes from the JSON report; a person reads the list.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] === undefined ? 'list' : [['list'], ['json']],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
});
