/**
 * What an ordinary hour costs: the share of the main thread that the front page takes, and the time from the exchange's stamp
 * until a trade stands on the screen. Signals between the other trades are what is looked for, on a tape narrowed down to them.
 */
import { inTemporaryFolder, wait } from '../support/processes.ts';
import { openBoard, startBoard } from './board.ts';
import { startChromium } from './chromium.ts';
import { percentile } from './harness.ts';
import { watchFrames } from './page-frames.ts';
import { SIGNAL_TICKER } from './signal.ts';
import type { Bench } from './targets.ts';

/** Of trades, and of book changes, a second. */
const RATE = 1_000;
const SECONDS = 60;
const SIGNAL_MS = 500;
const WARM_MS = 10_000;

/** When a row of the tape was first painted: [contracts of the newest row, Unix ms]. */
type Seen = readonly [number, number];

export const paintBench: Bench = {
  names: ['ui.main-thread-busy', 'ui.receive-to-paint'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const board = await startBoard(folder, [
        ...['--rate', `${RATE}`, '--deltas', `${RATE}`, '--ids', 'random', '--signals', `${SIGNAL_MS}`],
      ]);
      const chromium = await startChromium(board.profile);
      try {
        const { page } = chromium;
        await openBoard(page, board);
        await wait(WARM_MS);
        const { busy, script, layout, longTasks } = await watchFrames(page, SECONDS);
        await page
          .getByRole('search', { name: 'Filter of the tape' })
          .getByRole('textbox')
          .fill(SIGNAL_TICKER);
        // Until nothing but signals is left of what the tape showed before.
        await wait(3_000);
        const seen = await page.evaluate(watchNewest, SECONDS * 1000);
        const sent = (await (
          await fetch(`http://127.0.0.1:${board.exchange.port}/signals`)
        ).json()) as number[];
        const delays = seen.map(([number, at]) => at - (sent[number - 1] ?? Number.NaN));
        const percent = (part: number): string => `${Math.round(part * 100)} %`;
        return [
          {
            name: 'ui.main-thread-busy',
            value: 100 * busy,
            note: `front page at ${RATE} trades/s and ${RATE} book changes/s for ${SECONDS} s; script ${percent(script)}, layout and style ${percent(layout)}, long tasks ${longTasks}`,
          },
          {
            name: 'ui.receive-to-paint',
            value: delays.length < SECONDS ? Number.NaN : percentile(delays, 0.95),
            note: `from the exchange's stamp, so an upper bound; ${delays.length} signals seen, median ${percentile(delays, 0.5)} ms, longest ${Math.max(...delays)} ms`,
          },
        ];
      } finally {
        await chromium.kill();
        await board.stop();
      }
    }),
};

/** Runs in the page: whenever the tape has another newest row, the time just after the frame that shows it. */
function watchNewest(ms: number): Promise<Seen[]> {
  const seen: [number, number][] = [];
  let newest = '';
  const look = (): void => {
    const text = document.querySelector('.tape-row .tape-size')?.textContent ?? '';
    if (text === newest) return;
    const isFirst = newest === '';
    newest = text;
    if (isFirst) return;
    // A task that is asked for in the frame runs when the frame has been made.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => seen.push([Number(text.replaceAll(',', '')), Date.now()]);
      port2.postMessage(undefined);
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  return new Promise((resolve) => {
    setTimeout(() => {
      observer.disconnect();
      resolve(seen);
    }, ms);
  });
}
