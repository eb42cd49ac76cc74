/**
 * `npm run bench -- [--only NAME] [--json FILE]`: runs the benchmarks, prints a line each, and exits 1 when a floor is
 * missed. NAME is one measure or the beginning of several ("record"). Needs `npm run build` and a Chromium.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { alertsBench } from './alerts.bench.ts';
import { crashBench } from './crash.bench.ts';
import { feedBench, stalledBench } from './feed.bench.ts';
import { booksBench, firstFrameBench } from './books.bench.ts';
import { DIST } from './harness.ts';
import { heapBench } from './heap.bench.ts';
import { heatmapBench } from './heatmap.bench.ts';
import { lighthouseBench } from './lighthouse.bench.ts';
import { outageBench } from './outage.bench.ts';
import { paintBench } from './paint.bench.ts';
import { recordBench, sizeBench } from './record.bench.ts';
import { screenBench } from './screen.bench.ts';
import { storedBench } from './stored.bench.ts';
import { passes, TARGETS, type Bench, type Measured } from './targets.ts';

const BENCHES: readonly Bench[] = [
  feedBench,
  stalledBench,
  recordBench,
  sizeBench,
  crashBench,
  storedBench,
  outageBench,
  heatmapBench,
  screenBench,
  paintBench,
  booksBench,
  firstFrameBench,
  alertsBench,
  heapBench,
  lighthouseBench,
];

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
const { only } = values;
const wanted = (name: string): boolean => only === undefined || name === only || name.startsWith(`${only}.`);
const chosen = BENCHES.filter((bench) => bench.names.some(wanted));
if (chosen.length === 0) {
  console.error(`No benchmark is called "${only}". There are: ${Object.keys(TARGETS).join(', ')}.`);
  process.exit(1);
}
if (!existsSync(`${DIST}/index.html`)) {
  console.error('The benchmarks measure the built page, and there is none. Run `npm run build` first.');
  process.exit(1);
}

console.log(
  `${new Date().toISOString()}  ${cpus()[0]?.model ?? 'unknown CPU'} x ${cpus().length}, load ${loadavg()[0]?.toFixed(1)}`,
);
const rows: object[] = [];
let missed = 0;
for (const bench of chosen) {
  for (const measured of await measure(bench)) {
    if (!wanted(measured.name)) continue;
    rows.push(report(measured));
    if (!passes(measured)) missed++;
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
process.exitCode = missed === 0 ? 0 : 1;

/** A benchmark that breaks off has missed all its floors; the others run all the same. */
async function measure(bench: Bench): Promise<readonly Measured[]> {
  try {
    return await bench.run();
  } catch (error) {
    const note = `broke off: ${error instanceof Error ? error.message : String(error)}`;
    return bench.names.map((name) => ({ name, value: Number.NaN, note }));
  }
}

function report(measured: Measured): object {
  const { name, value, note } = measured;
  const { floor, unit } = TARGETS[name];
  const pass = passes(measured);
  const shown = value >= 1_000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
  console.log(
    `${name.padEnd(34)} ${shown.padStart(12)} ${unit.padEnd(22)} floor ${floor.toLocaleString('en-US').padEnd(10)} ${pass ? 'ok' : 'MISSED'}${note ? `  (${note})` : ''}`,
  );
  return { name, value, unit, target: floor, pass, ...(note === undefined ? {} : { note }) };
}
