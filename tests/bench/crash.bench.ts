/** What a killed browser loses: SIGKILL to all of Chromium while it records, the same profile opened again, and compared. */
import { createRng } from '#core/lib/rng.ts';
import { inTemporaryFolder, wait } from '../support/processes.ts';
import { openBoard, startBoard, stats } from './board.ts';
import { startChromium, type OwnChromium } from './chromium.ts';
import type { Bench } from './targets.ts';

const RATE = 2_000;
const RUNS = 20;

/** One recording that was cut off. */
interface Killed {
  /** Just before the kill, ms. */
  readonly at: number;
  /** What the page had said is stored, a moment before. */
  readonly acknowledged: number;
  readonly startedAt: number;
}

interface Loss {
  /** ms of the stream, from the newest stored trade to the kill: the way to the page included, so an upper bound. */
  readonly ms: number;
  readonly stored: number;
  /** Trades that are missing before the newest stored one; none is allowed. */
  readonly holes: number;
  readonly acknowledgedButLost: number;
}

export const crashBench: Bench = {
  names: ['record.crash-loss'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const board = await startBoard(folder, ['--rate', `${RATE}`]);
      const rng = createRng(20);
      const losses: Loss[] = [];
      let killed: Killed | undefined;
      try {
        for (let run = 0; run <= RUNS; run++) {
          const chromium = await startChromium(board.profile);
          try {
            const startedAt = Date.now();
            await openBoard(chromium.page, board);
            if (killed !== undefined) losses.push(await lossOf(chromium, killed));
            if (run < RUNS) killed = await recordAndKill(chromium, startedAt, 1_000 + rng.integer(1_000));
          } finally {
            await chromium.kill();
          }
        }
      } finally {
        await board.stop();
      }
      const ms = losses.map((loss) => loss.ms).sort((a, b) => a - b);
      const sum = (of: (loss: Loss) => number): number => losses.reduce((total, loss) => total + of(loss), 0);
      const broken = sum((loss) => loss.holes) + sum((loss) => loss.acknowledgedButLost);
      return [
        {
          name: 'record.crash-loss',
          value: broken === 0 ? (ms.at(-1) ?? Number.NaN) : Number.POSITIVE_INFINITY,
          note:
            `${losses.length} kills at ${RATE}/s, best ${ms[0]} ms, median ${ms[Math.floor(ms.length / 2)]} ms; ` +
            `${sum((loss) => loss.stored)} trades stored, ${sum((loss) => loss.holes)} missing before the newest, ` +
            `${sum((loss) => loss.acknowledgedButLost)} acknowledged but lost`,
        },
      ];
    }),
};

async function recordAndKill(chromium: OwnChromium, startedAt: number, ms: number): Promise<Killed> {
  await wait(ms);
  const { tradesStored } = await stats(chromium.page);
  const at = Date.now();
  await chromium.kill();
  return { at, acknowledged: tradesStored, startedAt };
}

/** Reads what the last recording left, by the page's own export. */
async function lossOf({ page }: OwnChromium, { at, acknowledged, startedAt }: Killed): Promise<Loss> {
  const csv = await page.evaluate(
    async (range) => (await window.flowboard.exportCsv({ ...range, tables: ['trades'] })).text(),
    { from: startedAt, to: at },
  );
  return compare(csv, at, acknowledged);
}

function compare(csv: string, at: number, acknowledged: number): Loss {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/);
  const names = head.split(',');
  const [idAt, stampAt] = [names.indexOf('trade_id'), names.indexOf('ts_ms')];
  const seqs: number[] = [];
  let newest = 0;
  for (const line of lines) {
    const cells = line.split(',');
    // The flood's counted ids end in the number of the frame.
    seqs.push(Number.parseInt((cells[idAt] ?? '').slice(-12), 16));
    newest = Math.max(newest, Number(cells[stampAt]));
  }
  const span = seqs.length === 0 ? 0 : Math.max(...seqs) - Math.min(...seqs) + 1;
  return {
    ms: at - newest,
    stored: seqs.length,
    holes: span - new Set(seqs).size,
    acknowledgedButLost: Math.max(0, acknowledged - seqs.length),
  };
}
