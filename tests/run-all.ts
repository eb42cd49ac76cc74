/**
 * Runs everything that must hold before a landing and ends with the line `N passed, N failed`: the checks (types, lint,
 * layers) two at a time, each counted as one, then the test runners one after the other, which count each of their tests.
 */
import { spawn } from 'node:child_process';
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

interface Step {
  readonly name: string;
  /** Of `npm run`. */
  readonly args: readonly string[];
  /** Reads the runner's report, test by test. */
  readonly count?: () => Tally;
}

const checks: readonly Step[] = [
  { name: 'lint', args: ['lint'] },
  { name: 'types', args: ['types'] },
  { name: 'format', args: ['format:check'] },
  { name: 'layers', args: ['layers'] },
  { name: 'dead code', args: ['dead'] },
];

/** Each in turn: they take the whole machine. */
const tests: readonly Step[] = [
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
const waiting = checks.values();
await Promise.all([lane(), lane()]);
for (const step of tests) {
  console.log(`\n== ${step.name}`);
  await perform(step, 'inherit');
}
rmSync(reports, { recursive: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Takes one check after the other until none is left. */
async function lane(): Promise<void> {
  for (const step of waiting) await perform(step, 'pipe');
}

/** Runs a step and counts it. What it prints comes at once, or at its end so that two do not mix. */
async function perform(step: Step, stdio: 'inherit' | 'pipe'): Promise<void> {
  const started = Date.now();
  const child = spawn('npm', ['run', '--silent', ...step.args], {
    stdio: ['ignore', stdio, stdio],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const isOk = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false)).once('close', (code) => resolve(code === 0));
  });
  const tally = tallyOf(step, isOk);
  total.passed += tally.passed;
  total.failed += tally.failed;
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${printed}== ${step.name}: ${tally.failed === 0 ? 'ok' : 'FAILED'}, ${seconds} s`);
}

/** A runner that failed without a failing test (coverage below the floor, no report) counts as one failure. */
function tallyOf(step: Step, isOk: boolean): Tally {
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
