/**
 * Runs everything that must hold before a landing, one step after the other, and ends with the line `N passed, N failed`.
 * A step of checks (types, lint, layers) counts as one; test runners count each of their tests.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Tally {
  passed: number;
  failed: number;
}

const reports = mkdtempSync(join(tmpdir(), 'flowboard-tests-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

/** Steps in order; a step with `report` is counted test by test. */
const steps: readonly { name: string; args: readonly string[]; count?: () => Tally }[] = [
  { name: 'types', args: ['types'] },
  { name: 'lint', args: ['lint'] },
  { name: 'format', args: ['format:check'] },
  { name: 'layers', args: ['layers'] },
  { name: 'dead code', args: ['dead'] },
  {
    name: 'unit, property and integration tests',
    args: ['test', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    count: countVitest,
  },
  { name: 'build', args: ['build', '--', '--logLevel', 'error'] },
  { name: 'size', args: ['size'] },
  { name: 'browser tests', args: ['test:e2e'], count: countPlaywright },
];

const total: Tally = { passed: 0, failed: 0 };
for (const step of steps) {
  console.log(`\n== ${step.name}`);
  const started = Date.now();
  const run = spawnSync('npm', ['run', '--silent', ...step.args], {
    stdio: 'inherit',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
  });
  const tally = tallyOf(step, run.status === 0);
  total.passed += tally.passed;
  total.failed += tally.failed;
  console.log(
    `== ${step.name}: ${tally.failed === 0 ? 'ok' : 'FAILED'}, ${Math.round((Date.now() - started) / 1000)} s`,
  );
}
rmSync(reports, { recursive: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** A runner that failed without a failing test (coverage below the floor, no report) counts as one failure. */
function tallyOf(step: (typeof steps)[number], isOk: boolean): Tally {
  let tally: Tally = { passed: isOk ? 1 : 0, failed: 0 };
  try {
    if (step.count) tally = step.count();
  } catch (error) {
    console.log(`No report of ${step.name} could be read: ${String(error)}`);
    return { passed: 0, failed: 1 };
  }
  return isOk || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

function countVitest(): Tally {
  const report = JSON.parse(readFileSync(vitestReport, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
  };
  // A file that did not even load fails no test: it counts as one.
  const failed = report.numFailedTests || Math.min(report.numFailedTestSuites, 1);
  return { passed: report.numPassedTests, failed };
}

function countPlaywright(): Tally {
  const report = JSON.parse(readFileSync(playwrightReport, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky };
}
