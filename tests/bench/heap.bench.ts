/**
 * Whether memory stands still at 12,000 trades a second: after forced collections, what the page's main thread, its market
 * worker and its store worker hold together, and what that grows by in an hour.
 *
 * What the product keeps by design must not pass for a leak, so all of it is full before the first sample:
 * - The trades held one by one: RING_CAPACITY of them, after three minutes at this rate.
 * - The sums by minute of trades that had to leave that ring before their hour was over. They would fill for an hour. The flood's
 *   first trades are therefore stamped over the hour before, so that every minute has its sums from the start; they are
 *   pushed out of the ring by what follows, and from then on each minute that begins replaces one that ends.
 * - The ids that tell a repeated trade: two generations of RING_CAPACITY. The young one doubles its table as it fills and is
 *   then thrown away, some 80 MB up and down. So samples are taken at the same places of two such rounds, by the number of
 *   trades and not by the clock, and each is compared with the other one of its place alone (commonSlope).
 *
 * What this does not see: whatever grows more slowly than once in six minutes or with anything but trades (new markets, days,
 * alerts, opened views, changing books), the service worker, and memory outside these heaps: the compositor's, the disk cache.
 */
import { loadavg } from 'node:os';
import { RING_CAPACITY } from '#core/market/engine.ts';
import { inTemporaryFolder } from '../support/processes.ts';
import { openBoard, startBoard, stats, until, type Board } from './board.ts';
import { startChromium, type OwnChromium } from './chromium.ts';
import { openHeaps } from './heaps.ts';
import { commonSlope, type Point } from './slope.ts';
import type { Bench, Measured } from './targets.ts';

const RATE = 12_000;
/** To try the benchmark out in less time. Nothing is full then, and the number says nothing. */
const SHARE = Number(process.env['BENCH_HEAP_SHARE'] ?? 1);
/** Trades of one round: 175 s. */
const ROUND = Math.round(RING_CAPACITY * SHARE);
/** Stamped over the hour before: enough that the rarest market has some in every minute. */
const PAST = ROUND / 4;
/** Then the ring is full of new ones, and some more until the page's code is warm. */
const WARM = 1.5 * ROUND;
const ROUNDS = 2;
/** Places of a round at which a sample is taken. */
const PLACES = 24;
/** How far into its place: the table doubles at 1/2, 1/4, 1/8... of a round, and none of those lies just after a sample. */
const INTO_PLACE = 0.55;
/** Slower than this it is another measure. */
const LEAST_RATE = 0.95 * RATE;
/** The run ends after so many times what it should take, done or not. */
const PATIENCE = 1.5;

interface Sample {
  /** Since the first sample, hours. */
  readonly at: number;
  readonly place: number;
  readonly held: ReadonlyMap<string, number>;
}

export const heapBench: Bench = {
  names: ['ui.heap-slope'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const board = await startBoard(folder, [
        ...['--rate', `${RATE}`, '--ids', 'random', '--past', `${PAST}`],
      ]);
      const chromium = await startChromium(board.profile);
      try {
        await openBoard(chromium.page, board);
        return [await slopeWhile(chromium, board)];
      } finally {
        await chromium.kill();
        await board.stop();
      }
    }),
};

async function slopeWhile({ page, endpoint }: OwnChromium, board: Board): Promise<Measured> {
  const heaps = await openHeaps(endpoint, new URL(board.address).origin);
  const samples: Sample[] = [];
  const began = performance.now();
  const limit = began + ((WARM + ROUNDS * ROUND) / RATE) * 1000 * PATIENCE + 60_000;
  let first = { received: 0, at: 0 };
  let last = first;
  for (let index = 0; index < ROUNDS * PLACES; index++) {
    const mark = WARM + ((index + INTO_PLACE) / PLACES) * ROUND;
    const { tradesReceived } = await until(
      () => stats(page),
      (now) => now.tradesReceived >= mark,
      (limit - performance.now()) / 1000,
    );
    if (tradesReceived < mark)
      throw new Error(`Expected ${Math.ceil(mark)} trades by now, but the page has ${tradesReceived}.`);
    last = { received: tradesReceived, at: performance.now() };
    if (index === 0) first = last;
    samples.push({
      at: (last.at - first.at) / 3_600_000,
      place: index % PLACES,
      held: await heaps.collected(),
    });
  }
  heaps.close();
  const { gaps, duplicates } = await stats(page);
  const seconds = (last.at - first.at) / 1000;
  const rate = (last.received - first.received) / seconds;
  const fault = faultOf(rate, gaps, duplicates, samples);
  const all = slopeBy(samples, (held) => [...held.values()].reduce((sum, mb) => sum + mb, 0));
  const names = [...(samples[0]?.held.keys() ?? [])];
  return {
    name: 'ui.heap-slope',
    value: fault === '' ? all.slope : Number.NaN,
    note:
      `MB/h of all together ${shown(all)}; ` +
      names.map((name) => `${name} ${words(samples, name)}`).join('; ') +
      `; ${samples.length} samples in ${seconds.toFixed(0)} s at ${rate.toFixed(0)} trades/s after ` +
      `${((first.at - began) / 1000).toFixed(0)} s, load ${loadavg()[0]?.toFixed(1)}${fault === '' ? '' : `, DOES NOT COUNT: ${fault}`}`,
  };
}

/** Why the number does not count; empty when it does. */
function faultOf(rate: number, gaps: number, duplicates: number, samples: readonly Sample[]): string {
  if (SHARE < 1) return 'a trial run, nothing is full yet';
  if (rate < LEAST_RATE) return `the page took ${rate.toFixed(0)} trades/s of ${RATE}`;
  if (gaps > 0 || duplicates > 0) return `gaps ${gaps}, duplicates ${duplicates}`;
  const isWhole = samples.every(({ held }) => ['page', 'market', 'store'].every((name) => held.has(name)));
  return isWhole ? '' : 'a thread is missing in some samples';
}

function slopeBy(samples: readonly Sample[], of: (held: Sample['held']) => number) {
  const places: Point[][] = Array.from({ length: PLACES }, () => []);
  for (const { at, place, held } of samples) places[place]?.push({ x: at, y: of(held) });
  return commonSlope(places);
}

function words(samples: readonly Sample[], name: string): string {
  const mbs = samples.map(({ held }) => held.get(name) ?? Number.NaN);
  const slope = slopeBy(samples, (held) => held.get(name) ?? Number.NaN);
  return `${shown(slope)} (${Math.min(...mbs).toFixed(1)} to ${Math.max(...mbs).toFixed(1)} MB)`;
}

const shown = ({ slope, error }: { slope: number; error: number }): string =>
  `${slope.toFixed(1)} ± ${error.toFixed(1)}`;
