/** Recording through the whole product: from the exchange's socket to the disk of a real Chromium. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inTemporaryFolder, wait } from '../support/processes.ts';
import { startBoard, stats, until } from './board.ts';
import { startChromium } from './chromium.ts';
import { commonSlope } from './slope.ts';
import type { Bench, Measured } from './targets.ts';

/** The floor and a little, so that the measure can show that it is not the offer that limits. */
const OFFERED = 22_000;
const SECONDS = 60;
/** What is offered once more, for a few seconds, to see where the end is. */
const BURST = { rate: 40_000, seconds: 10 };
/** For the size on disk: several rounds of the database's own tidying up. */
const SIZE_TRADES = 1_000_000;

interface Recorded {
  readonly rate: number;
  readonly sent: number;
  readonly received: number;
  readonly stored: number;
  readonly gaps: number;
  readonly duplicates: number;
  /** Renderer, MB: after the first 10 s (or the start), at most, at the end. */
  readonly memory: { readonly early: number; readonly most: number; readonly end: number };
  /** All files of IndexedDB while it grew, and after closing. */
  readonly sizes: readonly { readonly stored: number; readonly bytes: number }[];
  readonly closedBytes: number;
}

/** Sends `rate * seconds` trades at `rate` and waits until all are stored or nothing moves any more. */
async function record(rate: number, seconds: number, ids: string): Promise<Recorded> {
  return inTemporaryFolder(async (folder) => {
    const sent = rate * seconds;
    const board = await startBoard(folder, ['--rate', `${rate}`, '--total', `${sent}`, '--ids', ids]);
    const chromium = await startChromium(board.profile);
    try {
      const { page } = chromium;
      await page.goto(board.address);
      const first = await until(
        () => stats(page),
        (now) => now.tradesStored > 0,
        60,
        20,
      );
      const started = performance.now();
      let ended = started;
      let [early, most, end] = [0, 0, 0];
      let stored = first.tradesStored;
      const disk = join(board.profile, 'Default', 'IndexedDB');
      const sizes: { stored: number; bytes: number }[] = [];
      const last = await until(
        async () => {
          const now = await stats(page);
          end = await chromium.rendererMb();
          most = Math.max(most, end);
          sizes.push({ stored: now.tradesStored, bytes: sizeOf(disk) });
          if (performance.now() - started <= 10_000) early = end;
          if (now.tradesStored > stored) [ended, stored] = [performance.now(), now.tradesStored];
          return now;
        },
        (now) => now.tradesStored >= sent || performance.now() - ended > 20_000,
        seconds * 3 + 60,
        200,
      );
      // The last chunk is being sealed; closing flushes nothing that is not in the journal already.
      await wait(1_000);
      await chromium.close();
      return {
        rate: (stored - first.tradesStored) / ((ended - started) / 1000),
        sent,
        received: last.tradesReceived,
        stored,
        gaps: last.gaps,
        duplicates: last.duplicates,
        memory: { early, most, end },
        sizes,
        closedBytes: sizeOf(disk),
      };
    } finally {
      await chromium.kill();
      await board.stop();
    }
  });
}

const isWhole = ({ sent, received, stored, gaps, duplicates }: Recorded): boolean =>
  received === sent && stored === sent && gaps === 0 && duplicates === 0;

const countsOf = ({ sent, received, stored, gaps, duplicates }: Recorded): string =>
  `sent ${sent}, received ${received}, stored ${stored}, gaps ${gaps}, duplicates ${duplicates}`;

export const recordBench: Bench = {
  names: ['record.sustained'],
  run: async () => {
    const run = await record(OFFERED, SECONDS, 'random');
    const burst = await record(BURST.rate, BURST.seconds, 'random');
    const { early, most, end } = run.memory;
    return [
      {
        name: 'record.sustained',
        // A rate with a loss is not a rate.
        value: isWhole(run) ? run.rate : 0,
        note:
          `${OFFERED}/s offered for ${SECONDS} s; ${countsOf(run)}; renderer ${early.toFixed(0)} MB early, ` +
          `${most.toFixed(0)} at most, ${end.toFixed(0)} at the end; at ${BURST.rate}/s offered for ${BURST.seconds} s: ` +
          `${burst.rate.toFixed(0)}/s, ${countsOf(burst)}`,
      },
    ];
  },
};

export const sizeBench: Bench = {
  names: ['record.bytes-per-trade', 'record.bytes-per-trade-without-id'],
  run: async () => {
    const results: Measured[] = [];
    for (const [name, ids] of [
      ['record.bytes-per-trade', 'random'],
      ['record.bytes-per-trade-without-id', 'none'],
    ] as const) {
      const run = await record(20_000, SIZE_TRADES / 20_000, ids);
      results.push({
        name,
        value: isWhole(run) ? slopeOf(run.sizes) : Number.POSITIVE_INFINITY,
        note:
          `what each further trade adds to all files of IndexedDB; after closing ${(run.closedBytes / 1e6).toFixed(1)} MB ` +
          `in all, ${(run.closedBytes / run.stored).toFixed(1)} bytes a trade; ${countsOf(run)}`,
      });
    }
    return results;
  },
};

/**
 * Bytes a further trade costs: least squares over the growth. What the database keeps of journal rows already deleted is a
 * few MB, up and down, however much is stored; divided by a small number of trades it would pass for their size.
 */
function slopeOf(sizes: Recorded['sizes']): number {
  return commonSlope([sizes.map(({ stored, bytes }) => ({ x: stored, y: bytes }))]).slope;
}

/** Bytes of all files below `folder`; one that is deleted meanwhile counts nothing. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => {
      const file = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false });
      return sum + (file?.size ?? 0);
    }, 0);
}
